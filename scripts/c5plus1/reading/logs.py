"""The logs kept by hand: searches (YAML) and the auditors' findings (CSV)."""

import csv
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from c5plus1.problems import DataError, Problem, nearest
from c5plus1.reading.entries import read_entries
from c5plus1.reading.positions import read_text
from c5plus1.reading.values import check_full_date, check_integer, check_line

AUDIT = "data/audit/findings.csv"
AUDIT_COLUMNS = (
    "auditor",
    "source",
    "found_page",
    "claims",
    "fingerprints_found",
    "facts",
    "correct",
    "wrong",
    "unsupported",
    "debatable",
    "missed",
    "remark",
)
_COUNTS = AUDIT_COLUMNS[3:-1]
_SEARCH_KEYS = ("query", "about", "results", "new_sheets", "remark", "date")
_SEARCH_NEEDED = ("query", "results", "date")
_SEARCH_LISTS = ("about", "new_sheets")


def read_searches(root: Path) -> list[tuple[str, dict[str, Any], int]]:
    """(file without ending, search, line) for each search of the log, files by name. Raises DataError."""
    searches, problems = [], []
    for path in sorted((root / "data" / "searches").glob("*.yaml")):
        shown = f"data/searches/{path.name}"
        try:
            found = read_entries(root, shown, _SEARCH_KEYS, _SEARCH_NEEDED, _check_search, lambda *both: both)
        except DataError as short:
            problems += short.problems
            continue
        searches += [(path.stem, entry, line) for entry, line in found]
    if problems:
        raise DataError(problems)
    return searches


def _check_search(entry: dict[str, Any], at: dict[str, int]) -> Iterator[tuple[int, str]]:
    checks = {"date": check_full_date, "results": check_integer}
    for key, value in entry.items():
        if value is None or (key == "remark" and value == ""):
            continue
        if key in _SEARCH_LISTS:
            wrong = _check_texts(value)
        elif not isinstance(value, str):
            wrong = "must be one text, not a list or mapping"
        else:
            wrong = checks.get(key, check_line)(value)
        if wrong:
            yield at[key], f"{key}: {wrong}"


def _check_texts(value: Any) -> str | None:
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        return "must be a list of texts, [] if there are none"
    for one in value:
        if wrong := check_line(one):
            return wrong
        if ";" in one:
            return f"{one!r} holds ';'; write several as a list"
    return None


def read_audit(root: Path) -> list[dict[str, str]]:
    """The findings as they stand, each a mapping of column to text. Raises DataError."""
    text, problems = read_text(root / AUDIT, AUDIT)
    if text is None:
        raise DataError(problems)
    lines = csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), strict=True)
    rows: list[dict[str, str]] = []
    last = 0
    try:
        header = next(lines, [])
        if tuple(header) != AUDIT_COLUMNS:
            raise DataError([Problem(AUDIT, 1, f"expected the header {','.join(AUDIT_COLUMNS)}")])
        last = lines.line_num
        for values in lines:
            wrong = list(_check_finding(values)) if values else []
            problems += [Problem(AUDIT, last + 1, message) for message in wrong]
            if values and not wrong:
                rows.append(dict(zip(AUDIT_COLUMNS, values, strict=True)))
            last = lines.line_num
    except csv.Error as error:
        problems.append(Problem(AUDIT, last + 1, f"not CSV: {error}; check that each quote in this row is closed"))
    if problems:
        raise DataError(problems)
    return rows


def _check_finding(values: list[str]) -> Iterator[str]:
    if len(values) != len(AUDIT_COLUMNS):
        yield f"expected {len(AUDIT_COLUMNS)} values, found {len(values)}; a remark with a comma needs quotes"
        return
    row = dict(zip(AUDIT_COLUMNS, values, strict=True))
    for column in ("auditor", "source"):
        if wrong := check_line(row[column]):
            yield f"{column}: {wrong}"
    if row["found_page"] not in ("yes", "no"):
        yield f"found_page: {row['found_page']!r} must be yes or no{nearest(row['found_page'], ('yes', 'no'))}"
    for column in _COUNTS:
        if row[column] and (wrong := check_integer(row[column])):
            yield f"{column}: {wrong}"
    if row["remark"] and (wrong := check_line(row["remark"])):
        yield f"remark: {wrong}"
