"""The codebook's two diagrams, in Mermaid: which table points at which, and how many searches, pages and facts."""

from pathlib import Path

import pandas as pd

from c5plus1.asking.package import package_schemas, read_table
from c5plus1.reading.schemas import Schema

# Left out so that the rest can be read: repeats of others, names (drawn as their table), and logs.
_LEFT_OUT = ("meetings", "row_actors", "aliases", "former_ids", "commitment_relations", "searches", "audit")


def draw_tables(root: Path) -> str:
    """An entity diagram: keys and links of the tables, and how facts feed cells."""
    schemas = {
        name: schema
        for name, schema in package_schemas(root).items()
        if name not in _LEFT_OUT and not name.endswith("_names")
    }
    lines = ["erDiagram"]
    for schema in schemas.values():
        lines += [f"  {schema.name} {{", *(f"    {line}" for line in _attributes(schema)), "  }"]
    for schema in schemas.values():
        for column, (target, _) in schema.references.items():
            if target in schemas and target != schema.name:
                many = "|o" if not schema.fields[column].required else "||"
                lines.append(f"  {target} {many}--o{{ {schema.name} : {column}")
    subject = [schema.name for schema in schemas.values() if schema.kind == "subject"]
    lines += [f'  {name} ||--|{{ cells : "settled in"' for name in subject]
    return "\n".join(lines)


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
