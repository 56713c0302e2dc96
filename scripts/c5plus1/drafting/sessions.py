"""Sessions of the format: named with it, or spoken of again."""

import re

from c5plus1.drafting.dates import fits
from c5plus1.drafting.mentions import distance, nearest_hit
from c5plus1.drafting.record import Meeting, Mentions, Reading
from c5plus1.drafting.rules import Hit, find_cues, grammar, has_cue
from c5plus1.drafting.telling import Told, margins, remember, when, where

# Characters within which a format's name and a word for a meeting belong together, or a level and a meeting.
_NEAR, _LEVEL_NEAR, _HOST_NEAR, _BEFORE_ORDINAL = 45, 120, 15, 30


def find_sessions(mentions: Mentions, reading: Reading) -> list[Told]:
    """Sessions of a format: its name close to a word for a meeting, or "in the … format" with a verb of meeting."""
    nouns = find_cues(reading.rules, "meetings.nouns", mentions.text)
    verbs = find_cues(reading.rules, "meetings.verbs", mentions.text)
    told: list[Told] = []
    for hit in mentions.formats:
        after = mentions.text[hit.end : hit.end + 30]
        if grammar(reading.rules, "format_as_such").match(after):
            continue
        noun = nearest_hit([noun for noun in nouns if distance(noun, hit.start, hit.end) <= _NEAR], hit.start, hit.end)
        verb = (
            nearest_hit(verbs, hit.start, hit.end)
            if grammar(reading.rules, "format_word").match(after) or not noun
            else None
        )
        close = noun or (verb if verb and distance(verb, hit.start, hit.end) <= 2 * _NEAR else None)
        if close is None or any(item.meeting.format == hit.values["format"] for item in told):
            continue
        span = Hit(hit.rule, min(hit.start, close.start), max(hit.end, close.end), "")
        if _is_founding(hit, mentions, reading) or _is_some_future_one(span, mentions, reading):
            continue
        reading.fired(close)
        told.append(_tell_session(hit.values["format"], span, mentions, reading))
    return told


def _is_founding(hit: Hit, mentions: Mentions, reading: Reading) -> bool:
    """ "The C5+1 was created in 2015": the format, not a session of it."""
    launches = [
        one for one in find_cues(reading.rules, "milestones", mentions.text, "kind") if one.values["kind"] == "launch"
    ]
    return any(0 <= one.start - hit.end <= _NEAR // 2 or 0 <= hit.start - one.end <= 5 for one in launches)


def _is_some_future_one(span: Hit, mentions: Mentions, reading: Reading) -> bool:
    return bool(grammar(reading.rules, "some_future").search(mentions.text[: span.start])) and not mentions.dates


def _tell_session(form: str, span: Hit, mentions: Mentions, reading: Reading) -> Told:
    values = {"format": form}
    name = re.search(r"(?:[CB]5 ?\+ ?1)((?: [A-Z][\w-]+)+)", mentions.text[span.start :][:100])
    subject = bool(name) and bool(set(name[1].split()) - set(reading.rules.section("plain_names")))
    if subject and len(name[1].split()) > 1:
        values["reported_name"] = f"{form}{name[1]}"
    if form == "B5+1":
        values["level"] = "business"
    elif subject and grammar(reading.rules, "ministerial").search(name[1]):
        values["level"] = "special"
    elif level := _level(span, mentions, reading):
        values["level"] = level
    values |= when(span, mentions) | margins(mentions, reading)
    place = nearest_hit(mentions.places, span.start, span.end)
    if place:
        values |= where(place)
    values |= _venue(mentions, reading) | _host(mentions, reading)
    for hit in find_cues(reading.rules, "modes", mentions.text, "mode")[:1]:
        values["mode"] = hit.values["mode"]
        reading.fired(hit)
    if ordinal := _ordinal(span, mentions, reading):
        values["ordinal"] = ordinal
    meeting = Meeting(form, planned=mentions.planned, ordinal=values.get("ordinal"))
    return remember(meeting, span, values, mentions, reading)


def _level(span: Hit, mentions: Mentions, reading: Reading) -> str | None:
    hits = [
        hit
        for hit in find_cues(reading.rules, "levels", mentions.text, "level")
        if distance(hit, span.start, span.end) <= _LEVEL_NEAR
        and (hit.values["level"] != "summit" or has_cue(reading.rules, "summit_needs", mentions.text))
    ]
    order = [entry["level"] for entry in reading.rules.section("levels")]
    inside = [hit for hit in hits if distance(hit, span.start, span.end) == 0] or hits
    if not inside:
        return None
    best = min(inside, key=lambda hit: (order.index(hit.values["level"]), hit.start))
    reading.fired(best)
    return best.values["level"]


def _ordinal(span: Hit, mentions: Mentions, reading: Reading) -> str | None:
    """The number in the series that stands just before the session's name ("second", "3rd", "first-ever")."""
    rules = reading.rules
    words, not_followed = rules.section("ordinals"), "|".join(map(re.escape, rules.section("ordinal_not")))
    around = mentions.text[max(0, span.start - _BEFORE_ORDINAL) : span.end]
    word = rf"(?P<word>{'|'.join(words)}){rules.section('grammar.ever')}"
    pattern = rf"(?<!\w)(?:{word}|{rules.section('grammar.numeral')})(?!\w)(?! (?:{not_followed}))"
    found = list(re.finditer(pattern, around, re.I))
    if not found or grammar(rules, "gathering_numbered").search(around[found[-1].start() :]):
        return None
    last = found[-1]
    return words[last["word"].lower()] if last["word"] else str(int(last["digits"]))


def _venue(mentions: Mentions, reading: Reading) -> dict:
    hits = find_cues(reading.rules, "venues", mentions.text, "venue")
    reading.fired(*hits)
    return {"venue": hits[0].values["venue"]} if hits else {}


def _host(mentions: Mentions, reading: Reading) -> dict:
    """The state that "hosted" the session, or by which it "was hosted"."""
    for cue in find_cues(reading.rules, "attendance.hosting", mentions.text):
        passive = bool(grammar(reading.rules, "by").search(cue.text))
        for hit in mentions.actors:
            gap = hit.start - cue.end if passive else cue.start - hit.end
            if "actor" in hit.values and 0 <= gap <= (_HOST_NEAR if passive else 1):
                reading.fired(cue)
                return {"host": hit.values["actor"]}
    return {}


def find_again(mentions: Mentions, reading: Reading) -> list[Told]:
    """A session spoken of before ("the meeting", "all attended"), with what this sentence adds to it."""
    spoken = reading.spoken_of
    if spoken is None or spoken.format == "visit":
        return []
    such = find_cues(reading.rules, "meetings.such", mentions.text)
    if such and spoken.format not in ("bilateral",) and (mentions.dates or mentions.places):
        reading.fired(such[0])
        return [_tell_session(spoken.format, such[0], mentions, reading)]
    hits = find_cues(reading.rules, "meetings.again", mentions.text) + _at_it(mentions, reading)
    if not hits:
        return []
    hit = hits[0]
    reading.fired(hit)
    values = when(hit, mentions) | _host(mentions, reading) | _venue(mentions, reading)
    place = nearest_hit(mentions.places, hit.start, hit.end)
    if place:
        values |= where(place)
    if (values.get("place") or spoken.place) != (spoken.place or values.get("place")):
        return []
    if "start_date" in values and spoken.start and not fits(spoken.start, values["start_date"]):
        return []
    return [Told(spoken, hit.start, hit.end, values, again=True)]


def _at_it(mentions: Mentions, reading: Reading) -> list[Hit]:
    """Words for being there that need no meeting beside them; some of them only at the end of a clause."""
    final = [
        hit
        for hit in find_cues(reading.rules, "attendance.at_it_final", mentions.text)
        if grammar(reading.rules, "clause_end").match(mentions.text[hit.end :])
    ]
    return find_cues(reading.rules, "attendance.at_it", mentions.text) + final
