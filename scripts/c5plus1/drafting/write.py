"""A draft as the text of a coding sheet: sure proposals as facts, unsure ones commented out, no word of the report."""

from c5plus1.drafting.record import TODO, Draft, DraftClaim, Proposal
from c5plus1.drafting.style import SOURCE_ORDER, fact_orders, in_order, plain_columns, quote, write_flow
from c5plus1.evidence.fingerprint import evidence_line
from c5plus1.reading.schemas import Schema

_HEAD = (
    "# DRAFT by `c5plus1 draft`: rules proposed it, a person decides. Check each line against the report (--explain\n"
    "# shows which words it rests on), write notes and gists in your own words, narrow long spans with\n"
    "# `c5plus1 fingerprint`, decide what is commented out, then take these marks away.\n"
)
# What a note says of facts that are not about an event, from the facts alone.
_NOTES = {
    "commitments": "{currency} {amount}",
    "statements": "{speaker} {act} on {topic}",
    "resolutions": "totals of {resolution}",
    "votes": "{actor} {choice}",
    "milestones": "step ({kind})",
    "measures": "measure ({kind})",
}


def write_draft(draft: Draft, schemas: dict[str, Schema]) -> str:
    """The draft as YAML in the canonical style of sheets."""
    lines = [_HEAD + "source:"]
    for key in SOURCE_ORDER:
        if key in draft.source:
            value = draft.source[key]
            doubt = f"  # {draft.source_doubts[key]}" if key in draft.source_doubts else ""
            lines.append(f"  {key}: {'null' if value is None else quote(value)}{doubt}")
    lines.append("claims:")
    for claim in draft.claims:
        lines += _write_claim(claim, schemas)
    if not any(claim.sure for claim in draft.claims):
        lines[lines.index("claims:")] = "claims: []  # nothing sure was found; a sheet needs at least one claim"
    return "\n".join(lines) + "\n"


def _write_claim(claim: DraftClaim, schemas: dict[str, Schema]) -> list[str]:
    orders, typed = fact_orders(schemas), plain_columns(schemas)
    lines = [f"  - {evidence_line(claim.fingerprint)}  # sentence {claim.sentence.number} of the report"]
    if claim.via:
        lines.append(f"    via: {quote(claim.via)}")
    lines += [f"    note: {quote(make_note(claim))}", "    facts:"]
    for proposal in sorted(claim.proposals, key=lambda one: one.doubt is not None):
        columns = frozenset(column for table, column in typed if table == proposal.table)
        values = in_order({"table": proposal.table, **proposal.values}, orders[proposal.table])
        mark = "" if proposal.doubt is None else "# "
        reason = (
            f"proposed by {proposal.rule}" if proposal.doubt is None else f"unsure ({proposal.rule}): {proposal.doubt}"
        )
        lines.append(f"      {mark}- {write_flow(values, columns)}  # {reason}")
    if claim.sure:
        return lines
    return [f"  # {line[2:].replace('# - {', '- {', 1)}" for line in lines]


def make_note(claim: DraftClaim) -> str:
    """A provisional note, built from ids, codes and table names only."""
    events: dict[str, list[str]] = {}
    others = []
    for proposal in claim.sure or claim.proposals:
        if proposal.table in _NOTES:
            others.append(_describe(proposal))
        else:
            events.setdefault(proposal.values["event"], []).append(proposal.table)
    about = [f"{' '.join(dict.fromkeys(tables))} of {event}" for event, tables in events.items()]
    return f"{TODO} {'; '.join(dict.fromkeys([*about, *others]))}"


def _describe(proposal: Proposal) -> str:
    values = {key: " ".join(value) if isinstance(value, list) else value for key, value in proposal.values.items()}
    values.setdefault("speaker", values.get("actor", "somebody"))
    values.setdefault("amount", f"{values.get('amount_low')} to {values.get('amount_high')}")
    return _NOTES[proposal.table].format_map(values)
