"""The table schemas: each a sound Table Schema, complete enough for a codebook, and in step with the rest."""

import re
from pathlib import Path

import pytest
import yaml

from c5plus1.reading.schemas import share_categories

FOLDER = Path(__file__).parents[1] / "data" / "schemas"
WRITTEN = {path.stem: yaml.safe_load(path.read_text(encoding="utf-8")) for path in sorted(FOLDER.glob("*.yaml"))}
TABLES = {name: share_categories(raw, WRITTEN) for name, raw in WRITTEN.items()}
SUBJECT = [name for name, schema in TABLES.items() if schema["kind"] == "subject"]
FIELDS = [(name, field) for name, schema in TABLES.items() for field in schema["fields"]]

TABLE_KEYS = {"title", "kind", "unit", "order", "description", "primaryKey", "foreignKeys", "fields"}
STANDARD = {"name", "type", "title", "description", "example", "constraints", "categories"}
OURS = {"categoriesOf", "categoriesOrdered", "compare", "actors", "partialDate", "derived", "unit"}
CONSTRAINTS = {"required", "pattern", "minimum", "maximum", "unique"}
COMPARISONS = {"exact", "date", "text", "coder", "modality"}
PARTIAL_DATE = r"(?:\d{4}(?:-\d{2}(?:-\d{2})?)?)"
SEVERAL_ACTORS = "(?:[A-Z0-9+-]+)(?:;[A-Z0-9+-]+)*"


def names(table: str) -> list[str]:
    return [field["name"] for field in TABLES[table]["fields"]]


def field(table: str, name: str) -> dict:
    return next(item for item in TABLES[table]["fields"] if item["name"] == name)


def codes(table: str, name: str) -> list[str]:
    return [category["value"] for category in field(table, name)["categories"]]


def label(pair) -> str:
    return f"{pair[0]}.{pair[1]['name']}"


each_table = pytest.mark.parametrize("table", TABLES)
each_field = pytest.mark.parametrize(("table", "item"), FIELDS, ids=[label(pair) for pair in FIELDS])


def test_there_are_schemas():
    assert len(SUBJECT) == 10
    assert len({schema["order"] for schema in TABLES.values()}) == len(TABLES), "two tables claim one place"


@each_table
def test_frictionless_reads_it(table):
    from frictionless import Schema

    schema = TABLES[table]
    bare = {
        "primaryKey": schema["primaryKey"],
        "foreignKeys": schema.get("foreignKeys", []),
        "fields": [{key: value for key, value in item.items() if key in STANDARD} for item in schema["fields"]],
    }
    parsed = Schema.from_descriptor(bare)
    assert [item.name for item in parsed.fields] == names(table)


@each_table
def test_it_says_what_it_holds(table):
    schema = TABLES[table]
    assert set(schema) <= TABLE_KEYS
    assert schema["kind"] in {"subject", "report", "register", "derived", "log"}
    assert schema["title"] and schema["unit"] and len(schema["description"]) > 40
    assert len(names(table)) == len(set(names(table)))


@each_table
def test_its_key_is_among_its_fields_and_required(table):
    assert TABLES[table]["primaryKey"]
    for part in TABLES[table]["primaryKey"]:
        assert field(table, part).get("constraints", {}).get("required") is True, f"{table}.{part}"


@each_table
def test_its_foreign_keys_point_at_something(table):
    for key in TABLES[table].get("foreignKeys", []):
        target = key["reference"]["resource"]
        assert set(key["fields"]) <= set(names(table))
        assert target in TABLES, f"{table}: no table {target!r}"
        assert key["reference"]["fields"] == TABLES[target]["primaryKey"], f"{table}: not the key of {target}"


@each_field
def test_a_field_is_described_with_an_example(table, item):
    assert set(item) <= STANDARD | OURS, f"unknown property of {table}.{item['name']}"
    assert item["title"] and len(item["description"]) > 10
    assert item.get("example") is not None


@each_field
def test_an_example_keeps_its_own_rule(table, item):
    example, constraints = item["example"], item.get("constraints", {})
    kind = {"string": str, "integer": int, "boolean": bool, "date": str, "number": (int, float)}[item["type"]]
    assert isinstance(example, kind) and (item["type"] == "boolean" or not isinstance(example, bool))
    if "pattern" in constraints:
        assert re.fullmatch(constraints["pattern"], example)
    if "categories" in item:
        assert example in [category["value"] for category in item["categories"]]
    if item["type"] == "date":
        assert re.fullmatch(r"\d{4}-\d{2}-\d{2}", example)


@each_field
def test_constraints_are_those_we_use_and_no_list_of_codes_is_kept_twice(table, item):
    assert "enum" not in item.get("constraints", {}), "enum is generated from categories"
    assert set(item.get("constraints", {})) <= CONSTRAINTS


@each_field
def test_alternatives_in_a_pattern_stand_in_a_group(table, item):
    """Frictionless matches ^PATTERN$, so that a bare a|b would let ab through."""
    pattern = item.get("constraints", {}).get("pattern", "")
    depth = 0
    for sign in re.sub(r"\\.|\[[^\]]*\]", "", pattern):
        depth += (sign == "(") - (sign == ")")
        assert sign != "|" or depth > 0


@each_field
def test_every_code_has_a_definition(table, item):
    values = [category["value"] for category in item.get("categories", [])]
    assert len(values) == len(set(values))
    for category in item.get("categories", []):
        assert set(category) == {"value", "label", "definition"}
        assert len(category["definition"]) > 10, category["value"]


@each_field
def test_our_own_properties_go_with_the_right_types(table, item):
    pattern = item.get("constraints", {}).get("pattern")
    assert not item.get("partialDate") or (item["type"], pattern) == ("string", PARTIAL_DATE)
    assert not item.get("actors") or (item["type"], pattern) == ("string", SEVERAL_ACTORS)


@pytest.mark.parametrize("table", SUBJECT)
def test_every_value_column_of_a_subject_table_says_how_it_compares(table):
    for item in TABLES[table]["fields"]:
        if item["name"] in TABLES[table]["primaryKey"]:
            assert "compare" not in item
        else:
            assert item["compare"] in COMPARISONS, item["name"]
            assert (item["compare"] == "date") == bool(item.get("partialDate")), item["name"]
            assert (item["compare"] == "modality") == (item["name"] == "modality")


def test_only_subject_tables_compare():
    assert not [label(pair) for pair in FIELDS if "compare" in pair[1] and pair[0] not in SUBJECT]


def test_codes_told_in_several_tables_are_the_same():
    modalities = [
        codes(table, "modality") for table in ("events", "delegations", "attendance", "agenda", "facts", "meetings")
    ]
    assert all(values == modalities[0] for values in modalities)
    assert codes("meetings", "format") == [code for code in codes("events", "format") if code != "visit"]
    for name in ("level", "mode"):
        assert codes("meetings", name) == codes("events", name)
    assert set(codes("meetings", "status")) == set(codes("cells", "status")) - {"slip_only"}
    assert set(codes("cells", "comparison")) == COMPARISONS


def test_statements_need_what_makes_them_statements():
    required = [item["name"] for item in TABLES["statements"]["fields"] if item.get("constraints", {}).get("required")]
    assert required == ["statement", "topic", "act", "gist"]
