"""A report made into a draft: sentence by sentence, each table's rules in turn, then what contradicts is set apart."""

from dataclasses import replace

from c5plus1.drafting.ballots import find_only_resolution, propose_votes
from c5plus1.drafting.contradictions import set_apart_contradictions
from c5plus1.drafting.desk import Desk
from c5plus1.drafting.meeting_rows import propose_meetings
from c5plus1.drafting.meetings import find_meetings
from c5plus1.drafting.mentions import read_mentions
from c5plus1.drafting.money import propose_commitments
from c5plus1.drafting.names import make_names
from c5plus1.drafting.record import DraftClaim, Mentions, Proposal, Reading, Sentence
from c5plus1.drafting.report import split_sentences
from c5plus1.drafting.rules import has_cue
from c5plus1.drafting.speeches import propose_statements
from c5plus1.drafting.steps import propose_measures, propose_milestones
from c5plus1.drafting.voices import find_via, make_voices
from c5plus1.evidence.fingerprint import FEWEST_TOKENS, MOST_TOKENS, Fingerprint, fingerprint_tokens, tokenise

_LISTED = ("actor", "topic")
_UNSURE_WORDS = "the words are unsure (may, might, allegedly)"


def draft_claims(
    text: str, desk: Desk, *, source: str | None, published: str | None, publisher: str | None = None
) -> list[DraftClaim]:
    """One claim for each sentence of `text` from which a rule proposes something.

    `source` is the report's own id: its sheet, if there is one, is not looked at. `published` is YYYY, YYYY-MM,
    YYYY-MM-DD or None. The same text, registers and sheets give the same claims.
    """
    names = make_names(desk.registers, desk.rules, text)
    reading = Reading(desk.rules, published, desk.known(source), names, desk.topics)
    voices = make_voices(desk.registers["publishers"], desk.rules, publisher)
    known_voices = {entry["publisher"] for entry in desk.registers["publishers"]}
    sentences = split_sentences(text, desk.rules.language)
    reading.only_resolution = find_only_resolution([read_mentions(one.text, reading) for one in sentences], reading)
    reading.offices.clear()
    claims: dict[Fingerprint, DraftClaim] = {}
    paragraph = -1
    for sentence in sentences:
        if sentence.paragraph != paragraph:
            # A look back at an older meeting lasts no longer than its paragraph.
            paragraph, reading.spoken_of = sentence.paragraph, reading.own or reading.spoken_of
            reading.nearby = (None, None)
        claim = _draft_claim(sentence, reading, voices, known_voices)
        if claim:
            claims.setdefault(claim.fingerprint, claim)  # pages repeat captions and leads
    return set_apart_contradictions(list(claims.values()), desk.schemas)


def _draft_claim(sentence: Sentence, reading: Reading, voices, known_voices: set[str]) -> DraftClaim | None:
    tokens = tokenise(sentence.text)
    if not FEWEST_TOKENS <= len(tokens) <= MOST_TOKENS:
        return None
    reading.trace = []
    mentions = read_mentions(sentence.text, reading)
    proposals = _propose(mentions, reading)
    _remember_nearby(mentions, reading)
    if not proposals:
        return None
    if has_cue(reading.rules, "hedged", sentence.text):
        proposals = [
            one if one.table == "statements" else replace(one, doubt=one.doubt or _UNSURE_WORDS) for one in proposals
        ]
    via = find_via(sentence.text, voices, reading.names, known_voices)
    if via:
        reading.fired(via)
    credited = via.values["publisher"] if via else None
    trace = tuple(dict.fromkeys(reading.trace))
    return DraftClaim(sentence, fingerprint_tokens(tokens), credited, tuple(_join_rows(proposals)), trace)


def _propose(mentions: Mentions, reading: Reading) -> list[Proposal]:
    """What the rules of each table make of one sentence; one about a vote in the Assembly is about nothing else."""
    votes = propose_votes(mentions, reading)
    if votes:
        return votes
    told = find_meetings(mentions, reading)
    return [
        *propose_meetings(told, mentions, reading),
        *propose_commitments(told, mentions, reading),
        *propose_milestones(mentions, reading),
        *propose_measures(mentions, reading),
        *propose_statements(told, mentions, reading),
    ]


def _remember_nearby(mentions: Mentions, reading: Reading) -> None:
    """Day and city of this sentence, for linking a meeting that the next one names without them."""
    days = [date.values["start"] for date in mentions.dates if not date.values["told"]]
    places = [place.values["place"] for place in mentions.places]
    day, place = reading.nearby
    reading.nearby = (days[0] if days else day, places[0] if places else place)


def _join_rows(proposals: list[Proposal]) -> list[Proposal]:
    """Proposals that differ only in the actor (or topic) become one with a list; doubles go."""
    joined: list[Proposal] = []
    for proposal in proposals:
        column = next((name for name in _LISTED if isinstance(proposal.values.get(name), list)), None)
        for position, other in enumerate(joined):
            if column and _differ_only_in(column, proposal, other):
                members = dict.fromkeys([*other.values[column], *proposal.values[column]])
                joined[position] = replace(other, values={**other.values, column: list(members)})
                break
            if (proposal.table, proposal.values) == (other.table, other.values):
                break
        else:
            joined.append(proposal)
    return joined


def _differ_only_in(column: str, one: Proposal, other: Proposal) -> bool:
    if (one.table, one.doubt) != (other.table, other.doubt) or not isinstance(other.values.get(column), list):
        return False
    return {k: v for k, v in one.values.items() if k != column} == {
        k: v for k, v in other.values.items() if k != column
    }
