"""Checks on the text that we ship: nothing that a spreadsheet would run, one Unicode form, one line a cell."""

import unicodedata
from collections.abc import Iterator

from c5plus1.building.assemble import Package
from c5plus1.checking.checks import Finding, check
from c5plus1.reading.values import RISKY_STARTS


@check("error")
def no_cell_runs_in_a_spreadsheet(package: Package) -> Iterator[Finding]:
    """No cell begins with a sign that a spreadsheet takes for a formula."""
    for name, column, row, value in _each_text(package):
        if value.startswith(RISKY_STARTS):
            message = f"{name}.{column} begins with {value[0]!r}, which a spreadsheet would run: {value[:40]!r}"
            yield Finding(name, row, column, message)


@check("error")
def text_is_plain(package: Package) -> Iterator[Finding]:
    """Text is in Unicode form NFC and holds no line break or control character."""
    for name, column, row, value in _each_text(package):
        if not value.isascii() and unicodedata.normalize("NFC", value) != value:
            yield Finding(name, row, column, f"{name}.{column} is not in Unicode form NFC: {value[:40]!r}")
        if not value.isprintable() and any(unicodedata.category(letter) == "Cc" for letter in value):
            yield Finding(name, row, column, f"{name}.{column} holds a control character: {value[:40]!r}")


def _each_text(package: Package) -> Iterator[tuple[str, str, str, str]]:
    for name, table in package.tables.items():
        key = table[package.schemas[name].key[0]].astype(str).tolist()
        for column in table.columns:
            rows = {
                value: row for value, row in zip(table[column].tolist(), key, strict=True) if isinstance(value, str)
            }
            yield from ((name, column, row, value) for value, row in rows.items())
