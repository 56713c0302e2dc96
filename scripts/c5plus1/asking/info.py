"""`var_info`: the codebook as a function; and `find_var`, which looks for a word in it."""

import json
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path

import pandas as pd

from c5plus1.asking.package import find_schema, locate, package_schemas, read_table
from c5plus1.problems import UsageProblem, nearest
from c5plus1.reading.schemas import Field, Schema

# Shares of corroborated cells are told only where two values can conflict; wordings never do.
_HEADLINE = ("exact", "date")


@dataclass(frozen=True)
class Code:
    """One allowed value: what it means, and how many rows have it."""

    value: str
    label: str
    definition: str
    count: int


@dataclass(frozen=True)
class Example:
    """A value as it stands in the package, the cell it stands in, and the first dated source that reports it."""

    value: str
    cell: str | None
    source: str | None


@dataclass(frozen=True)
class VarInfo:
    """One column. Shares lie between 0 and 1, or are None; `compare` is None outside subject tables."""

    table: str
    name: str
    title: str
    type: str
    unit: str | None
    rule: str
    compare: str | None
    key: bool
    required: bool
    derived: bool
    refers_to: str | None
    pattern: str | None
    codes: tuple[Code, ...]
    n_rows: int
    n_filled: int
    share_filled: float | None
    n_corroborated: int | None
    n_contested: int | None
    share_corroborated: float | None
    example: Example

    def to_dict(self) -> dict:
        """The same as plain dicts and lists."""
        return asdict(self)

    def to_json(self) -> str:
        """The same as JSON text."""
        return json.dumps(self.to_dict(), ensure_ascii=False, indent=2)

    def __repr__(self) -> str:
        from c5plus1.asking.show_info import render_column

        return render_column(self)

    def _repr_html_(self) -> str:
        from c5plus1.asking.show_info import column_html

        return column_html(self)


@dataclass(frozen=True)
class TableInfo:
    """One table: what a row is, its key, and its columns."""

    table: str
    title: str
    kind: str
    unit: str
    description: str
    key: tuple[str, ...]
    n_rows: int
    columns: tuple[VarInfo, ...]

    to_dict = VarInfo.to_dict
    to_json = VarInfo.to_json

    def __repr__(self) -> str:
        from c5plus1.asking.show_info import render_table

        return render_table(self)

    def _repr_html_(self) -> str:
        from c5plus1.asking.show_info import table_html

        return table_html(self)


def var_info(name: str, root: str | Path | None = None) -> VarInfo | TableInfo:
    """What a column ("events.level") or a whole table ("events") means: rule, type, codes with counts, shares, example.

    Raises UsageProblem for an unknown table or column, naming the nearest.
    """
    root = locate(root)
    table, dot, column = str(name).replace("/", ".").partition(".")
    schema = _find_table(table, root)
    if not dot:
        return describe_table(schema, root)
    if column not in schema.fields:
        raise UsageProblem(
            f"{table} has no column {column!r}{nearest(column, schema.columns)}; columns: {', '.join(schema.columns)}"
        )
    return describe_column(schema, schema.fields[column], root)


def _find_table(table: str, root: Path) -> Schema:
    schemas = package_schemas(root)
    if table not in schemas:
        having = [f"{name}.{table}" for name, schema in schemas.items() if table in schema.fields]
        if having:
            raise UsageProblem(f"{table!r} is a column of several tables; say which: {', '.join(having)}")
    return find_schema(table, root)


def describe_table(schema: Schema, root: Path) -> TableInfo:
    """A whole table with all its columns."""
    columns = tuple(describe_column(schema, field, root) for field in schema.fields.values())
    return TableInfo(
        table=schema.name,
        title=schema.title,
        kind=schema.kind,
        unit=schema.raw["unit"],
        description=" ".join(schema.raw["description"].split()),
        key=schema.key,
        n_rows=len(read_table(schema.name, root)),
        columns=columns,
    )


def describe_column(schema: Schema, field: Field, root: Path) -> VarInfo:
    """One column, its rule from the schema and its numbers from the data."""
    values = read_table(schema.name, root)[field.name]
    cells = _cells_of(schema.name, root).get(field.name)
    headline = cells is not None and field.compare in _HEADLINE
    standing = cells[cells["status"] != "slip_only"] if headline else None
    corroborated = int((standing["status"] == "corroborated").sum()) if headline else None
    target = schema.references.get(field.name)
    return VarInfo(
        table=schema.name,
        name=field.name,
        title=field.title,
        type=_name_type(field),
        unit=field.raw.get("unit"),
        rule=" ".join(field.description.split()),
        compare=field.compare,
        key=field.name in schema.key,
        required=field.required,
        derived=field.derived,
        refers_to=f"{target[0]}.{target[1]}" if target else None,
        pattern=field.pattern,
        codes=_count_codes(field, values),
        n_rows=len(values),
        n_filled=int(values.notna().sum()),
        share_filled=float(values.notna().mean()) if len(values) else None,
        n_corroborated=corroborated,
        n_contested=int((standing["status"] == "contested").sum()) if headline else None,
        share_corroborated=corroborated / len(standing) if headline and len(standing) else None,
        example=_pick_example(field, values, cells),
    )


def _name_type(field: Field) -> str:
    """The type in words: partial dates and lists of actors are patterned strings in the standard's terms."""
    if field.partial_date:
        return "partial date"
    if field.actors:
        return "actor codes joined by ;"
    return "code" if field.codes else field.type


def _count_codes(field: Field, values: pd.Series) -> tuple[Code, ...]:
    counts = values.value_counts()
    return tuple(
        Code(
            str(one["value"]),
            one.get("label", ""),
            " ".join(one["definition"].split()),
            int(counts.get(one["value"], 0)),
        )
        for one in field.raw.get("categories", [])
    )


def _cells_of(table: str, root: Path) -> dict[str, pd.DataFrame]:
    return _cached_cells(root, (root / "data" / "cells.csv").stat().st_mtime_ns).get(table, {})


@lru_cache(maxsize=4)
def _cached_cells(root: Path, stamp: int) -> dict[str, dict[str, pd.DataFrame]]:
    """Table -> column -> its cells."""
    cells: dict[str, dict[str, pd.DataFrame]] = {}
    for (table, column), group in read_table("cells", root).groupby(["table", "column"]):
        cells.setdefault(table, {})[column] = group
    return cells


def _pick_example(field: Field, values: pd.Series, cells: pd.DataFrame | None) -> Example:
    """The best reported value; where nothing is settled, the schema's own example."""
    if cells is not None:
        sure = cells[cells["value"].notna() & cells["first_source"].notna() & (cells["status"] != "contested")]
        if len(sure):
            best = min(
                sure[["n_origins", "cell", "value", "first_source"]].itertuples(index=False),
                key=lambda cell: (-int(cell.n_origins), cell.cell),
            )
            return Example(best.value, best.cell, best.first_source)
    example = field.raw.get("example")
    shown = str(example).lower() if isinstance(example, bool) else str(example)
    return Example(shown, None, None)


def find_var(text: str, root: str | Path | None = None) -> pd.DataFrame:
    """Columns whose name, title, rule or codes hold every word of `text`: table, column, title, and where it was found.

    Raises UsageProblem if `text` is empty or nothing holds it.
    """
    root = locate(root)
    words = str(text).casefold().split()
    if not words:
        raise UsageProblem("find_var: name a word to look for, such as 'sanctions'")
    hits = []
    for schema in package_schemas(root).values():
        for field in schema.fields.values():
            places = {
                "name": f"{schema.name}.{field.name}",
                "title": field.title,
                "rule": field.description,
                "codes": " ".join(f"{value} {meaning}" for value, meaning in field.codes.items()),
            }
            whole = " ".join(places.values()).casefold()
            if all(word in whole for word in words):
                found = [name for name, said in places.items() if any(word in said.casefold() for word in words)]
                hits.append((schema.name, field.name, field.title, ", ".join(found)))
    if not hits:
        raise UsageProblem(f"no column speaks of {text!r}; var_info('events') shows what a table has")
    return pd.DataFrame(hits, columns=["table", "column", "title", "found_in"])
