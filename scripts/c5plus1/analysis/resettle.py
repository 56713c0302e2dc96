"""The record settled anew from a part of the reports: what would stand if some of them had not been there."""

from collections.abc import Iterable
from pathlib import Path

import pandas as pd

from c5plus1.asking.package import (
    adjudicated_values,
    locate,
    package_reference,
    package_reports,
    package_schemas,
    read_table,
)
from c5plus1.asking.typed import type_frame
from c5plus1.building.subject_tables import build_meetings, build_subject_tables
from c5plus1.settling.facts import Reports
from c5plus1.settling.pipeline import settle_reports

_NAMES = {"events": "event_names", "places": "places"}


def load_without(
    leave_out: Iterable[str],
    policy: str = "official_first",
    as_printed: bool = False,
    root: str | Path | None = None,
) -> dict[str, pd.DataFrame]:
    """The subject tables, `meetings`, `facts` and `cells`, typed as by `load`, from all sources but `leave_out`.

    as_printed: facts marked as slips count like any other and no adjudication is applied, as with `as_of`; both are
    hindsight. Otherwise an adjudication applies where a report that is left still states its value.
    """
    root = locate(root)
    schemas = package_schemas(root)
    reports = drop_sources(package_reports(root), set(leave_out))
    decided = None
    if as_printed:
        reports = reports._replace(facts=reports.facts.assign(slip=False))
    else:
        decided = _still_stated(adjudicated_values(root), reports.facts)
    settled = settle_reports(reports, package_reference(root), policy, decided=decided)
    tables = build_subject_tables(settled, schemas)
    names = {key: read_table(table, root).to_dict("records") for key, table in _NAMES.items()}
    tables["meetings"] = build_meetings(tables, settled, names)
    tables["facts"] = settled.facts.reindex(columns=schemas["facts"].columns).astype(object)
    tables["cells"] = settled.cells.reindex(columns=schemas["cells"].columns).astype(object)
    return {name: type_frame(frame, schemas[name]) for name, frame in tables.items()}


def drop_sources(reports: Reports, leave_out: set[str]) -> Reports:
    """The reports without some sources, ready to be settled."""
    sources = reports.sources[~reports.sources["source"].isin(leave_out)]
    claims = reports.claims[~reports.claims["source"].isin(leave_out)]
    facts = reports.facts[~reports.facts["source"].isin(leave_out)].reset_index(drop=True)
    for name in facts.columns:
        if isinstance(facts[name].dtype, pd.CategoricalDtype):
            facts[name] = facts[name].cat.remove_unused_categories()
    return Reports(sources, claims, facts)


def _still_stated(decided: dict[str, str], facts: pd.DataFrame) -> dict[str, str]:
    heard = facts[~facts["slip"]]
    names = heard["table"].astype(str) + "/" + heard["row"].astype(str) + "/" + heard["column"].astype(str)
    stated = set(zip(names, heard["value"].astype(object), strict=True))
    return {cell: value for cell, value in decided.items() if (cell, value) in stated}
