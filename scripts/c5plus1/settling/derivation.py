"""Facts that follow by rule from what is coded: modality against the meeting's date, and two values where all are silent.

Derived facts are marked `derived`; each rests on the claim of the fact that it follows from.
"""

import numpy as np
import pandas as pd

from c5plus1.settling.dates import UNKNOWN_FIRST, UNKNOWN_LAST, first_days, last_days
from c5plus1.settling.facts import MODALITY

OCCURRED, UNCLEAR, PLANNED = "occurred", "unclear", "planned"


def derive_modality(facts: pd.DataFrame, sources: pd.DataFrame, starts: pd.Series, event_bound: set[str]) -> pd.DataFrame:
    """`facts` with `modality` filled for event-bound tables, and the value of each modality fact.

    `starts` is the settled start of each event. A report whose last possible day lies before the meeting speaks of a
    plan; one whose first possible day does not lie before it tells of what occurred; else it is unclear.
    """
    bound = facts["table"].isin(event_bound).to_numpy()
    rows, row_names = facts["row"].cat.codes.to_numpy(), facts["row"].cat.categories
    events = pd.Series([name.split(":", 1)[0] for name in row_names], dtype=object).map(starts)
    meeting_first, meeting_last = first_days(events), last_days(events)
    reported = sources.set_index("source").loc[facts["source"].cat.categories]
    source_first = first_days(reported["published"])
    source_last = np.where(
        last_days(reported["published"]) == UNKNOWN_LAST, last_days(reported["retrieved"]), last_days(reported["published"])
    )
    source = facts["source"].cat.codes.to_numpy()
    known = meeting_first[rows] != UNKNOWN_FIRST
    before = known & (source_last[source] < meeting_first[rows])
    after = known & (source_first[source] >= meeting_last[rows])
    derived = np.select([before, after], [PLANNED, OCCURRED], UNCLEAR)
    stated = facts[MODALITY].astype(object)
    modality = np.where(bound, np.where(stated.isna(), derived, stated), None)
    facts = facts.assign(**{MODALITY: pd.Categorical(modality, categories=[OCCURRED, UNCLEAR, PLANNED])})
    is_modality = (facts["column"] == MODALITY).to_numpy()
    value = np.where(is_modality, modality, facts["value"].astype(object))
    return facts.assign(value=pd.Categorical(value))


def fill_silences(facts: pd.DataFrame, country_of_place: dict[str, str]) -> pd.DataFrame:
    """Adds derived facts where no report states a value: an event's country from its place, `pledged` as a stage."""
    places = facts[(facts["table"] == "events") & (facts["column"] == "place")]
    countries = _where_silent(facts, "country", places.assign(value=places["value"].astype(object).map(country_of_place)))
    lines = facts[facts["table"] == "commitments"].drop_duplicates(["claim", "row", "line", "slip"])
    stages = _where_silent(facts, "stage", lines.assign(value="pledged"))
    return _append(facts, [countries, stages])


def _where_silent(facts: pd.DataFrame, column: str, offered: pd.DataFrame) -> pd.DataFrame:
    table = offered["table"].iloc[0] if len(offered) else None
    spoken = facts.loc[(facts["table"] == table) & (facts["column"] == column) & ~facts["slip"], "row"]
    silent = offered[~offered["row"].isin(set(spoken)) & offered["value"].notna()]
    return silent.assign(fact=silent["fact"] + "+" + column, column=column, derived=True)


def _append(facts: pd.DataFrame, more: list[pd.DataFrame]) -> pd.DataFrame:
    categorical = [name for name in facts if isinstance(facts[name].dtype, pd.CategoricalDtype)]
    parts = [part.astype({name: object for name in categorical}) for part in [facts, *more] if len(part)]
    joined = pd.concat(parts, ignore_index=True)
    return joined.astype({name: "category" for name in categorical})
