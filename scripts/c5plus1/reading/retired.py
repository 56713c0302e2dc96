"""Retired ids: what the package once named and no longer does, so that old citations still lead somewhere."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from c5plus1.problems import DataError, Problem, nearest
from c5plus1.reading.positions import Lines, parse_yaml, read_text

SHOWN = "data/registers/retired.yaml"
_REQUIRED = ("table", "id", "reason")
_KEYS = (*_REQUIRED, "now")


@dataclass(frozen=True)
class Retired:
    """`now` is the id that took its place, None where the row was withdrawn."""

    table: str
    id: str
    now: str | None
    reason: str
    line: int


def read_retired(root: Path) -> list[Retired]:
    """All retired ids; an absent file means none. Raises DataError with every problem of form.

    Whether an id is used again is a matter of the whole package: see the check `former_ids_are_never_reused`.
    """
    path = root / "data" / "registers" / "retired.yaml"
    if not path.exists():
        return []
    text, problems = read_text(path, SHOWN)
    document, lines, faults = parse_yaml(text, SHOWN) if text is not None else (None, {}, [])
    problems = problems + faults
    if not problems and not isinstance(document, list):
        problems = [Problem(SHOWN, 1, "expected a list of retired ids, each beginning with '- table: …'")]
    entries: list[Retired] = []
    for index, entry in enumerate(document if not problems else []):
        wrong = _check_entry(entry, lines, index)
        problems += wrong
        if not wrong:
            entries.append(Retired(*(entry.get(key) for key in ("table", "id", "now", "reason")), lines[(index,)]))
    problems += _check_twice(entries)
    if problems:
        raise DataError(problems)
    return entries


def _check_entry(entry: Any, lines: Lines, index: int) -> list[Problem]:
    line = lines[(index,)]
    if not isinstance(entry, dict):
        return [Problem(SHOWN, line, f"expected an entry with the keys {', '.join(_REQUIRED)} and, for a rename, now")]
    problems = [
        Problem(SHOWN, lines[index, key], f"unknown key {key!r}{nearest(key, _KEYS)}; known: {', '.join(_KEYS)}")
        for key in entry
        if key not in _KEYS
    ]
    problems += [Problem(SHOWN, line, f"{key!r} is missing or empty") for key in _REQUIRED if not entry.get(key)]
    problems += [
        Problem(SHOWN, lines[index, key], f"{key!r} must be one text, not a list or mapping")
        for key in _KEYS
        if not isinstance(entry.get(key), str | None)
    ]
    return problems


def _check_twice(entries: list[Retired]) -> list[Problem]:
    first: dict[tuple[str, str], int] = {}
    problems = []
    for entry in entries:
        at = first.setdefault((entry.table, entry.id), entry.line)
        if at != entry.line:
            problems.append(Problem(SHOWN, entry.line, f"{entry.table}: {entry.id!r} is already given in line {at}"))
    return problems
