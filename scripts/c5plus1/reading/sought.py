"""Meetings that were looked for and not found: names only, so that the log of searches can say what it was about."""

from pathlib import Path

from c5plus1.reading.entries import only_texts, read_entries, refuse_twice

SHOWN = "data/registers/sought.yaml"
_KEYS = ("sought", "what")


def read_sought(root: Path) -> dict[str, str]:
    """Id -> what was sought, in the order of the file; an absent file means none. Raises DataError."""
    entries = read_entries(root, SHOWN, _KEYS, _KEYS, only_texts, lambda entry, line: (entry, line))
    refuse_twice(SHOWN, ((entry["sought"], line) for entry, line in entries))
    return {entry["sought"]: entry["what"] for entry, _ in entries}
