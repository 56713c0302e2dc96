"""From what the reports say to settled cells: derive, rank, settle; also as publicly reported by a day."""

from typing import Any, NamedTuple

import pandas as pd

from c5plus1.problems import UsageProblem, nearest
from c5plus1.reading.schemas import Schema, subject_schemas
from c5plus1.settling.derivation import derive_modality, fill_silences
from c5plus1.settling.facts import MODALITY, Reports, first_versions
from c5plus1.settling.policy import POLICIES
from c5plus1.settling.ranking import UNITED_NATIONS, rank_facts
from c5plus1.settling.settle import Settled, settle


class Reference(NamedTuple):
    """What settling needs from the registers and schemas."""

    kinds: dict[tuple[str, str], str]
    houses: dict[str, str]
    person_actor: dict[str, str]
    country_of_place: dict[str, str]
    event_bound: set[str]
    united_nations: set[str]


def make_reference(schemas: dict[str, Schema], registers: dict[str, list[dict[str, Any]]]) -> Reference:
    """The reference from registers as read from YAML or from the package's register tables."""
    subject = subject_schemas(schemas)
    houses = {entry["publisher"]: entry["group"] for entry in registers["publishers"] if entry.get("group")}
    return Reference(
        kinds={(name, column): s.fields[column].compare for name, s in subject.items() for column in s.value_columns},
        houses=houses,
        person_actor={entry["person"]: entry["actor"] for entry in registers["people"]},
        country_of_place={entry["place"]: entry["country"] for entry in registers["places"]},
        event_bound={name for name, schema in subject.items() if MODALITY in schema.fields},
        united_nations={UNITED_NATIONS} | {name for name, group in houses.items() if group == UNITED_NATIONS},
    )


def settle_reports(
    reports: Reports,
    reference: Reference,
    policy: str = "official_first",
    as_of: str | None = None,
    decided: dict[str, str] | None = None,
) -> Settled:
    """Settle what the reports say. With `as_of`, only what was public by that day counts, and hindsight is left out:
    no adjudication is applied and facts marked as slips count as printed. Raises UsageProblem for a bad policy."""
    if policy not in POLICIES:
        raise UsageProblem(f"unknown policy {policy!r}{nearest(policy, POLICIES)}; known: {', '.join(POLICIES)}")
    if as_of is not None:
        reports, decided = known_by(reports, as_of), None
    sources, claims = reports.sources.set_index("source", drop=False), reports.claims.set_index("claim", drop=False)
    facts = complete_facts(reports, reference, policy, decided)
    ranks = _rank(facts, sources, reference)
    return settle(facts, sources, claims, reference.kinds, reference.houses, ranks, policy, decided)


def complete_facts(
    reports: Reports, reference: Reference, policy: str = "official_first", decided: dict[str, str] | None = None
) -> pd.DataFrame:
    """The coded facts with those that follow by rule: modality, and values where all reports are silent.

    Modality follows from the settled start of the event, and its country from the settled place: both are settled
    first, the start before modality is known, which depends on it.
    """
    undated = reports.facts.assign(modality=pd.Categorical([None] * len(reports.facts), categories=["occurred"]))
    starts = _settle_column(undated, "start_date", reports, reference, policy, decided)
    facts = derive_modality(reports.facts, reports.sources, starts, reference.event_bound)
    places = _settle_column(facts, "place", reports, reference, policy, decided)
    return fill_silences(facts, places.map(reference.country_of_place).dropna().to_dict(), places.to_dict())


def known_by(reports: Reports, day: str) -> Reports:
    """The reports that were public by `day` (their last possible day of publication, else the day of retrieval)."""
    # A chain of copies must not break where one in its middle was not public yet.
    whole = reports.sources.assign(same_text_as=first_versions(reports.sources))
    sources = whole[whole["known"] <= day]
    claims = reports.claims[reports.claims["source"].isin(sources["source"])]
    facts = reports.facts[reports.facts["source"].isin(sources["source"])].assign(slip=False).reset_index(drop=True)
    for name in facts.columns:
        if isinstance(facts[name].dtype, pd.CategoricalDtype):
            facts[name] = facts[name].cat.remove_unused_categories()
    return Reports(sources, claims, facts)


def _settle_column(
    facts: pd.DataFrame,
    column: str,
    reports: Reports,
    reference: Reference,
    policy: str,
    decided: dict[str, str] | None,
) -> pd.Series:
    """The settled value of one column of `events`, by event, from the facts about that column alone."""
    facts = facts[(facts["table"] == "events") & (facts["column"] == column)].reset_index(drop=True)
    if not len(facts):
        return pd.Series(dtype=object)
    for name in ("claim", "source", "table", "row", "column", "value"):
        facts[name] = facts[name].cat.remove_unused_categories()
    here = {f"events/{row}/{column}" for row in facts["row"].cat.categories}
    ours = {cell: value for cell, value in (decided or {}).items() if cell in here}
    sources, claims = reports.sources.set_index("source", drop=False), reports.claims.set_index("claim", drop=False)
    ranks = _rank(facts, sources, reference)
    cells = settle(facts, sources, claims, reference.kinds, reference.houses, ranks, policy, ours).cells
    return cells.set_index("row")["value"].astype(object).dropna()


def _rank(facts: pd.DataFrame, sources: pd.DataFrame, reference: Reference):
    aligned = sources.loc[facts["source"].cat.categories]
    return rank_facts(facts, aligned, reference.person_actor, reference.united_nations)
