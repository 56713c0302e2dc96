"""A new sheet from the annotated template."""

import re
from pathlib import Path

from c5plus1.drafting.source_block import make_slug, next_free, year_folder
from c5plus1.drafting.style import quote
from c5plus1.problems import UsageProblem, nearest
from c5plus1.reading.registers import read_registers
from c5plus1.reading.sheets import find_sheets
from c5plus1.reading.values import check_partial_date

_ID = re.compile(
    r"(?P<house>[a-z0-9]+(?:-[a-z0-9]+)*?)-(?P<date>\d{4}(?:-\d{2}){0,2}|undated)(?:-(?P<more>[a-z]{1,2}))?"
)


def start_sheet(identifier: str, root: Path, retrieved: str) -> tuple[Path, str, str | None]:
    """Path and text of the new sheet, and a remark where the house is new to the dataset.

    Raises UsageProblem for an id of the wrong form, a date off the calendar, or an id that is taken.
    """
    match = _ID.fullmatch(identifier)
    if not match:
        raise UsageProblem(
            f"{identifier!r} is not an id of the form publisher-date: small letters, digits and hyphens, then 2023, "
            f"2023-02, 2023-02-28 or undated, and -b for a second one; such as {_suggest(identifier)}"
        )
    date = None if match["date"] == "undated" else match["date"]
    if date and (wrong := check_partial_date(date)):
        raise UsageProblem(f"{identifier}: {wrong}")
    taken = {path.stem: path for path in find_sheets(root)}
    if identifier in taken:
        stem = identifier.removesuffix(f"-{match['more']}") if match["more"] else identifier
        place = f"data/sheets/{taken[identifier].parent.name}/{identifier}.yaml"
        raise UsageProblem(
            f"{identifier} is taken by {place}; "
            f"for another report of that day: c5plus1 new {next_free(stem, set(taken))}"
        )
    publisher, kind, remark = _find_house(match["house"], taken, root)
    text = _fill(identifier, publisher, kind, date, retrieved)
    return root / "data" / "sheets" / year_folder(date) / f"{identifier}.yaml", text, remark


def _suggest(identifier: str) -> str:
    date = re.search(r"\d{4}(?:-\d{2}){0,2}", identifier)
    rest = identifier.replace(date[0], "") if date else identifier
    return f"{make_slug(rest)}-{date[0] if date else '2023-02-28'}"


def _find_house(house: str, taken: dict[str, Path], root: Path) -> tuple[str, str, str | None]:
    """Publisher and kind as in the newest sheet whose id begins alike, else by the register's name."""
    alike = sorted(name for name in taken if (found := _ID.fullmatch(name)) and found["house"] == house)
    if alike:
        text = taken[alike[-1]].read_text(encoding="utf-8")
        publisher = re.search(r"^  publisher: (.+)$", text, re.M)
        kind = re.search(r"^  kind: (\w+)", text, re.M)
        if publisher and kind:
            return publisher[1].strip().strip("'"), kind[1], None
    slugs = {make_slug(entry["publisher"]): entry["publisher"] for entry in read_registers(root)["publishers"]}
    if house in slugs:
        return slugs[house], "TODO", None
    houses = {found["house"] for name in taken if (found := _ID.fullmatch(name))}
    return (
        "TODO",
        "TODO",
        f"no sheet or publisher {house!r} yet{nearest(house, houses | set(slugs))}; fill in the publisher",
    )


def _fill(identifier: str, publisher: str, kind: str, date: str | None, retrieved: str) -> str:
    template = (Path(__file__).resolve().parent / "template.yaml").read_text(encoding="utf-8")
    published = "null" if date is None else quote(date)
    return template.format(
        id=identifier, publisher=quote(publisher), kind=kind, published=published, retrieved=retrieved
    )
