"""A meeting as one sentence tells it, and whether it is one that the report has told of before."""

from dataclasses import dataclass, field

from c5plus1.drafting.dates import fits
from c5plus1.drafting.links import link_meeting
from c5plus1.drafting.mentions import nearest_hit
from c5plus1.drafting.record import Meeting, Mentions, Reading
from c5plus1.drafting.rules import Hit, find_cues, grammar, has_cue


@dataclass(frozen=True)
class Told:
    """A meeting as one sentence tells it: where the words stand, and the values that this sentence states."""

    meeting: Meeting
    start: int
    end: int
    values: dict = field(default_factory=dict)
    again: bool = False
    unnamed: tuple[tuple[str, str], ...] = ()


def when(span: Hit, mentions: Mentions) -> dict:
    date = nearest_hit([date for date in mentions.dates if not date.values["told"]], span.start, span.end)
    if not date:
        return {}
    found = {"start_date": date.values["start"]}
    if date.values["end"]:
        found["end_date"] = date.values["end"]
    return found


def where(place: Hit) -> dict:
    found = {"place": place.values["place"]}
    return found | ({"country": place.values["country"]} if place.values["stated"] else {})


def margins(mentions: Mentions, reading: Reading) -> dict:
    if not has_cue(reading.rules, "margins_words", mentions.text):
        return {}
    for hit in find_cues(reading.rules, "margins", mentions.text, "name"):
        name = hit.values["name"]
        number = grammar(reading.rules, "margins_number").search(mentions.text[max(0, hit.start - 30) : hit.start])
        reading.fired(hit)
        return {"margins_of": f"{name} {number[1]}" if number and name == "UNGA" else name}
    return {}


def remember(meeting: Meeting, span: Hit, values: dict, mentions: Mentions, reading: Reading) -> Told:
    """Take the meeting for one told before if nothing speaks against it, else link it to a known event."""
    meeting.start, meeting.end = values.get("start_date"), values.get("end_date")
    meeting.place, meeting.level = values.get("place"), values.get("level")
    meeting.name, meeting.nearby = values.get("reported_name", ""), reading.nearby
    if meeting.start and reading.published and len(meeting.start) == len(reading.published) == 10:
        meeting.planned = meeting.start > reading.published or (meeting.planned and meeting.start == reading.published)
    for earlier in reversed(reading.meetings):
        if _same(earlier, meeting):
            for name in ("start", "end", "place", "level"):
                setattr(earlier, name, getattr(earlier, name) or getattr(meeting, name))
            earlier.people += tuple(person for person in meeting.people if person not in earlier.people)
            meeting = earlier
            break
    else:
        reading.meetings.append(meeting)
    link_meeting(meeting, reading.known, reading.published)
    reading.spoken_of = meeting
    if reading.own is None and meeting.format not in ("visit", "bilateral"):
        reading.own = meeting
    return Told(meeting, span.start, span.end, values)


def _same(earlier: Meeting, later: Meeting) -> bool:
    if earlier.format != later.format or (later.actors and set(later.actors) != set(earlier.actors)):
        return False
    if later.ordinal and earlier.ordinal != later.ordinal and (later.start or later.place):
        return False
    if later.format == "visit" and earlier.country != later.country:
        return False
    for name in ("place", "level"):
        one, other = getattr(earlier, name), getattr(later, name)
        if one and other and one != other:
            return False
    return not (earlier.start and later.start) or fits(earlier.start, later.start)
