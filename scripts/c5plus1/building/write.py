"""Writing: every file is written beside and renamed, and always to the same bytes."""

import contextlib
import csv
import io
import os
import signal
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from c5plus1.problems import UsageProblem

if TYPE_CHECKING:  # so that a command that only writes a sheet starts without pandas
    import pandas as pd

    from c5plus1.reading.schemas import Schema


def render_csv(frame: "pd.DataFrame", schema: "Schema") -> bytes:
    """A table as UTF-8 CSV: the schema's columns in order, `\\n`, true/false, empty for missing."""
    columns = [_as_text(frame[name]) for name in schema.columns]
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(schema.columns)
    writer.writerows(zip(*columns, strict=True))
    return buffer.getvalue().encode("utf-8")


def _as_text(column: "pd.Series") -> list[str]:
    values = column.astype(object).where(column.notna(), None).tolist()
    names = {True: "true", False: "false"}
    return ["" if v is None else names[v] if isinstance(v, bool) else str(v) for v in values]


def write_text(path: Path, text: str) -> None:
    """Write one text file (UTF-8, `\\n`) beside its place and rename it. Raises UsageProblem if that is impossible."""
    write_bytes(path, text.encode("utf-8"))


def write_bytes(path: Path, content: bytes) -> None:
    """Write one file beside its place and rename it; on failure the old file stays. Raises UsageProblem."""
    replace_files(path.parent, {path.name: content})


def replace_files(root: Path, files: Mapping[str, bytes], check=lambda staged: None) -> None:
    """Put all `files` (relative path -> content) in place under `root`, or none of them.

    They are written to a folder beside, `check` is called with that folder, and only then are they renamed, with
    interrupts held back. Raises UsageProblem if the disk is full or read-only; the old files are then still whole.
    """
    with _staging_folder(root) as staged:
        try:
            for name, content in files.items():
                _write_beside(staged / name, content)
        except OSError as error:
            raise UsageProblem(f"{root}: cannot be written ({error.strerror or error}); nothing was changed") from None
        check(staged)
        with _uninterrupted():
            for name in files:
                (root / name).parent.mkdir(parents=True, exist_ok=True)
                (staged / name).replace(root / name)


def _write_beside(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


@contextlib.contextmanager
def _staging_folder(root: Path) -> Iterator[Path]:
    try:
        folder = tempfile.TemporaryDirectory(prefix=".writing-", dir=root)
    except OSError as error:
        message = f"{root}: cannot be written ({error.strerror or error}); nothing was changed"
        raise UsageProblem(message) from None
    with folder as name:
        yield Path(name)


@contextlib.contextmanager
def _uninterrupted() -> Iterator[None]:
    """Hold Ctrl-C back while files are renamed, so that old and new ones are not mixed."""
    try:
        before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    except ValueError:  # not in the main thread, which gets no interrupts anyway
        yield
        return
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
