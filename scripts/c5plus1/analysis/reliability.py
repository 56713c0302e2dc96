"""Rates and agreement with intervals that respect where the cases come from: clusters are drawn, not single cases."""

import warnings

import numpy as np
import pandas as pd

SEED = 20231101
DRAWS = 2000


def rate(part: pd.Series, whole: pd.Series, cluster: pd.Series, seed: int = SEED) -> pd.Series:
    """The ratio of two sums with a 95 % interval by drawing clusters: part, whole, clusters, rate, low, high.

    Where nothing or everything is a hit the drawing knows no spread; the rule of three then bounds the rate: with k
    clusters and no exception the true share of exceptions may be 3/k.
    """
    sums = pd.DataFrame({"part": part, "whole": whole}).astype(float).groupby(cluster.to_numpy(), sort=True).sum()
    sums = sums[sums["whole"] > 0]
    part_sum, whole_sum, clusters = sums["part"].sum(), sums["whole"].sum(), len(sums)
    if not clusters:
        return pd.Series({"part": 0, "whole": 0, "clusters": 0, "rate": np.nan, "low": np.nan, "high": np.nan})
    if part_sum in (0, whole_sum):
        spread = min(1.0, 3 / clusters)
        low, high = (0.0, spread) if part_sum == 0 else (1 - spread, 1.0)
    else:
        drawn = np.random.default_rng(seed).multinomial(clusters, [1 / clusters] * clusters, size=DRAWS)
        low, high = np.quantile((drawn @ sums["part"]) / (drawn @ sums["whole"]), [0.025, 0.975])
    found = {"part": int(part_sum), "whole": int(whole_sum), "clusters": clusters, "rate": part_sum / whole_sum}
    return pd.Series(found | {"low": low, "high": high}, dtype=object)


def rate_hits(hits: pd.Series, cluster: pd.Series, seed: int = SEED) -> pd.Series:
    """`rate` for a series of true and false."""
    return rate(hits.astype(int), pd.Series(1, index=hits.index), cluster, seed)


def alpha(first: pd.Series, second: pd.Series) -> float | None:
    """Krippendorff's alpha (nominal) of two codings of the same units. None, undefined, where only one value occurs."""
    import krippendorff

    values = np.unique(np.concatenate([first.astype(str), second.astype(str)]))
    if len(values) < 2:
        return None
    codes = np.array(
        [np.searchsorted(values, first.astype(str)), np.searchsorted(values, second.astype(str))], dtype=float
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return float(krippendorff.alpha(reliability_data=codes, level_of_measurement="nominal"))


def alpha_interval(first: pd.Series, second: pd.Series, cluster: pd.Series, draws: int = 500, seed: int = SEED):
    """95 % interval of `alpha` by drawing clusters; draws in which it is undefined are left out. None if all agree."""
    if (first.to_numpy() == second.to_numpy()).all():
        return None
    positions = [np.flatnonzero(cluster.to_numpy() == name) for name in sorted(set(cluster))]
    generator = np.random.default_rng(seed)
    found = []
    for _ in range(draws):
        chosen = np.concatenate([positions[index] for index in generator.integers(len(positions), size=len(positions))])
        value = alpha(first.iloc[chosen], second.iloc[chosen])
        found += [] if value is None else [value]
    return tuple(np.quantile(found, [0.025, 0.975]))
