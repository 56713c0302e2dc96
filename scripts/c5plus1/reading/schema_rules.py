"""What a file of data/schemas must hold before it can be used, told with its line."""

import re
from collections.abc import Iterator
from typing import Any

from c5plus1.problems import Problem, nearest
from c5plus1.reading.positions import Lines

KINDS = ("subject", "report", "register", "derived", "log")
TYPES = ("string", "integer", "number", "boolean", "date")
COMPARISONS = ("exact", "date", "text", "coder", "modality")
# Tables that the code names; tables of subjects may be added to them.
# fmt: off
TABLES = (
    "events", "delegations", "attendance", "agenda", "commitments", "statements", "resolutions", "votes",
    "milestones", "measures", "meetings", "sources", "claims", "facts", "cells", "row_actors", "actors",
    "people", "places", "topics", "publishers", "event_names", "commitment_names", "resolution_names",
    "milestone_names", "measure_names", "aliases", "former_ids", "commitment_relations", "searches", "audit",
)
# fmt: on
_TABLE_KEYS = ("title", "kind", "unit", "order", "description", "primaryKey", "foreignKeys", "fields")
_FIELD_KEYS = (
    "name",
    "type",
    "title",
    "description",
    "example",
    "unit",
    "constraints",
    "categories",
    "categoriesOf",
    "categoriesOrdered",
    "compare",
    "actors",
    "partialDate",
    "derived",
)
_CONSTRAINTS = ("required", "pattern", "minimum", "maximum", "unique")

Report = Iterator[tuple[tuple, str]]


def check_schemas(raws: dict[str, Any], lines: dict[str, Lines]) -> list[Problem]:
    """What is wrong with the schemas, by table as YAML gives them. `lines` has those of each file's paths."""
    problems = [
        Problem(f"data/schemas/{name}.yaml", 0, "is missing; the package needs this table: bring the file back")
        for name in TABLES
        if name not in raws
    ]
    for name, raw in raws.items():
        found = list(_check_table(name, raw))
        if not found:
            found = list(_check_keys(name, raw, raws))
        problems += [
            Problem(f"data/schemas/{name}.yaml", _line_of(path, lines.get(name, {})), message)
            for path, message in found
        ]
    return problems


def _line_of(path: tuple, lines: Lines) -> int:
    while path and path not in lines:
        path = path[:-1]
    return lines.get(path, 0)


def _check_table(name: str, raw: Any) -> Report:
    if not isinstance(raw, dict):
        yield (), f"expected the keys {', '.join(_TABLE_KEYS)}"
        return
    yield from _find_unknown((), raw, _TABLE_KEYS)
    for key in ("title", "unit", "description"):
        yield from _check_text((), raw, key)
    kind = raw.get("kind")
    if kind not in KINDS:
        yield ("kind",), f"kind: {kind!r} is not one of {', '.join(KINDS)}"
    elif kind != "subject" and name not in TABLES:
        yield ("kind",), f"kind: nothing builds a table {name!r} of the kind {kind}{nearest(name, TABLES)}"
    if not isinstance(raw.get("order"), int) or isinstance(raw.get("order"), bool):
        yield ("order",), f"order: {raw.get('order')!r} is not a whole number, the table's place in the package"
    fields = raw.get("fields")
    if not isinstance(fields, list) or not fields:
        yield ("fields",), "fields: expected a list of at least one field, each beginning with '- name: …'"
        return
    seen = set()
    for index, field in enumerate(fields):
        here = ("fields", index)
        if not isinstance(field, dict):
            yield here, "expected a field that begins with 'name:'"
            continue
        yield from _check_field(here, field)
        if isinstance(field.get("name"), str):
            if field["name"] in seen:
                yield (*here, "name"), f"the field {field['name']!r} is there twice"
            seen.add(field["name"])


def _check_field(here: tuple, field: dict) -> Report:
    yield from _find_unknown(here, field, _FIELD_KEYS)
    for key in ("name", "title", "description"):
        yield from _check_text(here, field, key)
    if field.get("type") not in TYPES:
        yield (*here, "type"), f"type: {field.get('type')!r} is not one of {', '.join(TYPES)}"
    if not isinstance(field.get("example"), str | int | float):
        yield (*here, "example"), "example: expected one value (a date needs quotes)"
    if "unit" in field:
        yield from _check_text(here, field, "unit")
    for key in ("categoriesOrdered", "actors", "partialDate", "derived"):
        if key in field and not isinstance(field[key], bool):
            yield (*here, key), f"{key}: {field[key]!r} must be true or false"
    if "compare" in field and field["compare"] not in COMPARISONS:
        yield (*here, "compare"), f"compare: {field['compare']!r} is not one of {', '.join(COMPARISONS)}"
    if "constraints" in field:
        yield from _check_constraints((*here, "constraints"), field["constraints"])
    if "categories" in field:
        yield from _check_categories((*here, "categories"), field["categories"])


def _check_constraints(here: tuple, constraints: Any) -> Report:
    if not isinstance(constraints, dict):
        yield here, "constraints: expected a mapping, as in {required: true}"
        return
    yield from _find_unknown(here, constraints, _CONSTRAINTS)
    for key in ("required", "unique"):
        if key in constraints and not isinstance(constraints[key], bool):
            yield (*here, key), f"{key}: {constraints[key]!r} must be true or false"
    for key in ("minimum", "maximum"):
        number = constraints.get(key, 0)
        if not isinstance(number, int | float) or isinstance(number, bool):
            yield (*here, key), f"{key}: {number!r} is not a number"
    if "pattern" not in constraints:
        return
    pattern = constraints["pattern"]
    if not isinstance(pattern, str) or not pattern:
        yield (*here, "pattern"), f"pattern: {pattern!r} is not a text; put it in quotes"
        return
    try:
        re.compile(pattern)
    except (re.error, OverflowError, RecursionError) as error:
        yield (*here, "pattern"), f"pattern: {pattern!r} is not a regular expression: {error}"


def _check_categories(here: tuple, categories: Any) -> Report:
    if not isinstance(categories, list) or not categories:
        yield here, "categories: expected a list of at least one {value: …, label: …, definition: …}"
        return
    seen = set()
    for index, category in enumerate(categories):
        if not isinstance(category, dict):
            yield (*here, index), "categories: expected {value: …, label: …, definition: …}"
            continue
        yield from _find_unknown((*here, index), category, ("value", "label", "definition"))
        for key in ("value", "label", "definition"):
            yield from _check_text((*here, index), category, key)
        if isinstance(category.get("value"), str):
            if category["value"] in seen:
                yield (*here, index), f"categories: {category['value']!r} is there twice"
            seen.add(category["value"])


def _check_keys(name: str, raw: dict, raws: dict[str, Any]) -> Report:
    """Rules that look from one field or table to another; only for tables that are sound in themselves."""
    own = _names_of(raw)
    primary = raw.get("primaryKey")
    if not _are_texts(primary):
        yield ("primaryKey",), "primaryKey: expected a list of at least one field, as in [event]"
        primary = []
    for one in primary:
        if one not in own:
            yield ("primaryKey",), f"primaryKey: there is no field {one!r}{nearest(one, own)}"
    for index, field in enumerate(raw["fields"]):
        here = ("fields", index)
        compares = "compare" in field
        if raw["kind"] == "subject" and field["name"] not in primary and not compares:
            yield here, f"{field['name']} has no 'compare'; say how its values agree: {', '.join(COMPARISONS)}"
        if compares and (raw["kind"] != "subject" or field["name"] in primary):
            yield (*here, "compare"), f"{field['name']}: only columns of subject tables outside their key compare"
        if "categoriesOf" in field:
            yield from _check_shared((*here, "categoriesOf"), field["categoriesOf"], raws)
    foreign = raw.get("foreignKeys", [])
    if not isinstance(foreign, list):
        yield ("foreignKeys",), "foreignKeys: expected a list"
        return
    for index, key in enumerate(foreign):
        yield from _check_foreign(("foreignKeys", index), key, name, own, raws)


def _check_foreign(here: tuple, key: Any, name: str, own: list[str], raws: dict[str, Any]) -> Report:
    reference = key.get("reference") if isinstance(key, dict) else None
    if not isinstance(reference, dict) or not _are_texts(key.get("fields")) or not _are_texts(reference.get("fields")):
        yield here, "foreignKeys: expected {fields: [place], reference: {resource: places, fields: [place]}}"
        return
    for one in key["fields"]:
        if one not in own:
            yield here, f"foreignKeys: there is no field {one!r} in {name}{nearest(one, own)}"
    target = reference.get("resource") or name
    if not isinstance(target, str) or target not in raws:
        yield here, f"foreignKeys: there is no table {target!r}{nearest(target, raws)}"
        return
    others = _names_of(raws[target])
    for one in reference["fields"]:
        if one not in others:
            yield here, f"foreignKeys: there is no field {one!r} in {target}{nearest(one, others)}"
    if len(key["fields"]) != len(reference["fields"]):
        yield here, "foreignKeys: as many fields are needed in the reference as before it"


def _check_shared(here: tuple, written: Any, raws: dict[str, Any]) -> Report:
    table, _, column = written.partition(".") if isinstance(written, str) else ("", "", "")
    fields = raws[table].get("fields") if isinstance(raws.get(table), dict) else None
    for field in fields if isinstance(fields, list) else []:
        if isinstance(field, dict) and field.get("name") == column and "categories" in field:
            return
    yield here, f"categoriesOf: {written!r} names no field with categories; write table.field, as in events.mode"


def _names_of(raw: Any) -> list[str]:
    fields = raw.get("fields") if isinstance(raw, dict) else None
    names = [field.get("name") for field in fields if isinstance(field, dict)] if isinstance(fields, list) else []
    return [name for name in names if isinstance(name, str)]


def _are_texts(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(one, str) for one in value)


def _check_text(here: tuple, mapping: dict, key: str) -> Report:
    value = mapping.get(key)
    if not isinstance(value, str) or not value.strip():
        what = "is missing or empty" if value in (None, "") else f"{value!r} is not a text; put it in quotes"
        yield (*here, key), f"{key}: {what}"


def _find_unknown(here: tuple, mapping: dict, known: tuple[str, ...]) -> Report:
    for key in mapping:
        if key not in known:
            yield (*here, str(key)), f"unknown key {key!r}{nearest(key, known)}; known: {', '.join(known)}"
