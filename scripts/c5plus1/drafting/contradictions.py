"""One source has one value for one exact cell: what a later sentence says otherwise is left to the coder."""

from dataclasses import replace

from c5plus1.drafting.record import TODO, DraftClaim, Proposal
from c5plus1.reading.schemas import Schema

Cell = tuple[str, tuple[str, ...], str]


def set_apart_contradictions(claims: list[DraftClaim], schemas: dict[str, Schema]) -> list[DraftClaim]:
    """The claims with each proposal made unsure that contradicts an earlier sure one, or lacks an id."""
    stated: dict[Cell, str] = {}
    return [
        replace(claim, proposals=tuple(_check(one, schemas[one.table], stated) for one in claim.proposals))
        for claim in claims
    ]


def _check(proposal: Proposal, schema: Schema, stated: dict[Cell, str]) -> Proposal:
    if proposal.doubt is not None:
        return proposal
    if proposal.values[schema.key[0]] == TODO:
        return replace(proposal, doubt="an id is missing")
    cells = _cells_of(proposal, schema)
    for cell, value in cells.items():
        if stated.get(cell, value) != value:
            return replace(proposal, doubt=f"above, {cell[2]} of this row is {stated[cell]}: which is right? a slip?")
    stated.update(cells)
    return proposal


def _cells_of(proposal: Proposal, schema: Schema) -> dict[Cell, str]:
    """The exact cells that a proposal fills, for each row that a list in its key stands for."""
    rows: list[tuple[str, ...]] = [()]
    for column in schema.key:
        value = proposal.values[column]
        rows = [(*row, one) for row in rows for one in (value if isinstance(value, list) else [value])]
    exact = [name for name, field in schema.fields.items() if field.compare == "exact" and name not in schema.key]
    return {
        (proposal.table, row, column): proposal.values[column]
        for row in rows
        for column in exact
        if column in proposal.values
    }
