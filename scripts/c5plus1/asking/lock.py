"""`lock`: record the cells that an analysis used; `check_lock` tells later which of them have changed, and why.

A lock file is JSON with one cell a line, so that it can live beside an analysis under version control. It holds, for
each cell, the value, how sure the reports made it, and the facts about it (source, beginning of the fingerprint,
value): what is needed to say later which report changed it, without the old release.
"""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from c5plus1.asking.cells import present_row
from c5plus1.asking.dataset import describe_dataset
from c5plus1.asking.package import find_schema, locate, package_schemas, read_table
from c5plus1.asking.selection import Selection, select
from c5plus1.building.write import write_text
from c5plus1.problems import UsageProblem

FORMAT = 1
_PRINT = 12
_Cell = tuple[str, str, str]


@dataclass(frozen=True)
class Changed:
    """A locked cell that is not what it was; `gone` if its row or column is no longer there.

    `went` and `came` are facts as readable lines; `note` says what else is known.
    """

    cell: str
    old: str | None
    new: str | None
    old_status: str | None
    new_status: str | None
    went: tuple[str, ...]
    came: tuple[str, ...]
    note: str | None
    gone: bool = False


@dataclass(frozen=True)
class LockCheck:
    """What became of a lock file's cells. True if no value changed; prints as text.

    `standings` are cells with the same value and another status; `notes` tell of rows that a fresh selection might add.
    """

    file: str
    version: str
    now: str
    n_cells: int
    changed: tuple[Changed, ...]
    standings: tuple[Changed, ...]
    notes: tuple[str, ...]

    def __bool__(self) -> bool:
        return not self.changed

    def __repr__(self) -> str:
        lines = [f"{self.file}: {self.n_cells:,} cells locked at version {self.version}, now version {self.now}"]
        if not self.changed:
            lines.append("Every value is what it was.")
        for title, cells in (("changed", self.changed), ("stand otherwise, with the same value", self.standings)):
            if cells:
                lines += ["", f"{len(cells):,} {title}:", *(line for cell in cells for line in _lines(cell))]
        return "\n".join([*lines, *(["", *self.notes] if self.notes else [])])


def _lines(cell: Changed) -> list[str]:
    old, new = ("(empty)" if value is None else value for value in (cell.old, cell.new))
    value = old if cell.old == cell.new else f"{old} -> {new}"
    status = (
        "" if cell.old_status == cell.new_status else f"  [{cell.old_status or 'none'} -> {cell.new_status or 'none'}]"
    )
    causes = [f"      - {fact}" for fact in cell.went] + [f"      + {fact}" for fact in cell.came]
    return [f"  {cell.cell}: {value}{status}", *causes, *([f"      {cell.note}"] if cell.note else [])]


def lock(rows: Any, path: str | Path, table: str | None = None, root: str | Path | None = None) -> Path:
    """Record the cells of `rows` (as for `cite`) with their values in the file `path`; returns the path.

    Empty cells are recorded too, since an analysis may rest on their being empty. Raises UsageProblem as `cite` does,
    and for tables without settled cells.
    """
    root = locate(root)
    selection = select(rows, table, root)
    if not selection.rows:
        raise UsageProblem("lock records settled cells, and these rows have none; take rows of a subject table")
    cells = _list_cells(selection, root)
    now = _look_up(selection.policy, selection.as_of, root)
    dataset = describe_dataset(root)
    tables = dict.fromkeys(table for table, _, _ in cells)
    head = {
        "format": FORMAT,
        "name": dataset.name,
        "version": dataset.version,
        "policy": selection.policy,
        "as_of": selection.as_of,
        "rows": {table: len(read_table(table, root)) for table in tables},
    }
    write_text(Path(path), _render(head, {"/".join(cell): now(cell) for cell in cells}))
    return Path(path)


def _list_cells(selection: Selection, root: Path) -> list[_Cell]:
    cells = [
        (table, row, column)
        for (table, row), columns in selection.rows.items()
        for column in columns or find_schema(table, root).value_columns
    ]
    return sorted(dict.fromkeys(cells))


def _render(head: dict, cells: dict[str, dict]) -> str:
    opening = json.dumps(head, ensure_ascii=False, indent=1)[:-2]
    lines = [f"  {json.dumps(cell)}: {json.dumps(entry, ensure_ascii=False)}" for cell, entry in cells.items()]
    return opening + ',\n "cells": {\n' + ",\n".join(lines) + "\n }\n}\n"


def _look_up(policy: str, as_of: str | None, root: Path):
    """A function from a cell to what a lock file records of it."""
    from c5plus1.asking.load import load

    standard = policy == "official_first" and as_of is None
    cells, facts = (
        read_table(name, root) if standard else load(name, policy, as_of, root=root) for name in ("cells", "facts")
    )
    stated = cells[["table", "row", "column", "value", "status"]].astype(object)
    settled = {cell[:3]: cell[3:] for cell in stated.itertuples(index=False, name=None)}
    claims = read_table("claims", root)
    prints = dict(zip(claims["claim"], claims["sha256"].str[:_PRINT], strict=True))
    about: dict[str, list] = {}
    for cell, claim, value in facts[["cell", "claim", "value"]].astype(object).itertuples(index=False):
        about.setdefault(cell, []).append([claim.rsplit("#", 1)[0], prints[claim], value])

    def entry(cell: _Cell) -> dict:
        value, status = (None if pd.isna(one) else one for one in settled.get(cell, (None, None)))
        return {
            "value": value,
            "status": status,
            "facts": sorted(map(list, set(map(tuple, about.get("/".join(cell), []))))),
        }

    return entry


def check_lock(path: str | Path, root: str | Path | None = None) -> LockCheck:
    """Which cells of a lock file have changed, and by which claims. Raises UsageProblem if it is no lock file."""
    root = locate(root)
    locked = _read(Path(path))
    dataset = describe_dataset(root)
    if locked["name"] != dataset.name:
        raise UsageProblem(f"{path}: locks cells of {locked['name']!r}, and this is {dataset.name!r}")
    now = _look_up(locked["policy"], locked["as_of"], root)
    changed, standings = [], []
    for cell, old in locked["cells"].items():
        difference = _compare(cell, old, now, root)
        if difference and (difference.gone or difference.old != difference.new):
            changed.append(difference)
        elif difference:
            standings.append(difference)
    return LockCheck(
        file=str(path),
        version=locked["version"],
        now=dataset.version,
        n_cells=len(locked["cells"]),
        changed=tuple(changed),
        standings=tuple(standings),
        notes=tuple(_note_rows(locked["rows"], root)),
    )


def _read(path: Path) -> dict:
    try:
        locked = json.loads(path.read_text(encoding="utf-8"))
        version = locked["format"]
    except OSError as error:
        raise UsageProblem(f"{path}: cannot be read: {error.strerror}") from None
    except (ValueError, KeyError, TypeError):
        raise UsageProblem(f"{path}: not a lock file of c5plus1 (write one: c5plus1 lock FILE --cells …)") from None
    if isinstance(version, int) and version > FORMAT:
        raise UsageProblem(
            f"{path}: lock format {version!r}, and this version of c5plus1 reads format {FORMAT}; "
            "the file was written by a newer version: update c5plus1"
        )
    missing = {"name", "version", "policy", "as_of", "rows", "cells"} - set(locked)
    whole = (
        version == FORMAT
        and not missing
        and isinstance(locked["cells"], dict)
        and all(
            isinstance(entry, dict) and {"value", "status", "facts"} <= set(entry) for entry in locked["cells"].values()
        )
    )
    if not whole:
        raise UsageProblem(f"{path}: the lock file is damaged (a part of it is missing); write it again")
    return locked


def _compare(cell: str, old: dict, now, root: Path) -> Changed | None:
    table, _, rest = cell.partition("/")
    row, _, column = rest.rpartition("/")
    schema = package_schemas(root).get(table)
    note = None
    if schema is None or column not in schema.fields:
        return Changed(
            cell, old["value"], None, old["status"], None, (), (), "the table or column is no longer there", True
        )
    try:
        present = present_row(schema, row, root)
    except UsageProblem as gone:
        return Changed(cell, old["value"], None, old["status"], None, (), (), str(gone), True)
    if present != row:
        note = f"the row is now {table}/{present}"
    new = now((table, present, column))
    if (new["value"], new["status"]) == (old["value"], old["status"]):
        return None
    before, after = ({tuple(fact) for fact in side["facts"]} for side in (old, new))
    came = tuple(_name_fact(fact, root) for fact in sorted(after - before))
    went = tuple(f"{source} said {value}" for source, _, value in sorted(before - after))
    if not came and not went:
        note = note or "no fact about it changed: a source's date, a register, a rule or a decision by hand did"
    return Changed(cell, old["value"], new["value"], old["status"], new["status"], went, came, note)


def _name_fact(fact: tuple[str, str, str], root: Path) -> str:
    source, fingerprint, value = fact
    claims = read_table("claims", root)
    found = claims[(claims["source"] == source) & claims["sha256"].str.startswith(fingerprint)].iloc[0]
    return f"{found['claim']} says {value}: {found['note']}"


def _note_rows(rows: dict[str, int], root: Path):
    for table, count in rows.items():
        present = len(read_table(table, root)) if table in package_schemas(root) else 0
        if present != count:
            yield f"{table} had {count:,} rows, now {present:,}: a selection from it may find others; run it again."
