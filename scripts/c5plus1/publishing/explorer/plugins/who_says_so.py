"""A Datasette plugin for our own tables: each value leads to the claims behind it, each id to the row that it names."""

from urllib.parse import urlencode

from datasette import hookimpl
from datasette.utils import tilde_encode
from markupsafe import Markup

DATABASE = "c5plus1"
QUERY = "claims_behind_a_cell"
# In views and queries there are no foreign keys to go by, only the columns' names.
_BY_NAME = {"claim": "claims", "source": "sources", "event": "events"}
# Tables whose rows are named elsewhere.
_NAMED_IN = {"events": "event_names", "resolutions": "resolution_names"}
_NAMES = (
    ("actors", "actor", "name"),
    ("people", "person", "name"),
    ("places", "place", "name"),
    ("topics", "topic", "label"),
    ("event_names", "event", "name"),
    ("resolution_names", "resolution", "name"),
    ("commitment_names", "commitment", "name"),
    ("milestone_names", "milestone", "name"),
    ("measure_names", "measure", "name"),
)

# Read once at the start: the file does not change while it is served.
_cells: dict[str, tuple] = {}
_keys: dict[str, list[str]] = {}
_references: dict[tuple[str, str], str] = {}
_names: dict[str, dict[str, str]] = {}


@hookimpl
def startup(datasette):
    async def read():
        database = datasette.get_database(DATABASE)
        counts = "SELECT cell, status, n_sources, n_origins, n_dissent FROM cells"
        _cells.update((row[0], tuple(row)[1:]) for row in await database.execute(counts))
        codebook = 'SELECT "table", "column", key, refers_to FROM codebook'
        for table, column, key, refers_to in await database.execute(codebook):
            if refers_to:
                _references[(table, column)] = refers_to.split(".")[0]
            if key:
                _keys.setdefault(table, []).append(column)
        for table, key, name in _NAMES:
            _names[table] = dict(map(tuple, await database.execute(f"SELECT {key}, {name} FROM {table}")))

    return read


@hookimpl
def render_cell(row, value, column, table, database, datasette):
    value = _plain(value)
    if database != DATABASE or value in (None, ""):
        return None
    shown = _show(value, column, table, datasette)
    cell = _find_cell(row, value, column, table)
    if cell in _cells:
        return Markup("{} {}").format(shown, _ask(cell, datasette))
    return shown if isinstance(shown, Markup) else None


def _plain(value):
    # Datasette hands over a key that it found a name for as {"value": …, "label": …}.
    return value["value"] if isinstance(value, dict) else value


def _find_cell(row, value, column, table) -> str | None:
    if column == "cell":
        return value
    if table == "cells":
        return row["cell"] if column == "value" else None
    keys = _keys.get(table, [])
    if column in keys or not keys:
        return None
    # Meetings are drawn from events: what they share rests on the same claims.
    subject = "events" if table == "meetings" else table
    return f"{subject}/{':'.join(str(_plain(row[key])) for key in keys)}/{column}"


def _show(value, column, table, datasette):
    """The value, as a link to the row that it names if it names one; plain values stay for Datasette to show."""
    other = _references.get((table, column)) or (None if table in _keys else _BY_NAME.get(column))
    if not other or column == "cell":
        return value
    name = _names.get(_NAMED_IN.get(other, other), {}).get(value)
    address = f"{datasette.urls.table(DATABASE, other)}/{tilde_encode(str(value))}"
    if name:
        return Markup('<a href="{}">{}</a> <em>{}</em>').format(address, name, value)
    return Markup('<a href="{}">{}</a>').format(address, value)


def _ask(cell: str, datasette) -> Markup:
    status, n_sources, n_origins, n_dissent = _cells[cell]
    address = f"{datasette.urls.query(DATABASE, QUERY)}?{urlencode({'cell': cell})}"
    reports = "1 report" if n_sources == 1 else f"{n_sources} reports"
    told = f"Who says so? {status}; independent origins for it: {n_origins}; reports against: {n_dissent}"
    shown = f"{reports}, {status}" if status in ("contested", "adjudicated", "slip_only") else reports
    return Markup('<a class="who who-{}" href="{}" title="{}">{}</a>').format(status, address, told, shown)
