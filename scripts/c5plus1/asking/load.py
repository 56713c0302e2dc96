"""`load`: any table as a typed data frame, under any policy, as publicly reported by any day."""

import re
from functools import lru_cache
from pathlib import Path

import pandas as pd

from c5plus1.asking.package import (
    adjudicated_values,
    find_schema,
    locate,
    package_reference,
    package_reports,
    package_schemas,
    read_table,
)
from c5plus1.asking.typed import type_frame
from c5plus1.building.subject_tables import build_meetings, build_row_actors, build_subject_tables, name_rows
from c5plus1.problems import UsageProblem, nearest
from c5plus1.reading.values import check_full_date
from c5plus1.settling.pipeline import settle_reports
from c5plus1.settling.policy import POLICIES
from c5plus1.version import __version__

HINDSIGHT = "adjudications are not applied and facts marked as slips count as printed: both are hindsight"


def load(
    table: str,
    policy: str = "official_first",
    as_of: str | None = None,
    status: bool = False,
    root: str | Path | None = None,
) -> pd.DataFrame:
    """A table of the package as a typed data frame (see `type_frame` for the types).

    table: a name in datapackage.json, such as "events" or "votes". policy: how rival values are chosen:
    official_first (as published), majority, latest_report. as_of: a day such as "2023-03-31"; only what was public by
    then counts, and hindsight is left out. status: adds `<column>_status` beside each value of a subject table.

    `frame.attrs["c5plus1"]` records table, version, policy, as_of and, with as_of, what was left out.
    Raises UsageProblem for an unknown table, policy or day.
    """
    root = locate(root)
    schema = find_schema(table, root)
    _check_choice(policy, as_of)
    settled_anew = policy != "official_first" or as_of is not None
    tables = _tables_under(root, _stamp(root), policy, as_of) if settled_anew else {}
    if settled_anew and schema.kind not in ("subject", "derived", "report"):
        tables = {}
    frame = tables[table] if table in tables else read_table(table, root)
    typed = type_frame(frame, schema)
    if status:
        typed = _add_status(typed, frame, schema, tables.get("cells"), root)
    typed.attrs["c5plus1"] = _describe(table, policy, as_of)
    return typed


def _check_choice(policy: str, as_of: str | None) -> None:
    if policy not in POLICIES:
        raise UsageProblem(f"unknown policy {policy!r}{nearest(policy, POLICIES)}; known: {', '.join(POLICIES)}")
    if as_of is not None and (not re.fullmatch(r"\d{4}-\d{2}-\d{2}", str(as_of)) or check_full_date(as_of)):
        raise UsageProblem(f"as_of: {as_of!r} is not a day; write it as 2023-03-31")


def _describe(table: str, policy: str, as_of: str | None) -> dict[str, str]:
    about = {"table": table, "version": __version__, "policy": policy}
    return about | ({"as_of": as_of, "left_out": HINDSIGHT} if as_of else {})


def _stamp(root: Path) -> int:
    return (root / "datapackage.json").stat().st_mtime_ns


@lru_cache(maxsize=16)
def _tables_under(root: Path, stamp: int, policy: str, as_of: str | None) -> dict[str, pd.DataFrame]:
    """Every table that depends on the policy or the day, as text."""
    schemas, reference = package_schemas(root), package_reference(root)
    reports = package_reports(root)
    settled = settle_reports(reports, reference, policy, as_of, adjudicated_values(root))
    subject = build_subject_tables(settled, schemas)
    registers = {
        "events": read_table("event_names", root).to_dict("records"),
        "places": read_table("places", root).to_dict("records"),
    }
    known = set(settled.facts["source"].astype(object))
    sources, claims = read_table("sources", root), read_table("claims", root)
    if as_of is not None:
        sources, claims = sources[sources["known"] <= as_of], claims[claims["source"].isin(known)]
    return {
        **subject,
        "meetings": build_meetings(subject, settled, registers),
        "row_actors": build_row_actors(subject, schemas),
        "facts": settled.facts.reindex(columns=schemas["facts"].columns).astype(object),
        "cells": settled.cells.reindex(columns=schemas["cells"].columns).astype(object),
        "sources": sources.reset_index(drop=True),
        "claims": claims.reset_index(drop=True),
    }


def _add_status(
    typed: pd.DataFrame, frame: pd.DataFrame, schema, cells: pd.DataFrame | None, root: Path
) -> pd.DataFrame:
    if schema.kind != "subject":
        raise UsageProblem(f"status=True is for subject tables; {schema.name} holds no settled cells")
    cells = read_table("cells", root) if cells is None else cells
    cells = cells[cells["table"].astype(object) == schema.name]
    status = cells.pivot(index="row", columns="column", values="status")
    names = list(find_schema("cells", root).fields["status"].codes)
    rows = name_rows(frame, schema)
    out = {}
    for column in typed.columns:
        out[column] = typed[column]
        if column in schema.value_columns:
            values = status.get(column, pd.Series(dtype=object)).reindex(rows).to_numpy(dtype=object)
            out[f"{column}_status"] = pd.Series(values, index=typed.index).astype(pd.CategoricalDtype(names))
    return pd.DataFrame(out)
