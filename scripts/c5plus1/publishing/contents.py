"""What every publication starts from: the built package's descriptor, schemas and tables, and its columns explained."""

import json
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

from c5plus1.asking.package import locate, package_schemas, read_table
from c5plus1.problems import DataError, Problem
from c5plus1.reading.schemas import Field, Schema

CODEBOOK_COLUMNS = (
    "table",
    "column",
    "title",
    "type",
    "key",
    "refers_to",
    "comparison",
    "unit",
    "description",
    "allowed_values",
)


class Contents(NamedTuple):
    """The package as built. `tables` are text frames (None where empty) by name, in package order."""

    root: Path
    descriptor: dict[str, Any]
    schemas: dict[str, Schema]
    tables: dict[str, pd.DataFrame]


def read_contents(root: str | Path | None = None) -> Contents:
    """The package under `root`. Raises UsageProblem where there is none, DataError where it does not hold together."""
    root = locate(root)
    try:
        descriptor = json.loads((root / "datapackage.json").read_text(encoding="utf-8"))
        promised = {resource["name"] for resource in descriptor["resources"]}
        descriptor["version"], descriptor["created"], descriptor["title"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        message = f"cannot be used ({error!r}); build the package anew (make data, or c5plus1 build)"
        raise DataError([Problem("datapackage.json", 0, message)]) from None
    schemas = package_schemas(root)
    if promised != set(schemas):
        strange = ", ".join(sorted(promised ^ set(schemas)))
        message = f"schemas and descriptor differ on these tables: {strange}; build the package anew (make data)"
        raise DataError([Problem("datapackage.json", 0, message)])
    return Contents(root, descriptor, schemas, {name: read_table(name, root) for name in schemas})


def created_day(descriptor: dict[str, Any]) -> tuple[int, int, int]:
    """Year, month and day of the package, from the data and not from the clock: the date of whatever is made of it."""
    year, month, day = descriptor["created"][:10].split("-")
    return int(year), int(month), int(day)


def type_values(column: pd.Series, field: Field) -> list[Any]:
    """A text column as int, float, bool, str or None in plain Python."""
    convert = {"integer": int, "number": float, "boolean": lambda text: text == "true"}.get(field.type, str)
    return [None if value is None else convert(value) for value in column]


def explain_columns(schemas: dict[str, Schema]) -> list[tuple[str | None, ...]]:
    """The codebook as a table: one row for each column of each table, under CODEBOOK_COLUMNS."""
    return [_explain(schema, field) for schema in schemas.values() for field in schema.fields.values()]


def _explain(schema: Schema, field: Field) -> tuple[str | None, ...]:
    refers = schema.references.get(field.name)
    codes = "\n".join(f"{code}: {' '.join(text.split())}" for code, text in field.codes.items())
    return (
        schema.name,
        field.name,
        field.title or None,
        "date, as precise as known" if field.partial_date else field.type,
        "key" if field.name in schema.key else None,
        ".".join(refers) if refers else None,
        field.compare,
        field.raw.get("unit"),
        " ".join(field.description.split()),
        codes or None,
    )
