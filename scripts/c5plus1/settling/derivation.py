"""Facts that follow by rule from what is coded: modality against the meeting's date, and values where all are silent.

Derived facts are marked `derived`; each rests on the claim of the fact that it follows from.
"""

import numpy as np
import pandas as pd

from c5plus1.settling.dates import UNKNOWN_FIRST, UNKNOWN_LAST, first_days, last_days
from c5plus1.settling.facts import MODALITY

FORMAT_OF_SERIES = {
    "c5plus1": "C5+1",
    "b5plus1": "B5+1",
    "bilateral": "bilateral",
    "visit": "visit",
    "tifa": "TIFA",
    "think-tank-forum": "think_tank_forum",
    "other": "other",
}
OCCURRED, UNCLEAR, PLANNED = "occurred", "unclear", "planned"


def derive_modality(
    facts: pd.DataFrame, sources: pd.DataFrame, starts: pd.Series, event_bound: set[str]
) -> pd.DataFrame:
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
        last_days(reported["published"]) == UNKNOWN_LAST,
        last_days(reported["retrieved"]),
        last_days(reported["published"]),
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
    """Adds derived facts where no report states a value.

    An event's country follows from its place, its format from the series under which the coders filed it (both are our
    classification), and a commitment that nobody calls planned is `pledged`.
    """
    places = facts[(facts["table"] == "events") & (facts["column"] == "place")]
    countries = _where_silent(
        facts, "country", places.assign(value=places["value"].astype(object).map(country_of_place))
    )
    events = facts[(facts["table"] == "events") & (facts["column"] == MODALITY)].drop_duplicates(
        ["claim", "row", "slip"]
    )
    formats = _where_silent(facts, "format", events.assign(value=events["row"].astype(object).map(format_of_series)))
    lines = facts[facts["table"] == "commitments"].drop_duplicates(["claim", "row", "slip"])
    stages = _where_silent(facts, "stage", lines.assign(value="pledged"))
    return _append(facts, [countries, formats, stages])


def format_of_series(event: str) -> str | None:
    """The format that belongs to the series an event is filed under, the word with which its id begins."""
    return next((name for series, name in FORMAT_OF_SERIES.items() if event.startswith(series + "-")), None)


def _where_silent(facts: pd.DataFrame, column: str, offered: pd.DataFrame) -> pd.DataFrame:
    table = offered["table"].iloc[0] if len(offered) else None
    spoken = facts.loc[(facts["table"] == table) & (facts["column"] == column) & ~facts["slip"], "row"]
    silent = offered[~offered["row"].isin(set(spoken)) & offered["value"].notna()]
    return silent.assign(fact=silent["fact"] + "+" + column, column=column, derived=True)


def _append(facts: pd.DataFrame, more: list[pd.DataFrame]) -> pd.DataFrame:
    categorical = [name for name in facts if isinstance(facts[name].dtype, pd.CategoricalDtype)]
    added = [part.astype(dict.fromkeys(categorical, object)) for part in more if len(part)]
    joined = pd.concat([facts.astype(dict.fromkeys(categorical, object)), *added], ignore_index=True)
    return joined.astype(dict.fromkeys(categorical, "category"))
