"""A report made into a draft: sentence by sentence, each table's rules in turn, then what contradicts is set apart."""

from dataclasses import replace
from pathlib import Path

from c5plus1.drafting.ballots import find_only_resolution, propose_votes
from c5plus1.drafting.known import gather_known
from c5plus1.drafting.meeting_rows import propose_meetings
from c5plus1.drafting.meetings import find_meetings
from c5plus1.drafting.mentions import read_mentions
from c5plus1.drafting.money import propose_commitments
from c5plus1.drafting.names import make_names
from c5plus1.drafting.record import TODO, DraftClaim, Mentions, Proposal, Reading, Sentence
from c5plus1.drafting.report import split_sentences
from c5plus1.drafting.rules import has_cue, read_rules
from c5plus1.drafting.speeches import propose_statements
from c5plus1.drafting.steps import propose_measures, propose_milestones
from c5plus1.drafting.topics import make_topics
from c5plus1.drafting.voices import find_via, make_voices
from c5plus1.evidence.fingerprint import FEWEST_TOKENS, MOST_TOKENS, fingerprint_tokens, tokenise
from c5plus1.reading.registers import read_registers

_LISTED = ("actor", "topic")


def draft_claims(
    text: str, root: Path, *, source: str | None, published: str | None, language: str, publisher: str | None = None
) -> list[DraftClaim]:
    """One claim for each sentence of `text` from which a rule proposes something.

    `source` is the report's own id: its sheet, if there is one, is not looked at. `published` is YYYY, YYYY-MM,
    YYYY-MM-DD or None. The same text, registers and sheets give the same claims.
    """
    rules = read_rules(language)
    registers = read_registers(root)
    names = make_names(registers, rules, text)
    reading = Reading(
        rules, published, gather_known(root, registers, source), names, make_topics(registers["topics"], rules)
    )
    voices = make_voices(registers["publishers"], rules, publisher)
    known_voices = {entry["publisher"] for entry in registers["publishers"]}
    sentences = split_sentences(text, language)
    reading.only_resolution = find_only_resolution([read_mentions(one.text, reading) for one in sentences], reading)
    reading.offices.clear()
    claims, paragraph = [], -1
    for sentence in sentences:
        if sentence.paragraph != paragraph:
            # A look back at an older meeting lasts no longer than its paragraph.
            paragraph, reading.spoken_of = sentence.paragraph, reading.own or reading.spoken_of
            reading.nearby = (None, None)
        claim = _draft_claim(sentence, reading, voices, known_voices)
        if claim:
            claims.append(claim)
    return _set_apart_contradictions(claims)


def _draft_claim(sentence: Sentence, reading: Reading, voices, known_voices: set[str]) -> DraftClaim | None:
    tokens = tokenise(sentence.text)
    if not FEWEST_TOKENS <= len(tokens) <= MOST_TOKENS:
        return None
    reading.trace = []
    mentions = read_mentions(sentence.text, reading)
    votes = propose_votes(mentions, reading)
    if votes:
        proposals = votes
    else:
        told = find_meetings(mentions, reading)
        proposals = propose_meetings(told, mentions, reading)
        proposals += propose_commitments(told, mentions, reading)
        proposals += propose_milestones(mentions, reading)
        proposals += propose_measures(mentions, reading)
        proposals += propose_statements(told, mentions, reading)
    _remember_nearby(mentions, reading)
    if has_cue(reading.rules, "hedged", sentence.text):
        proposals = [
            replace(one, doubt=one.doubt or "the words are unsure (may, might, allegedly)") for one in proposals
        ]
    if not proposals:
        return None
    via = find_via(sentence.text, voices, reading.names, known_voices)
    if via:
        reading.fired(via)
    return DraftClaim(
        sentence,
        fingerprint_tokens(tokens),
        via.values["publisher"] if via else None,
        tuple(_join_rows(proposals)),
        tuple(dict.fromkeys(reading.trace)),
    )


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


def _set_apart_contradictions(claims: list[DraftClaim]) -> list[DraftClaim]:
    """One source has one value for one cell: a later, different one is commented out for the coder to decide."""
    stated: dict[tuple, str] = {}
    result = []
    for claim in claims:
        proposals = [_check_against(proposal, stated) for proposal in claim.proposals]
        result.append(replace(claim, proposals=tuple(proposals)))
    return result


def _check_against(proposal: Proposal, stated: dict[tuple, str]) -> Proposal:
    if proposal.doubt is not None:
        return proposal
    if TODO in (value for value in proposal.values.values() if isinstance(value, str)):
        return replace(proposal, doubt="an id is missing")
    key, *_ = proposal.values
    rows = [proposal.values[key]]
    for name in (*_LISTED, "person"):
        if name in proposal.values and proposal.table in ("delegations", "attendance", "agenda", "votes"):
            members = proposal.values[name]
            if name != "actor" or proposal.table != "attendance":
                rows = [
                    f"{row}:{member}"
                    for row in rows
                    for member in (members if isinstance(members, list) else [members])
                ]
    cells = {
        (proposal.table, row, column): value
        for row in rows
        for column, value in proposal.values.items()
        if isinstance(value, str)
        and column not in (key, "gist", "office", "person", "modality", "reported_name", "margins_of")
    }
    for cell, value in cells.items():
        if stated.get(cell, value) != value:
            return replace(proposal, doubt=f"above, {cell[2]} of this row is {stated[cell]}; a slip?")
    stated.update(cells)
    return proposal
