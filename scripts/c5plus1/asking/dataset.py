"""The dataset itself, as one cites it: read from the package's own descriptor."""

import json
from dataclasses import dataclass
from pathlib import Path

from c5plus1.problems import DataError, Problem
from c5plus1.version import RELEASED, __version__


@dataclass(frozen=True)
class Dataset:
    """`released` is the day of release, None while the version is being prepared; `collected` the day on which the last
    source was read. `url` and `doi` are None until there is one."""

    name: str
    title: str
    version: str
    authors: tuple[str, ...]
    license: str
    released: str | None
    collected: str
    url: str | None
    doi: str | None

    @property
    def year(self) -> str:
        return (self.released or self.collected)[:4]

    @property
    def edition(self) -> str:
        return f"version {self.version}" + ("" if self.released else " (in preparation)")


def describe_dataset(root: Path) -> Dataset:
    """The dataset under `root`. Raises DataError if its descriptor cannot be read."""
    try:
        descriptor = json.loads((root / "datapackage.json").read_text(encoding="utf-8"))
        collected = descriptor["created"][:10]
        # Of another release than this code's only the data tell the year.
        released = RELEASED if descriptor["version"] == __version__ else collected
        return Dataset(
            name=descriptor["name"],
            title=descriptor["title"],
            version=str(descriptor["version"]),
            authors=tuple(
                one["title"] for one in descriptor["contributors"] if "author" in one.get("roles", ["author"])
            ),
            license=descriptor["licenses"][0]["name"],
            released=released,
            collected=collected,
            url=descriptor.get("homepage"),
            doi=descriptor.get("doi"),
        )
    except (OSError, ValueError, KeyError, TypeError, IndexError) as error:
        raise DataError(
            [Problem("datapackage.json", 0, f"cannot be read: {error!r}; build the package again")]
        ) from None
