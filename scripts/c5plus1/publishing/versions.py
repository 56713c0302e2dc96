"""Semantic versions for data: which part of the number a difference asks for, and which numbers may follow.

The rules for people stand in data/codebook/codebook.md ("Versions"); a test keeps the two together.
"""

import re
from dataclasses import dataclass
from pathlib import Path

from c5plus1.asking.differences import CellChange, Difference, RowChange, StructureChange
from c5plus1.problems import UsageProblem

KINDS = ("none", "patch", "minor", "major")
VERSION = re.compile(r"(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)")
# Tables whose rows pair ids or repeat others (names stand for the rows of a subject table): a row that goes is a value
# withdrawn, not an id withdrawn.
_NO_IDS = (
    *("claims", "aliases", "commitment_relations", "former_ids", "row_actors", "audit", "searches"),
    *("event_names", "commitment_names", "resolution_names", "milestone_names", "measure_names"),
)
# Columns in our own words: another wording changes no value that a report states.
_OUR_WORDS = {
    "claims": ("note",),
    "sources": ("title", "url", "retrieved", "n_claims", "sheet"),
    "actors": ("name",),
    "people": ("name",),
    "places": ("name",),
    "topics": ("label", "definition", "cues"),
    "event_names": ("name",),
    "commitment_names": ("name",),
    "resolution_names": ("name",),
    "milestone_names": ("name",),
    "measure_names": ("name",),
    "aliases": ("alias",),
    "former_ids": ("reason", "id"),
}
_STRUCTURE = {
    ("removed", "table"): "major",
    ("removed", "column"): "major",
    ("removed", "code"): "major",
    ("changed", "key"): "major",
    ("changed", "type"): "major",
    ("added", "table"): "minor",
    ("added", "column"): "minor",
    ("added", "code"): "minor",
    ("changed", "comparison"): "minor",
    ("changed", "constraint"): "minor",
    ("changed", "text"): "patch",
}


@dataclass(frozen=True)
class Verdict:
    """What a difference asks for: none, patch, minor or major, with the changes that ask for that much."""

    kind: str
    reasons: tuple[str, ...]


def judge(difference: Difference) -> Verdict:
    """The part of the version that a difference must raise, and why."""
    asked = [(_STRUCTURE[change.kind, change.what], _say_structure(change)) for change in difference.structure]
    asked += [(_judge_row(row, difference.pairing), f"{row.kind} {row.table}/{row.row}") for row in difference.rows]
    asked += [(_judge_cell(cell), f"changed {cell.cell}") for cell in difference.cells]
    asked += [("minor", f"standing of {cell.cell}") for cell in difference.statuses]
    asked += [("patch", f"rows of {count.table}") for count in difference.counts]
    kind = max((kind for kind, _ in asked), key=KINDS.index, default="none")
    return Verdict(kind, tuple(reason for one, reason in asked if one == kind))


def _say_structure(change: StructureChange) -> str:
    return f"{change.kind} {change.what} {change.name}" + (f" ({change.detail})" if change.detail else "")


def _judge_row(row: RowChange, pairing: tuple[str, ...]) -> str:
    has_id = row.table not in pairing and row.table not in _NO_IDS
    if row.kind in ("removed", "renamed"):
        return "major" if has_id else "minor"
    return "patch" if row.table in ("aliases", "former_ids", "audit", "searches") else "minor"


def _judge_cell(cell: CellChange) -> str:
    return "patch" if cell.column in _OUR_WORDS.get(cell.table, ()) else "minor"


def parse(version: str) -> tuple[int, int, int]:
    """A version's three numbers. Raises UsageProblem if it has not the form 1.2.3."""
    match = VERSION.fullmatch(version)
    if not match:
        hint = "; leave the v out" if version[:1] in "vV" else ""
        raise UsageProblem(f"{version!r} is not a version; write three numbers, as 0.2.0{hint}")
    return tuple(int(part) for part in match.groups())


def successors(last: str) -> dict[str, str]:
    """The version that may follow `last` for each kind of change.

    Before 1.0.0 the middle number takes what would be major, as semantic versioning has it.
    """
    major, minor, patch = parse(last)
    breaking = f"0.{minor + 1}.0" if major == 0 else f"{major + 1}.0.0"
    return {"patch": f"{major}.{minor}.{patch + 1}", "minor": f"{major}.{minor + 1}.0", "major": breaking}


def check_version(version: str, last: str | None, verdict: Verdict) -> str | None:
    """What is wrong with releasing `version` after `last` for these changes, or None.

    A larger step than the data ask for is allowed: the code may ask for it, and 1.0.0 is a person's word.
    """
    numbers = parse(version)
    if last is None:
        return None
    if numbers <= parse(last):
        return f"{version} is not higher than the last release {last}"
    following = successors(last)
    if verdict.kind == "none":
        allowed = set(following.values())
    else:
        allowed = {following[kind] for kind in KINDS[KINDS.index(verdict.kind) :]}
    if parse(last)[0] == 0:
        allowed.add("1.0.0")
    if version in allowed:
        return None
    if version in following.values():
        reasons = "; ".join(verdict.reasons[:3]) + (
            f"; {len(verdict.reasons) - 3} more" if len(verdict.reasons) > 3 else ""
        )
        return (
            f"{version} is too small a step after {last}: the changes are {verdict.kind} ({reasons}); {_name(allowed)}"
        )
    return f"{version} skips numbers after {last}; {_name(allowed)}"


def _name(allowed: set[str]) -> str:
    return "it can be " + " or ".join(sorted(allowed, key=parse))


def read_version(root: Path) -> str:
    """The version of the checkout at `root`, read from its version.py. Raises UsageProblem if there is none."""
    path = version_file(root)
    try:
        match = re.search(r'^__version__ = "([^"]+)"$', path.read_text(encoding="utf-8"), re.M)
    except OSError:
        match = None
    if not match:
        raise UsageProblem(f'{path}: no line __version__ = "…" to read the version from; run in a checkout')
    return match[1]


def read_released(root: Path) -> str | None:
    """The day of release that the checkout's version.py gives, None while the version is being prepared."""
    match = re.search(r'^RELEASED = "([^"]+)"$', version_file(root).read_text(encoding="utf-8"), re.M)
    return match[1] if match else None


def stamp(root: Path, version: str, day: str) -> bytes:
    """version.py with the version and the day of release written into it. Raises UsageProblem if a line is missing."""
    text = version_file(root).read_text(encoding="utf-8")
    for name, value in (("__version__", version), ("RELEASED", day)):
        text, count = re.subn(rf"^{name} = .*$", f'{name} = "{value}"', text, flags=re.M)
        if count != 1:
            raise UsageProblem(f"{version_file(root)}: expected exactly one line {name} = …")
    return text.encode("utf-8")


def has_no_ids(table: str) -> bool:
    """Whether the rows of a table have no ids that anybody may cite."""
    return table in _NO_IDS


def version_file(root: Path) -> Path:
    """Where the version is written: the one place."""
    return root / "scripts" / "c5plus1" / "version.py"
