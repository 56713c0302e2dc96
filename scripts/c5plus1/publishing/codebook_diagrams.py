"""The codebook's diagrams, in Mermaid: which table points at which, and how many searches, pages and facts."""

from pathlib import Path

import pandas as pd

from c5plus1.asking.package import package_schemas, read_table
from c5plus1.reading.schemas import Schema

# Registers drawn beside the subject tables; names stand for the rows of a subject table and are not drawn.
_REGISTERS = ("actors", "people", "places", "topics")
_REPORTS = ("publishers", "sources", "claims", "facts", "cells")


def draw_reports(root: Path) -> str:
    """An entity diagram of how a value rests on reports."""
    schemas = {name: package_schemas(root)[name] for name in _REPORTS}
    return "\n".join([*_draw(schemas), '  subject_tables ||--|{ cells : "are settled in"'])


def draw_subjects(root: Path) -> str:
    """An entity diagram of the subject tables and the registers that they point at."""
    schemas = package_schemas(root)
    drawn = {name: one for name, one in schemas.items() if one.kind == "subject" or name in _REGISTERS}
    return "\n".join(_draw(drawn))


def _draw(schemas: dict[str, Schema]) -> list[str]:
    """Keys and links of these tables, links to others left out."""
    lines = ["erDiagram"]
    for schema in schemas.values():
        lines += [f"  {schema.name} {{", *(f"    {line}" for line in _attributes(schema)), "  }"]
    for schema in schemas.values():
        for column, (target, _) in schema.references.items():
            if target in schemas and target != schema.name:
                many = "||" if schema.fields[column].required else "|o"
                lines.append(f"  {target} {many}--o{{ {schema.name} : {column}")
    return lines


def _attributes(schema: Schema) -> list[str]:
    lines = []
    for name, field in schema.fields.items():
        marks = ["PK"] if name in schema.key else []
        if name in schema.references:
            marks.append("FK")
        if marks:
            lines.append(f"{field.type} {name} {', '.join(marks)}")
    return lines


def draw_flow(root: Path) -> str:
    """A flow chart from searches to tables, with the numbers of each step."""
    searches, audit = read_table("searches", root), read_table("audit", root)
    facts = read_table("facts", root)
    cells = read_table("cells", root)
    results = int(pd.to_numeric(searches["results"]).sum())
    coded = int((facts["derived"] != "true").sum())
    contested = int((cells["status"] == "contested").sum())
    found = int((audit["found_page"] == "true").sum())
    subject = sum(len(read_table(one.name, root)) for one in package_schemas(root).values() if one.kind == "subject")
    boxes = [
        f'  searches["{len(searches):,} queries logged<br/>(earlier ones were not)"]',
        f'  pages["{results:,} results looked through<br/>(most of them known already)"]',
        f'  sheets["{len(read_table("sources", root)):,} reports coded,<br/>one sheet each"]',
        f'  claims["{len(read_table("claims", root)):,} claims<br/>(fingerprints of their words)"]',
        f'  facts["{coded:,} facts coded,<br/>{len(facts) - coded:,} derived by rule"]',
        f'  cells["{len(cells):,} cells settled,<br/>{contested:,} of them contested"]',
        f'  tables["{subject:,} rows of subject tables"]',
        f'  audit["{len(audit):,} sheets drawn for audit,<br/>{found:,} pages found again"]',
    ]
    arrows = ["  searches --> pages --> sheets --> claims --> facts --> cells --> tables", "  sheets -.-> audit"]
    return "\n".join(["flowchart TD", *boxes, *arrows])
