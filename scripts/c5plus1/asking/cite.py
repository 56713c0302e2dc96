"""`cite`: the dataset, and exactly the sources behind some rows of it, as BibTeX, CSL-JSON or text.

Reports name their authors too seldom for us to keep them: the publisher stands in the author's place, as styles
expect of bodies. Keys are the source's and the dataset's own ids, so that the same rows always give the same entries.
"""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd

from c5plus1.asking import bibtex
from c5plus1.asking.dataset import Dataset, describe_dataset
from c5plus1.asking.package import locate, read_table
from c5plus1.asking.selection import Selection, select
from c5plus1.problems import UsageProblem, nearest

_FOR = ("agrees",)
_AGAINST = ("dissents", "differs")


class Citation(str):
    """The citation as text that shows without quotes, in a terminal and in a notebook. `sources` are the source ids."""

    sources: tuple[str, ...] = ()

    def __repr__(self) -> str:
        return str(self)


def cite(
    rows: Any = None,
    style: str = "bibtex",
    table: str | None = None,
    dissent: bool = False,
    root: str | Path | None = None,
) -> Citation:
    """The dataset's own citation, followed by those of exactly the sources behind `rows`.

    rows: a frame from `load` (filtered, sorted or with columns left out: only the cells of the columns that are there
    count), one row or column of it, cell or row ids, or the answers of `why`; None cites the dataset alone.
    style: bibtex, csl-json or text. table: what the rows are of, where neither the frame nor its columns tell.
    dissent: also the sources that say otherwise. Sources stand in the order of their ids.

    Raises UsageProblem for an unknown style, an empty frame, rows that are not ours, and tables that claim nothing.
    """
    if style not in STYLES:
        raise UsageProblem(f"unknown style {style!r}{nearest(style, STYLES)}; known: {', '.join(STYLES)}")
    root = locate(root)
    found = [] if rows is None else find_sources(select(rows, table, root), dissent, root)
    sources = read_table("sources", root)
    sources = sources[sources["source"].isin(found)].sort_values("source", kind="stable")
    citation = Citation(STYLES[style](describe_dataset(root), sources.to_dict("records")))
    citation.sources = tuple(sources["source"])
    return citation


def find_sources(selection: Selection, dissent: bool, root: Path) -> list[str]:
    """The sources whose facts agree with the cells selected, and with `dissent` those that say otherwise."""
    facts = _facts_under(selection, root)
    facts = facts[facts["agreement"].isin(_FOR + _AGAINST if dissent else _FOR)]
    pairs = pd.MultiIndex.from_frame(facts[["table", "row"]].astype(object))
    facts = facts[pairs.isin(list(selection.rows))]
    named = dict(selection.rows)
    chosen = [
        (table, row, not named[table, row] or column in named[table, row], claim)
        for table, row, column, claim in facts[["table", "row", "column", "claim"]].itertuples(index=False)
    ]
    told = {(table, row) for table, row, wanted, _ in chosen if wanted}
    # Where every column chosen is empty, the row itself still rests on those who report it.
    claims = [claim for table, row, wanted, claim in chosen if wanted or (table, row) not in told]
    return sorted({claim.rsplit("#", 1)[0] for claim in claims} | set(selection.sources))


def _facts_under(selection: Selection, root: Path) -> pd.DataFrame:
    if selection.policy == "official_first" and selection.as_of is None:
        return read_table("facts", root)
    from c5plus1.asking.load import load

    return load("facts", selection.policy, selection.as_of, root=root)


def _as_bibtex(dataset: Dataset, sources: list[dict]) -> str:
    own = bibtex.write_entry(
        "misc",
        f"{dataset.name}-{dataset.version}",
        {
            "author": bibtex.bodies(dataset.authors),
            "title": bibtex.whole(dataset.title),
            **bibtex.date_fields(dataset.released or dataset.year),
            "version": bibtex.text(dataset.version),
            "howpublished": bibtex.text(f"Dataset, {dataset.edition}"),
            "doi": bibtex.text(dataset.doi),
            "url": bibtex.address(dataset.url),
            "note": bibtex.text(f"Data as of {dataset.collected}. Licence: {dataset.license}"),
        },
    )
    return "\n\n".join([own, *map(_source_entry, sources)]) + "\n"


def _source_entry(source: dict) -> str:
    fields = {
        "author": bibtex.bodies([source["publisher"]]),
        "title": bibtex.whole(source["title"]),
        **bibtex.date_fields(source["published"]),
        "url": bibtex.address(source["url"]),
        "urldate": bibtex.text(source["retrieved"]),
        "note": bibtex.text(_note(source)),
    }
    return bibtex.write_entry("misc", source["source"], fields)


def _note(source: dict) -> str:
    parts = [] if source["published"] else ["Undated."]
    if source["reprint_of"]:
        parts.append(f"Text by {source['reprint_of']}.")
    return " ".join([*parts, f"Language: {source['language']}. Read {source['retrieved']}."])


def _as_csl(dataset: Dataset, sources: list[dict]) -> str:
    own = {
        "id": f"{dataset.name}-{dataset.version}",
        "type": "dataset",
        "author": [{"literal": author} for author in dataset.authors],
        "title": dataset.title,
        "version": dataset.version,
        "issued": _csl_date(dataset.released or dataset.year),
        "DOI": dataset.doi,
        "URL": dataset.url,
        "note": f"{dataset.edition}; data as of {dataset.collected}; licence {dataset.license}",
    }
    items = [own, *map(_source_item, sources)]
    kept = [{key: value for key, value in item.items() if value is not None} for item in items]
    return json.dumps(kept, ensure_ascii=False, indent=2) + "\n"


def _source_item(source: dict) -> dict[str, Any]:
    return {
        "id": source["source"],
        "type": "article-newspaper" if source["kind"] in ("agency", "newspaper") else "webpage",
        "author": [{"literal": source["publisher"]}],
        "title": source["title"],
        "issued": _csl_date(source["published"]),
        "accessed": _csl_date(source["retrieved"]),
        "URL": source["url"],
        "language": source["language"],
        "note": f"Text by {source['reprint_of']}." if source["reprint_of"] else None,
    }


def _csl_date(date: str | None) -> dict[str, list[list[int]]] | None:
    return {"date-parts": [[int(part) for part in date.split("-")]]} if date else None


def _as_text(dataset: Dataset, sources: list[dict]) -> str:
    where = f" https://doi.org/{dataset.doi}" if dataset.doi else f" {dataset.url}" if dataset.url else ""
    authors = ", ".join(dataset.authors)
    titled = f"{authors} ({dataset.year}). {dataset.title}, {dataset.edition} [Dataset]."
    lines = [f"{titled} Data as of {dataset.collected}.{where}"]
    for source in sources:
        reprint = f" (text by {source['reprint_of']})" if source["reprint_of"] else ""
        lines.append(
            f"{source['publisher']} ({source['published'] or 'undated'}). {source['title']}{reprint}. "
            f"{source['url']} (read {source['retrieved']}). [{source['source']}]"
        )
    return "\n".join(lines) + "\n"


STYLES: dict[str, Callable[[Dataset, list[dict]], str]] = {
    "bibtex": _as_bibtex,
    "csl-json": _as_csl,
    "text": _as_text,
}
