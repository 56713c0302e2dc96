"""Typed data frames from a table's text, by its schema."""

import pandas as pd

from c5plus1.reading.schemas import Field, Schema


def type_frame(frame: pd.DataFrame, schema: Schema) -> pd.DataFrame:
    """`frame` (text or None) with the schema's types.

    Integers are Int64, numbers Float64, booleans boolean, full dates datetime64, closed code lists categorical (ordered
    where the schema says so), the rest str. A partial date stays text and gets three columns beside it: `_from` and
    `_to` (first and last possible day) and `_precision` (year < month < day).
    """
    columns: dict[str, pd.Series] = {}
    for name in frame.columns:
        field = schema.fields.get(name, Field(name))
        columns[name] = _type_column(frame[name], field)
        if field.partial_date:
            columns |= _date_columns(frame[name])
    return pd.DataFrame(columns, index=frame.index)


def _type_column(column: pd.Series, field: Field) -> pd.Series:
    if field.codes and field.type == "string":
        ordered = bool(field.raw.get("categoriesOrdered"))
        return column.astype(pd.CategoricalDtype(list(field.codes), ordered=ordered))
    if field.type == "boolean":
        return column.astype(object).map({"true": True, "false": False, True: True, False: False}).astype("boolean")
    if field.type in ("integer", "number"):
        dtype = "Int64" if field.type == "integer" else "Float64"
        return pd.to_numeric(column.astype(object), errors="raise").astype(dtype)
    if field.type == "date":
        return pd.to_datetime(column, format="%Y-%m-%d")
    return column.astype("str")


def _date_columns(column: pd.Series) -> dict[str, pd.Series]:
    from c5plus1.settling.dates import UNKNOWN_FIRST, first_days, last_days

    dates = column.astype(object).where(column.notna(), None)
    known = first_days(dates) != UNKNOWN_FIRST

    def as_dates(days) -> pd.Series:
        values = pd.Series(days, index=column.index).where(known)
        return pd.to_datetime(values, unit="D")

    length = dates.map(lambda date: len(date) if date else 0)
    precision = length.map({4: "year", 7: "month", 10: "day"})
    return {
        f"{column.name}_from": as_dates(first_days(dates)),
        f"{column.name}_to": as_dates(last_days(dates)),
        f"{column.name}_precision": precision.astype(pd.CategoricalDtype(["year", "month", "day"], ordered=True)),
    }
