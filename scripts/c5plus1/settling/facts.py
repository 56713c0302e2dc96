"""From sheets to three frames: sources, claims and facts (one row for each single value that a claim states)."""

from collections.abc import Iterable
from itertools import product
from typing import NamedTuple

import numpy as np
import pandas as pd

from c5plus1.reading.schemas import Schema
from c5plus1.reading.sheets import Claim, FactLine, Sheet
from c5plus1.settling.dates import UNKNOWN_LAST, last_days

MODALITY = "modality"


class Reports(NamedTuple):
    """What the reports say: `sources` (by source), `claims` (by claim), `facts` (by fact, in that order)."""

    sources: pd.DataFrame
    claims: pd.DataFrame
    facts: pd.DataFrame


def expand_sheets(sheets: Iterable[Sheet], schemas: dict[str, Schema], publishers: list[dict]) -> Reports:
    """The frames behind data/sources.csv, claims.csv and facts.csv, before anything is derived or settled.

    Text columns hold str or None. facts also has `source`, `path` and `line`, so that a problem can be traced home.
    A fact line of an event-bound table gives one more fact in the column `modality`, which is its row's existence;
    its value is None where the coder left it out (see derivation.py).
    """
    sheets = sorted(sheets, key=lambda sheet: sheet.source.id)
    facts = [row for sheet in sheets for claim in sheet.claims for row in _expand_claim(sheet, claim, schemas)]
    columns = [
        "fact",
        "claim",
        "source",
        "table",
        "row",
        "column",
        "value",
        MODALITY,
        "slip",
        "derived",
        "path",
        "line",
    ]
    frame = pd.DataFrame(
        dict(zip(columns, zip(*facts, strict=True), strict=True)) if facts else {c: [] for c in columns}
    )
    for name in ("claim", "source", "table", "row", "column", "value", MODALITY, "path"):
        frame[name] = frame[name].astype("category")
    return Reports(_frame_sources(sheets, publishers), _frame_claims(sheets), frame)


def _expand_claim(sheet: Sheet, claim: Claim, schemas: dict[str, Schema]) -> list[tuple]:
    rows = []
    for fact in claim.facts:
        schema = schemas[fact.table]
        for row in row_ids(fact, schema):
            for column, value in _single_values(fact, schema):
                identifier = f"{claim.id}.{len(rows) + 1}"
                derived = column == MODALITY and value is None
                rows.append(
                    (
                        *(identifier, claim.id, sheet.source.id, fact.table, row, column, value, fact.modality),
                        *(fact.slip, derived, sheet.path, fact.line),
                    )
                )
    return rows


def row_ids(fact: FactLine, schema: Schema) -> list[str]:
    """The rows that a fact line is about: its keys joined by ':', one for each member of a list."""
    keys = [fact.values[column] for column in schema.key]
    return [":".join(parts) for parts in product(*(key if isinstance(key, list) else [key] for key in keys))]


def _single_values(fact: FactLine, schema: Schema) -> list[tuple[str, str | None]]:
    values = [(column, value) for column, value in fact.values.items() if column not in schema.key]
    return values + ([(MODALITY, fact.modality)] if MODALITY in schema.fields else [])


def _frame_sources(sheets: list[Sheet], publishers: list[dict]) -> pd.DataFrame:
    country = {entry["publisher"]: entry.get("country") for entry in publishers}
    frame = pd.DataFrame(
        {
            "source": [s.source.id for s in sheets],
            "publisher": [s.source.publisher for s in sheets],
            "kind": [s.source.kind for s in sheets],
            "title": [s.source.title for s in sheets],
            "url": [s.source.url for s in sheets],
            "published": [s.source.published for s in sheets],
            "known": None,
            "language": [s.source.language for s in sheets],
            "retrieved": [s.source.retrieved for s in sheets],
            "country": [country.get(s.source.publisher) for s in sheets],
            "reprint_of": [s.source.reprint_of for s in sheets],
            "same_text_as": [s.source.same_text_as for s in sheets],
            "n_claims": [len(s.claims) for s in sheets],
            "sheet": [s.path for s in sheets],
        }
    )
    frame["known"] = days_known(frame)
    return frame


def days_known(sources: pd.DataFrame) -> list[str]:
    """The day by which each source was public: the last day of `published` at its precision, else `retrieved`."""
    published = last_days(sources["published"])
    days = np.where(published == UNKNOWN_LAST, last_days(sources["retrieved"]), published)
    return days.astype("datetime64[D]").astype(str).tolist()


def first_versions(sources: pd.DataFrame) -> list[str | None]:
    """For each source, the first version of its text, at the end of its `same_text_as`; None if it is no copy."""
    earlier = dict(zip(sources["source"], sources["same_text_as"], strict=True))

    def follow(name: str | None) -> str | None:
        while isinstance(earlier.get(name), str):
            name = earlier[name]
        return name

    return [follow(name) if isinstance(name, str) else None for name in sources["same_text_as"]]


def _frame_claims(sheets: list[Sheet]) -> pd.DataFrame:
    claims = [(sheet.source.id, claim) for sheet in sheets for claim in sheet.claims]
    return pd.DataFrame(
        {
            "claim": [claim.id for _, claim in claims],
            "source": [source for source, _ in claims],
            "number": [claim.number for _, claim in claims],
            "tokens": [claim.tokens for _, claim in claims],
            "sha256": [claim.sha256 for _, claim in claims],
            "via": [claim.via for _, claim in claims],
            "note": [claim.note for _, claim in claims],
        }
    )
