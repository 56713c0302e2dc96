"""Checks on ids over time: what went out of use stays out of use, and points at what took its place."""

from collections.abc import Iterator

from c5plus1.building.assemble import Package
from c5plus1.building.register_tables import NAME_TABLES
from c5plus1.checking.checks import check
from c5plus1.problems import Problem, nearest
from c5plus1.reading.retired import SHOWN, read_retired
from c5plus1.reading.schemas import Schema


def names_its_rows(schema: Schema) -> bool:
    """Whether the table's key is one id of ours, made to be cited: no pairing of ids, and no number that may shift."""
    if schema.name in NAME_TABLES or schema.name == "claims":
        return False  # names stand for the rows of a subject table; claims are numbered within their sheet
    return len(schema.key) == 1 and schema.kind in ("subject", "report", "register")


@check("error")
def former_ids_are_never_reused(package: Package) -> Iterator[Problem]:
    """A former or retired id is never used again, and points at an id in use if it points at any."""
    named = {name: schema for name, schema in package.schemas.items() if names_its_rows(schema)}
    places = _places(package)
    for table, former, now, _ in package.tables["former_ids"].itertuples(index=False):
        path, line = places[table, former]
        if table not in named:
            message = f"{table!r} is not a table whose rows have ids{nearest(table, named)}; known: {', '.join(named)}"
            yield Problem(path, line, message)
            continue
        current = _current_ids(package, named[table])
        if former in current:
            yield Problem(path, line, f"{table}: {former!r} is retired but used again; ids are never reused")
        if now is not None and now not in current:
            message = f"{table}: {former!r} points at {now!r}, which is not there{nearest(now, current)}"
            yield Problem(path, line, message)


def _current_ids(package: Package, schema: Schema) -> set[str]:
    """The table's ids, with those that only its register of names has yet."""
    tables = [schema.name, *(names for names, register in NAME_TABLES.items() if register == schema.name)]
    return {identifier for name in tables for identifier in package.tables[name][schema.key[0]]}


def _places(package: Package) -> dict[tuple[str, str], tuple[str, int]]:
    """Where each former id is written down."""
    places = {(entry.table, entry.id): (SHOWN, entry.line) for entry in read_retired(package.root)}
    for name, entries in package.registers.items():
        for entry in entries:
            for former in entry.get("former_ids") or []:
                places[name, former] = (f"data/registers/{name}.yaml", entry["_line"])
    return places
