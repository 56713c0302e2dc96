"""datapackage.json (Data Package v2), generated from the schemas, data/about.yaml and the tables themselves."""

import hashlib
import json
from typing import Any

from c5plus1.reading.about import read_about as read_about
from c5plus1.reading.schemas import Schema
from c5plus1.version import __version__

PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
_SCHEMA_KEYS = ("primaryKey", "foreignKeys")
# Our own properties stay in the descriptor: whoever reads it can see how each column compares.
_FIELD_ORDER = (
    "name",
    "type",
    "format",
    "title",
    "description",
    "example",
    "unit",
    "compare",
    "actors",
    "partialDate",
    "derived",
)


def make_descriptor(
    about: dict,
    schemas: dict[str, Schema],
    contents: dict[str, bytes],
    rows: dict[str, int],
    created: str,
    version: str = __version__,
) -> dict:
    """The descriptor. `contents` are the tables' bytes and `rows` their row counts; `created` is a day."""
    return {
        "$schema": PROFILE,
        "name": about["name"],
        "id": about["id"],
        "title": about["title"],
        "description": about["description"].strip(),
        "version": version,
        "created": f"{created}T00:00:00Z",
        **{key: about[key] for key in ("homepage", "doi") if key in about},
        "keywords": about["keywords"],
        "licenses": about["licenses"],
        "contributors": about["contributors"],
        "sources": about["sources"],
        "resources": [_make_resource(schema, contents[name], rows[name]) for name, schema in schemas.items()],
    }


def _make_resource(schema: Schema, content: bytes, rows: int) -> dict[str, Any]:
    return {
        "name": schema.name,
        "type": "table",
        "path": f"data/{schema.name}.csv",
        "title": schema.title,
        "description": " ".join(schema.raw["description"].split()),
        "kind": schema.kind,
        "unit": schema.raw["unit"],
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": {"delimiter": ",", "lineTerminator": "\n"},
        "bytes": len(content),
        "hash": "sha256:" + hashlib.sha256(content).hexdigest(),
        "rows": rows,
        "schema": make_table_schema(schema),
    }


def make_table_schema(schema: Schema) -> dict[str, Any]:
    """The schema as the standard has it: categories also as an enum, since few readers enforce categories."""
    keys = {key: schema.raw[key] for key in _SCHEMA_KEYS if schema.raw.get(key)}
    for key in keys.get("foreignKeys", []):
        key["reference"]["resource"] = (
            "" if key["reference"]["resource"] == schema.name else key["reference"]["resource"]
        )
    return {"fields": [_make_field(field.raw) for field in schema.fields.values()], "missingValues": [""], **keys}


def _make_field(raw: dict[str, Any]) -> dict[str, Any]:
    field = {key: raw[key] for key in _FIELD_ORDER if key in raw}
    field["description"] = " ".join(raw["description"].split())
    constraints = dict(raw.get("constraints", {}))
    if "categories" in raw:
        constraints["enum"] = [category["value"] for category in raw["categories"]]
        field["categories"] = [
            {key: " ".join(str(text).split()) for key, text in category.items()} for category in raw["categories"]
        ]
        if raw.get("categoriesOrdered"):
            field["categoriesOrdered"] = True
    return field | ({"constraints": constraints} if constraints else {})


def render_json(document: Any) -> bytes:
    """JSON in one stable form: order kept, two spaces, UTF-8, a newline at the end."""
    return (json.dumps(document, ensure_ascii=False, indent=2) + "\n").encode("utf-8")
