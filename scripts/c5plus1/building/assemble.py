"""Assembling the package in memory: everything read, settled and laid out as tables. Nothing is written here."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

from c5plus1.building.register_tables import build_audit, build_register_tables, build_searches
from c5plus1.building.subject_tables import build_meetings, build_row_actors, build_subject_tables
from c5plus1.problems import DataError
from c5plus1.reading.adjudications import Adjudication, check_guards, read_adjudications
from c5plus1.reading.registers import read_registers
from c5plus1.reading.retired import read_retired
from c5plus1.reading.schemas import Schema, read_schemas
from c5plus1.reading.sheets import Sheet, read_sheets
from c5plus1.settling.facts import Reports, expand_sheets
from c5plus1.settling.pipeline import Reference, make_reference, settle_reports
from c5plus1.settling.settle import Settled


class Package(NamedTuple):
    """The whole package in memory. `tables` has every table of the package by name, in package order, as text."""

    root: Path
    schemas: dict[str, Schema]
    registers: dict[str, list[dict[str, Any]]]
    sheets: list[Sheet]
    reports: Reports
    settled: Settled
    adjudications: list[Adjudication]
    tables: dict[str, pd.DataFrame]


def assemble(root: Path, advance: Callable[[], None] = lambda: None) -> Package:
    """Read, settle and lay out everything under `root/data`. Raises DataError with all problems found."""
    schemas = read_schemas(root)
    registers = read_registers(root)
    sheets = read_sheets(root, registers, schemas, advance)
    adjudications = read_adjudications(root)
    reports = expand_sheets(sheets, schemas, registers["publishers"])
    settled = settle_sheets(reports, make_reference(schemas, registers), adjudications)
    tables = lay_out(root, schemas, registers, reports, settled)
    return Package(root, schemas, registers, sheets, reports, settled, adjudications, tables)


def settle_sheets(reports: Reports, reference: Reference, adjudications: list[Adjudication]) -> Settled:
    """Settle under the default policy with the adjudications, after checking that each of them still holds."""
    decided = {entry.cell: entry.value for entry in adjudications}
    if not decided:
        return settle_reports(reports, reference)
    undecided = settle_reports(reports, reference)
    problems = check_guards(adjudications, undecided.facts)
    if problems:
        raise DataError(problems)
    return settle_reports(reports, reference, decided=decided)


def lay_out(
    root: Path, schemas: dict[str, Schema], registers: dict, reports: Reports, settled: Settled
) -> dict[str, pd.DataFrame]:
    """All tables of the package, in package order, each with its schema's columns."""
    subject = build_subject_tables(settled, schemas)
    tables = {
        **subject,
        "meetings": build_meetings(subject, settled, registers),
        "sources": reports.sources,
        "claims": reports.claims,
        "facts": _order_facts(settled.facts),
        "cells": settled.cells,
        "row_actors": build_row_actors(subject, schemas),
        **build_register_tables(registers, read_retired(root)),
        "searches": build_searches(root),
        "audit": build_audit(root),
    }
    return {name: _conform(tables[name], schema) for name, schema in schemas.items()}


def _conform(table: pd.DataFrame, schema: Schema) -> pd.DataFrame:
    """The schema's columns in order, as plain objects with None for a missing value."""
    table = table.reindex(columns=schema.columns).astype(object)
    return table.where(table.notna(), None)


def _order_facts(facts: pd.DataFrame) -> pd.DataFrame:
    """By claim in the order of the sheets, derived facts right after the one they follow from."""
    names = facts["fact"].tolist()
    place = {name: number for number, name in enumerate(names)}
    order = sorted(range(len(names)), key=lambda number: (place[names[number].partition("+")[0]], number))
    return facts.iloc[order].reset_index(drop=True)
