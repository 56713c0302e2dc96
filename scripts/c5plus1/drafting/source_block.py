"""The source block of a draft, filled as far as the address, the page and earlier sheets allow."""

import re
import unicodedata

from c5plus1.drafting.known import Known, find_house
from c5plus1.drafting.record import TODO, Report
from c5plus1.problems import UsageProblem
from c5plus1.reading.values import check_full_date, check_partial_date

UNKNOWN = "unknown"


def read_published(given: str | None, report: Report) -> tuple[str | None, str | None]:
    """The date of publication and a doubt about it: as given, else as the page declares it, else None.

    Raises UsageProblem if what is given is no date.
    """
    if given is not None and given != UNKNOWN:
        wrong = check_partial_date(given)
        if wrong:
            raise UsageProblem(f"--published: {wrong}, or 'unknown'")
        return given, None
    if given is None and report.published:
        return report.published, "as the page declares it: compare with what it shows"
    return None, None if given == UNKNOWN else f"{TODO} the date that the page shows; null only if it shows none"


def make_source(report: Report, given: dict[str, str | None], known: Known) -> tuple[dict, dict[str, str]]:
    """The block and its doubts by key. `given` holds url, published, retrieved and what else the user told."""
    house = find_house(known, given["url"]) or {}
    doubts: dict[str, str] = {}
    block: dict[str, str | None] = {}
    for key in ("publisher", "kind"):
        block[key] = given.get(key) or house.get(key) or TODO
        if not given.get(key):
            doubts[key] = "as for other pages of this address" if key in house else f"{TODO} not known for this address"
    block["title"] = given.get("title") or report.title or TODO
    if not given.get("title"):
        doubts["title"] = "as the page declares it" if report.title else f"{TODO} the headline as printed"
    block["url"] = given["url"]
    block["published"] = given["published"]
    block["language"] = given["language"]
    block["retrieved"] = given["retrieved"]
    block["id"] = given.get("id") or _make_id(house.get("prefix") or make_slug(block["publisher"]), block, known)
    return block, doubts


def check_given(url: str, retrieved: str) -> None:
    """Raises UsageProblem unless the address and the day of retrieval have their forms."""
    if not re.fullmatch(r"https?://\S+", url):
        raise UsageProblem(f"--url: {url!r} is not an address; it begins with http:// or https://")
    if wrong := check_full_date(retrieved):
        raise UsageProblem(f"--retrieved: {wrong}")


def _make_id(prefix: str, block: dict[str, str | None], known: Known) -> str:
    """Publisher and date, with -b, -c … if that is taken."""
    stem = f"{prefix}-{block['published'] or 'undated'}"
    return next_free(stem, known.sources)


def next_free(stem: str, taken: frozenset[str] | set[str]) -> str:
    """The id itself if it is free, else the first of id-b, id-c … that is."""
    if stem not in taken:
        return stem
    return next(f"{stem}-{letter}" for letter in "bcdefghijklmnopqrstuvwxyz" if f"{stem}-{letter}" not in taken)


def make_slug(name: str) -> str:
    """A publisher's name as the first part of an id."""
    bare = unicodedata.normalize("NFKD", name.casefold())
    bare = "".join(sign for sign in bare if not unicodedata.combining(sign))
    return "-".join(re.findall(r"[a-z0-9]+", bare)) or "publisher"


def year_folder(published: str | None) -> str:
    """The folder of a sheet: its year, or `undated`."""
    return published[:4] if published else "undated"
