"""Coverage: what reports give on each event, what was looked for and not said, and whose reports they are."""

from pathlib import Path

import pandas as pd

from c5plus1.asking.package import package_schemas, read_table
from c5plus1.publishing.markdown import code, plural, share, table
from c5plus1.reading.sought import read_sought

# Tables about an event, beside `events` itself, whose rows are counted for it.
_ABOUT_EVENTS = ("delegations", "attendance", "agenda", "commitments", "statements")
_SILENT, _NOT_SEARCHED = "–", "·"


def coverage_of_events(root: Path) -> str:
    """A row an event: its columns filled, rows of other tables, sources and origins; silence told from not searched."""
    events = read_table("events", root)
    names = dict(read_table("event_names", root).itertuples(index=False))
    searched = searches_by_subject(root)
    counts = {name: read_table(name, root)["event"].value_counts() for name in _ABOUT_EVENTS}
    behind = _sources_of_events(root)
    columns = package_schemas(root)["events"].value_columns
    events = events.assign(_day=events["start_date"].fillna("9")).sort_values(["_day", "event"], kind="stable")
    rows = []
    for event in events.to_dict("records"):
        one = event["event"]
        silent = _SILENT if one in searched else _NOT_SEARCHED
        given = [counts[name].get(one, 0) or silent for name in _ABOUT_EVENTS]
        filled = sum(event[column] is not None for column in columns)
        rows.append([names[one], _day(event["start_date"]), *behind.loc[one], filled, *given])
    heads = ["event", "first day", "sources", "origins", "events", *_ABOUT_EVENTS]
    return table(heads, rows, numbers=range(2, len(heads)))


def _day(date: str | None) -> str:
    return "(unknown)" if date is None else date if len(date) == 10 else f"({date})"


def searches_by_subject(root: Path) -> dict[str, int]:
    """Event or meeting sought -> number of logged searches about it."""
    about = read_table("searches", root)["about"].dropna().str.split(";").explode()
    return about.value_counts().to_dict()


def _sources_of_events(root: Path) -> pd.DataFrame:
    """Sources and independent origins behind each event's row."""
    cells = read_table("cells", root)
    rows = cells[(cells["table"] == "events") & (cells["column"] == "modality")].set_index("row")
    return rows[["n_sources", "n_origins"]].astype(int)


def per_event(root: Path) -> str:
    """How unevenly the events are reported, in a sentence."""
    sources = _sources_of_events(root)["n_sources"]
    single = int((sources == 1).sum())
    most = sources.idxmax()
    return (
        f"From {sources.min()} to {sources.max()} sources an event (median {sources.median():g}); "
        f"{plural(single, 'event')} of {len(sources)} rest on one source. The most reported is {code(most)}. "
        "Compare events only after allowing for that (see `notebooks/`)."
    )


def coverage_of_sources(sources: pd.DataFrame, column: str, title: str, most: int) -> str:
    """Sources by the values of a column, the rest summed up."""
    counts = sources[column].fillna("unknown").value_counts().sort_index(kind="stable")
    counts = counts.sort_values(ascending=False, kind="stable")
    shown, rest = counts.iloc[:most], counts.iloc[most:]
    rows = [
        (code(name) if name != "unknown" else name, f"{count:,}", share(count, len(sources)))
        for name, count in shown.items()
    ]
    if len(rest):
        rows.append((f"{len(rest)} others", f"{rest.sum():,}", share(int(rest.sum()), len(sources))))
    return table([title, "sources", "share"], rows, numbers=(1, 2))


def sought_meetings(root: Path) -> str:
    """Meetings that were searched for and that no report tells of."""
    searched = searches_by_subject(root)
    rows = [(what, searched.get(one, 0), code(one)) for one, what in read_sought(root).items()]
    return table(["what was sought", "logged searches", "in `searches.about`"], rows, numbers=(1,))
