"""Facts beside the reports that state them: one flat frame for counting who says what."""

import pandas as pd

from c5plus1.analysis.origins import name_origins

CLAIM_COLUMNS = ("source", "via", "note", "sha256")
SOURCE_COLUMNS = ("publisher", "kind", "language", "country", "published", "reprint_of", "same_text_as", "title")


def join_sources(facts: pd.DataFrame, claims: pd.DataFrame, sources: pd.DataFrame) -> pd.DataFrame:
    """`facts` with columns of their claims and of the claims' sources (CLAIM_COLUMNS, SOURCE_COLUMNS)."""
    claim = claims.set_index("claim")[list(CLAIM_COLUMNS)]
    report = sources.set_index("source")[list(SOURCE_COLUMNS)]
    return facts.join(claim, on="claim").join(report, on="source")


def join_origins(joined: pd.DataFrame, publishers: pd.DataFrame) -> pd.Series:
    """The origin of each row of `joined` over all its facts together, aligned with it.

    Origins are settled within a cell; across cells, whatever two sources share in any of these facts makes them one
    cluster. That gives fewer and larger clusters, which is the cautious side for an interval.
    """
    return name_origins(joined.assign(together="all"), publishers, by="together")
