"""The cache of fetched pages: files named by source id, and a manifest with a line for each attempt.

Order of writing: the page beside its place, the manifest's line, then the page into its place. Whatever
moment a run is killed at, the next one either finds the page unmentioned (and fetches it) or finishes what
the line says.
"""

import contextlib
import hashlib
import json
import os
from collections.abc import Iterator
from dataclasses import asdict, dataclass, fields
from pathlib import Path

from c5plus1.problems import UsageProblem

MANIFEST = "manifest.jsonl"
KEPT = "kept"
ENDINGS = (".html", ".txt", ".pdf")


@dataclass(frozen=True)
class Attempt:
    """One line of the manifest. Times are UTC, ISO 8601; `sha256` and `bytes` are of the file kept.

    `outcome` is 'kept', 'refused', 'failed' or 'later'; `origin` 'live' or 'archive' (then `captured` is its
    day); `found` of `claims` spans were in the page.
    """

    source: str
    url: str
    time: str
    outcome: str
    status: int | None = None
    final_url: str | None = None
    origin: str | None = None
    captured: str | None = None
    file: str | None = None
    sha256: str | None = None
    bytes: int | None = None
    encoding: str | None = None
    found: int | None = None
    claims: int | None = None
    not_before: str | None = None
    detail: str = ""


def read_manifest(folder: Path) -> dict[str, list[Attempt]]:
    """Attempts by source, in the order they were made. A line cut short by a crash is passed over."""
    attempts: dict[str, list[Attempt]] = {}
    known = {field.name for field in fields(Attempt)}
    path = folder / MANIFEST
    for line in path.read_text(encoding="utf-8").splitlines() if path.exists() else ():
        try:
            told = json.loads(line)
            attempt = Attempt(**{key: value for key, value in told.items() if key in known})
        except (ValueError, TypeError, AttributeError):
            continue
        attempts.setdefault(attempt.source, []).append(attempt)
    return attempts


def last_kept(attempts: list[Attempt]) -> Attempt | None:
    """The latest attempt that brought a page."""
    return next((attempt for attempt in reversed(attempts) if attempt.outcome == KEPT), None)


def note_attempt(folder: Path, attempt: Attempt) -> None:
    """Add a line to the manifest, safe on disk when this returns."""
    path = folder / MANIFEST
    line = json.dumps({key: value for key, value in asdict(attempt).items() if value is not None}, ensure_ascii=False)
    with path.open("a+b") as file:
        if file.seek(0, os.SEEK_END):
            file.seek(-1, os.SEEK_END)
            if file.read(1) != b"\n":
                file.write(b"\n")
        file.write(line.encode("utf-8") + b"\n")
        file.flush()
        os.fsync(file.fileno())


def keep_page(folder: Path, attempt: Attempt, body: bytes) -> None:
    """Store the page of an attempt and note it; a different one kept before moves to `earlier/`."""
    place = folder / attempt.file
    part = place.with_name(place.name + ".part")
    with part.open("wb") as file:
        file.write(body)
        file.flush()
        os.fsync(file.fileno())
    note_attempt(folder, attempt)
    _put_in_place(part, place)


def finish_interrupted(folder: Path, attempts: dict[str, list[Attempt]]) -> None:
    """Put pages into place whose line was written when a run was killed; drop parts that no line knows."""
    for part in sorted(folder.glob("*.part")):
        place = part.with_suffix("")
        kept = last_kept(attempts.get(place.stem, []))
        if kept and kept.file == place.name and _hash(part) == kept.sha256:
            _put_in_place(part, place)
        else:
            part.unlink()


def is_there(folder: Path, attempt: Attempt | None) -> bool:
    """Whether the page of an attempt is in the cache, unharmed."""
    if attempt is None or attempt.file is None:
        return False
    path = folder / attempt.file
    return path.is_file() and _hash(path) == attempt.sha256


def read_encodings(folder: Path) -> dict[str, str]:
    """File name -> encoding that came with the page, for a folder that is such a cache; else nothing."""
    kept = (last_kept(attempts) for attempts in read_manifest(folder).values())
    return {attempt.file: attempt.encoding for attempt in kept if attempt and attempt.encoding}


@contextlib.contextmanager
def hold_cache(folder: Path) -> Iterator[None]:
    """Make the cache folder and hold it, so that no second run asks the same hosts. Raises UsageProblem."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = (folder / ".lock").open("w", encoding="utf-8")
    except OSError as error:
        raise UsageProblem(f"{folder}: cannot be written ({error.strerror or error})") from None
    with lock:
        try:
            import fcntl

            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except ImportError:
            pass  # no such locks on Windows; two runs there only waste each other's requests
        except OSError:
            raise UsageProblem(f"{folder}: another fetch is running; wait for it, or name another --cache") from None
        yield


def _put_in_place(part: Path, place: Path) -> None:
    for before in (place.with_suffix(ending) for ending in ENDINGS):
        if before.exists() and (before != place or _hash(before) != _hash(part)):
            earlier = place.parent / "earlier" / f"{before.stem}-{_hash(before)[:12]}{before.suffix}"
            earlier.parent.mkdir(exist_ok=True)
            before.replace(earlier)
    part.replace(place)


def _hash(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
