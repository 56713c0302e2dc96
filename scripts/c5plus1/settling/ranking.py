"""How much weight a source's word has in a cell under the policy `official_first`: 0 weighs most."""

from functools import lru_cache

import numpy as np
import pandas as pd

# An official source about its own side's act weighs most (0); about others it weighs like an agency.
TIERS = {"official": 1, "agency": 1, "newspaper": 2, "broadcaster": 2, "analysis": 3, "reference": 4}
UNITED_NATIONS = "United Nations"
# The side whose act a row is: a column of the row, or a part of its key.
SIDE_COLUMNS = {"statements": "actor", "commitments": "donor", "measures": "issuer"}
SIDE_KEYS = {"delegations": 1, "votes": 1}
GROUPS = {"C5": ("KAZ", "KGZ", "TJK", "TKM", "UZB"), "C5+1": ("KAZ", "KGZ", "TJK", "TKM", "USA", "UZB")}


def rank_facts(
    facts: pd.DataFrame, sources: pd.DataFrame, person_actor: dict[str, str], united_nations: set[str]
) -> np.ndarray:
    """The tier of each fact: (facts,) of small integers.

    `sources` is aligned with the categories of facts["source"]; `united_nations` are the publishers of the UN's house,
    which counts as the own side of resolutions and of the votes that it records.
    """
    tier = sources["kind"].map(TIERS).to_numpy(dtype=np.int8)
    source = facts["source"].cat.codes.to_numpy()
    rank = tier[source]
    official = (sources["kind"] == "official").to_numpy()
    candidates = np.flatnonzero(official[source])
    if not len(candidates):
        return rank
    sides = _sides_of_rows(facts, candidates, person_actor)
    country = sources["country"].to_numpy(dtype=object)
    is_un = sources["publisher"].isin(united_nations).to_numpy()
    about = facts.iloc[candidates]
    for index, table, row in zip(candidates, about["table"], about["row"], strict=True):
        voice = "UN" if is_un[source[index]] else country[source[index]]
        if voice in sides.get((table, row), ()):
            rank[index] = 0
    return rank


def _sides_of_rows(facts: pd.DataFrame, of: np.ndarray, person_actor: dict[str, str]) -> dict[tuple, frozenset[str]]:
    """The side or sides whose act each row is, for the rows that the facts `of` (by official sources) speak of."""
    sides: dict[tuple, frozenset[str]] = {}
    rows = facts.iloc[of][["table", "row"]].drop_duplicates()
    for table, row in zip(rows["table"], rows["row"], strict=True):
        if table in SIDE_KEYS:
            sides[table, row] = _expand(row.rsplit(":", 1)[1])
        elif table == "attendance":
            sides[table, row] = _expand(person_actor.get(row.rsplit(":", 1)[1], ""))
        if table in ("resolutions", "votes"):
            sides[table, row] = sides.get((table, row), frozenset()) | {"UN"}
    for table, column in SIDE_COLUMNS.items():
        ours = set(rows.loc[rows["table"] == table, "row"])
        stated = facts[(facts["table"] == table) & (facts["column"] == column) & ~facts["slip"]]
        stated = stated.loc[stated["row"].isin(ours), ["row", "value"]].drop_duplicates()
        for row, value in zip(stated["row"], stated["value"], strict=True):
            sides[table, row] = sides.get((table, row), frozenset()) | _expand(value)
    return sides


@lru_cache(maxsize=4096)
def _expand(actors: str) -> frozenset[str]:
    return frozenset(member for actor in actors.split(";") for member in GROUPS.get(actor, (actor,)))
