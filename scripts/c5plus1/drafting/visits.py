"""Visits, and talks of two states: who goes where, who meets whom."""

from dataclasses import replace

from c5plus1.drafting.mentions import nearest_hit
from c5plus1.drafting.record import Meeting, Mentions, Reading
from c5plus1.drafting.rules import Hit, find_cues, has_cue
from c5plus1.drafting.telling import Told, margins, remember, when, where

# Characters in which the place stands after a word for visiting, and the other person after one for meeting.
_AFTER_VISIT, _AFTER_MET = 70, 120


def find_visits(mentions: Mentions, reading: Reading) -> list[Told]:
    hits = find_cues(reading.rules, "visits", mentions.text, "name")
    for hit in hits:
        cities = [place for place in mentions.places if 0 <= place.start - hit.end <= _AFTER_VISIT]
        states = [actor for actor in mentions.actors if "actor" in actor.values and 0 <= actor.start - hit.end <= 4]
        visitor = _visitor(hit, mentions, reading)
        country = cities[0].values["country"] if cities else states[0].values["actor"] if states else None
        if not visitor or not country or visitor[1] in (country, None):
            continue
        reading.fired(hit)
        values = {"format": "visit", "level": "other", **when(hit, mentions)}
        countries = {place.values["country"] for place in cities}
        if len(countries) > 1:
            country = None  # a tour of several countries has neither
        elif cities:
            values |= where(cities[0])
        else:
            values["country"] = country
        meeting = Meeting("visit", people=(visitor[0],), country=country, planned=mentions.planned)
        return [remember(meeting, hit, values, mentions, reading)]
    return []


def _visitor(hit: Hit, mentions: Mentions, reading: Reading) -> tuple[str, str] | None:
    """Who visits: the last person named before, the one whose visit it is, or the one spoken of (he)."""
    before = [person for person in mentions.people if person.start < hit.start and not person.values["doubt"]]
    if before:
        return before[-1].values["person"], before[-1].values["actor"]
    if has_cue(reading.rules, "pronouns", mentions.text[: hit.start]):
        return reading.speaker
    # "During his stop in X, the Secretary …"
    first = mentions.people[0].values if mentions.people else None
    return (first["person"], first["actor"]) if first and not first["doubt"] else None


def find_bilateral(mentions: Mentions, reading: Reading) -> list[Told]:
    """Two states: a person of one meets a person or the officials of the other, just after the cue."""
    for hit in find_cues(reading.rules, "bilateral", mentions.text, "name"):
        before = [person for person in mentions.people if person.start < hit.start and not person.values["doubt"]]
        after = [person for person in mentions.people if 0 <= person.start - hit.end <= _AFTER_MET]
        groups = [
            actor
            for actor in mentions.actors
            if "members" in actor.values and 0 <= actor.start - hit.end <= _AFTER_VISIT
        ]
        if groups or not after:
            continue
        one, other = _meeter(hit, before, mentions, reading), after[0].values
        if one is None:
            continue
        states = {one["actor"], other["actor"]} | {person.values["actor"] for person in mentions.people}
        if len(states) != 2:
            continue
        reading.fired(hit)
        values = {"format": "bilateral", "level": "other", **when(hit, mentions), **margins(mentions, reading)}
        place = nearest_hit(mentions.places, hit.start, hit.end)
        if place:
            values |= where(place)
        people = (one["person"], *(person.values["person"] for person in after))
        meeting = Meeting("bilateral", people=people, actors=tuple(sorted(states)), planned=mentions.planned)
        told = remember(meeting, hit, values, mentions, reading)
        return [told if before else replace(told, unnamed=((one["person"], one["actor"]),))]
    return []


def _meeter(hit: Hit, before: list[Hit], mentions: Mentions, reading: Reading) -> dict | None:
    """Who meets: the last person named before, or the one spoken of (he)."""
    if before:
        return before[-1].values
    if reading.speaker and has_cue(reading.rules, "pronouns", mentions.text[: hit.start]):
        return {"person": reading.speaker[0], "actor": reading.speaker[1]}
    return None
