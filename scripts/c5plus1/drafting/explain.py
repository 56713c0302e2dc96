"""Why a draft proposes what it does: each sentence with the rules that fired in it. For the terminal only.

The sentences are the report's words, so this is never written to a file of the project.
"""

from c5plus1.drafting.record import Draft, DraftClaim
from c5plus1.drafting.style import write_flow


def explain_draft(draft: Draft) -> list[str]:
    """Lines for a person: sentence, rules with the words they matched, proposals with their doubts."""
    lines = []
    for claim in draft.claims:
        lines += _explain_claim(claim)
    proposals = [proposal for claim in draft.claims for proposal in claim.proposals]
    sure = sum(proposal.doubt is None for proposal in proposals)
    lines.append(
        f"{len(draft.claims)} claims; {sure} facts proposed, {len(proposals) - sure} more commented out as unsure"
    )
    return lines


def _explain_claim(claim: DraftClaim) -> list[str]:
    lines = [f"Sentence {claim.sentence.number}: {claim.sentence.text}"]
    for hit in sorted(claim.trace, key=lambda hit: (hit.start, hit.end, hit.rule)):
        value = ", ".join(f"{key}={value}" for key, value in hit.values.items() if value not in (None, False, []))
        lines.append(f"    {hit.rule}: {hit.text!r} at {hit.start}{f' -> {value}' if value else ''}")
    if claim.via:
        lines.append(f"    => via: {claim.via}")
    for proposal in claim.proposals:
        mark = "=>" if proposal.doubt is None else "?>"
        doubt = f" ({proposal.doubt})" if proposal.doubt else ""
        lines.append(f"    {mark} {proposal.table} {write_flow(proposal.values)} by {proposal.rule}{doubt}")
    return [*lines, ""]
