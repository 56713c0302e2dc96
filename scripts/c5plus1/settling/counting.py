"""Counting what stands for and against the settled value of each cell: sources, origins, languages, dissent."""

import numpy as np
import pandas as pd

from c5plus1.settling.arrays import Arrays

_AGREES, _DISSENTS, _DIFFERS, _NEUTRAL, _SLIP = range(5)


def count_cells(
    arrays: Arrays, node: np.ndarray, origin: np.ndarray, agreement: np.ndarray, cells: int
) -> dict[str, np.ndarray]:
    """The counting columns of data/cells.csv, each (cells,).

    `node` numbers the (cell, source) pairs and `origin` their origins, per fact. All but n_facts count distinct
    sources, origins or languages; n_sources leaves slips out.
    """
    cell = arrays.cell

    def distinct(of: np.ndarray, where: np.ndarray) -> np.ndarray:
        chosen = np.flatnonzero(where)
        first = chosen[~pd.Series(of[chosen]).duplicated().to_numpy()]
        return np.bincount(cell[first], minlength=cells)

    agrees, dissents = agreement == _AGREES, agreement == _DISSENTS
    languages = cell * (arrays.language.max(initial=0) + 1) + arrays.language[arrays.source]
    return {
        "n_facts": np.bincount(cell, minlength=cells),
        "n_sources": distinct(node, ~arrays.slip),
        "n_origins": distinct(origin, agrees),
        "n_official": distinct(node, agrees & arrays.official[arrays.source]),
        "n_languages": distinct(languages, agrees),
        "n_dissent": distinct(node, dissents),
        "n_dissent_origins": distinct(origin, dissents),
        "n_differs": distinct(node, agreement == _DIFFERS),
        "n_neutral": distinct(node, agreement == _NEUTRAL),
        "n_slip": distinct(node, agreement == _SLIP),
        "same_origin_dissent": _both_sides(cell, origin, agrees, dissents, cells),
        "only_planned": _only_planned(cell, arrays.plan, agrees, cells),
    }


def _both_sides(cell, origin, agrees, dissents, cells: int) -> np.ndarray:
    """Cells where one origin states the settled value and another one as well."""
    size = origin.max(initial=-1) + 1
    for_it, against = np.zeros(size, dtype=bool), np.zeros(size, dtype=bool)
    for_it[origin[agrees]] = True
    against[origin[dissents]] = True
    flagged = np.zeros(cells, dtype=bool)
    flagged[cell[dissents & for_it[origin]]] = True
    return flagged


def _only_planned(cell, plan, agrees, cells: int) -> np.ndarray:
    """Cells whose settled value rests on reports that look ahead, and on no other."""
    expected = np.bincount(cell[agrees & (plan == 2)], minlength=cells)
    return (expected > 0) & (expected == np.bincount(cell[agrees], minlength=cells))
