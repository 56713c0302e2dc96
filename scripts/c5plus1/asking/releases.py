"""Releases as found in a folder, an archive (.zip, .whl, .tar.gz) or a revision of this repository, read as text.

A release is read by its own descriptor, never by today's schemas, so that old releases stay readable.
"""

import io
import json
import subprocess
import tarfile
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import Any

import pandas as pd

from c5plus1.problems import UsageProblem

DESCRIPTOR = "datapackage.json"
_ARCHIVES = (".zip", ".whl", ".tar", ".tar.gz", ".tgz")
# Far above any release of ours; an archive that unpacks to more is not one.
_LARGEST = 1 << 30


@dataclass(frozen=True)
class Release:
    """One release: `label` as its user named it, its descriptor, and the bytes of its tables by name."""

    label: str
    descriptor: dict[str, Any]
    contents: dict[str, bytes]

    @property
    def version(self) -> str:
        return str(self.descriptor.get("version", "unknown"))

    @cached_property
    def resources(self) -> dict[str, dict[str, Any]]:
        """The descriptor's tables by name."""
        return {resource["name"]: resource for resource in self.descriptor["resources"]}

    def table(self, name: str) -> pd.DataFrame:
        """A table as text, None where empty. Raises UsageProblem if its file is missing or not CSV."""
        if name not in self._cache:
            self._cache[name] = self._read(name)
        return self._cache[name]

    @cached_property
    def _cache(self) -> dict[str, pd.DataFrame]:
        return {}

    def _read(self, name: str) -> pd.DataFrame:
        if name not in self.contents:
            raise UsageProblem(f"{self.label}: the table {name} is missing; the release is not whole")
        try:
            frame = pd.read_csv(
                io.BytesIO(self.contents[name]), dtype=object, keep_default_na=False, na_values=[], encoding="utf-8"
            )
        except ValueError as error:
            raise UsageProblem(f"{self.label}: the table {name} is not CSV: {error}") from None
        return frame.where(frame != "", None)

    def fields(self, name: str) -> dict[str, dict[str, Any]]:
        """The columns of a table by name, as the descriptor has them."""
        return {field["name"]: field for field in self.resources[name]["schema"]["fields"]}

    def key(self, name: str) -> tuple[str, ...]:
        """The columns that name a row of the table."""
        key = self.resources[name]["schema"].get("primaryKey", [])
        return tuple([key] if isinstance(key, str) else key)


def open_release(name: str, repository: Path) -> Release:
    """The release that `name` means: a folder, an archive, or else a tag or revision of `repository`.

    Raises UsageProblem if it is none of them or holds no package.
    """
    path = Path(name)
    if path.is_dir():
        return _from_folder(name, path)
    if path.is_file():
        return _make_release(name, dict(_members_of_file(name, path)))
    if path.name.endswith(_ARCHIVES):
        raise UsageProblem(f"{name}: no such file")
    return _make_release(name, dict(_members_of_revision(name, repository)))


def _from_folder(label: str, folder: Path) -> Release:
    if not (folder / DESCRIPTOR).is_file():
        raise UsageProblem(f"{label}: no {DESCRIPTOR} in this folder, so it is no release (build it: c5plus1 build)")
    files = [folder / DESCRIPTOR, *sorted((folder / "data").glob("*.csv"))]
    return _make_release(label, {path.relative_to(folder).as_posix(): path.read_bytes() for path in files})


def _make_release(label: str, files: dict[str, bytes]) -> Release:
    """From files by path; the descriptor may lie in a folder (as it does in a wheel), the tables beside it."""
    found = [name for name in files if PurePosixPath(name).name == DESCRIPTOR]
    if not found:
        raise UsageProblem(f"{label}: no {DESCRIPTOR} in it, so it is no release")
    descriptor_path = min(found, key=lambda name: (name.count("/"), name))
    base = PurePosixPath(descriptor_path).parent
    try:
        descriptor = json.loads(files[descriptor_path].decode("utf-8"))
        tables = {resource["name"]: str(base / resource["path"]) for resource in descriptor["resources"]}
        for resource in descriptor["resources"]:
            assert isinstance(resource["schema"]["fields"], list)
    except (ValueError, KeyError, TypeError, AssertionError) as error:
        raise UsageProblem(f"{label}: its {DESCRIPTOR} is not a data package's ({error!r})") from None
    return Release(label, descriptor, {name: files[path] for name, path in tables.items() if path in files})


def _wanted(name: str) -> bool:
    """Whether a member of an archive belongs to a release: its descriptor, or a table in a folder `data`."""
    path = PurePosixPath(name)
    return path.name == DESCRIPTOR or (path.suffix == ".csv" and path.parent.name == "data")


def _members_of_file(label: str, path: Path) -> Iterator[tuple[str, bytes]]:
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            members = [one for one in archive.infolist() if _wanted(one.filename)]
            _refuse_too_large(label, sum(one.file_size for one in members))
            yield from ((one.filename, archive.read(one)) for one in members)
        return
    try:
        with tarfile.open(path) as archive:
            yield from _members_of_tar(label, archive)
    except tarfile.TarError:
        raise UsageProblem(f"{label}: neither a folder nor an archive (.zip, .whl, .tar.gz) of a release") from None


def _members_of_tar(label: str, archive: tarfile.TarFile) -> Iterator[tuple[str, bytes]]:
    members = [one for one in archive.getmembers() if one.isfile() and _wanted(one.name)]
    _refuse_too_large(label, sum(one.size for one in members))
    for one in members:
        yield one.name, archive.extractfile(one).read()


def _refuse_too_large(label: str, size: int) -> None:
    if size > _LARGEST:
        raise UsageProblem(f"{label}: unpacks to {size:,} bytes, far more than any release; not opened")


def _members_of_revision(name: str, repository: Path) -> Iterator[tuple[str, bytes]]:
    if name.startswith("-"):
        raise UsageProblem(f"{name!r} is no folder, archive or revision")
    asked = run_git(repository, "rev-parse", "--verify", "--quiet", f"{name}^{{commit}}")
    if asked is None:
        raise UsageProblem(f"{name}: no such folder or archive, and no such tag or revision of this repository")
    packed = run_git(repository, "archive", "--format=tar", asked.decode().strip(), DESCRIPTOR, "data")
    if packed is None:
        raise UsageProblem(f"{name}: this revision holds no built package ({DESCRIPTOR} and data/)")
    with tarfile.open(fileobj=io.BytesIO(packed)) as archive:
        yield from _members_of_tar(name, archive)


def run_git(repository: Path, *arguments: str) -> bytes | None:
    """What git prints, or None if it fails or is not there."""
    try:
        done = subprocess.run(["git", "-C", str(repository), *arguments], capture_output=True, check=False)
    except OSError:
        return None
    return done.stdout if done.returncode == 0 else None
