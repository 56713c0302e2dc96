"""From what the reports say to settled cells: derive, rank, settle; also as publicly reported by a day."""

from typing import Any, NamedTuple

import pandas as pd

from c5plus1.problems import UsageProblem, nearest
from c5plus1.reading.schemas import Schema, subject_schemas
from c5plus1.settling.derivation import derive_modality, fill_silences
from c5plus1.settling.facts import MODALITY, Reports
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
    facts = complete_facts(reports, reference)
    ranks = _rank(facts, sources, reference)
    return settle(facts, sources, claims, reference.kinds, reference.houses, ranks, policy, decided)


def complete_facts(reports: Reports, reference: Reference) -> pd.DataFrame:
    """The coded facts with those that follow by rule: modality, and values where all reports are silent."""
    starts = _settle_starts(reports, reference)
    facts = derive_modality(reports.facts, reports.sources, starts, reference.event_bound)
    return fill_silences(facts, reference.country_of_place)


def known_by(reports: Reports, day: str) -> Reports:
    """The reports that were public by `day` (their last possible day of publication, else the day of retrieval)."""
    sources = reports.sources[reports.sources["known"] <= day]
    claims = reports.claims[reports.claims["source"].isin(sources["source"])]
    facts = reports.facts[reports.facts["source"].isin(sources["source"])].assign(slip=False).reset_index(drop=True)
    for name in facts.columns:
        if isinstance(facts[name].dtype, pd.CategoricalDtype):
            facts[name] = facts[name].cat.remove_unused_categories()
    return Reports(sources, claims, facts)


def _settle_starts(reports: Reports, reference: Reference) -> pd.Series:
    """The start of each event as the coded facts have it, before modality is known (which depends on it)."""
    facts = reports.facts
    facts = facts[(facts["table"] == "events") & (facts["column"] == "start_date")].reset_index(drop=True)
    if not len(facts):
        return pd.Series(dtype=object)
    for name in ("claim", "source", "table", "row", "column", "value"):
        facts[name] = facts[name].cat.remove_unused_categories()
    facts = facts.assign(modality=pd.Categorical([None] * len(facts), categories=["occurred"]))
    sources, claims = reports.sources.set_index("source", drop=False), reports.claims.set_index("claim", drop=False)
    ranks = _rank(facts, sources, reference)
    cells = settle(facts, sources, claims, reference.kinds, reference.houses, ranks).cells
    return cells.set_index("row")["value"]


def _rank(facts: pd.DataFrame, sources: pd.DataFrame, reference: Reference):
    aligned = sources.loc[facts["source"].cat.categories]
    return rank_facts(facts, aligned, reference.person_actor, reference.united_nations)
