"""Comparing how many different things were reported where unequal numbers of reports were read.

The more reports, the more topics: a count compares nothing until it is brought to an equal number of reports.
Rarefaction asks what a number of reports, drawn at random from those there are, would have named (Hurlbert 1971; for
samples such as reports: Colwell and others 2012). The chances are exact: nothing is drawn, and no seed is needed.
"""

from itertools import combinations
from math import comb

import numpy as np
import pandas as pd

_MOST_DRAWS = 200_000  # enumerating more would take seconds


def chances_named(named: pd.DataFrame, reports: int) -> pd.Series:
    """For each column of `named` (rows: reports, columns: things, values: named or not) the chance that at least one of
    `reports` reports drawn without replacement names it. Raises ValueError if there are fewer reports."""
    total = len(named)
    _check(total, reports)
    misses = named.sum().map(lambda naming: comb(total - int(naming), reports) / comb(total, reports))
    return 1 - misses.astype(float)


def expected_number(named: pd.DataFrame, reports: int) -> float:
    """The number of different things that `reports` reports, drawn without replacement, name on average."""
    return float(chances_named(named, reports).sum())


def spread_of_number(named: pd.DataFrame, reports: int, share: float = 0.9) -> tuple[float, float]:
    """The middle `share` of the number of things named, over all draws of `reports` reports.

    It tells how much it matters which reports were read. It is no interval of confidence for what was discussed.
    """
    total = len(named)
    _check(total, reports)
    if comb(total, reports) > _MOST_DRAWS:
        raise ValueError(f"{comb(total, reports):,} draws of {reports} from {total} are too many to go through")
    values = named.to_numpy(dtype=bool)
    numbers = np.array([values[list(draw)].any(axis=0).sum() for draw in combinations(range(total), reports)])
    low, high = np.quantile(numbers, [(1 - share) / 2, (1 + share) / 2], method="inverted_cdf")
    return float(low), float(high)


def _check(total: int, reports: int) -> None:
    if not 1 <= reports <= total:
        raise ValueError(f"cannot draw {reports} reports from {total}")
