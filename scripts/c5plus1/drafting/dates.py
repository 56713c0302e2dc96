"""Dates in a sentence: absolute, relative to the day of publication, ranges, months and years."""

import re
from datetime import date, timedelta
from functools import lru_cache

from c5plus1.drafting.rules import Hit, Rules, find_cues, keep_longest

_DAY, _YEAR, _DASH = r"(?:0?[1-9]|[12]\d|3[01])(?!\d)", r"(?:19|20)\d{2}", r"[-–—]"
_ISO = re.compile(r"(?<![\d-])(?P<year>(?:19|20)\d{2})-(?P<m>\d{2})-(?P<d>\d{2})(?![\d-])")


def find_dates(text: str, published: str | None, rules: Rules, planned: bool = False) -> list[Hit]:
    """The dates in `text` as hits with `start` (at its precision), `end` (of a range, else None) and `told`.

    `published` is the report's date; relative dates and days without a year are read only against a full one.
    `planned` turns weekdays to the next one instead of the last. `told` marks the date on which something was said.
    """
    reference = date.fromisoformat(published) if published and len(published) == 10 else None
    hits = [
        *_find_templates(text, rules, reference, planned),
        *_find_iso(text),
        *_find_relative(text, rules, reference, planned),
    ]
    return [_mark_told(hit, text, rules) for hit in keep_longest(hits) if hit.values]


def _find_templates(text: str, rules: Rules, reference: date | None, planned: bool) -> list[Hit]:
    hits = []
    for kind in ("ranges", "days", "months_alone", "years", "bare_months"):
        for pattern in _templates(rules, kind):
            for match in pattern.finditer(text):
                value = _read_match(match.groupdict(), rules.language, reference, planned)
                # What is no date (30 February) still covers its words, lest a part of it be taken for one.
                hits.append(Hit(f"dates.{kind}", match.start(), match.end(), match[0], value or {}))
    return hits


def _templates(rules: Rules, kind: str) -> list[re.Pattern[str]]:
    months = "|".join(sorted(rules.section("dates.months"), key=len, reverse=True))
    filled = {"{month}": rf"(?:{months})(?!\w)", "{day}": _DAY, "{year}": _YEAR, "{dash}": _DASH}
    patterns = []
    for template in rules.section(f"dates.{kind}"):
        for name, pattern in filled.items():
            template = template.replace(name, pattern)
        flags = re.IGNORECASE if kind == "years" else 0
        patterns.append(re.compile(rf"(?<!\w){template}(?!\w)", flags))
    return patterns


def _read_match(parts: dict[str, str | None], language: str, reference: date | None, planned: bool) -> dict | None:
    year, month, day = parts.get("year"), parts.get("month"), parts.get("day")
    if month is None:
        return {"start": year, "end": None}
    if day is None:
        if year is None:
            return _last_month(_month_number(month, language), reference)
        return {"start": f"{year}-{_month_number(month, language):02d}", "end": None}
    first = _full_date(day, month, year, language, reference, planned)
    if first is None:
        return None
    last = None
    if parts.get("day2"):
        last = _full_date(
            parts["day2"], parts.get("month2") or month, year or str(first.year), language, first, planned
        )
        if last is None or last < first:
            return None
    return {"start": first.isoformat(), "end": last.isoformat() if last else None}


def _full_date(
    day: str, month: str, year: str | None, language: str, reference: date | None, planned: bool
) -> date | None:
    """The day; without a year the one nearest to `reference` (ahead in a plan), None if nothing tells the year."""
    if year is None and reference is None:
        return None
    years = [int(year)] if year else [reference.year - 1, reference.year, reference.year + 1]
    candidates = [found for found in (_parse_day(f"{day} {month} {number}", language) for number in years) if found]
    if not candidates:
        return None
    if year:
        return candidates[0]
    ahead = [found for found in candidates if found >= reference]
    return min(ahead if planned and ahead else candidates, key=lambda found: abs(found - reference))


@lru_cache(maxsize=1024)
def _parse_day(words: str, language: str) -> date | None:
    import dateparser

    # Without REQUIRE_PARTS the library fills in what is missing from today's date.
    settings = {"REQUIRE_PARTS": ["day", "month", "year"], "DATE_ORDER": "DMY"}
    found = dateparser.parse(words, languages=[language], settings=settings)
    return found.date() if found else None


def _month_number(name: str, language: str) -> int:
    """The number of a month's name in any language that dateparser reads."""
    return _parse_day(f"1 {name} 2000", language).month


def _last_month(month: int, reference: date | None) -> dict | None:
    """A month named without a year: the last such month up to the report's own, whatever the report looks back on."""
    if reference is None:
        return None
    year = reference.year if month <= reference.month else reference.year - 1
    return {"start": f"{year}-{month:02d}", "end": None}


def _find_iso(text: str) -> list[Hit]:
    hits = []
    for match in _ISO.finditer(text):
        try:
            found = date.fromisoformat(match[0])
        except ValueError:
            continue
        hits.append(Hit("dates.iso", match.start(), match.end(), match[0], {"start": found.isoformat(), "end": None}))
    return hits


def _find_relative(text: str, rules: Rules, reference: date | None, planned: bool) -> list[Hit]:
    if reference is None:
        return []
    hits = []
    for hit in find_cues(rules, "dates.relative", text):
        day = reference + timedelta(days=int(hit.values["days"]))
        hits.append(Hit(hit.rule, hit.start, hit.end, hit.text, {"start": day.isoformat(), "end": None}))
    names = rules.section("dates.weekdays")
    for match in re.finditer(rf"(?<!\w)(?:{'|'.join(names)})(?!\w)", text):
        back = (reference.weekday() - names.index(match[0])) % 7
        day = reference + timedelta(days=(7 - back) % 7 if planned else -back)
        value = {"start": day.isoformat(), "end": None}
        hits.append(Hit("dates.weekdays", match.start(), match.end(), match[0], value))
    return hits


def _mark_told(hit: Hit, text: str, rules: Rules) -> Hit:
    before = text[: hit.start].rsplit(None, 3)[-3:]
    telling = set(rules.section("dates.telling"))
    told = any(word.strip('",').casefold() in telling for word in before[-2:])
    return Hit(hit.rule, hit.start, hit.end, hit.text, {**hit.values, "told": told})


def fits(known: str, stated: str) -> bool:
    """Whether two partial dates can be the same day: one is the beginning of the other."""
    return known.startswith(stated) or stated.startswith(known)


def days_between(first: str, second: str) -> int | None:
    """Days from the first full date to the second, or None if either is coarser."""
    if len(first) != 10 or len(second) != 10:
        return None
    return (date.fromisoformat(second) - date.fromisoformat(first)).days
