"""Generated files that are committed: write them, or say which of them are stale."""

from pathlib import Path

from c5plus1.building.write import replace_files
from c5plus1.problems import DataError, Problem


def write_generated(root: Path, files: dict[str, bytes]) -> list[str]:
    """Put the files in place, all or none; returns the names of those that changed."""
    stale = find_stale(root, files)
    if stale:
        replace_files(root, {name: files[name] for name in stale})
    return stale


def find_stale(root: Path, files: dict[str, bytes]) -> list[str]:
    """The names of those that are missing or differ from what is generated now."""
    return [name for name, content in files.items() if _read(root / name) != content]


def refuse_stale(root: Path, files: dict[str, bytes], command: str) -> None:
    """Raises DataError naming every stale file and the command that mends it."""
    problems = [
        Problem(name, _first_difference(_read(root / name), files[name]), f"is stale; run {command}")
        for name in find_stale(root, files)
    ]
    if problems:
        raise DataError(problems)


def _read(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() else None


def _first_difference(old: bytes | None, new: bytes) -> int:
    """The first line that differs, from 1; 0 if the file is missing."""
    if old is None:
        return 0
    before, after = old.split(b"\n"), new.split(b"\n")
    pairs = enumerate(zip(before, after, strict=False), 1)
    return next((number for number, (one, other) in pairs if one != other), min(len(before), len(after)) + 1)
