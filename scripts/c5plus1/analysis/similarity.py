"""How alike the agendas of one meeting are that different sides report, and whether the sides matter.

A *voice* is whom a claim goes back to: whom it credits, else the publisher whose text it reprints, else its publisher.
Its side is a government's (United States, Central Asia) or the press's; joint statements belong to both and are left
out.
"""

import re
from typing import NamedTuple

import numpy as np
import pandas as pd

from c5plus1.analysis.reliability import SEED

US, CENTRAL_ASIA, PRESS = SIDES = ("US official", "Central Asian official", "press")
_FIVE = ("KAZ", "KGZ", "TJK", "TKM", "UZB")
_GOVERNMENT = re.compile(
    r"\b(Ministry|Embassy|Consulate|President of|Government|Department of State|White House|USAID|US Mission|"
    r"Permanent Mission|Treasury|Senate|Trade Representative|Office of (Rep|Sen)\.)"
)
_JOINT = re.compile(r"\bJoint statement")
_PRESS_KINDS = ("agency", "newspaper", "broadcaster")


class Likeness(NamedTuple):
    """Mean Jaccard index of two sides over events, and its mean and 95 % range if sides were dealt out at random within
    each event. `informative`: events with more than two voices, where there is something to deal. `p`: the share of
    deals in which the sides are at most as alike as observed."""

    events: int
    informative: int
    observed: float
    expected: float
    low: float
    high: float
    p: float


def jaccard(one: frozenset, other: frozenset) -> float:
    """Shared members by all members; 1 for two empty sets."""
    together = one | other
    return len(one & other) / len(together) if together else 1.0


def name_voices(joined: pd.DataFrame, publishers: pd.DataFrame) -> pd.DataFrame:
    """`joined` (facts with their sources) with `voice` and `side`; rows that are of no side are left out."""
    country = publishers.set_index("publisher")["country"]
    voice = joined["via"].fillna(joined["reprint_of"]).fillna(joined["publisher"])
    own = voice.eq(joined["publisher"])
    sides = [
        _side_of(name, country.get(name), kind if is_own else None)
        for name, kind, is_own in zip(voice, joined["kind"].astype(str), own, strict=True)
    ]
    named = joined.assign(voice=voice, side=sides)
    return named[named["side"].notna()]


def _side_of(voice: str, country, kind: str | None) -> str | None:
    """`kind` is the source's, where it speaks for itself."""
    if _JOINT.search(voice):
        return None
    if kind == "official" or _GOVERNMENT.search(voice):
        return US if country == "USA" else CENTRAL_ASIA if country in _FIVE else None
    return PRESS if kind is None or kind in _PRESS_KINDS else None


def gather_agendas(voiced: pd.DataFrame) -> pd.DataFrame:
    """One row for each event and voice: event, voice, side, topics (a frozenset)."""
    parts = voiced["row"].str.rsplit(":", n=1)
    agenda = voiced.assign(event=parts.str[0], topic=parts.str[1])
    return agenda.groupby(["event", "voice", "side"])["topic"].agg(frozenset).rename("topics").reset_index()


def compare_events(agendas: pd.DataFrame, one: str, other: str) -> pd.Series:
    """event -> Jaccard index of what all voices of the two sides name; events that both sides tell of."""
    both = agendas[agendas["side"].isin([one, other])]
    both = both[both.groupby("event")["side"].transform("nunique") == 2]
    return pd.Series(
        {
            event: _likeness(rows["topics"].tolist(), (rows["side"] == one).to_numpy())
            for event, rows in both.groupby("event")
        },
        dtype=float,
    )


def _likeness(topics: list[frozenset], first: np.ndarray) -> float:
    sides = [
        frozenset().union(*(t for t, is_first in zip(topics, first, strict=True) if is_first == side))
        for side in (True, False)
    ]
    return jaccard(*sides)


def permute_sides(agendas: pd.DataFrame, one: str, other: str, draws: int = 2000, seed: int = SEED) -> Likeness:
    """Permutation test, stratified by event: within each event the two sides' labels are dealt out among its voices."""
    found = compare_events(agendas, one, other)
    generator = np.random.default_rng(seed)
    dealt, informative = np.zeros(draws), 0
    for event in found.index:
        rows = agendas[agendas["event"].eq(event) & agendas["side"].isin([one, other])]
        topics, labels = rows["topics"].tolist(), (rows["side"] == one).to_numpy()
        informative += len(topics) > 2
        known: dict[bytes, float] = {}
        for draw in range(draws):
            deal = generator.permutation(labels)
            key = deal.tobytes()
            if key not in known:
                known[key] = _likeness(topics, deal)
            dealt[draw] += known[key]
    dealt /= max(1, len(found))
    low, high = np.quantile(dealt, [0.025, 0.975])
    observed = float(found.mean())
    p = float((np.sum(dealt <= observed + 1e-12) + 1) / (draws + 1))
    return Likeness(len(found), informative, observed, float(dealt.mean()), float(low), float(high), p)
