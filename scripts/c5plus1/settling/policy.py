"""Which of a cell's candidate values stands: three policies, one order each, ties ended by the value's text."""

from typing import NamedTuple

import numpy as np

POLICIES = ("official_first", "majority", "latest_report")


class Candidates(NamedTuple):
    """One entry for each value that stands to be chosen in a cell; all arrays have that length.

    rank: best tier behind it. origins: independent origins behind it. earliest, latest: days since 1970 of the first
    and last dated report behind it; undated ones count as last of all for `earliest` and first of all for `latest`.
    text_order: place of the value in text order.
    """

    cell: np.ndarray
    value: np.ndarray
    rank: np.ndarray
    origins: np.ndarray
    earliest: np.ndarray
    latest: np.ndarray
    text_order: np.ndarray


def choose(candidates: Candidates, cells: int, policy: str) -> np.ndarray:
    """The index of the winning candidate of each cell, -1 for a cell without any: (cells,)."""
    winner = np.full(cells, -1)
    count = np.bincount(candidates.cell, minlength=cells)
    alone = count[candidates.cell] == 1
    winner[candidates.cell[alone]] = np.flatnonzero(alone)
    rivals = np.flatnonzero(~alone)
    if len(rivals):
        order = rivals[
            np.lexsort([*reversed([key[rivals] for key in _keys(candidates, policy)]), candidates.cell[rivals]])
        ]
        first = np.r_[True, candidates.cell[order][1:] != candidates.cell[order][:-1]]
        winner[candidates.cell[order[first]]] = order[first]
    return winner


def _keys(candidates: Candidates, policy: str) -> list[np.ndarray]:
    rank, origins, earliest = candidates.rank, -candidates.origins, candidates.earliest
    orders = {
        "official_first": [rank, origins, earliest],
        "majority": [origins, rank, earliest],
        "latest_report": [-candidates.latest, origins, rank],
    }
    return [*orders[policy], candidates.text_order]
