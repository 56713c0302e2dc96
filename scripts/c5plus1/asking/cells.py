"""Cell ids: `table/row/column`, row keys joined by ':'; table before the first slash, column after the last."""

from pathlib import Path
from urllib.parse import unquote

import pandas as pd

from c5plus1.asking.package import find_schema, package_schemas, read_table
from c5plus1.problems import UsageProblem, nearest
from c5plus1.reading.schemas import Schema
from c5plus1.reading.sheet_rules import REGISTER_OF


def split_cell(cell: str) -> tuple[str, str, str]:
    """A cell id's table, row and column; percent-encoding (as in URLs) is undone. Raises UsageProblem."""
    text = unquote(cell)
    table, _, rest = text.partition("/")
    row, _, column = rest.rpartition("/")
    if not (table and row and column):
        raise UsageProblem(f"{cell!r} is not a cell id; write table/row/column, as votes/A/RES/ES-11/6:TKM/choice")
    return table, row, column


def find_row(table: str, row: str, root: Path) -> pd.DataFrame:
    """The cells of one row, in the schema's order of columns. Follows former ids. Raises UsageProblem."""
    schema = find_schema(table, root)
    if schema.kind != "subject":
        subject = [name for name, one in package_schemas(root).items() if one.kind == "subject"]
        raise UsageProblem(f"{table} holds no settled cells; tables that do: {', '.join(subject)}")
    cells = read_table("cells", root)
    cells = cells[cells["table"] == table]
    found = cells[cells["row"] == present_row(schema, row, root)]
    if not len(found):
        hint = nearest(row, cells["row"].unique())
        example = f", as {cells['row'].iloc[0]!r}" if len(cells) else "; the table is empty"
        raise UsageProblem(f"{table} has no row {row!r}{hint}; a row is its key{example}")
    order = {column: place for place, column in enumerate(schema.columns)}
    return found.sort_values("column", key=lambda columns: columns.map(order), kind="stable").reset_index(drop=True)


def present_row(schema: Schema, row: str, root: Path) -> str:
    """The row under its present id: each renamed part of its key, renamed. Raises UsageProblem if withdrawn."""
    former = read_table("former_ids", root)
    ids = {(table, old): (now, why) for table, old, now, why in former.itertuples(index=False)}
    parts = row.split(":", len(schema.key) - 1)
    for place, (column, part) in enumerate(zip(schema.key, parts, strict=False)):
        now, reason = ids.get((id_table(schema, column), part), (part, None))
        if now is None:
            raise UsageProblem(f"{id_table(schema, column)}: {part!r} was withdrawn. {reason}")
        parts[place] = now
    return ":".join(parts)


def id_table(schema: Schema, column: str) -> str:
    """The table whose ids a key column holds: another's, or its own."""
    target = schema.references.get(column, (schema.name, ""))[0]
    return REGISTER_OF.get(target, target)


def find_cells(table: str, row: str, column: str | None, root: Path) -> pd.DataFrame:
    """The one cell, or all cells of the row if `column` is None. Raises UsageProblem with the nearest name."""
    cells = find_row(table, row, root)
    if column is None:
        return cells
    schema = find_schema(table, root)
    if column not in schema.fields:
        raise UsageProblem(
            f"{table} has no column {column!r}{nearest(column, schema.columns)}; columns: {', '.join(schema.columns)}"
        )
    found = cells[cells["column"] == column]
    if not len(found):
        reason = (
            "it is a key, which names the row"
            if column in schema.key
            else "no coded report gives it (which is not a 'no')"
        )
        raise UsageProblem(f"{table}/{row}/{column} is empty: {reason}; filled: {', '.join(cells['column'])}")
    return found.reset_index(drop=True)
