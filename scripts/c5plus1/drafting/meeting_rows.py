"""Facts about meetings: the events themselves, who was there, and what was on the agenda."""

import re

from c5plus1.drafting.groups import find_groups
from c5plus1.drafting.mentions import not_denied, office_of
from c5plus1.drafting.record import SIX, Meeting, Mentions, Proposal, Reading
from c5plus1.drafting.rules import Hit, find_cues, grammar, has_cue
from c5plus1.drafting.telling import Told
from c5plus1.drafting.topics import list_topics

_NEAR = 60
_EVENT_ORDER = (
    *("reported_name", "format", "level", "start_date", "end_date", "place", "country", "venue", "mode"),
    *("margins_of", "host", "ordinal"),
)


def propose_meetings(told: list[Told], mentions: Mentions, reading: Reading) -> list[Proposal]:
    """Facts of events, attendance, delegations and agenda from one sentence."""
    proposals = [_event_fact(item) for item in told if set(item.values) - {"format"}]
    for item in told:
        if has_cue(reading.rules, "attendance.absent", mentions.text):
            proposals += _absent_facts(item.meeting, mentions, reading)
            continue
        proposals += _presence_facts(item, told, mentions, reading)
        if "host" in item.values:
            delegation = {"event": item.meeting.event, "actor": [item.values["host"]], "attended": "true"}
            proposals.append(
                Proposal("delegations", delegation | _modality(item.meeting), "attendance.hosting", item.meeting.doubt)
            )
    proposals += _agenda_facts(told, mentions, reading)
    return proposals


def _event_fact(item: Told) -> Proposal:
    values = {"event": item.meeting.event, **{key: item.values[key] for key in _EVENT_ORDER if key in item.values}}
    rule = "meetings.again" if item.again else f"meetings.{item.meeting.format}"
    return Proposal("events", values | _modality(item.meeting), rule, item.meeting.doubt)


def _modality(meeting: Meeting) -> dict:
    return {"modality": "planned"} if meeting.planned else {}


def _absent_facts(meeting: Meeting, mentions: Mentions, reading: Reading) -> list[Proposal]:
    cue = find_cues(reading.rules, "attendance.absent", mentions.text)[0]
    reading.fired(cue)
    states = [hit.values["actor"] for hit in mentions.actors if "actor" in hit.values and hit.start < cue.start]
    if not states or states[-1] not in SIX:
        return []
    values = {"event": meeting.event, "actor": [states[-1]], "attended": "false"}
    return [Proposal("delegations", values, cue.rule, meeting.doubt)]


def _presence_facts(item: Told, told: list[Told], mentions: Mentions, reading: Reading) -> list[Proposal]:
    came = find_cues(reading.rules, "attendance.came", mentions.text)
    meeting = item.meeting
    proposals: list[Proposal] = []
    if came:
        people = _people_at(item, told, mentions, reading)
        reading.fired(*came[:1])
        proposals += _attendance_facts(meeting, people, mentions, reading)
    if came and meeting.format == "bilateral":
        proposals += _both_sides(item)
    if meeting.format == "visit":
        proposals += _visited_officials(item, told, mentions, reading)
    elif meeting.format != "bilateral":
        proposals += _group_facts(item, bool(came), mentions, reading)
    return proposals


def _both_sides(item: Told) -> list[Proposal]:
    """Both states of bilateral talks, and who is only called he or she in the sentence."""
    meeting = item.meeting
    marks = _modality(meeting)
    facts = [
        Proposal(
            "attendance", {"event": meeting.event, "person": person, "actor": actor} | marks, "pronouns", meeting.doubt
        )
        for person, actor in item.unnamed
    ]
    for actor in meeting.actors:
        delegation = {"event": meeting.event, "actor": [actor], "attended": "true"}
        facts.append(Proposal("delegations", delegation | marks, "bilateral", meeting.doubt))
    return facts


def _people_at(item: Told, told: list[Told], mentions: Mentions, reading: Reading) -> list[Hit]:
    """The people of the sentence who were there; not those who only tell about it."""
    meeting = item.meeting
    if meeting.format in ("visit", "bilateral"):
        chosen = [hit for hit in mentions.people if hit.values["person"] in meeting.people]
    else:
        chosen = [hit for hit in mentions.people if hit.values["actor"] in SIX]
        told_only = [hit for hit in chosen if _only_tells(hit, mentions, reading)]
        chosen = [hit for hit in chosen if hit not in told_only or (item.again and len(chosen) == 1)]
    seen: dict[str, Hit] = {}
    for hit in chosen:
        seen.setdefault(hit.values["person"], hit)
    return list(seen.values())


def _only_tells(hit: Hit, mentions: Mentions, reading: Reading) -> bool:
    """Whether the person is only the one who says so ("…, X said", "according to X")."""
    after = grammar(reading.rules, "tells_after").match(mentions.text[hit.end :])
    before = grammar(reading.rules, "tells_before").search(mentions.text[: hit.start])
    others = any(person.values["person"] != hit.values["person"] for person in mentions.people)
    return bool(before) or (bool(after) and others)


def _attendance_facts(meeting: Meeting, people: list[Hit], mentions: Mentions, reading: Reading) -> list[Proposal]:
    proposals = []
    states = [hit.values["actor"] for hit in people]
    heads = meeting.format not in ("visit", "bilateral") and len(states) > 2 and len(set(states)) == len(states)
    for hit in people:
        person, actor = hit.values["person"], hit.values["actor"]
        values = {"event": meeting.event, "person": person, "actor": actor}
        if office := office_of(person, mentions):
            values["office"] = office
        if role := _role_of(hit, mentions, reading) or ("head" if heads else None):
            values["role"] = role
        doubt = meeting.doubt or hit.values["doubt"]
        proposals.append(Proposal("attendance", values | _modality(meeting), hit.rule, doubt))
        delegation = {"event": meeting.event, "actor": [actor], "attended": "true"}
        if heads or values.get("role") == "head":
            delegation["head"] = person
        proposals.append(Proposal("delegations", delegation | _modality(meeting), hit.rule, doubt))
    return proposals


def _role_of(hit: Hit, mentions: Mentions, reading: Reading) -> str | None:
    for cue in find_cues(reading.rules, "attendance.roles", mentions.text, "role"):
        passive = bool(grammar(reading.rules, "by").search(cue.text))
        gap = mentions.text[cue.end : hit.start] if passive else mentions.text[hit.end : cue.start]
        gap = re.sub(r"^, [^,]+, ?", "", gap)  # "X, the minister of Y, chaired"
        if (cue.end <= hit.start if passive else hit.end <= cue.start) and len(gap) <= _NEAR and "," not in gap:
            return cue.values["role"]
    return None


def _visited_officials(item: Told, told: list[Told], mentions: Mentions, reading: Reading) -> list[Proposal]:
    """The hosts whom a visitor met, where only their state and rank are told."""
    proposals = []
    for cue in find_cues(reading.rules, "bilateral", mentions.text, "name"):
        tail = mentions.text[cue.end : cue.end + _NEAR + 20]
        officials = find_cues(reading.rules, "officials", tail)
        states = [hit for hit in mentions.actors if "actor" in hit.values and 0 <= hit.start - cue.end <= _NEAR]
        if not officials or not states or states[0].values["actor"] not in SIX:
            continue
        values = {"event": item.meeting.event, "actor": [states[0].values["actor"]], "attended": "true"}
        for office in find_cues(reading.rules, "attendance.offices", tail, "office"):
            values["office"] = office.values["office"]
        reading.fired(cue)
        proposals.append(Proposal("delegations", values | _modality(item.meeting), cue.rule, item.meeting.doubt))
    return proposals[:1]


def _group_facts(item: Told, came: bool, mentions: Mentions, reading: Reading) -> list[Proposal]:
    """Delegations told together: "the five Central Asian states", or a list of the format's states."""
    proposals = []
    for group in find_groups(mentions, reading):
        lead = mentions.text[max(0, group.start - _NEAR) : group.start]
        trail = mentions.text[group.end : group.end + 30]
        common = find_cues(reading.rules, "attendance.common", lead + group.text)
        offices = find_cues(reading.rules, "attendance.offices", lead + group.text + trail, "office")
        present = bool(common or offices) or (came and group.rule == "groups")
        if not present and group.rule == "groups":
            continue
        values = {"event": item.meeting.event, "actor": list(group.values["members"])}
        if present:
            values["attended"] = "true"
        if offices and present:
            values["office"] = offices[-1].values["office"]
        reading.fired(group)
        proposals.append(
            Proposal("delegations", values | _modality(item.meeting), f"attendance.{group.rule}", item.meeting.doubt)
        )
    return proposals


def _agenda_facts(told: list[Told], mentions: Mentions, reading: Reading) -> list[Proposal]:
    cues = not_denied(find_cues(reading.rules, "agenda", mentions.told), mentions.told, reading)
    meeting = _session_of(told, mentions, reading)
    if not cues or meeting is None:
        return []
    topics = list_topics(mentions.told[cues[0].start :], reading.topics)
    if not topics and has_cue(reading.rules, "agenda_passive", mentions.told):
        topics = list_topics(mentions.told, reading.topics)
    if not topics:
        return []
    reading.fired(cues[0])
    values = {"event": meeting.event, "topic": topics}
    return [Proposal("agenda", values | _modality(meeting), cues[0].rule, meeting.doubt)]


def _session_of(told: list[Told], mentions: Mentions, reading: Reading) -> Meeting | None:
    """The session whose agenda it is: one of the sentence, or the one spoken of if the sentence has its parties."""
    sessions = [item.meeting for item in told if item.meeting.format != "visit"]
    if sessions:
        return sessions[0]
    spoken = reading.spoken_of
    if spoken is None or spoken.format == "visit":
        return None
    about_it = has_cue(reading.rules, "parties", mentions.text) or has_cue(
        reading.rules, "agenda_passive", mentions.told
    )
    return spoken if about_it else None
