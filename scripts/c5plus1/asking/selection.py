"""Which cells a user means: rows of a loaded frame, cell ids, row ids, or the answers of `why`."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pandas as pd

from c5plus1.asking.cells import find_cells
from c5plus1.asking.package import find_schema, package_schemas, read_table
from c5plus1.problems import UsageProblem, nearest
from c5plus1.reading.schemas import Schema
from c5plus1.version import __version__

# What `load` puts beside a column; it rests on the same cell as the column itself.
_SUFFIXES = ("_from", "_to", "_precision", "_status")
# `meetings` is drawn from these: its columns about who came rest on both tables of participants.
_ABOUT_PARTICIPANTS = ("came", "came_planned", "heads", "n_actors")


@dataclass(frozen=True)
class Selection:
    """Rows as (table, row id) with the columns chosen of each (none means all), and sources chosen outright.

    `policy` and `as_of` are those under which the rows were loaded.
    """

    rows: dict[tuple[str, str], tuple[str, ...]] = field(default_factory=dict)
    sources: tuple[str, ...] = ()
    policy: str = "official_first"
    as_of: str | None = None


def select(chosen: Any, table: str | None, root: Path) -> Selection:
    """What `chosen` means. Raises UsageProblem for nothing, for unknown names, and for what claims nothing."""
    if isinstance(chosen, pd.Series):
        chosen = _series_as_frame(chosen, root) if "c5plus1" in chosen.attrs else chosen.tolist()
    if isinstance(chosen, pd.DataFrame):
        return _select_frame(chosen, chosen.attrs, table, root)
    if isinstance(chosen, str):
        chosen = [chosen]
    if not isinstance(chosen, Iterable):
        raise UsageProblem(f"{chosen!r}: expected rows of a loaded table, or ids such as votes/A/RES/ES-11/6:TKM")
    listed = [getattr(one, "cell", one) for one in chosen]
    if not listed:
        raise UsageProblem("nothing was chosen: the list is empty")
    if all(isinstance(one, dict) for one in listed):
        return _select_frame(pd.DataFrame(listed), {}, table, root)
    return _select_ids(listed, root)


def _series_as_frame(series: pd.Series, root: Path) -> pd.DataFrame:
    """One column of a loaded frame as that column, one row of it as that row."""
    key = find_schema(series.attrs["c5plus1"]["table"], root).key
    frame = pd.DataFrame([series.to_dict()]) if set(key) <= set(series.index) else series.to_frame()
    frame.attrs = dict(series.attrs)
    return frame


def _select_ids(ids: list[Any], root: Path) -> Selection:
    rows: dict[tuple[str, str], tuple[str, ...]] = {}
    sources: list[str] = []
    for one in ids:
        if not isinstance(one, str):
            raise UsageProblem(f"{one!r} is not an id; write table/row or table/row/column, as votes/A/RES/ES-11/6:TKM")
        table, row, column = split_id(one, root)
        if table == "sources":
            _check_known([row], set(read_table("sources", root)["source"]), "sources")
            sources.append(row)
            continue
        found = find_cells(table, row, column, root)
        key = (table, found["row"].iloc[0])
        columns = () if column is None or rows.get(key) == () else (*rows.get(key, ()), column)
        rows[key] = columns
    return Selection(rows, tuple(dict.fromkeys(sources)))


def split_id(one: str, root: Path) -> tuple[str, str, str | None]:
    """An id's table, row and column; the column is None where the id names a whole row. Raises UsageProblem."""
    table, slash, rest = unquote(one).partition("/")
    if not slash or not rest:
        raise UsageProblem(f"{one!r} is not an id; write table/row or table/row/column, as votes/A/RES/ES-11/6:TKM")
    schema = find_schema(table, root)
    row, _, column = rest.rpartition("/")
    if row and column in schema.fields:
        return table, row, column
    return table, rest, None


def _select_frame(frame: pd.DataFrame, attrs: dict, table: str | None, root: Path) -> Selection:
    about = attrs.get("c5plus1", {})
    if about.get("version", __version__) != __version__:
        raise UsageProblem(
            f"these rows were loaded from version {about['version']}, this is version {__version__}; load them again"
        )
    schema = find_schema(table or about.get("table") or guess_table(frame, root), root)
    in_index = [name for name in frame.index.names if name in schema.key and name not in frame.columns]
    if in_index:
        frame = frame.reset_index(in_index)
    if not len(frame):
        raise UsageProblem(f"the frame of {schema.name} is empty: no row, so nothing to cite or lock")
    under = {"policy": about.get("policy", "official_first"), "as_of": about.get("as_of")}
    if schema.name in ("sources", "claims", "facts"):
        return Selection(sources=_take_sources(frame, schema, root), **under)
    if schema.name in ("cells", "row_actors"):
        return Selection(_take_cells(frame, schema, root), **under)
    if schema.kind != "subject" and schema.name != "meetings":
        raise UsageProblem(
            f"{schema.name} claims nothing (it is a {schema.kind} table), so no source stands behind its rows; "
            "cite() without rows gives the dataset's own citation"
        )
    return Selection(_take_rows(frame, schema, root, **under), **under)


def guess_table(frame: pd.DataFrame, root: Path) -> str:
    """The one table that the frame's columns can have come from. Raises UsageProblem if none or several fit.

    A merged frame holds the keys of several tables and is refused: only its maker knows whose rows are meant.
    """
    columns = {_plain(column) for column in frame.columns}
    strange = {
        name: len(columns - set(schema.columns))
        for name, schema in package_schemas(root).items()
        if set(schema.key) <= columns
    }
    best = [name for name, count in strange.items() if count == 0] or list(strange)
    if len(best) == 1:
        return best[0]
    named = ", ".join(map(str, frame.columns))
    hint = f"it could be any of {', '.join(best)}" if best else "no table has its key among them"
    raise UsageProblem(f"which table are these rows of? By their columns ({named}) {hint}; say table=…")


def _plain(column: Any) -> str:
    text = str(column)
    return next((text.removesuffix(suffix) for suffix in _SUFFIXES if text.endswith(suffix)), text)


def _take_rows(
    frame: pd.DataFrame, schema: Schema, root: Path, policy: str, as_of: str | None
) -> dict[tuple[str, str], tuple[str, ...]]:
    rows = name_frame_rows(frame, schema)
    _check_known(rows, _known_rows(schema, root, policy, as_of), schema.name)
    present = {_plain(column) for column in frame.columns} | set(frame.columns)
    columns = tuple(column for column in schema.value_columns if column in present)
    if schema.name != "meetings":
        return {(schema.name, row): columns for row in rows}
    of_events = tuple(column for column in columns if column in find_schema("events", root).fields)
    chosen: dict[tuple[str, str], tuple[str, ...]] = {("events", row): of_events for row in rows}
    if not columns or any(column in _ABOUT_PARTICIPANTS for column in columns):
        chosen |= _participants(rows, root)
    return chosen


def name_frame_rows(frame: pd.DataFrame, schema: Schema) -> list[str]:
    """The row id of each row. Raises UsageProblem where the key is not whole."""
    missing = [column for column in schema.key if column not in frame.columns]
    if missing:
        raise UsageProblem(
            f"the frame lacks {', '.join(missing)}, which names the rows of {schema.name}; keep the key columns"
        )
    keys = frame[list(schema.key)]
    if keys.isna().any(axis=None):
        raise UsageProblem(f"a row of the frame has no {' or '.join(schema.key)}: it is not a row of {schema.name}")
    return [":".join(map(str, parts)) for parts in keys.itertuples(index=False)]


def _known_rows(schema: Schema, root: Path, policy: str, as_of: str | None) -> set[str]:
    if as_of is None:
        table = read_table(schema.name, root)
    else:
        from c5plus1.asking.load import load

        table = load(schema.name, policy, as_of, root=root)
    return set(name_frame_rows(table, schema))


def _check_known(rows: list[str], known: set[str], table: str) -> None:
    strangers = [row for row in dict.fromkeys(rows) if row not in known]
    if strangers:
        shown = ", ".join(f"{row!r}{nearest(row, known)}" for row in strangers[:3])
        more = f" and {len(strangers) - 3} more" if len(strangers) > 3 else ""
        raise UsageProblem(f"not in {table}: {shown}{more}; take the rows from c5plus1.load({table!r})")


def _participants(events: list[str], root: Path) -> dict[tuple[str, str], tuple[str, ...]]:
    wanted = set(events)
    chosen: dict[tuple[str, str], tuple[str, ...]] = {}
    for table in ("delegations", "attendance"):
        frame = read_table(table, root)
        rows = name_frame_rows(frame, find_schema(table, root))
        chosen |= {(table, row): () for row, event in zip(rows, frame["event"], strict=True) if event in wanted}
    return chosen


def _take_cells(frame: pd.DataFrame, schema: Schema, root: Path) -> dict[tuple[str, str], tuple[str, ...]]:
    if "cell" in frame.columns:
        return _select_ids(frame["cell"].tolist(), root).rows
    parts = ["table", "row", "column"]
    if not set(parts) <= set(frame.columns):
        raise UsageProblem(f"the frame lacks {', '.join(schema.key)}, which names the rows of {schema.name}")
    cells = dict.fromkeys("/".join(map(str, cell)) for cell in frame[parts].itertuples(index=False))
    return _select_ids(list(cells), root).rows


def _take_sources(frame: pd.DataFrame, schema: Schema, root: Path) -> tuple[str, ...]:
    column = next((name for name in ("source", "claim") if name in frame.columns), None)
    if column is None:
        raise UsageProblem(f"the frame lacks {' and '.join(schema.key)}, which names the rows of {schema.name}")
    named = [str(one).rsplit("#", 1)[0] for one in frame[column]]
    _check_known(named, set(read_table("sources", root)["source"]), "sources")
    return tuple(dict.fromkeys(named))


def choose_from_command(ids: tuple[str, ...], file: str | None, table: str | None, root: Path) -> Any:
    """What the command line chose: ids, the rows of a CSV file, a whole table; None if nothing. Raises UsageProblem."""
    if ids and (file or table):
        raise UsageProblem("name ids, or rows by --from and --table, not both")
    if ids:
        return list(ids)
    if file:
        try:
            return pd.read_csv(file, dtype="str", keep_default_na=False, na_values=[""], encoding="utf-8")
        except (OSError, ValueError) as error:
            raise UsageProblem(f"{file}: cannot be read as CSV: {getattr(error, 'strerror', None) or error}") from None
    if table:
        from c5plus1.asking.load import load

        return load(table, root=root)
    return None
