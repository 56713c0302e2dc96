"""Adding up sums that overlap: how much is there at least and at most, and how much does a plain sum count twice?"""

from typing import NamedTuple

import pandas as pd

CONTAINING = ("part_of", "totals")


class Sum(NamedTuple):
    """naive: all amounts added up. low, high: bounds of the sum in which nothing is counted twice."""

    naive: float
    low: float
    high: float


def sum_once(amounts: pd.Series, relations: pd.DataFrame) -> Sum:
    """Bounds of the sum of `amounts` (by commitment), given which of them contain or overlap which.

    relations: columns commitment, relation, other, as in the table commitment_relations. A part is inside its whole,
    and a total is its parts together. high: what overlaps or may be the same is taken to be apart. low: of commitments
    that are joined by overlaps, directly or by way of others, only the largest counts; of two that may be the same,
    the smaller. Commitments without a relation are taken to be apart, which is not known.
    """
    within = relations[relations["commitment"].isin(amounts.index) & relations["other"].isin(amounts.index)]
    low = high = 0.0
    for members in join_related(amounts.index, within):
        group = within[within["commitment"].isin(members)]
        top = amounts[drop_contained(amounts[members], group)]
        high += float(top.sum())
        certain = set(group["relation"]) <= set(CONTAINING)
        low += float(top.sum() if certain else _largest(amounts[members], group))
    return Sum(float(amounts.sum()), low, high)


def join_related(commitments, relations: pd.DataFrame) -> list[list[str]]:
    """The commitments in groups that relations join, each group in order, first member first."""
    label = {name: name for name in commitments}
    for _ in range(len(label)):
        before = dict(label)
        for one, other in zip(relations["commitment"], relations["other"], strict=True):
            label[one] = label[other] = min(label[one], label[other])
        if label == before:
            break
    groups: dict[str, list[str]] = {}
    for name in sorted(label):
        groups.setdefault(label[name], []).append(name)
    return list(groups.values())


def drop_contained(amounts: pd.Series, relations: pd.DataFrame) -> list[str]:
    """Those of `amounts` that no other known amount contains.

    Parts go if their whole is there. A total goes if its parts are at least as large together, else its parts go.
    """
    dropped = set(relations.loc[relations["relation"] == "part_of", "commitment"])
    totals = relations[relations["relation"] == "totals"]
    for total, parts in totals.groupby("commitment")["other"]:
        dropped |= {total} if amounts[parts].sum() >= amounts[total] else set(parts)
    return [name for name in amounts.index if name not in dropped]


def _largest(amounts: pd.Series, relations: pd.DataFrame) -> float:
    amounts = amounts.copy()
    same = relations[relations["relation"] == "possibly_same_as"]
    for one, other in zip(same["commitment"], same["other"], strict=True):
        amounts[[one, other]] = min(amounts[one], amounts[other])
    return float(amounts.max())
