"""How often reports are right where the right answer is known: recorded votes and their totals.

Truth. For a list, one source that names as many states for a choice as the total says: a document of the United
Nations or a copy of one if there is any, else the source that names the most states on that resolution. For a total, a
document of the United Nations or a copy of one, else a count of all four positions that adds up to the membership,
where every such count agrees. The sources of the truth are left out before the rest is settled and judged.
"""

from typing import NamedTuple

import pandas as pd

from c5plus1.analysis.votes import CHOICES, MEMBERS

# Publishers whose papers are the record itself; UN News, of the same house, is a newspaper.
UN_DOCUMENTS = ("United Nations", "UN Digital Library", "United Nations Meetings Coverage", "UNRIC")


class Truth(NamedTuple):
    """`lists`: (resolution, choice) -> states. `totals`: (resolution, column) -> number. `sources`: who gives them.

    `grounds`: (resolution, choice or column) -> "UN document", "complete list" or "closed count".
    """

    lists: dict[tuple[str, str], frozenset[str]]
    totals: dict[tuple[str, str], int]
    sources: frozenset[str]
    grounds: dict[tuple[str, str], str]


def find_truth(joined: pd.DataFrame, resolutions: pd.DataFrame) -> Truth:
    """The known answers among the facts (`joined` with their sources). Slips are never the truth."""
    heard = joined[~joined["slip"]]
    heard = heard.assign(document=heard["publisher"].isin(UN_DOCUMENTS) | heard["reprint_of"].isin(UN_DOCUMENTS))
    lists, list_sources = _find_lists(heard[heard["table"] == "votes"], resolutions)
    totals, total_sources, grounds = _find_totals(heard[heard["table"] == "resolutions"])
    for key, source in list_sources.items():
        is_document = heard.loc[heard["source"] == source, "document"].any()
        grounds[key] = "UN document" if is_document else "complete list"
    return Truth(lists, totals, frozenset(list_sources.values()) | total_sources, grounds)


def _find_lists(votes: pd.DataFrame, resolutions: pd.DataFrame) -> tuple[dict, dict]:
    votes = votes.assign(**split_rows(votes))
    breadth = votes.groupby(["resolution", "source"])["state"].nunique()
    totals = resolutions.set_index("resolution")
    best: dict[tuple[str, str], tuple] = {}
    for (resolution, choice, source), group in votes.groupby(["resolution", "value", "source"]):
        states = frozenset(group["state"])
        total = totals.loc[resolution, choice] if resolution in totals.index else pd.NA
        if pd.isna(total) or len(states) != total:
            continue
        rank = (not group["document"].any(), -breadth[resolution, source], source)
        key = (resolution, choice)
        if key not in best or rank < best[key][0]:
            best[key] = (rank, states, source)
    return {key: found[1] for key, found in best.items()}, {key: found[2] for key, found in best.items()}


def _find_totals(facts: pd.DataFrame) -> tuple[dict, set[str], dict]:
    facts = facts[facts["column"].isin(CHOICES)].drop_duplicates(["source", "row", "column", "value"])
    totals, sources, grounds = {}, set(), {}
    for (row, column), group in facts[facts["document"]].groupby(["row", "column"]):
        if group["value"].nunique() == 1:
            totals[row, column], grounds[row, column] = int(group["value"].iloc[0]), "UN document"
            sources |= set(group["source"])
    for row, group in facts.groupby("row"):
        counts = _closed_counts(group)
        if len({tuple(sorted(values.items())) for _, values in counts}) != 1:
            continue
        for column, value in counts[0][1].items():
            if (row, column) not in totals:
                totals[row, column], grounds[row, column] = value, "closed count"
                sources.add(counts[0][0])
    return totals, sources, grounds


def _closed_counts(group: pd.DataFrame) -> list[tuple[str, dict[str, int]]]:
    """The sources that count all four positions so that they add up to the membership."""
    found = []
    for source, facts in group.groupby("source"):
        values = {column: int(value) for column, value in zip(facts["column"], facts["value"], strict=True)}
        if len(values) == len(facts) == len(CHOICES) and sum(values.values()) == MEMBERS:
            found.append((source, values))
    return found


def split_rows(votes: pd.DataFrame) -> dict[str, pd.Series]:
    """The resolution and the state of rows of `votes`."""
    parts = votes["row"].str.rsplit(":", n=1)
    return {"resolution": parts.str[0], "state": parts.str[1]}


def compare_lists(joined: pd.DataFrame, truth: Truth) -> tuple[int, int]:
    """Of the other reports that name as many states for a choice as its true list: (how many name the same, all)."""
    votes = joined[(joined["table"] == "votes") & ~joined["source"].isin(truth.sources)]
    votes = votes.assign(**split_rows(votes))
    same, full = 0, 0
    for (resolution, choice, _), group in votes.groupby(["resolution", "value", "source"]):
        states = truth.lists.get((resolution, choice), frozenset())
        if states and group["state"].nunique() == len(states):
            full += 1
            same += set(group["state"]) == states
    return same, full


def judge_facts(facts: pd.DataFrame, truth: Truth) -> pd.DataFrame:
    """The facts on votes and totals whose truth is known, with `right`; the sources of the truth are left out.

    A vote is judged where the list for the choice it states is known, so that right and wrong are seen alike. A vote
    for a choice without a list could only ever be seen to be wrong (the state is on another list): those have `judged`
    False.
    """
    others = facts[~facts["source"].isin(truth.sources)]
    votes = others[others["table"] == "votes"]
    votes = votes.assign(**split_rows(votes))
    keys = list(zip(votes["resolution"], votes["value"], strict=True))
    listed = {(resolution, state): choice for (resolution, choice), states in truth.lists.items() for state in states}
    elsewhere = [listed.get(key) for key in zip(votes["resolution"], votes["state"], strict=True)]
    votes = votes.assign(
        judged=[key in truth.lists for key in keys],
        right=[state in truth.lists.get(key, ()) for key, state in zip(keys, votes["state"], strict=True)],
        elsewhere=elsewhere,
    )
    votes = votes[votes["judged"] | votes["elsewhere"].notna()]
    totals = others[(others["table"] == "resolutions") & others["column"].isin(CHOICES)]
    keys = list(zip(totals["row"], totals["column"], strict=True))
    totals = totals.assign(
        resolution=totals["row"],
        judged=[key in truth.totals for key in keys],
        right=[truth.totals.get(key) == int(value) for key, value in zip(keys, totals["value"], strict=True)],
    )
    both = pd.concat([votes, totals[totals["judged"]]], ignore_index=True)
    # One report that says the same twice says it once.
    return both.drop_duplicates(["source", "table", "row", "column", "value"]).reset_index(drop=True)
