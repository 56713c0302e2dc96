"""Assembling the package in memory: everything read, settled and laid out as tables. Nothing is written here."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

from c5plus1.building.descriptor import read_about
from c5plus1.building.register_tables import build_audit, build_register_tables, build_searches
from c5plus1.building.subject_tables import build_meetings, build_row_actors, build_subject_tables
from c5plus1.problems import DataError, Problem
from c5plus1.reading.adjudications import Adjudication, check_guards, read_adjudications
from c5plus1.reading.register_rules import check_register_values
from c5plus1.reading.registers import read_registers
from c5plus1.reading.retired import read_retired
from c5plus1.reading.schemas import Schema, read_schemas
from c5plus1.reading.sheets import Sheet, read_sheets
from c5plus1.reading.sought import read_sought
from c5plus1.settling.facts import Reports, expand_sheets
from c5plus1.settling.pipeline import Reference, make_reference, settle_reports
from c5plus1.settling.settle import Settled

# What is read besides sheets, registers and adjudications.
_LOGS = {"searches": build_searches, "audit": build_audit, "retired": read_retired}


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
    registers, sheets, adjudications, logs = _read_all(root, schemas, advance)
    reports = expand_sheets(sheets, schemas, registers["publishers"])
    settled = settle_sheets(reports, make_reference(schemas, registers), adjudications)
    tables = lay_out(schemas, registers, reports, settled, logs)
    return Package(root, schemas, registers, sheets, reports, settled, adjudications, tables)


def _read_all(root: Path, schemas: dict[str, Schema], advance: Callable[[], None]) -> tuple:
    """Everything that people edit. Raises DataError with all problems of all of it; sheets wait for registers."""
    problems: list[Problem] = []

    def attempt(read: Callable, *arguments):
        try:
            return read(*arguments)
        except DataError as short:
            problems.extend(short.problems)
            return None

    registers = attempt(read_registers, root)
    problems += check_register_values(registers, schemas) if registers else []
    sheets = attempt(read_sheets, root, registers, schemas, advance) if registers else None
    adjudications = attempt(read_adjudications, root)
    logs = {name: attempt(read, root) for name, read in _LOGS.items()}
    attempt(read_about, root)
    attempt(read_sought, root)
    if problems:
        raise DataError(problems)
    return registers, sheets, adjudications, logs


def settle_sheets(reports: Reports, reference: Reference, adjudications: list[Adjudication]) -> Settled:
    """Settle under the default policy with the adjudications, after checking that each of them still holds."""
    decided = {entry.cell: entry.value for entry in adjudications}
    if not decided:
        return settle_reports(reports, reference)
    undecided = settle_reports(reports, reference)
    comparison = undecided.cells.set_index("cell")["comparison"].astype(object)
    facts = undecided.facts.assign(comparison=undecided.facts["cell"].astype(object).map(comparison))
    problems = check_guards(adjudications, facts)
    if problems:
        raise DataError(problems)
    return settle_reports(reports, reference, decided=decided)


def lay_out(
    schemas: dict[str, Schema], registers: dict, reports: Reports, settled: Settled, logs: dict[str, Any]
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
        **build_register_tables(registers, logs["retired"]),
        "searches": logs["searches"],
        "audit": logs["audit"],
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
