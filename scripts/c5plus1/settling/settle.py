"""Settling: every cell gets one value from all the facts about it, and every fact says whether it agrees.

One vectorised pass: facts -> candidate values -> independent origins -> the policy's choice -> status and counts.
"""

from typing import NamedTuple

import numpy as np
import pandas as pd

from c5plus1.settling.arrays import CODER, COMPARISONS, DATE, EXACT, MODALITY, TEXT, Arrays, make_arrays
from c5plus1.settling.counting import count_cells
from c5plus1.settling.dates import UNKNOWN_FIRST, UNKNOWN_LAST, aim_at_leaves
from c5plus1.settling.independence import join_origins
from c5plus1.settling.policy import POLICIES, Candidates, choose

AGREES, DISSENTS, DIFFERS, NEUTRAL, SLIP = range(5)
STATUSES = ("corroborated", "single", "contested", "adjudicated", "slip_only")
AGREEMENTS = ("agrees", "dissents", "differs", "neutral", "slip")


class Settled(NamedTuple):
    """`cells`: one row a cell, in canonical order. `facts`: the facts given, with `cell` and `agreement`."""

    cells: pd.DataFrame
    facts: pd.DataFrame


class Weighed(NamedTuple):
    """What stands to be chosen, and where each fact aims: its candidate, or -1 (neutral, slip)."""

    aim: np.ndarray  # (facts,)
    candidates: Candidates
    origin: np.ndarray  # (facts,)
    node: np.ndarray  # (facts,) number of the (cell, source) pair


def settle(
    facts: pd.DataFrame,
    sources: pd.DataFrame,
    claims: pd.DataFrame,
    kinds: dict[tuple[str, str], str],
    houses: dict[str, str],
    ranks: np.ndarray,
    policy: str = "official_first",
    decided: dict[str, str] | None = None,
) -> Settled:
    """Settle all cells. `sources` and `claims` are indexed by id; `decided` maps a cell id to an adjudicated value.

    Same facts in any order give the same cells. Raises ValueError for an unknown policy.
    """
    if policy not in POLICIES:
        raise ValueError(f"unknown policy {policy!r}; known: {', '.join(POLICIES)}")
    arrays, cells = make_arrays(facts, sources, claims, kinds, houses)
    identifiers = _cell_ids(cells)
    weighed = weigh_candidates(arrays, ranks)
    winners = {name: choose(weighed.candidates, len(cells), name) for name in POLICIES}
    values = {name: _value_of(winner, weighed.candidates) for name, winner in winners.items()}
    chosen, value, adjudicated = _apply_decisions(
        winners[policy], values[policy], identifiers, weighed, arrays, decided or {}
    )
    agreement = judge_facts(arrays, weighed, chosen)
    counted = count_cells(arrays, weighed.node, weighed.origin, agreement, len(cells))
    texts = pd.CategoricalDtype(arrays.texts)
    cells = cells.assign(
        cell=pd.Series(identifiers, dtype=object),
        value=pd.Categorical.from_codes(value, dtype=texts),
        status=pd.Categorical.from_codes(_status(counted, value, adjudicated), STATUSES),
        comparison=pd.Categorical.from_codes(arrays.kind, COMPARISONS),
        **counted,
        value_majority=pd.Categorical.from_codes(values["majority"], dtype=texts),
        value_latest_report=pd.Categorical.from_codes(values["latest_report"], dtype=texts),
        policies_differ=(values["official_first"] != values["majority"])
        | (values["official_first"] != values["latest_report"]),
    )
    cells = cells.assign(**_first_reports(arrays, agreement, facts, sources, len(cells)))
    facts = facts.assign(
        cell=pd.Categorical.from_codes(arrays.cell, identifiers),
        agreement=pd.Categorical.from_codes(agreement, AGREEMENTS),
        tier=ranks,
        origin=_number_origins(arrays, weighed.origin, facts["source"].cat.categories),
    )
    return Settled(cells, facts)


def _cell_ids(cells: pd.DataFrame) -> np.ndarray:
    return (cells["table"].astype(object) + "/" + cells["row"] + "/" + cells["column"]).to_numpy(dtype=object)


def weigh_candidates(arrays: Arrays, ranks: np.ndarray) -> Weighed:
    """Candidate values of each cell with what stands behind each of them."""
    speaking = ~arrays.slip & ~_overtaken_plans(arrays)
    voices = np.flatnonzero(speaking)
    key = arrays.cell[voices] * len(arrays.texts) + arrays.value[voices]
    codes, unique = pd.factorize(key)
    cell, value = unique // len(arrays.texts), unique % len(arrays.texts)
    target = np.arange(len(unique))
    dates = np.flatnonzero(arrays.kind[cell] == DATE)
    if len(dates):
        leaf = aim_at_leaves(cell[dates], value[dates], arrays.texts)
        target[dates] = np.where(leaf >= 0, dates[leaf], -1)
    aim = np.full(len(arrays.cell), -1)
    aim[voices] = target[codes]
    node, origin = _origins(arrays)
    candidates = _describe(arrays, ranks, aim, origin, cell, value)
    return Weighed(aim, candidates, origin, node)


def _overtaken_plans(arrays: Arrays) -> np.ndarray:
    """Facts that look ahead where others of the cell look back; in the column modality, all but the strongest class."""
    strongest = np.full(len(arrays.kind), 2, dtype=np.int8)
    spoken = ~arrays.slip
    np.minimum.at(strongest, arrays.cell[spoken], arrays.plan[spoken])
    best = strongest[arrays.cell]
    return np.where(arrays.kind[arrays.cell] == MODALITY, arrays.plan > best, (arrays.plan == 2) & (best < 2))


def _origins(arrays: Arrays) -> tuple[np.ndarray, np.ndarray]:
    """Per fact: the number of its (cell, source) pair, and of the origin that the pair belongs to.

    A slip joins nobody: what a source says by mistake is no voice in the cell.
    """
    width = arrays.source.max(initial=0) + 1
    codes, pairs = pd.factorize((arrays.cell * width + arrays.source) * 2 + arrays.slip)
    fact, token = arrays.tokens
    heard = ~arrays.slip[fact]
    edges = pd.unique(codes[fact[heard]] * (token.max(initial=0) + 1) + token[heard])
    node, token = edges // (token.max(initial=0) + 1), edges % (token.max(initial=0) + 1)
    return codes, join_origins(pairs // 2 // width, node, token)[codes]


def _number_origins(arrays: Arrays, origin: np.ndarray, names: pd.Index) -> pd.Series:
    """Origins numbered 1, 2, … within each cell, by their first source's name; missing for slips."""
    by_name = np.argsort(np.argsort(names.to_numpy(dtype=object), kind="stable"))[arrays.source]
    first = np.full(origin.max(initial=-1) + 1, len(names))
    np.minimum.at(first, origin, by_name)
    heard = np.flatnonzero(~arrays.slip)
    components = pd.unique(origin[heard])
    cell_of = np.zeros(len(first), dtype=np.int64)
    cell_of[origin] = arrays.cell
    order = components[np.lexsort((first[components], cell_of[components]))]
    starts = np.r_[0, np.flatnonzero(np.diff(cell_of[order])) + 1]
    counts = np.diff(np.r_[starts, len(order)])
    number = np.zeros(len(first), dtype=np.int64)
    number[order] = np.arange(len(order)) - np.repeat(starts, counts) + 1
    return pd.Series(number[origin], dtype="Int64").where(~arrays.slip)


def _describe(arrays: Arrays, ranks, aim, origin, cell, value) -> Candidates:
    size = len(cell)
    behind = np.flatnonzero(aim >= 0)
    target, source = aim[behind], arrays.source[behind]
    rank = np.full(size, 9, dtype=np.int64)
    np.minimum.at(rank, target, ranks[behind])
    earliest = np.full(size, UNKNOWN_LAST, dtype=np.int64)
    np.minimum.at(earliest, target, arrays.known[source])
    latest = np.full(size, UNKNOWN_FIRST, dtype=np.int64)
    np.maximum.at(latest, target, arrays.latest[source])
    pairs = pd.unique(target * (origin.max(initial=0) + 1) + origin[behind])
    origins = np.bincount(pairs // (origin.max(initial=0) + 1), minlength=size)
    return Candidates(cell, value, rank, origins, earliest, latest, text_order=value)


def _value_of(winner: np.ndarray, candidates: Candidates) -> np.ndarray:
    return np.where(winner >= 0, np.append(candidates.value, -1)[winner], -1)


def _apply_decisions(winner, value, identifiers, weighed, arrays, decided):
    adjudicated = np.zeros(len(winner), dtype=bool)
    if not decided:
        return winner, value, adjudicated
    winner, value = winner.copy(), value.copy()
    number = {identifier: index for index, identifier in enumerate(identifiers)}
    for identifier, text in decided.items():
        cell = number[identifier]
        code = int(np.searchsorted(arrays.texts, text))
        stands = np.flatnonzero((weighed.candidates.cell == cell) & (weighed.candidates.value == code))
        winner[cell], value[cell], adjudicated[cell] = stands[0], code, True
    return winner, value, adjudicated


def judge_facts(arrays: Arrays, weighed: Weighed, chosen: np.ndarray) -> np.ndarray:
    """Whether each fact agrees with the settled value of its cell: (facts,) of AGREES … SLIP."""
    kind = arrays.kind[arrays.cell]
    agrees = (weighed.aim >= 0) & ((weighed.aim == chosen[arrays.cell]) | (kind == TEXT))
    return np.select(
        [arrays.slip, agrees, weighed.aim < 0, kind == CODER, (kind == EXACT) | (kind == DATE)],
        [SLIP, AGREES, NEUTRAL, DIFFERS, DISSENTS],
        NEUTRAL,
    )


def _status(counted: dict[str, np.ndarray], value: np.ndarray, adjudicated: np.ndarray) -> np.ndarray:
    return np.select(
        [value < 0, adjudicated, counted["n_dissent"] > 0, counted["n_origins"] > 1],
        [STATUSES.index(name) for name in ("slip_only", "adjudicated", "contested", "corroborated")],
        STATUSES.index("single"),
    )


def _first_reports(arrays: Arrays, agreement: np.ndarray, facts, sources, cells: int) -> dict[str, np.ndarray]:
    """The earliest dated report behind each settled value, and its date at the precision it has."""
    names = facts["source"].cat.categories
    by_name = np.argsort(np.argsort(names.to_numpy(dtype=object), kind="stable"))
    behind = np.flatnonzero((agreement == AGREES) & (arrays.known[arrays.source] != UNKNOWN_LAST))
    source = arrays.source[behind]
    order = arrays.known[source].astype(np.int64) * len(names) + by_name[source]
    best = np.full(cells, np.iinfo(np.int64).max)
    np.minimum.at(best, arrays.cell[behind], order)
    found = best != np.iinfo(np.int64).max
    first = np.where(found, best % len(names), 0)
    sorted_names = np.sort(names.to_numpy(dtype=object))
    published = pd.Categorical(sources.loc[sorted_names, "published"].to_numpy(dtype=object))
    return {
        "first_reported": pd.Categorical.from_codes(np.where(found, published.codes[first], -1), dtype=published.dtype),
        "first_source": pd.Categorical.from_codes(np.where(found, first, -1), sorted_names),
    }
