"""The main numbers of the notebooks on meetings, money and votes, under whatever rule the tables were settled by."""

from collections.abc import Callable

import pandas as pd

import c5plus1
from c5plus1.analysis import votes as voting
from c5plus1.analysis.sums import sum_once
from c5plus1.analysis.wording import money, number

JOINT_FORMATS = ("C5+1", "B5+1", "call")
FIVE = ("KAZ", "KGZ", "TJK", "TKM", "UZB")
_SIX = {"USA", *FIVE}
_AMOUNTS = ["amount", "amount_low", "amount_high"]
_ASIDE, _FOR = (voting.ABSTAINING, voting.NOT_VOTING), (voting.IN_FAVOUR,)
_BEFORE, _SINCE = "before 24 February 2025", "since 24 February 2025"


def find_headlines(tables: Callable[[str], pd.DataFrame]) -> pd.DataFrame:
    """Columns notebook, number, value (as text). `tables` gives a table by name, as `c5plus1.load` does."""
    found = [
        *(("02_meetings", *row) for row in _tell_meetings(tables("meetings"))),
        *(("03_money", *row) for row in _tell_money(tables("commitments").set_index("commitment"))),
        *(("04_un_votes", *row) for row in _tell_votes(tables("votes"), tables("resolutions"), tables("facts"))),
    ]
    return pd.DataFrame(found, columns=["notebook", "number", "value"])


def take_held(meetings: pd.DataFrame) -> pd.DataFrame:
    """The meetings of the format that are dated and told by some report as having taken place, by date."""
    joint = meetings[meetings["format"].isin(JOINT_FORMATS)]
    return joint[(joint["modality"] == "occurred") & joint["start"].notna()].sort_values("start")


def _tell_meetings(meetings: pd.DataFrame) -> list[tuple[str, str]]:
    held = take_held(meetings)
    top = held[held["level"].isin(["summit", "ministerial"])]
    full = sum(set(came.split(";")) >= _SIX for came in top["came"].dropna())
    gaps = top["start"].diff().dt.days
    return [
        ("meetings held", number(len(held))),
        ("of them of foreign ministers", number((held["level"] == "ministerial").sum())),
        ("of them of leaders", number((held["level"] == "summit").sum())),
        ("held in Central Asia", number(held["country"].isin(FIVE).sum())),
        ("with all six present, of the two upper levels", f"{full} of {len(top)}"),
        ("longest gap between these, days", number(gaps.max()) if gaps.notna().any() else ""),
    ]


def _tell_money(commitments: pd.DataFrame) -> list[tuple[str, str]]:
    sums = commitments[commitments[_AMOUNTS].notna().any(axis=1)]
    stated = sums["amount"].fillna(sums["amount_high"]).astype(float)
    relations = c5plus1.load("commitment_relations").astype({"relation": "str"})
    total = sum_once(stated, relations)
    return [
        ("sums reported", number(len(sums))),
        ("of them only planned", number((sums["stage"] == "planned").sum())),
        ("plain sum", money(total.naive)),
        ("sum without double counting", f"{money(total.low)} to {money(total.high)}"),
    ]


def _tell_votes(votes: pd.DataFrame, resolutions: pd.DataFrame, facts: pd.DataFrame) -> list[tuple[str, str]]:
    since = voting.split_resolutions(resolutions, c5plus1.load("resolution_names"))
    possible = voting.find_possible_choices(votes, resolutions, facts, [*FIVE, "USA"])
    periods = {_BEFORE: since.index[~since], _SINCE: since.index[since]}
    pairs = voting.compare_pairs(possible, [("USA", state) for state in FIVE], periods)
    kazakh = pairs[pairs["other"] == "KAZ"].set_index("period")
    wide = pairs.pivot(index="other", columns="period", values=["low", "high"])
    overlap = (wide["low"].max(axis=1) <= wide["high"].min(axis=1)).sum()
    choice = votes.set_index(["resolution", "actor"])["choice"]
    parts = list(periods.items())
    return [
        ("votes known by name", number(len(votes))),
        *((f"five abstaining or not voting, {when}", _tell_share(votes, FIVE, some, _ASIDE)) for when, some in parts),
        *((f"United States in favour, {when}", _tell_share(votes, ("USA",), some, _FOR)) for when, some in parts),
        *((f"index USA-Kazakhstan, {when}", _tell_index(kazakh.loc[when])) for when, _ in parts),
        ("pairs USA-five whose bounds before and since overlap", f"{overlap} of {len(wide)}"),
        ("Turkmenistan on 23 February 2023", str(choice.get(("A/RES/ES-11/6", "TKM"), "unknown")).replace("_", " ")),
    ]


def _tell_share(votes: pd.DataFrame, actors, resolutions, choices) -> str:
    cast = votes[votes["actor"].isin(actors) & votes["resolution"].isin(resolutions)]
    return f"{cast['choice'].isin(choices).sum()} of {len(cast)}"


def _tell_index(pair: pd.Series) -> str:
    return f"{number(pair['index'], 2)} (t = {pair['t']})" if pair["t"] else "none (t = 0)"
