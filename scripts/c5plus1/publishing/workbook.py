"""The package as an Excel workbook: a sheet for each table, one that explains every column, and nothing that runs."""

import datetime
import io
import re
from collections.abc import Iterable, Iterator
from typing import Any

from c5plus1.publishing.contents import CODEBOOK_COLUMNS, Contents, created_day, explain_columns, type_values
from c5plus1.publishing.zips import make_zip, read_zip
from c5plus1.reading.schemas import Field

_FULL_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
# Excel takes 1900 for a leap year; from this day on its calendar is everybody's.
_FIRST_EXCEL_DAY = datetime.date(1900, 3, 1)
_DATE_FORMAT = "yyyy-mm-dd"
_WIDEST = 60
# A text that begins like this would run, or turn into an error, were it typed in or the file saved as CSV and reopened.
_RISKY_STARTS = ("=", "+", "-", "@", "#", "\t", "\r", "'")
_TIMES = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")


def make_workbook(contents: Contents) -> bytes:
    """The workbook (.xlsx). Full dates are real dates, dates less precise are text, empty cells are empty."""
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    book.properties.title = f"{contents.descriptor['title']} {contents.descriptor['version']}"
    book.properties.creator = contents.descriptor["contributors"][0]["title"]
    _add_sheet(book, "about", ("property", "value"), _about(contents), (16, 100), wrap=True)
    _add_sheet(
        book,
        "codebook",
        CODEBOOK_COLUMNS,
        explain_columns(contents.schemas),
        (18, 20, 20, 12, 6, 16, 12, 10, 60, 60),
        wrap=True,
    )
    for name, schema in contents.schemas.items():
        table = contents.tables[name]
        columns = [_as_cells(type_values(table[column], field), field) for column, field in schema.fields.items()]
        _add_sheet(book, name, schema.columns, zip(*columns, strict=True), list(map(_fit, schema.columns, columns)))
    buffer = io.BytesIO()
    book.save(buffer)
    return _fix_times(buffer.getvalue(), created_day(contents.descriptor))


def _about(contents: Contents) -> Iterator[tuple[str, str]]:
    descriptor = contents.descriptor
    for key in ("title", "version", "created", "description"):
        yield key, descriptor[key]
    for licence in descriptor["licenses"]:
        yield "licence", f"{licence['title']} ({licence['path']})"
    yield "dates", "A day that is fully known is a date; one known to the month or year only is text, such as 2017-09."
    yield "empty cells", "No coded report says anything. An empty cell is never a no."
    for name, schema in contents.schemas.items():
        yield f"sheet {name}", f"{schema.title}, {len(contents.tables[name])} rows. A row is {schema.raw['unit']}."


def _as_cells(values: list[Any], field: Field) -> list[Any]:
    if field.partial_date or field.type == "date":
        return [_as_date(value) for value in values]
    return values


def _as_date(value: str | None) -> datetime.date | str | None:
    if value is None or not _FULL_DATE.fullmatch(value):
        return value
    day = datetime.date.fromisoformat(value)
    return day if day >= _FIRST_EXCEL_DAY else value


def _fit(title: str, column: Iterable[Any]) -> int:
    """A width that shows most values whole."""
    longest = max((len(str(value)) for value in column if value is not None), default=0)
    return min(max(len(title), longest) + 3, _WIDEST)


def _add_sheet(
    book, title: str, header: Iterable[str], rows: Iterable[tuple], widths: Iterable[int], wrap: bool = False
) -> None:
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter

    sheet = book.create_sheet(title)
    sheet.freeze_panes = "A2"
    for number, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    bold, grey = Font(bold=True), PatternFill("solid", fgColor="E8EDF2")
    wrapped = Alignment(wrap_text=True, vertical="top") if wrap else None

    def make_cell(value):
        cell = WriteOnlyCell(sheet, value)
        if isinstance(value, str):
            cell.data_type = "s"  # else a text that begins with = would be stored as a formula
            cell.quotePrefix = value.startswith(_RISKY_STARTS)
        elif isinstance(value, datetime.date):
            cell.number_format = _DATE_FORMAT
        if wrapped:
            cell.alignment = wrapped
        return cell

    def dress(value):
        # Plain values are written several times faster than cells with a style.
        plain = value is None or isinstance(value, int | float)
        if plain or (isinstance(value, str) and not wrapped and not value.startswith(_RISKY_STARTS)):
            return value
        return make_cell(value)

    heads = []
    for name in header:
        head = WriteOnlyCell(sheet, name)
        head.font, head.fill = bold, grey
        heads.append(head)
    sheet.append(heads)
    for row in rows:
        sheet.append([dress(value) for value in row])
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(heads))}1"


def _fix_times(content: bytes, day: tuple[int, int, int]) -> bytes:
    """The same workbook without the hour it was made: openpyxl writes the clock into the zip and the properties."""
    files = read_zip(content)
    stamp = "{:04}-{:02}-{:02}T00:00:00Z".format(*day).encode()
    core = "docProps/core.xml"
    files[core] = _TIMES.sub(lambda found: found.group(1) + stamp, files[core])
    return make_zip(files, day)
