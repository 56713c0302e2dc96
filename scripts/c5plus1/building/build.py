"""The main job: sheets and registers in, validated package out, all of it or nothing."""

import json
import re
from collections.abc import Callable
from pathlib import Path

from c5plus1.building.assemble import Package, assemble
from c5plus1.building.descriptor import make_descriptor, read_about, render_json
from c5plus1.building.sheet_schema import make_sheet_schema
from c5plus1.building.write import render_csv, replace_files
from c5plus1.checking.package import validate_package
from c5plus1.checking.run import run_checks
from c5plus1.problems import DataError, Problem, errors_in
from c5plus1.version import __version__

DESCRIPTOR = "datapackage.json"
SHEET_SCHEMA = "data/sheet.schema.json"


def build(root: Path, advance: Callable[[], None] = lambda: None) -> tuple[Package, list[Problem]]:
    """Build the package under `root` and put it in place if it is good; returns it with the warnings.

    Raises DataError (with all problems) if sheets, registers, checks or the standard's own validation find errors,
    UsageProblem if the folder cannot be written. The old package stays whole in either case.
    """
    package = assemble(root, advance)
    problems = run_checks(package)
    if errors := errors_in(problems):
        raise DataError(errors)
    files = render_package(package)
    before = tables_of(root)
    replace_files(root, files, check=_refuse_invalid)
    for name in sorted(before - set(files)):
        (root / name).unlink(missing_ok=True)
    return package, problems


def render_package(package: Package, version: str = __version__) -> dict[str, bytes]:
    """Every generated file of the package: relative path -> bytes. `version` is what the descriptor says."""
    contents = {name: render_csv(table, package.schemas[name]) for name, table in package.tables.items()}
    rows = {name: len(table) for name, table in package.tables.items()}
    created = max(package.tables["sources"]["retrieved"])
    descriptor = make_descriptor(read_about(package.root), package.schemas, contents, rows, created, version)
    files = {f"data/{name}.csv": content for name, content in contents.items()}
    sheet_schema = make_sheet_schema(package.schemas, package.registers)
    return files | {SHEET_SCHEMA: render_json(sheet_schema), DESCRIPTOR: render_json(descriptor)}


def _refuse_invalid(staged: Path) -> None:
    problems = validate_package(staged)
    if problems:
        raise DataError(problems)


def tables_of(root: Path) -> set[str]:
    """The tables that the package in place says are its own; none without a descriptor that can be read."""
    try:
        resources = json.loads((root / DESCRIPTOR).read_text(encoding="utf-8"))["resources"]
        return {resource["path"] for resource in resources if re.fullmatch(r"data/\w+\.csv", resource["path"])}
    except (OSError, ValueError, KeyError, TypeError):
        return set()
