"""The package as one SQLite file: typed, with primary and foreign keys, indexes, and views that join cells to claims.

The same package gives the same bytes, as far as the same SQLite library writes it.
"""

import sqlite3
from collections.abc import Iterator

from c5plus1.problems import DataError
from c5plus1.publishing.contents import CODEBOOK_COLUMNS, Contents, explain_columns, type_values
from c5plus1.reading.schemas import Field, Schema

_TYPES = {"integer": "INTEGER", "number": "REAL", "boolean": "BOOLEAN"}

# View -> (what it is for, its SQL). Everybody's questions, so that nobody has to find the joins.
VIEWS = {
    "who_says_so": (
        "One row for each fact: what a cell's settled value is, what this report says, and where to read it.",
        """
        SELECT facts.cell, cells.value AS settled, cells.status, facts.agreement, facts.value AS says, facts.origin,
               sources.publisher, sources.kind, sources.published, sources.language, claims.via, sources.reprint_of,
               facts.modality, facts.slip, facts.derived, claims.note, sources.title, sources.url,
               facts.claim, claims.source, facts."table", facts."row", facts."column"
        FROM facts
        JOIN cells ON cells.cell = facts.cell
        JOIN claims ON claims.claim = facts.claim
        JOIN sources ON sources.source = claims.source
        """,
    ),
    "contested_cells": (
        "Cells on which reports disagree, with the values that lost and how many origins stand on each side.",
        """
        SELECT cells.cell, cells.value AS settled,
               cells.n_origins AS origins_for, cells.n_dissent_origins AS origins_against,
               (SELECT group_concat(value, ' | ') FROM (SELECT DISTINCT facts.value AS value FROM facts
                 WHERE facts.cell = cells.cell AND facts.agreement = 'dissents' ORDER BY facts.value)) AS rival_values,
               cells.value_majority, cells.value_latest_report, cells.same_origin_dissent,
               cells."table", cells."row", cells."column"
        FROM cells
        WHERE cells.status = 'contested'
        """,
    ),
    "who_attended": (
        "Who is reported at which meeting: one row for each delegation and each named person. Only modality 'occurred' "
        "says that they were there; attended 0 says that they stayed away.",
        """
        SELECT event_names.event, event_names.name AS meeting, events.start_date, 'delegation' AS what,
               delegations.actor, actors.name AS actor_name, people.name AS person, delegations.office, NULL AS role,
               delegations.attended, delegations.modality,
               'delegations/' || delegations.event || ':' || delegations.actor || '/modality' AS cell
        FROM delegations
        JOIN events ON events.event = delegations.event
        JOIN event_names ON event_names.event = delegations.event
        JOIN actors ON actors.actor = delegations.actor
        LEFT JOIN people ON people.person = delegations.head
        UNION ALL
        SELECT event_names.event, event_names.name, events.start_date, 'person',
               attendance.actor, actors.name, people.name, attendance.office, attendance.role,
               NULL, attendance.modality,
               'attendance/' || attendance.event || ':' || attendance.person || '/modality'
        FROM attendance
        JOIN events ON events.event = attendance.event
        JOIN event_names ON event_names.event = attendance.event
        JOIN people ON people.person = attendance.person
        LEFT JOIN actors ON actors.actor = attendance.actor
        """,
    ),
}


def make_database(contents: Contents) -> bytes:
    """The SQLite file. Raises DataError if SQLite's own checks find it unsound."""
    connection = sqlite3.connect(":memory:", isolation_level=None)
    try:
        # Tables refer to one another in both directions, so keys are checked at the end.
        connection.execute("PRAGMA foreign_keys = OFF")
        connection.execute("BEGIN")
        for name, schema in contents.schemas.items():
            connection.execute(declare_table(schema))
            _fill(connection, name, [type_values(contents.tables[name][c], f) for c, f in schema.fields.items()])
            for statement in _declare_indexes(schema):
                connection.execute(statement)
        _add_codebook(connection, contents)
        for name, (_, query) in VIEWS.items():
            connection.execute(f"CREATE VIEW {name} AS {' '.join(query.split())}")
        connection.execute("COMMIT")
        connection.execute("VACUUM")
        _check(connection)
        return connection.serialize()
    finally:
        connection.close()


def declare_table(schema: Schema) -> str:
    """CREATE TABLE for a schema: types, NOT NULL, closed code lists, primary and foreign keys."""
    lines = [_declare_column(field, schema) for field in schema.fields.values()]
    lines.append(f"PRIMARY KEY ({', '.join(map(_quote, schema.key))})")
    for column, (table, key) in schema.references.items():
        lines.append(f"FOREIGN KEY ({_quote(column)}) REFERENCES {_quote(table)} ({_quote(key)})")
    return f"CREATE TABLE {_quote(schema.name)} (\n  " + ",\n  ".join(lines) + "\n)"


def _declare_column(field: Field, schema: Schema) -> str:
    name = _quote(field.name)
    parts = [name, _TYPES.get(field.type, "TEXT")]
    if field.required or field.name in schema.key:
        parts.append("NOT NULL")
    if field.type == "boolean":
        parts.append(f"CHECK ({name} IN (0, 1))")
    elif field.codes and field.type == "string":
        parts.append(f"CHECK ({name} IN ({', '.join(map(_text, field.codes))}))")
    return " ".join(parts)


def _declare_indexes(schema: Schema) -> Iterator[str]:
    # The key's first column has its index already.
    for column in schema.references:
        if column != schema.key[0]:
            yield f"CREATE INDEX {_quote(f'{schema.name}_{column}')} ON {_quote(schema.name)} ({_quote(column)})"
    if {"table", "row", "column"} <= schema.fields.keys() and schema.key[0] != "table":
        yield f'CREATE INDEX {_quote(f"{schema.name}_place")} ON {_quote(schema.name)} ("table", "row", "column")'


def _fill(connection: sqlite3.Connection, table: str, columns: list[list]) -> None:
    marks = ", ".join("?" * len(columns))
    connection.executemany(f"INSERT INTO {_quote(table)} VALUES ({marks})", zip(*columns, strict=True))


def _add_codebook(connection: sqlite3.Connection, contents: Contents) -> None:
    columns = ", ".join(f"{_quote(name)} TEXT" for name in CODEBOOK_COLUMNS)
    connection.execute(f'CREATE TABLE codebook ({columns}, PRIMARY KEY ("table", "column"))')
    _fill(connection, "codebook", list(zip(*explain_columns(contents.schemas), strict=True)))
    descriptor = contents.descriptor
    licences = "; ".join(licence["name"] for licence in descriptor["licenses"])
    about = [(key, descriptor[key]) for key in ("title", "version", "created", "description")]
    connection.execute("CREATE TABLE about (property TEXT PRIMARY KEY NOT NULL, value TEXT NOT NULL)")
    connection.executemany("INSERT INTO about VALUES (?, ?)", [*about, ("licence", licences)])


def _check(connection: sqlite3.Connection) -> None:
    unsound = [row[0] for row in connection.execute("PRAGMA integrity_check") if row[0] != "ok"]
    for table, rowid, parent, _ in connection.execute("PRAGMA foreign_key_check"):
        unsound.append(f"{table}, row {rowid}: points at a row that {parent} does not have")
    if unsound:
        raise DataError("the SQLite file would be unsound:\n" + "\n".join(unsound[:20]))


def _quote(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _text(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"
