"""Everything that one sentence names, found once and shared by the rules of all tables."""

import re

from c5plus1.drafting.dates import find_dates
from c5plus1.drafting.names import find_actors, find_people, find_places
from c5plus1.drafting.record import Mentions, Reading
from c5plus1.drafting.rules import Hit, find_cues, has_cue
from c5plus1.drafting.voices import find_offices

# Characters between a "not" and what it denies.
_DENIED_NEAR = 12


def read_mentions(text: str, reading: Reading) -> Mentions:
    """The sentence's dates, places, people, states, offices and formats; an office without a name finds its holder."""
    rules, names = reading.rules, reading.names
    planned = has_cue(rules, "planned", text)
    people = find_people(text, names)
    offices = find_offices(text, people, names)
    people = sorted([*people, *_holders(offices, reading)], key=lambda hit: hit.start)
    for office in offices:
        if office.values["person"] and not office.values["former"]:
            holder = office.values["person"], office.values["actor"]
            reading.offices.setdefault(f"{office.values['office']}/{holder[1]}", holder)
    mentions = Mentions(
        text=text,
        told=without_speech(text, reading),
        planned=planned,
        dates=tuple(find_dates(text, reading.published, rules, planned)),
        places=tuple(find_places(text, names)),
        people=tuple(people),
        actors=tuple(find_actors(text, names)),
        offices=tuple(offices),
        formats=tuple(find_cues(rules, "formats", text, "format")),
    )
    reading.fired(*mentions.dates, *mentions.places, *mentions.people, *mentions.offices, *mentions.formats)
    return mentions


def _holders(offices: list[Hit], reading: Reading) -> list[Hit]:
    """People named by their office alone, where the report has named the holder before."""
    hits = []
    for office in offices:
        value = office.values
        if value["person"] or value["former"] or not value["actor"]:
            continue
        holder = reading.offices.get(f"{value['office']}/{value['actor']}")
        if holder:
            found = {"person": holder[0], "actor": holder[1], "full": False, "doubt": None}
            hits.append(Hit("names.by_office", office.start, office.end, office.text, found))
    return hits


def office_of(person: str, mentions: Mentions) -> str | None:
    """The office that the sentence gives a person, or None."""
    for office in mentions.offices:
        if office.values["person"] == person and not office.values["former"]:
            return office.values["office"]
    for hit in mentions.people:
        if hit.values["person"] == person and hit.rule == "names.by_office":
            return next(office.values["office"] for office in mentions.offices if office.start == hit.start)
    return None


def not_denied(hits: list[Hit], text: str, reading: Reading) -> list[Hit]:
    """The hits that no "not" or "refused to" right before them turns into their contrary."""
    denials = find_cues(reading.rules, "denied", text)
    return [hit for hit in hits if not any(0 <= hit.start - denial.end <= _DENIED_NEAR for denial in denials)]


def distance(one: Hit, start: int, end: int) -> int:
    """Characters between a hit and a span; 0 if they touch or overlap."""
    return max(one.start - end, start - one.end, 0)


def nearest_hit(hits: tuple[Hit, ...] | list[Hit], start: int, end: int) -> Hit | None:
    """The hit nearest to a span, the later one on a tie (English puts time and place after)."""
    return min(hits, key=lambda hit: (distance(hit, start, end), -hit.start), default=None)


def without_speech(text: str, reading: Reading) -> str:
    """The sentence with direct speech in the first person blanked out, lengths kept."""

    def blank(match: re.Match) -> str:
        return " " * len(match[0]) if has_cue(reading.rules, "first_person", match[0]) else match[0]

    return re.sub(r'"[^"]*(?:"|$)', blank, text)
