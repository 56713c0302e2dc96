"""Who stands with others and who stands alone: one row for each source in each cell of an exact or date column."""

import pandas as pd

HEADLINE = ("exact", "date")  # ways of comparing in which two different values conflict
BACKED, ALONE, DISSENTS, NEUTRAL = STANDINGS = ("backed by another origin", "alone", "dissents", "neutral")


def take_headline(cells: pd.DataFrame) -> pd.DataFrame:
    """The cells of exact and date columns, by cell: the only ones in which sources can contradict each other."""
    return cells[cells["comparison"].isin(HEADLINE)].set_index("cell")


def count_status(cells: pd.DataFrame) -> pd.DataFrame:
    """How many headline cells of each table are corroborated, single, contested (adjudicated ones among these)."""
    headline = take_headline(cells)
    status = headline["status"].astype(str).replace({"adjudicated": "contested"})
    counts = pd.crosstab(headline["table"], status)
    return counts.reindex(columns=["corroborated", "single", "contested"], fill_value=0)


def stand_voices(joined: pd.DataFrame, cells: pd.DataFrame) -> pd.DataFrame:
    """Sources by headline cell, with `standing` and `rivals`; slips are left out.

    `joined` is facts with their sources. standing: backed if the source states the settled value and another origin
    does so too; alone if no other origin states it. rivals: whether another origin says anything about the cell,
    without which nobody could dissent. A source with several facts on a cell counts once; a dissent outweighs.
    """
    headline = take_headline(cells)
    voices = joined[joined["cell"].isin(headline.index) & ~joined["slip"].astype(bool)].copy()
    agreement = voices["agreement"].astype(str)
    origins = voices["cell"].map(headline["n_origins"])
    standing = agreement.map({"agrees": BACKED, "dissents": DISSENTS}).fillna(NEUTRAL)
    voices["standing"] = pd.Categorical(
        standing.mask((standing == BACKED) & (origins < 2), ALONE), STANDINGS, ordered=True
    )
    voices["rivals"] = voices.groupby("cell", observed=True)["origin"].transform("nunique") > 1
    voices["order"] = voices["standing"].cat.codes.replace({STANDINGS.index(DISSENTS): -1})
    voices = voices.sort_values(["cell", "source", "order"], kind="stable").drop_duplicates(["cell", "source"])
    return voices.drop(columns="order").reset_index(drop=True)


def rate_voices(voices: pd.DataFrame, by: pd.Series) -> pd.DataFrame:
    """By group: voices, sources, backed (share), with_rivals, dissents, dissent (share of those with rivals)."""
    grouped = voices.groupby(by, observed=True, sort=False)
    frame = pd.DataFrame(
        {
            "voices": grouped.size(),
            "sources": grouped["source"].nunique(),
            "backed": grouped["standing"].apply(lambda standing: (standing == BACKED).mean()),
            "with_rivals": grouped["rivals"].sum(),
            "dissents": grouped["standing"].apply(lambda standing: (standing == DISSENTS).sum()),
        }
    )
    return frame.assign(dissent=frame["dissents"] / frame["with_rivals"].where(frame["with_rivals"] > 0))


def count_syndication(joined: pd.DataFrame, cells: pd.DataFrame) -> pd.DataFrame:
    """Headline cells by `table`, with `reports` (sources that agree) and `origins` (independent ones among them)."""
    headline = take_headline(cells)
    agreeing = joined[joined["cell"].isin(headline.index) & joined["agreement"].eq("agrees")]
    reports = agreeing.groupby("cell", observed=True)["source"].nunique()
    return pd.DataFrame({"table": headline["table"], "reports": reports, "origins": headline["n_origins"]}).dropna()


def find_changes(then: pd.DataFrame, now: pd.DataFrame) -> pd.DataFrame:
    """What headline cells said `then` and say otherwise `now`: cell, then, now, status (then).

    A date that has only become finer or coarser is no change; `now` is missing where every report proved to be a slip.
    """
    then, now = take_headline(then), take_headline(now)
    both = then[["value", "status"]].join(now["value"].rename("now"), how="inner").rename(columns={"value": "then"})
    both = both[both["then"].notna()]
    changed = [not _same(one, other) for one, other in zip(both["then"], both["now"], strict=True)]
    return both[changed].reset_index()[["cell", "then", "now", "status"]]


def _same(one, other) -> bool:
    return isinstance(other, str) and (one == other or _refines(one, other) or _refines(other, one))


def _refines(fine: str, coarse: str) -> bool:
    return len(coarse) in (4, 7) and coarse[:4].isdigit() and fine.startswith(f"{coarse}-")
