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
OCCURRED, UNCLEAR, PLANNED = MODALITIES = ("occurred", "unclear", "planned")


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
    derived = np.select(
        [before, after], [MODALITIES.index(PLANNED), MODALITIES.index(OCCURRED)], MODALITIES.index(UNCLEAR)
    )
    stated = facts[MODALITY].cat.set_categories(MODALITIES).cat.codes.to_numpy()
    modality = np.where(bound, np.where(stated < 0, derived, stated), -1)
    return facts.assign(
        **{MODALITY: pd.Categorical.from_codes(modality, MODALITIES)},
        value=_set_values(facts["value"].cat, (facts["column"] == MODALITY).to_numpy(), modality),
    )


def _set_values(values, where: np.ndarray, modality: np.ndarray) -> pd.Categorical:
    """The values with those of modality facts set; by codes, since the text of a million facts is slow to copy."""
    names = values.categories.append(pd.Index([name for name in MODALITIES if name not in values.categories]))
    number = names.get_indexer(pd.Index(MODALITIES))
    return pd.Categorical.from_codes(np.where(where, number[modality], values.codes.to_numpy()), names)


def fill_silences(facts: pd.DataFrame, countries: dict[str, str], places: dict[str, str]) -> pd.DataFrame:
    """Adds derived facts where no report states a value. `countries` and `places` are the settled ones, by event.

    An event's country follows from its settled place, on the word of those who state that place; its format from the
    series under which the coders filed it; and a commitment that nobody calls planned is `pledged`.
    """
    placed = facts[(facts["table"] == "events") & (facts["column"] == "place")]
    events = placed["row"].astype(object)
    stands = (placed["value"].astype(object) == events.map(places)).to_numpy()
    from_places = _where_silent(facts, "country", placed.assign(value=events.map(countries))[stands])
    events = facts[(facts["table"] == "events") & (facts["column"] == MODALITY)].drop_duplicates(
        ["claim", "row", "slip"]
    )
    formats = _where_silent(facts, "format", events.assign(value=events["row"].astype(object).map(format_of_series)))
    lines = facts[facts["table"] == "commitments"].drop_duplicates(["claim", "row", "slip"])
    stages = _where_silent(facts, "stage", lines.assign(value="pledged"))
    return _append(facts, [from_places, formats, stages])


def format_of_series(event: str) -> str | None:
    """The format that belongs to the series an event is filed under, the word with which its id begins."""
    return next((name for series, name in FORMAT_OF_SERIES.items() if event.startswith(series + "-")), None)


def _where_silent(facts: pd.DataFrame, column: str, offered: pd.DataFrame) -> pd.DataFrame:
    table = offered["table"].iloc[0] if len(offered) else None
    spoken = facts.loc[(facts["table"] == table) & (facts["column"] == column) & ~facts["slip"], "row"]
    silent = offered[~offered["row"].isin(set(spoken)) & offered["value"].notna()]
    return silent.assign(fact=silent["fact"] + "+" + column, column=column, derived=True)


def _append(facts: pd.DataFrame, more: list[pd.DataFrame]) -> pd.DataFrame:
    added = [part for part in more if len(part)]
    if not added:
        return facts
    columns = {}
    for name in facts.columns:
        parts = [frame[name] for frame in (facts, *added)]
        if isinstance(facts[name].dtype, pd.CategoricalDtype):
            columns[name] = pd.api.types.union_categoricals([part.astype("category") for part in parts])
        else:
            columns[name] = pd.concat(parts, ignore_index=True)
    return pd.DataFrame(columns)
