"""Putting a sheet in its place: beside and renamed, never over an existing one unless asked.

Not `building.write`, which brings pandas: these commands answer within a second.
"""

import os
import tempfile
from pathlib import Path

from c5plus1.problems import UsageProblem


def save_sheet(path: Path, text: str, overwrite: bool = False) -> None:
    """Write a sheet as UTF-8 with `\\n`. Raises UsageProblem if it exists (unless `overwrite`) or can't be written."""
    if path.exists() and not overwrite:
        raise UsageProblem(f"{path}: exists already; nothing was written")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, beside = tempfile.mkstemp(prefix=f".{path.name}-", dir=path.parent)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(text.encode("utf-8"))
            # A new file gets the usual rights, an old one keeps its own.
            Path(beside).chmod(path.stat().st_mode & 0o777 if path.exists() else 0o644)
            Path(beside).replace(path)
        except BaseException:
            Path(beside).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise UsageProblem(f"{path}: cannot be written ({error.strerror or error}); nothing was changed") from None
