"""Drafting single texts in tests: short ways to the proposals of the rules."""

import functools

from c5plus1.drafting.assemble import draft_claims
from c5plus1.drafting.desk import open_desk
from conftest import ROOT


@functools.cache
def desk():
    """The real registers, schemas and sheets, read once a process."""
    return open_desk(ROOT, "en")


@functools.cache
def draft(text: str, published: str | None = "2023-03-01", source: str = "invented-2023-03-01"):
    """The claims drafted from a text, with the real registers and sheets."""
    return draft_claims(text, desk(), source=source, published=published)


def facts(text: str, table: str, published: str | None = "2023-03-01", unsure: bool = False) -> list[dict]:
    """The values of the proposals for one table: the sure ones, or with `unsure` those commented out."""
    return [
        proposal.values
        for claim in draft(text, published)
        for proposal in claim.proposals
        if proposal.table == table and (proposal.doubt is not None) == unsure
    ]
