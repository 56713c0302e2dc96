"""Which sources go back to one origin with regard to a whole meeting, and not only within one cell."""

import pandas as pd


def name_origins(reports: pd.DataFrame, publishers: pd.DataFrame, by: str) -> pd.Series:
    """The origin of each row of `reports`, as the alphabetically first source of its component.

    reports: columns source, publisher, via, reprint_of, same_text_as, sha256 and `by`; sources are joined within one
    value of `by` only, by the rule that settles cells: they share a publisher or its group, a credited voice, a
    reprinted publisher, a text or a fingerprint. publishers: columns publisher and group.
    """
    group = publishers.set_index("publisher")["group"]

    def house(name: str) -> str:
        joined = group.get(name)
        return joined if isinstance(joined, str) else name

    origins = pd.Series(index=reports.index, dtype=object)
    for _, rows in reports.groupby(by, observed=True):
        sharers: dict[tuple[str, str], list[str]] = {}
        for row in rows.to_dict("records"):
            for token in _tokens(row, house):
                sharers.setdefault(token, []).append(row["source"])
        first = _components(rows["source"].unique(), sharers.values())
        origins.loc[rows.index] = rows["source"].map(first)
    return origins


def _tokens(row: dict, house) -> list[tuple[str, str]]:
    """What a source may share with another."""
    houses = [row["publisher"], row["via"], row["reprint_of"]]
    texts = [row["source"], row["same_text_as"]]
    return [
        *(("house", house(name)) for name in houses if isinstance(name, str)),
        *(("text", name) for name in texts if isinstance(name, str)),
        ("words", row["sha256"]),
    ]


def _components(sources, shared) -> dict[str, str]:
    label = {source: source for source in sources}
    changed = True
    while changed:
        changed = False
        for members in shared:
            least = min(label[member] for member in members)
            for member in members:
                if label[member] != least:
                    label[member], changed = least, True
    return label
