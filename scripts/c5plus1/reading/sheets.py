"""Coding sheets: one YAML file per report, read into records with every problem found at once.

The rules of a sheet come from the table schemas and the registers; this module only knows its outer shape
(`source`, `claims`, `evidence`, `facts`).
"""

import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from c5plus1.problems import DataError, Problem, nearest
from c5plus1.reading.positions import Lines, parse_yaml, read_text
from c5plus1.reading.registers import Entry, known_ids, read_registers
from c5plus1.reading.schemas import Schema, read_schemas
from c5plus1.reading.sheet_rules import Rules, check_sheet, make_rules


@dataclass(frozen=True)
class Source:
    """One report. `published` is YYYY, YYYY-MM or YYYY-MM-DD as known, None if unknown."""

    id: str
    publisher: str
    kind: str
    title: str
    url: str
    published: str | None
    language: str
    retrieved: str
    reprint_of: str | None = None
    same_text_as: str | None = None


@dataclass(frozen=True)
class FactLine:
    """One line of `facts:` as coded; a list in a key column stands for one row each."""

    table: str
    values: dict[str, Any]
    slip: bool
    modality: str | None
    line: int


@dataclass(frozen=True)
class Claim:
    """One span of the source's words, kept as a fingerprint, with our note and the facts it states."""

    id: str
    number: int
    tokens: int
    sha256: str
    via: str | None
    note: str
    facts: tuple[FactLine, ...]
    line: int


@dataclass(frozen=True)
class Sheet:
    """One coding sheet; `path` is relative to the root, with forward slashes; `lines` has those of the source block."""

    path: str
    source: Source
    claims: tuple[Claim, ...]
    lines: Lines = field(default_factory=dict, repr=False, compare=False)


def find_sheets(root: Path) -> list[Path]:
    """All sheets, in an order that does not depend on the file system."""
    found = (root / "data" / "sheets").glob("*/*.yaml")
    sheets = [path for path in found if path.is_file() and not path.name.startswith(".")]
    return sorted(sheets, key=lambda path: (path.parent.name, path.name))


def read_sheets(
    root: Path,
    registers: dict[str, list[Entry]] | None = None,
    schemas: dict[str, Schema] | None = None,
    advance=lambda: None,
) -> list[Sheet]:
    """All sheets under `root/data/sheets`. Raises DataError listing every problem in any of them.

    `advance` is called once a sheet, for a progress bar.
    """
    rules = make_rules(schemas or read_schemas(root), known_ids(registers or read_registers(root)))
    sheets, problems = [], []
    paths = find_sheets(root)
    problems += _find_closed(root)
    if not paths and not problems:
        problems.append(Problem("data/sheets", 0, "no coding sheets (data/sheets/<year>/<source>.yaml) found"))
    problems += _find_strays(root, paths)
    for path in paths:
        sheet, found = read_sheet(path, rules, root)
        problems += found
        if sheet:
            sheets.append(sheet)
        advance()
    problems += _check_across(sheets)
    if problems:
        raise DataError(problems)
    return sheets


def _find_closed(root: Path) -> list[Problem]:
    """Folders that may not be read: their sheets would silently be missing."""
    folder = root / "data" / "sheets"
    if not folder.exists():
        return []
    problems = []
    for one in (folder, *sorted(path for path in folder.glob("*") if path.is_dir())):
        try:
            next(os.scandir(one), None)
        except OSError as error:
            problems.append(
                Problem(show_path(one, root), 0, f"cannot be read: {error.strerror}; give yourself the right")
            )
    return problems


def _find_strays(root: Path, paths: list[Path]) -> list[Problem]:
    """Files that look like sheets and would silently not be read."""
    folder = root / "data" / "sheets"
    strays = {path for path in folder.rglob("*") if path.is_file() and not path.name.startswith(".")} - set(paths)
    message = (
        "is not read: a sheet lies in data/sheets/<year or undated>/ and its name ends in .yaml; move or rename it"
    )
    return [Problem(show_path(path, root), 0, message) for path in sorted(strays)]


def read_sheet(path: Path, rules: Rules, root: Path | None = None) -> tuple[Sheet | None, list[Problem]]:
    """One sheet and its problems; the sheet is None if there is any."""
    shown = show_path(path, root)
    text, problems = read_text(path, shown)
    if text is None:
        return None, problems
    document, lines, problems = parse_yaml(text, shown, "; start from the template (c5plus1 new SOURCE-ID)")
    if not problems:
        problems = check_sheet(document, lines, shown, rules)
    if problems:
        return None, problems
    return _make_sheet(document, lines, shown), []


def show_path(path: Path, root: Path | None) -> str:
    """A path as messages and tables show it: relative to the root where it lies in it, forward slashes."""
    if root is not None and path.is_relative_to(root):
        path = path.relative_to(root)
    return path.as_posix()


def _make_sheet(document: dict, lines: Lines, shown: str) -> Sheet:
    source = Source(**document["source"])
    claims = tuple(
        Claim(
            id=f"{source.id}#{index + 1}",
            number=index + 1,
            tokens=int(claim["evidence"]["tokens"]),
            sha256=claim["evidence"]["sha256"],
            via=claim.get("via"),
            note=claim["note"],
            facts=tuple(
                _make_fact(fact, lines["claims", index, "facts", position])
                for position, fact in enumerate(claim["facts"])
            ),
            line=lines["claims", index],
        )
        for index, claim in enumerate(document["claims"])
    )
    return Sheet(shown, source, claims, {path: line for path, line in lines.items() if path[:1] == ("source",)})


def _make_fact(fact: dict, line: int) -> FactLine:
    values = {key: value for key, value in fact.items() if key not in ("table", "slip", "modality")}
    return FactLine(fact["table"], values, fact.get("slip") == "true", fact.get("modality"), line)


def _check_across(sheets: list[Sheet]) -> list[Problem]:
    problems = []
    by_id: dict[str, Sheet] = {}
    by_url: dict[str, Sheet] = {}
    for sheet in sheets:
        first = by_id.setdefault(sheet.source.id, sheet)
        if first is not sheet:
            message = f"source id {sheet.source.id!r} is already used by {first.path}; add -b, -c …"
            problems.append(Problem(sheet.path, sheet.lines["source", "id"], message))
        first = by_url.setdefault(sheet.source.url, sheet)
        if first is not sheet:
            message = f"the same url as {first.path}; one report has one sheet: put the claims there"
            problems.append(Problem(sheet.path, sheet.lines["source", "url"], message))
    for sheet in sheets:
        problems += _check_same_text(sheet, by_id)
    return problems


def _check_same_text(sheet: Sheet, by_id: dict[str, Sheet]) -> list[Problem]:
    target = sheet.source.same_text_as
    if target is None:
        return []
    line = sheet.lines["source", "same_text_as"]
    if target not in by_id:
        return [Problem(sheet.path, line, f"same_text_as: no source {target!r}{nearest(target, by_id)}")]
    seen = {sheet.source.id}
    while target is not None and target in by_id:
        if target in seen:
            return [Problem(sheet.path, line, "same_text_as goes round in a circle; let one of them be the first")]
        seen.add(target)
        target = by_id[target].source.same_text_as
    return []
