"""Dates at the precision known, in bulk: first and last possible day, and which dates refine which."""

import numpy as np
import pandas as pd

UNKNOWN_FIRST = np.iinfo(np.int32).min
UNKNOWN_LAST = np.iinfo(np.int32).max


def first_days(dates: pd.Series) -> np.ndarray:
    """First possible day of each partial date, in days since 1970; UNKNOWN_FIRST where it is missing."""
    return _days(dates, at_end=False, missing=UNKNOWN_FIRST)


def last_days(dates: pd.Series) -> np.ndarray:
    """Last possible day of each partial date, in days since 1970; UNKNOWN_LAST where it is missing."""
    return _days(dates, at_end=True, missing=UNKNOWN_LAST)


def _days(dates: pd.Series, at_end: bool, missing: int) -> np.ndarray:
    codes, unique = pd.factorize(np.asarray(dates, dtype=object))
    days = np.array([_day(text, at_end) for text in unique] + [missing], dtype=np.int64)
    return days[codes]


def _day(text: str, at_end: bool) -> int:
    unit = {4: "Y", 7: "M", 10: "D"}[len(text)]
    moment = np.datetime64(text, unit)
    if at_end:
        return int((moment + 1).astype("datetime64[D]").astype(np.int64)) - 1
    return int(moment.astype("datetime64[D]").astype(np.int64))


def aim_at_leaves(cell: np.ndarray, value: np.ndarray, texts: np.ndarray) -> np.ndarray:
    """For candidate dates, the candidate that each one supports, or -1 where it fits several.

    `cell` and `value` are integer codes, one entry a candidate; `texts[value]` is the date. A leaf, a date that no
    other date of its cell refines, supports itself; a coarser date supports a leaf only if exactly one lies in it.
    """
    used, local = np.unique(value, return_inverse=True)
    dates = np.array([str(text) for text in texts[used]], dtype="U10")
    length = np.char.str_len(dates)[local]
    month = np.unique(dates.astype("U7"), return_inverse=True)[1][local]
    year = np.unique(dates.astype("U4"), return_inverse=True)[1][local]
    aim = np.arange(len(cell))
    is_day, is_month, is_year = length == 10, length == 7, length == 4
    in_month = np.unique(cell * (month.max(initial=0) + 1) + month, return_inverse=True)[1]
    _point_at_only(aim, in_month, leaf=is_day, coarse=is_month)
    leaf = is_day | (is_month & (aim == np.arange(len(cell))))
    in_year = np.unique(cell * (year.max(initial=0) + 1) + year, return_inverse=True)[1]
    _point_at_only(aim, in_year, leaf=leaf, coarse=is_year)
    return aim


def _point_at_only(aim: np.ndarray, group: np.ndarray, leaf: np.ndarray, coarse: np.ndarray) -> None:
    """Aim each coarse candidate at the one leaf of its group; at itself if there is none, at -1 if there are more."""
    groups = group.max(initial=-1) + 1
    count = np.bincount(group[leaf], minlength=groups)
    only = np.full(groups, -1)
    only[group[leaf]] = np.flatnonzero(leaf)
    target = np.where(count[group] == 1, only[group], -1)
    refined = coarse & (count[group] > 0)
    aim[refined] = target[refined]
