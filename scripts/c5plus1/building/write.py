"""Writing: every file is written beside and renamed, and always to the same bytes."""

import contextlib
import csv
import errno
import io
import os
import shutil
import signal
import tempfile
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from c5plus1.problems import UsageProblem

if TYPE_CHECKING:  # so that a command that only writes a sheet starts without pandas
    import pandas as pd

    from c5plus1.reading.schemas import Schema

_STAGING = ".writing-"


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
    interrupts held back; if one can't be renamed, those before it are put back. Raises UsageProblem if the disk
    is full, read-only or in the way; the old files are then still whole.
    """
    with _staging_folder(root) as staged:
        try:
            for name, content in files.items():
                _write_beside(staged / "new" / name, content)
        except OSError as error:
            raise _refusal(root, error) from None
        check(staged / "new")
        with _uninterrupted():
            _rename_all(root, staged, list(files))


def _refusal(path: Path, error: OSError) -> UsageProblem:
    return UsageProblem(f"{path}: cannot be written ({error.strerror or error}); nothing was changed")


def _rename_all(root: Path, staged: Path, names: list[str]) -> None:
    """Rename every new file to its place, keeping the old ones until the last of them is there."""
    done: list[str] = []
    name = ""
    try:
        for name in names:
            target, kept = root / name, staged / "old" / name
            target.parent.mkdir(parents=True, exist_ok=True)
            kept.parent.mkdir(parents=True, exist_ok=True)
            if target.exists():
                shutil.copy2(target, kept)
            _move(staged / "new" / name, target)
            done.append(name)
    except OSError as error:
        for put in done:
            kept = staged / "old" / put
            if kept.exists():
                _move(kept, root / put)
            elif (root / put).is_file():
                (root / put).unlink()
        raise _refusal(root / name, error) from None


def _move(source: Path, target: Path) -> None:
    try:
        source.replace(target)
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise
        # `data` may be a link to another disk: copy beside the target, then rename there.
        beside = target.with_name(f".writing-{target.name}")
        shutil.copyfile(source, beside)
        beside.replace(target)


def _write_beside(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


@contextlib.contextmanager
def _staging_folder(root: Path) -> Iterator[Path]:
    try:
        _sweep(root)
        folder = tempfile.TemporaryDirectory(prefix=_STAGING, dir=root, ignore_cleanup_errors=True)
    except OSError as error:
        raise _refusal(root, error) from None
    with folder as name:
        yield Path(name)


def _sweep(root: Path) -> None:
    """Remove what a killed build left behind an hour ago or longer; a younger one may still be at work."""
    for left in root.glob(f"{_STAGING}*"):
        if left.is_dir() and time.time() - left.stat().st_mtime > 3600:
            shutil.rmtree(left, ignore_errors=True)


@contextlib.contextmanager
def _uninterrupted() -> Iterator[None]:
    """Hold Ctrl-C and requests to end back while files are renamed, so that old and new ones are not mixed."""
    names = [name for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)]
    try:
        before = {name: signal.signal(getattr(signal, name), signal.SIG_IGN) for name in names}
    except ValueError:  # not in the main thread, which gets no interrupts anyway
        yield
        return
    try:
        yield
    finally:
        for name, handler in before.items():
            signal.signal(getattr(signal, name), handler)
