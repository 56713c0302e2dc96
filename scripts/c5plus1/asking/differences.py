"""What a comparison of two releases finds, as plain records."""

from dataclasses import asdict, dataclass
from typing import Literal

Kind = Literal["added", "removed", "changed", "renamed"]


@dataclass(frozen=True)
class Cause:
    """Why a cell or row changed. `sign` is + for a fact that is new, - for one that went, ~ for a source or register
    whose entry changed; `about` the claim or source, `value` what it states, `note` our note or what changed."""

    sign: Literal["+", "-", "~"]
    about: str
    value: str | None
    note: str


@dataclass(frozen=True)
class StructureChange:
    """A table or a property of a table that changed; `what` is one of table, column, key, type, comparison, code, text.

    `name` is the table, `table.column` or `table.column=code`.
    """

    kind: Kind
    what: str
    name: str
    detail: str = ""


@dataclass(frozen=True)
class RowChange:
    """A row that came, went, or has another id now (`now`, else None). `reason` is the register's for a retired id."""

    kind: Kind
    table: str
    row: str
    now: str | None
    reason: str | None
    causes: tuple[Cause, ...]


@dataclass(frozen=True)
class CellChange:
    """A value of a row that both releases have. Statuses are None where the table has no settled cells.

    With equal values only the status differs: how sure the reports make it.
    """

    kind: Kind
    table: str
    row: str
    column: str
    old: str | None
    new: str | None
    old_status: str | None
    new_status: str | None
    causes: tuple[Cause, ...]

    @property
    def cell(self) -> str:
        return f"{self.table}/{self.row}/{self.column}"


@dataclass(frozen=True)
class Count:
    """How many rows of a table came, went or have other values."""

    table: str
    added: int
    removed: int
    changed: int


@dataclass(frozen=True)
class Difference:
    """Everything that differs between two releases.

    `statuses` are cells with the same value and another status; `pairing` names the tables whose keys have several
    parts.
    """

    old: str
    new: str
    old_version: str
    new_version: str
    structure: tuple[StructureChange, ...]
    rows: tuple[RowChange, ...]
    cells: tuple[CellChange, ...]
    statuses: tuple[CellChange, ...]
    counts: tuple[Count, ...]
    pairing: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.structure or self.rows or self.cells or self.statuses or self.counts)

    def to_dict(self) -> dict:
        """The same as plain dicts and lists."""
        return asdict(self)

    def __repr__(self) -> str:
        from c5plus1.asking.show_diff import render_text

        return render_text(self)
