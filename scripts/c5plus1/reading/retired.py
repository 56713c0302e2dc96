"""Retired ids: what the package once named and no longer does, so that old citations still lead somewhere."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from c5plus1.reading.entries import only_texts, read_entries, refuse_twice

SHOWN = "data/registers/retired.yaml"
_REQUIRED = ("table", "id", "reason")
_KEYS = ("table", "id", "now", "reason")


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
    entries = read_entries(root, SHOWN, _KEYS, _REQUIRED, only_texts, _make_entry)
    refuse_twice(SHOWN, ((f"{entry.table}: {entry.id!r}", entry.line) for entry in entries))
    return entries


def _make_entry(entry: dict[str, Any], line: int) -> Retired:
    return Retired(*(entry.get(key) for key in _KEYS), line)
