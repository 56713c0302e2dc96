"""The blanks of the codebook's template and what fills each: counts, tables of numbers, crosswalks."""

import csv
import json
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pandas as pd

from c5plus1.asking.package import package_schemas, read_table
from c5plus1.publishing.codebook_coverage import coverage_of_events, coverage_of_sources, per_event, sought_meetings
from c5plus1.publishing.codebook_diagrams import draw_flow, draw_reports, draw_subjects
from c5plus1.publishing.codebook_fields import list_contents, list_tables
from c5plus1.publishing.markdown import code, plural, share, table
from c5plus1.reading.schemas import Schema

_STATUSES = ("corroborated", "single", "contested", "adjudicated", "slip_only")
_JUDGED = ("correct", "debatable", "unsupported", "wrong")


def make_blocks(root: Path, version: str, released: str | None) -> dict[str, Callable[[], str]]:
    """Each blank's name and the function that gives its text."""
    descriptor = json.loads((root / "datapackage.json").read_text(encoding="utf-8"))
    sources = read_table("sources", root)
    resolutions = read_table("resolutions", root)
    return {
        "title": lambda: descriptor["title"],
        "edition": lambda: f"{version}, released {released}" if released else f"{version} (in preparation)",
        "collected": lambda: descriptor["created"][:10],
        "description": lambda: descriptor["description"],
        "contents": partial(list_contents, root),
        "sizes": partial(_sizes, root),
        "n_resolutions": lambda: str(len(resolutions)),
        "first_resolution": lambda: min(resolutions["adopted_on"].dropna(), default="?")[:4],
        "last_resolution": lambda: max(resolutions["adopted_on"].dropna(), default="?")[:4],
        "flow": partial(draw_flow, root),
        "audit": partial(_audit, root),
        "statuses": partial(_statuses, root),
        "coverage": partial(coverage_of_events, root),
        "per_event": partial(per_event, root),
        "languages": lambda: coverage_of_sources(sources, "language", "language", 12),
        "kinds": lambda: coverage_of_sources(sources, "kind", "kind", 12),
        "countries": lambda: coverage_of_sources(sources, "country", "seat of the publisher", 20),
        "undated": partial(_undated, sources),
        "undated_cells": partial(_undated_cells, root),
        "planned_events": partial(_planned, root),
        "copies": partial(_copies, root),
        "slips": lambda: plural(
            int((read_table("facts", root)["slip"] == "true").sum()), "fact marked as a slip", "facts marked as slips"
        ),
        "sought": partial(sought_meetings, root),
        "votes": partial(_votes, root),
        "states": partial(_states, root),
        "n_states": lambda: str(len(_states_of(root))),
        "diagram_reports": partial(draw_reports, root),
        "diagram_subjects": partial(draw_subjects, root),
        "tables": partial(list_tables, root),
    }


def _sizes(root: Path) -> str:
    """Rows of a two-column table whose head stands in the template."""
    schemas = package_schemas(root)
    facts, cells = read_table("facts", root), read_table("cells", root)
    derived = int((facts["derived"] == "true").sum())
    rows = [
        ("sources (reports, one coding sheet each)", len(read_table("sources", root))),
        ("claims", len(read_table("claims", root))),
        ("facts stated by claims", len(facts) - derived),
        ("facts derived from them by rule", derived),
        ("settled cells", len(cells)),
        *((_size_name(one), len(read_table(one.name, root))) for one in schemas.values() if one.kind == "subject"),
    ]
    return "\n".join(f"| {name} | {count:,} |" for name, count in rows)


def _size_name(schema: Schema) -> str:
    return f"rows of {code(schema.name)}: {schema.title}"


def audit_figures(root: Path) -> dict[str, int]:
    """Sums of the audit over the sheets whose page was found again, and how many sheets were drawn and found."""
    audit = read_table("audit", root)
    found = audit[audit["found_page"] == "true"]
    sums = {
        name: int(pd.to_numeric(found[name]).sum()) for name in ("claims", "fingerprints_found", "missed", *_JUDGED)
    }
    return {"drawn": len(audit), "found": len(found), **sums, "judged": sum(sums[name] for name in _JUDGED)}


def _audit(root: Path) -> str:
    n = audit_figures(root)
    lenient = n["correct"] + n["debatable"]
    rows = [
        ("sheets drawn", f"{n['drawn']:,}", ""),
        ("pages found again", f"{n['found']:,}", share(n["found"], n["drawn"])),
        ("fingerprints found again in them", f"{n['fingerprints_found']:,} of {n['claims']:,}", ""),
        ("facts judged", f"{n['judged']:,}", ""),
        *((f"… {name}", f"{n[name]:,}", share(n[name], n["judged"], 1)) for name in _JUDGED),
        ("facts missed", f"{n['missed']:,}", ""),
        ("**precision, strict**", f"{n['correct']:,} of {n['judged']:,}", share(n["correct"], n["judged"], 1)),
        ("**precision, lenient**", f"{lenient:,} of {n['judged']:,}", share(lenient, n["judged"], 1)),
        ("**recall, strict**", *_recall(n["correct"], n["missed"])),
        ("**recall, lenient**", *_recall(lenient, n["missed"])),
    ]
    return table(["", "number", "share"], rows, numbers=(1, 2))


def _recall(right: int, missed: int) -> tuple[str, str]:
    return f"{right:,} of {right + missed:,}", share(right, right + missed, 1)


def _statuses(root: Path) -> str:
    cells = read_table("cells", root)
    statuses = cells.loc[cells["comparison"].isin(["exact", "date"]), "status"]
    definitions = package_schemas(root)["cells"].fields["status"].codes
    counts = statuses.value_counts()
    rows = [
        (
            status,
            " ".join(definitions[status].split()),
            f"{counts.get(status, 0):,}",
            share(counts.get(status, 0), len(statuses)),
        )
        for status in _STATUSES
    ]
    return table(["status", "meaning", "cells", "share"], rows, numbers=(2, 3))


def _undated(sources: pd.DataFrame) -> str:
    undated = int(sources["published"].isna().sum())
    return (
        f"{plural(undated, 'source')} of {len(sources):,} ({share(undated, len(sources))}) give no date of publication."
    )


def _undated_cells(root: Path) -> str:
    cells = read_table("cells", root)
    standing = cells[cells["value"].notna()]
    undated = int(standing["first_source"].isna().sum())
    return (
        f"{undated:,} of {len(standing):,} settled cells ({share(undated, len(standing))}) rest only on pages without "
        "a date of publication."
    )


def _planned(root: Path) -> str:
    modality = read_table("events", root)["modality"]
    counts = modality.value_counts()
    named = [f"{counts.get(name, 0):,} {name}" for name in ("occurred", "unclear", "planned")]
    return f"{named[0]}, {named[1]} and {named[2]}"


def _copies(root: Path) -> str:
    sources, claims = read_table("sources", root), read_table("claims", root)
    return (
        f"in {plural(int(sources['same_text_as'].notna().sum()), 'source')}, "
        f"{plural(int(sources['reprint_of'].notna().sum()), 'source')} and "
        f"{plural(int(claims['via'].notna().sum()), 'claim')}"
    )


def _votes(root: Path) -> str:
    fields = package_schemas(root)["votes"].fields["choice"]
    counts = read_table("votes", root)["choice"].value_counts()
    rows = [
        (
            code(one["choice"]),
            one["voeten"],
            one["meaning"],
            f"{counts.get(one['choice'], 0):,}",
            fields.codes[one["choice"]],
        )
        for one in read_crosswalk(root, "voeten_codes.csv")
    ]
    return table(["choice", "Voeten", "there", "rows here", "definition here"], rows, numbers=(1, 3))


def _states_of(root: Path) -> list[str]:
    actors = read_table("actors", root)
    return actors.loc[actors["kind"] == "state", "actor"].tolist()


def _states(root: Path) -> str:
    names = dict(read_table("actors", root)[["actor", "name"]].itertuples(index=False))
    numbers = {one["actor"]: one["cow"] for one in read_crosswalk(root, "cow_codes.csv")}
    shown = ("KAZ", "KGZ", "TJK", "TKM", "UZB", "USA")
    return table(["code", "state", "COW"], [(code(one), names[one], numbers[one]) for one in shown], numbers=(2,))


def read_crosswalk(root: Path, name: str) -> list[dict[str, str]]:
    """A crosswalk of data/codebook as rows of text."""
    with (root / "data" / "codebook" / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
