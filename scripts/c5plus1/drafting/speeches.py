"""Statements: who speaks in a sentence, as which act, on which topic."""

import re

from c5plus1.drafting.record import TODO, Meeting, Mentions, Proposal, Reading
from c5plus1.drafting.rules import Hit, compile_cues, find_cues, grammar
from c5plus1.drafting.telling import Told
from c5plus1.drafting.topics import choose_topic

# Characters between a speaker and the verb of speech.
_REACH = 60
_C5PLUS1 = "C5+1"


def propose_statements(told: list[Told], mentions: Mentions, reading: Reading) -> list[Proposal]:
    """The statement of one sentence, if somebody speaks in it, and its topic as a possible agenda item."""
    verb = _find_verb(mentions, reading)
    if verb is None:
        _note_speaker(mentions, reading)
        return []
    speaker = _find_speaker(verb, mentions, reading)
    if speaker is None:
        return []
    topic = choose_topic(mentions.text[verb.end :], reading.topics) or choose_topic(mentions.text, reading.topics)
    act = _act_of(verb, mentions, reading)
    if topic is None or (act == "consult" and speaker.get("speaker") is None):
        return []
    reading.fired(verb)
    meeting = _occasion(told, mentions, reading)
    day = _said_on(verb, mentions)
    return _make_facts(speaker, topic, act, meeting, day, verb, mentions, reading)


def _find_verb(mentions: Mentions, reading: Reading) -> Hit | None:
    """The verb of speech: one with a plain act before a neutral one, and the one nearest to a speaker."""
    hits = []
    for entry in reading.rules.section("speech.acts"):
        for match in compile_cues(entry["verbs"]).finditer(mentions.text):
            hits.append(Hit(f"speech.{entry['act']}", match.start(), match.end(), match[0], {"act": entry["act"]}))
    for hit in find_cues(reading.rules, "speech.neutral", mentions.text):
        hits.append(Hit(hit.rule, hit.start, hit.end, hit.text, {"act": "inform"}))
    purposes = find_cues(reading.rules, "speech.purposes", mentions.text)
    hits = [_mark_purpose(hit, purposes) for hit in hits]
    spoken = [hit for hit in hits if _find_speaker(hit, mentions, reading) and not _is_noun(hit, mentions, reading)]
    return min(spoken, key=lambda hit: ("purpose" in hit.values, hit.start), default=None)


def _mark_purpose(hit: Hit, purposes: list[Hit]) -> Hit:
    """A verb of a purpose ("came to reaffirm") belongs to the subject of the sentence, however far off."""
    if not any(one.start <= hit.start < one.end for one in purposes):
        return hit
    return Hit(hit.rule, hit.start, hit.end, hit.text, {**hit.values, "purpose": True})


def _is_noun(hit: Hit, mentions: Mentions, reading: Reading) -> bool:
    """ "the support", "a proposal": a noun tells of no act of the sentence's speaker."""
    return bool(grammar(reading.rules, "noun_before").search(mentions.text[: hit.start]))


def _find_speaker(verb: Hit, mentions: Mentions, reading: Reading) -> dict | None:
    """The speaker as `speaker` and `actor`: a person before the verb (or right after), he or she, or all together."""
    candidates: list[tuple[int, dict]] = []
    reach = len(mentions.text) if "purpose" in verb.values else 3 * _REACH
    for hit in mentions.people:
        gap = verb.start - hit.end
        after = hit.start - verb.end
        if 0 <= gap <= reach or 0 <= after <= 3:
            value = {"speaker": hit.values["person"], "actor": hit.values["actor"], "doubt": hit.values["doubt"]}
            candidates.append((gap if gap >= 0 else after, value))
    if reading.speaker:
        for hit in find_cues(reading.rules, "pronouns", mentions.text):
            if 0 <= verb.start - hit.end <= _REACH:
                person, actor = reading.speaker
                candidates.append((verb.start - hit.end, {"speaker": person, "actor": actor, "doubt": None}))
    for hit in find_cues(reading.rules, "parties", mentions.text):
        actor = _together(reading)
        if 0 <= verb.start - hit.end <= 5 * _REACH and actor:
            candidates.append((verb.start - hit.end, {"actor": actor, "doubt": None}))
    return min(candidates, key=lambda item: item[0])[1] if candidates else None


def _together(reading: Reading) -> str | None:
    meeting = reading.spoken_of
    if meeting is None:
        return None
    return (
        ";".join(meeting.actors) if meeting.format == "bilateral" else _C5PLUS1 if meeting.format == _C5PLUS1 else None
    )


def _act_of(verb: Hit, mentions: Mentions, reading: Reading) -> str:
    """The verb's own act; after a neutral verb the first act, in the order of the coding rule, whose words follow."""
    if verb.rule != "speech.neutral":
        return verb.values["act"]
    following = mentions.text[verb.end :] if len(mentions.text) - verb.end > _REACH else mentions.text
    for entry in reading.rules.section("speech.acts"):
        if entry["words"] and compile_cues(entry["words"]).search(following):
            return entry["act"]
    return "inform"


def _occasion(told: list[Told], mentions: Mentions, reading: Reading) -> Meeting | None:
    """The session of the sentence; the visit if only that is told of; else the session spoken of."""
    sessions = [item.meeting for item in told if item.meeting.format != "visit"]
    if sessions:
        return sessions[-1]
    if told or find_cues(reading.rules, "visits", mentions.text, "name"):
        visits = [item.meeting for item in told] or [
            meeting for meeting in reading.meetings if meeting.format == "visit"
        ]
        return visits[-1] if visits else reading.spoken_of
    return reading.spoken_of or (reading.meetings[-1] if reading.meetings else None)


def _said_on(verb: Hit, mentions: Mentions) -> str | None:
    told = [date for date in mentions.dates if date.values["told"]] or [
        date for date in mentions.dates if abs(date.start - verb.end) <= _REACH // 2 and len(date.values["start"]) == 10
    ]
    return told[0].values["start"] if told else None


def _make_facts(speaker, topic, act, meeting, day, verb, mentions, reading) -> list[Proposal]:
    person, actor = speaker.get("speaker"), speaker["actor"]
    stem = person or re.sub(r"[^a-z0-9]+", "-", actor.lower().replace("+", "plus")).strip("-")
    on = day or (meeting.start if meeting else None) or reading.published or "undated"
    values = {"statement": f"{stem}-{on}-{topic.replace('_', '-')}-{act}"}
    usable = meeting is not None and meeting.doubt is None
    if usable:
        values["event"] = meeting.event
    values |= {key: value for key, value in (("speaker", person), ("actor", actor), ("said_on", day)) if value}
    values |= {"topic": topic, "act": act, "gist": f"{TODO} ({act}, {topic})"}
    doubt = speaker["doubt"]
    if mentions.planned and meeting is not None and meeting.planned and verb.values["act"] != "inform":
        doubt = doubt or "looks ahead: has it been said?"
    facts = [Proposal("statements", values, verb.rule, doubt)]
    if usable and meeting.format != "visit" and act != "praise":
        agenda = {"event": meeting.event, "topic": [topic]}
        facts.append(Proposal("agenda", agenda, verb.rule, "said at the meeting: was it on the agenda?"))
    _note_speaker(mentions, reading, speaker if person else None)
    return facts


def _note_speaker(mentions: Mentions, reading: Reading, speaker: dict | None = None) -> None:
    """Whom "he" or "she" means in the next sentence: the one who spoke, else the first person of the sentence."""
    if speaker:
        reading.speaker = speaker["speaker"], speaker["actor"]
    elif mentions.people and not mentions.people[0].values["doubt"]:
        reading.speaker = mentions.people[0].values["person"], mentions.people[0].values["actor"]
