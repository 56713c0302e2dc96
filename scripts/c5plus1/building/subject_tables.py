"""Subject tables from settled cells, and the two tables that are drawn from them: row_actors and meetings."""

import pandas as pd

from c5plus1.reading.schemas import Schema, subject_schemas
from c5plus1.settling.dates import UNKNOWN_FIRST, first_days
from c5plus1.settling.settle import Settled

# From bad to good: a meeting is as well established as the weakest of its date, place and level.
_WORST_FIRST = ("contested", "single", "adjudicated", "corroborated")
_PRECISIONS = {4: "year", 7: "month", 10: "day"}


def build_subject_tables(settled: Settled, schemas: dict[str, Schema]) -> dict[str, pd.DataFrame]:
    """One frame a subject table, sorted by key, text or None in every cell.

    A row is there if any fact that is not a slip speaks of it; a cell that rests on slips only is empty.
    """
    cells = settled.cells.astype({"table": object})
    standing = cells[cells["status"] != "slip_only"]
    return {
        name: _pivot(standing[standing["table"] == name], schema) for name, schema in subject_schemas(schemas).items()
    }


def _pivot(cells: pd.DataFrame, schema: Schema) -> pd.DataFrame:
    wide = cells.pivot(index="row", columns="column", values="value").astype(object)
    keys = [row.split(":", len(schema.key) - 1) for row in wide.index]
    wide = wide.reindex(columns=schema.value_columns)
    for position, column in reversed(list(enumerate(schema.key))):
        wide.insert(0, column, [key[position] for key in keys])
    wide = wide[schema.columns].sort_values(list(schema.key), kind="stable").reset_index(drop=True)
    return wide.astype(object).where(wide.notna(), None)


def build_row_actors(tables: dict[str, pd.DataFrame], schemas: dict[str, Schema]) -> pd.DataFrame:
    """Each single actor of a column that may hold several: table, row, column, actor."""
    rows = []
    for name, table in tables.items():
        schema = schemas[name]
        for column in (column for column, field in schema.fields.items() if field.actors):
            for row, actors in zip(name_rows(table, schema), table[column], strict=True):
                rows += [(name, row, column, actor) for actor in (actors.split(";") if actors else [])]
    order = {name: place for place, name in enumerate(tables)}
    rows.sort(key=lambda row: (order[row[0]], *row[1:]))
    return pd.DataFrame(rows, columns=["table", "row", "column", "actor"], dtype=object)


def name_rows(table: pd.DataFrame, schema: Schema) -> list[str]:
    """The row id of each row: its keys joined by ':'."""
    return [":".join(parts) for parts in zip(*(table[column] for column in schema.key), strict=True)]


def build_meetings(tables: dict[str, pd.DataFrame], settled: Settled, registers: dict) -> pd.DataFrame:
    """One flat, ready-to-plot row for each event that is not a visit, by date."""
    events = tables["events"]
    meetings = events[events["format"] != "visit"].reset_index(drop=True)
    names = {entry["event"]: entry["name"] for entry in registers["events"]}
    places = {entry["place"]: entry["name"] for entry in registers["places"]}
    came, planned = _who_came(tables)
    cells = settled.cells.astype({"table": object})
    cells = cells[cells["table"] == "events"].set_index(["row", "column"])
    first = first_days(meetings["start_date"])
    frame = pd.DataFrame(
        {
            **{column: meetings[column] for column in ("event", "format", "level", "start_date", "end_date", "place")},
            **{column: meetings[column] for column in ("country", "mode", "modality")},
            "name": [names[event] for event in meetings["event"]],
            "start": [str(day.astype("datetime64[D]")) if day != UNKNOWN_FIRST else None for day in first],
            "precision": [_PRECISIONS[len(date)] if date else None for date in meetings["start_date"]],
            "place_name": [places[place] if place else None for place in meetings["place"]],
            "came": [came.get(event) for event in meetings["event"]],
            "came_planned": [planned.get(event) for event in meetings["event"]],
            "heads": [_join(tables["delegations"], event, "head") for event in meetings["event"]],
            "n_actors": [came[event].count(";") + 1 if event in came else 0 for event in meetings["event"]],
            "n_sources": [cells.at[(event, "modality"), "n_sources"] for event in meetings["event"]],
            "n_origins": [cells.at[(event, "modality"), "n_origins"] for event in meetings["event"]],
            "status": [_worst_status(cells, event) for event in meetings["event"]],
        }
    )
    return frame.sort_values(["start", "event"], na_position="last", kind="stable").reset_index(drop=True)


def _who_came(tables: dict[str, pd.DataFrame]) -> tuple[dict[str, str], dict[str, str]]:
    """Actors reported as present after the event, and those named only by plans or undated pages, by event."""
    delegations = tables["delegations"]
    there = delegations[delegations["attended"] != "false"]
    attending = pd.concat([there[["event", "actor", "modality"]], tables["attendance"][["event", "actor", "modality"]]])
    attending = attending.dropna(subset=["actor"])
    denied = set(
        delegations.loc[delegations["attended"] == "false", ["event", "actor"]].itertuples(index=False, name=None)
    )
    present: dict[str, set[str]] = {}
    planned: dict[str, set[str]] = {}
    for event, actor, modality in attending.itertuples(index=False, name=None):
        if (event, actor) not in denied:
            (present if modality == "occurred" else planned).setdefault(event, set()).add(actor)
    only_planned = {event: actors - present.get(event, set()) for event, actors in planned.items()}
    return (
        {event: ";".join(sorted(actors)) for event, actors in present.items()},
        {event: ";".join(sorted(actors)) for event, actors in only_planned.items() if actors},
    )


def _join(table: pd.DataFrame, event: str, column: str) -> str | None:
    values = table.loc[table["event"] == event, column].dropna()
    return ";".join(sorted(set(values))) or None


def _worst_status(cells: pd.DataFrame, event: str) -> str | None:
    statuses = [
        cells.at[(event, column), "status"]
        for column in ("start_date", "place", "level")
        if (event, column) in cells.index
    ]
    return next((status for status in _WORST_FIRST if status in statuses), None)
