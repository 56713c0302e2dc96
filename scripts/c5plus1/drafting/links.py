"""Which known event a meeting of the report is: date, place, level, people and number in a series must fit."""

from c5plus1.drafting.dates import days_between, fits
from c5plus1.drafting.known import Known, Row
from c5plus1.drafting.record import Meeting

_SERIES = {"c5plus1": "C5+1", "b5plus1": "B5+1", "tifa": "TIFA", "bilateral": "bilateral", "visit": "visit"}
# Where a report gives no date: days that it may look back or ahead.
_BACK, _AHEAD = 10, 120


def link_meeting(meeting: Meeting, known: Known, published: str | None) -> None:
    """Give the meeting the id of the one known event that fits; else an id of its own or the doubt between several."""
    found = sorted(
        (
            (rank, event)
            for event, row in known.table("events").items()
            if (rank := _fit(meeting, event, row, known, published))
        )
    )
    best = [event for rank, event in found if rank == found[-1][0]]
    if len(best) == 1:
        meeting.event, meeting.doubt = best[0], None
    elif best:
        meeting.event, meeting.doubt = best[0], f"several known events fit: {', '.join(best)}"
    else:
        meeting.event = new_event_id(meeting)
        meeting.doubt = "not in the register of events: add it there, or take the known one"


def _fit(meeting: Meeting, event: str, row: Row, known: Known, published: str | None) -> tuple | None:
    """How well a known event fits (more is better), or None if something speaks against it."""
    series, _, rest = event.partition("-")
    if _SERIES.get(series) != meeting.format:
        return None
    if meeting.place and row.get("place") not in (None, meeting.place):
        return None
    if meeting.level and row.get("level") not in (None, meeting.level):
        return None
    dated = _fit_date(meeting, row.get("start_date") or date_in(rest), row.get("end_date"), row, published)
    people = _fit_people(meeting, event, known)
    if dated is None or people is None:
        return None
    same_place = bool(meeting.place) and row.get("place") == meeting.place
    same_level = bool(meeting.level) and row.get("level") == meeting.level
    named = len(_words(meeting.name) & _words(known.names["events"][event]))
    plain = row.get("level") == "ministerial" and not meeting.level
    return (dated, people, same_place, same_level, named, _fit_context(meeting, row), plain)


def _words(name: str) -> set[str]:
    return {word.strip(",()").casefold() for word in name.split() if len(word) > 3}


def _fit_context(meeting: Meeting, row: Row) -> int:
    """Where a sentence gives no day or city, those just told before it speak for an event that has them."""
    day, place = meeting.nearby
    near = bool(day and not meeting.start and row.get("start_date") and fits(row["start_date"], day))
    return near + bool(place and not meeting.place and row.get("place") == place)


def _fit_date(meeting: Meeting, start: str, end: str | None, row: Row, published: str | None) -> int | None:
    if meeting.start:
        if fits(start, meeting.start):
            return 3 if len(meeting.start) == 10 else 2
        apart = days_between(start, meeting.start)
        if end and apart is not None and apart >= 0 and (days_between(meeting.start, end) or 0) >= 0:
            return 2
        # One day off is the date line between New York or Washington and the region.
        return 1 if apart is not None and abs(apart) <= 1 else None
    if meeting.ordinal:
        return 2 if row.get("ordinal") == meeting.ordinal else None
    if not published:
        return None
    if len(start) < 10 or len(published) < 10:
        return 1 if start[:7] == published[:7] else None
    apart = days_between(start, published)
    if meeting.planned:
        return 1 if -_AHEAD <= apart <= 0 else None
    return 1 if 0 <= apart <= _BACK else None


def _fit_people(meeting: Meeting, event: str, known: Known) -> int | None:
    words = event.split("-")
    there = known.people.get(event, frozenset())
    shared = len(there & set(meeting.people))
    if meeting.format == "visit":
        named = any(person.split("-")[0] in words for person in meeting.people)
        return 1 + shared if named or shared else None
    if meeting.format == "bilateral":
        codes = {actor.lower() for actor in meeting.actors}
        if not codes or not codes <= set(words):
            return None
        strangers = set(meeting.people) - there if there else set()
        return max(0, shared - len(strangers))
    return 0


def date_in(rest: str) -> str:
    """The date in an event's id, at its precision."""
    parts = []
    for word, length in zip(rest.split("-"), (4, 2, 2), strict=False):
        if not (word.isdigit() and len(word) == length):
            break
        parts.append(word)
    return "-".join(parts)


def new_event_id(meeting: Meeting) -> str:
    """An id in the form of the register: series, first day, place or link, and a word where needed."""
    series = next((key for key, value in _SERIES.items() if value == meeting.format), "other")
    words = [series, meeting.start or "undated", meeting.place or (meeting.country or "central-asia").lower()]
    if meeting.format == "bilateral":
        words += sorted((actor.lower() for actor in meeting.actors), key=lambda code: (code != "usa", code))
    elif meeting.format == "visit":
        words += [person.split("-")[0] for person in meeting.people[:1]]
    elif meeting.level not in (None, "ministerial"):
        words.append(meeting.level.replace("_", "-"))
    return "-".join(words)
