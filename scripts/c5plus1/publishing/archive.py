"""The release archive: the package with its papers in one zip, the same bytes on every run, and checksums."""

import hashlib
from collections.abc import Mapping
from pathlib import Path

from c5plus1.problems import DataError, Problem
from c5plus1.publishing.contents import Contents, created_day
from c5plus1.publishing.zips import make_zip

CHECKSUMS = "SHA256SUMS"
PAPERS = ("README.md", "CODEBOOK.md", "CHANGELOG.md", "LICENSE", "LICENSE-DATA", "CITATION.cff")
# Beside the tables: what `load` and `why` read when they are pointed at the unpacked archive.
_READ_TOO = ("data/README.md", "data/about.yaml", "data/adjudications.yaml")


def name_archive(contents: Contents) -> str:
    """The archive's name without its ending, which is also the folder in it: c5plus1-record-1.2.0."""
    return f"{contents.descriptor['name']}-{contents.descriptor['version']}"


def make_archive(contents: Contents) -> bytes:
    """The zip: descriptor, tables, schemas and papers in one folder, with the checksums of each.

    Raises DataError if a table is not what the descriptor says it is. See `missing_papers` for papers not written yet.
    """
    files = {name: (contents.root / name).read_bytes() for name in _list_files(contents)}
    _compare_hashes(contents, files)
    files[CHECKSUMS] = render_checksums(files)
    folder = name_archive(contents)
    return make_zip({f"{folder}/{name}": content for name, content in files.items()}, created_day(contents.descriptor))


def missing_papers(root: Path) -> list[str]:
    """Papers that belong in the archive and are not there, or are empty."""
    return [name for name in PAPERS if not _is_written(root / name)]


def render_checksums(files: Mapping[str, bytes]) -> bytes:
    """What `sha256sum -c` reads: a line for each file, in the order given."""
    lines = [f"{hashlib.sha256(content).hexdigest()}  {name}\n" for name, content in files.items()]
    return "".join(lines).encode("utf-8")


def _list_files(contents: Contents) -> list[str]:
    schemas = [f"data/schemas/{name}.yaml" for name in contents.schemas]
    tables = [resource["path"] for resource in contents.descriptor["resources"]]
    papers = [name for name in (*PAPERS, *_READ_TOO) if _is_written(contents.root / name)]
    return sorted(["datapackage.json", *tables, *schemas, *papers])


def _is_written(path: Path) -> bool:
    return path.is_file() and path.stat().st_size > 0


def _compare_hashes(contents: Contents, files: Mapping[str, bytes]) -> None:
    problems = []
    for resource in contents.descriptor["resources"]:
        if resource["hash"] != "sha256:" + hashlib.sha256(files[resource["path"]]).hexdigest():
            message = "is not the file that datapackage.json describes; build the package anew (make data)"
            problems.append(Problem(resource["path"], 0, message))
    if problems:
        raise DataError(problems)
