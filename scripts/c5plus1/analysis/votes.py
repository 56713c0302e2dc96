"""Votes beside each other: Lijphart's index of agreement, and how far it could lie from what is known.

A pair's index over a set of resolutions is (f + g/2) / t: t resolutions on which both cast a vote, f where the votes
are the same, g where one of the two abstains and the other does not. A state that cast no vote leaves the resolution
out of t.
"""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

import pandas as pd

IN_FAVOUR, AGAINST, ABSTAINING, NOT_VOTING = CHOICES = ("in_favour", "against", "abstaining", "not_voting")
MEMBERS = 193
TURN = "2025-02-24"  # the day on which the United States voted against a text on Ukraine that Europe had drafted


class Agreement(NamedTuple):
    """One pair over one set of resolutions. `index` is missing (None) where t is 0; `low` and `high` bound it."""

    index: float | None
    full: int
    partial: int
    t: int
    low: float | None
    high: float | None


def score_votes(one: str, other: str) -> float | None:
    """1 for the same vote, 1/2 where one abstains, 0 for opposite votes; None where either cast none."""
    if NOT_VOTING in (one, other):
        return None
    if one == other:
        return 1.0
    return 0.5 if ABSTAINING in (one, other) else 0.0


def measure_agreement(one: Mapping[str, frozenset[str]], other: Mapping[str, frozenset[str]]) -> Agreement:
    """Lijphart's index of two states and its Manski bounds.

    `one` and `other` map the same resolutions to the choices that are possible for the state: one if it is known,
    several if it is contested or unknown. The index counts resolutions where both are known; the bounds are the least
    and the greatest index that any completion gives, without any assumption on what is missing.
    """
    known, options = [], []
    for resolution, choices in one.items():
        scores = {score_votes(a, b) for a in choices for b in other[resolution]}
        if len(choices) == len(other[resolution]) == 1:
            known += [score for score in scores if score is not None]
        options.append(scores)
    full, partial = known.count(1.0), known.count(0.5)
    index = (full + partial / 2) / len(known) if known else None
    high = _least_mean([{None if s is None else 1 - s for s in scores} for scores in options])
    return Agreement(index, full, partial, len(known), _least_mean(options), None if high is None else 1 - high)


def _least_mean(options: Iterable[set[float | None]]) -> float | None:
    """The least mean over one score from each set; a set with None may be left out. None if all are always left out."""
    kept, free = [], []
    for scores in options:
        numbers = [score for score in scores if score is not None]
        if numbers:
            (free if None in scores else kept).append(min(numbers))
    free.sort()
    chosen = kept or free[:1]
    for score in free if kept else free[1:]:
        if score < sum(chosen) / len(chosen):
            chosen.append(score)
    return sum(chosen) / len(chosen) if chosen else None


def find_complete_lists(votes: pd.DataFrame, resolutions: pd.DataFrame) -> set[tuple[str, str]]:
    """(resolution, choice) where as many states are settled by name as the total says: nobody else chose so."""
    named = votes.groupby(["resolution", "choice"], observed=True).size()
    totals = resolutions.set_index("resolution")[list(CHOICES)].stack()
    return {key for key, total in totals.items() if pd.notna(total) and named.get(key, 0) == total}


def find_possible_choices(
    votes: pd.DataFrame, resolutions: pd.DataFrame, facts: pd.DataFrame, actors: Iterable[str], lists: bool = True
) -> dict[str, dict[str, frozenset[str]]]:
    """actor -> resolution -> the choices that the reports leave open.

    Known and undisputed: the settled choice. Disputed by name: every choice that a report prints (slips left out).
    Otherwise all four; with `lists`, less those whose complete list is known and leaves the state out.
    """
    settled = votes.set_index(["resolution", "actor"])["choice"].astype(str)
    stated = facts[(facts["table"] == "votes") & ~facts["slip"]].groupby("row")["value"].unique()
    complete = find_complete_lists(votes, resolutions) if lists else set()
    possible = {}
    for actor in actors:
        possible[actor] = {}
        for resolution in resolutions["resolution"]:
            if (resolution, actor) in settled.index:
                choices = frozenset(stated[f"{resolution}:{actor}"]) | {settled[resolution, actor]}
            else:
                choices = frozenset(c for c in CHOICES if (resolution, c) not in complete)
            possible[actor][resolution] = choices
    return possible


def split_resolutions(resolutions: pd.DataFrame, names: pd.DataFrame, turn: str = TURN) -> pd.Series:
    """resolution -> True from `turn` on. Where no report gives the day, the year in the register's name decides."""
    first = resolutions.set_index("resolution")["adopted_on_from"]
    year = names.set_index("resolution")["name"].str.extract(r"\((\d{4})\)")[0]
    day = first.fillna(pd.to_datetime(year.reindex(first.index), format="%Y"))
    return day >= pd.Timestamp(turn)


def compare_pairs(
    possible: Mapping[str, Mapping[str, frozenset[str]]],
    pairs: Iterable[tuple[str, str]],
    periods: Mapping[str, Iterable[str]],
) -> pd.DataFrame:
    """One row for each period and pair: index, full, partial, t, low, high. `periods` maps a name to resolutions."""
    rows = []
    for period, resolutions in periods.items():
        resolutions = list(resolutions)
        for one, other in pairs:
            sides = [{name: possible[actor][name] for name in resolutions} for actor in (one, other)]
            rows.append((period, one, other, *measure_agreement(*sides)))
    return pd.DataFrame(rows, columns=["period", "one", "other", *Agreement._fields])


_NAMESAKES = {"COD", "COG", "KOR", "PRK", "NER", "NGA"}  # two Congos, two Koreas, Niger and Nigeria
_WHOLE_LIST = 5  # that many states of one report on one resolution are a list under the wrong heading


def find_misprints(joined: pd.DataFrame, cells: pd.DataFrame) -> pd.DataFrame:
    """What reports print on votes and totals against the settled value, or against themselves (slips).

    `joined` is facts with their sources. One row for each report, resolution, printed and settled value: `states` are
    the actors meant (one string), `what` the column, `kind` a plain name of the error, `slip` whether the report
    contradicts itself.
    """
    wrong = joined[joined["table"].isin(["votes", "resolutions"]) & joined["agreement"].isin(["dissents", "slip"])]
    on_votes = wrong["table"].eq("votes")
    parts = wrong["row"].str.rsplit(":", n=1)
    settled = wrong["cell"].map(cells.set_index("cell")["value"]).astype(object)
    wrong = wrong.assign(
        resolution=wrong["row"].where(~on_votes, parts.str[0]),
        state=parts.str[-1].where(on_votes, ""),
        settled=settled.where(settled.notna(), ""),
    )
    keys = ["resolution", "source", "publisher", "column", "value", "settled", "slip"]
    grouped = (
        wrong.groupby(keys, observed=True)["state"].agg(lambda states: ";".join(sorted(set(states)))).reset_index()
    )
    grouped["kind"] = [
        _name_error(*row) for row in grouped[["column", "value", "settled", "state"]].itertuples(index=False)
    ]
    return grouped.rename(columns={"state": "states", "column": "what"})


def _name_error(column: str, printed: str, settled: str, states: str) -> str:
    if column != "choice":
        return "the day of the vote" if column == "adopted_on" else "a total"
    if states.count(";") + 1 >= _WHOLE_LIST:
        return "a whole list under another heading"
    if {printed, settled} == {ABSTAINING, NOT_VOTING}:
        return "abstaining and not voting confused"
    return "a namesake" if set(states.split(";")) & _NAMESAKES else "another vote for a state"
