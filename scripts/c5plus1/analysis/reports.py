"""Facts beside the reports that state them: one flat frame for counting who says what."""

import pandas as pd

SOURCE_COLUMNS = ("publisher", "kind", "language", "country", "published", "reprint_of", "title")


def join_sources(facts: pd.DataFrame, claims: pd.DataFrame, sources: pd.DataFrame) -> pd.DataFrame:
    """`facts` with the claim's source, via and note, and the source's columns (see SOURCE_COLUMNS)."""
    claim = claims.set_index("claim")[["source", "via", "note"]]
    report = sources.set_index("source")[list(SOURCE_COLUMNS)]
    return facts.join(claim, on="claim").join(report, on="source")


def group_houses(publishers: pd.DataFrame) -> dict[str, str]:
    """publisher -> its house: the group that the register names, else itself."""
    return {
        name: group if isinstance(group, str) else name
        for name, group in zip(publishers["publisher"], publishers["group"], strict=True)
    }


def join_origins(joined: pd.DataFrame, sources: pd.DataFrame, houses: dict[str, str]) -> pd.Series:
    """source -> its origin over all facts in `joined`: sources linked by house, credited voice, reprint or same text.

    Across cells no origin is known, so whatever two sources share in any of these facts makes them one cluster: fewer
    and larger clusters than within a cell, which is the cautious side for an interval.
    """
    tokens: dict[str, list[str]] = {}
    report = sources.set_index("source")
    for source, group in joined.groupby("source", observed=True):
        row = report.loc[source]
        names = [row["publisher"], row["reprint_of"], *group["via"].unique()]
        shared = [f"house:{houses.get(name, name)}" for name in names if isinstance(name, str)]
        same = row["same_text_as"]
        tokens[source] = [*shared, f"text:{source}", *([f"text:{same}"] if isinstance(same, str) else [])]
    return pd.Series(_connect(tokens), name="origin", dtype=object)


def _connect(tokens: dict[str, list[str]]) -> dict[str, str]:
    """Connected components: each name under the first name of its component."""
    parent: dict[str, str] = {}

    def find(name: str) -> str:
        while parent.setdefault(name, name) != name:
            name = parent[name]
        return name

    for name, shared in sorted(tokens.items()):
        for token in shared:
            first, second = find(f"name:{name}"), find(token)
            parent[second] = first
    first_name: dict[str, str] = {}
    return {name: first_name.setdefault(find(f"name:{name}"), name) for name in sorted(tokens)}
