"""Putting a sheet in its place, never over an existing one unless asked."""

from pathlib import Path

from c5plus1.building.write import write_text
from c5plus1.problems import UsageProblem


def save_sheet(path: Path, text: str, overwrite: bool = False) -> None:
    """Write a sheet as UTF-8 with `\\n`. Raises UsageProblem if it exists (unless `overwrite`) or can't be written."""
    if path.exists() and not overwrite:
        raise UsageProblem(f"{path}: exists already; nothing was written")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageProblem(f"{path}: cannot be written ({error.strerror or error}); nothing was changed") from None
    write_text(path, text)
