"""Zip files that come out the same on every run: fixed dates, rights and order."""

import io
import zipfile
from collections.abc import Mapping

_RIGHTS = 0o100644 << 16
_UNIX = 3


def make_zip(files: Mapping[str, bytes], day: tuple[int, int, int]) -> bytes:
    """A zip of `files` (name -> content) in the order given, each dated `day`."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name, date_time=(*day, 0, 0, 0))
            entry.external_attr, entry.create_system = _RIGHTS, _UNIX
            archive.writestr(entry, content, compress_type=zipfile.ZIP_DEFLATED, compresslevel=9)
    return buffer.getvalue()


def read_zip(content: bytes) -> dict[str, bytes]:
    """Name -> content of every file in a zip, in its order."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}
