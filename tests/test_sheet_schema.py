"""The JSON Schema for editors: all real sheets fit it, and it finds what our own reader finds where an editor can."""

import json

import pytest
import yaml

from c5plus1.reading.positions import parse_yaml
from conftest import ROOT, SHA


@pytest.fixture(scope="module")
def validator():
    from jsonschema import Draft202012Validator

    schema = json.loads((ROOT / "data" / "sheet.schema.json").read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)


def good_sheet(**fact) -> dict:
    vote = {"table": "votes", "resolution": "A/RES/ES-11/6", "actor": ["KAZ", "KGZ"], "choice": "abstaining", **fact}
    source = {
        "id": "asiaplus-2023-03-01",
        "publisher": "Asia-Plus",
        "kind": "newspaper",
        "title": "A headline",
        "url": "https://example.org/a",
        "published": None,
        "language": "en",
        "retrieved": "2026-11-23",
    }
    claim = {"evidence": {"tokens": 10, "sha256": SHA}, "note": "Ours.", "facts": [vote]}
    return {"source": source, "claims": [claim]}


def test_every_real_sheet_fits_as_our_reader_sees_it(validator):
    for path in sorted((ROOT / "data" / "sheets").glob("*/*.yaml")):
        document, _, _ = parse_yaml(path.read_text(encoding="utf-8"), path.name)
        assert [error.message for error in validator.iter_errors(document)] == [], path.name


def test_a_sheet_fits_as_an_editor_sees_it(validator):
    """Editors type scalars: numbers and booleans are no text to them."""
    text = yaml.safe_dump(good_sheet())
    assert list(validator.iter_errors(yaml.safe_load(text))) == []
    total = {"table": "resolutions", "resolution": "A/RES/ES-11/6", "in_favour": 141}
    sheet = good_sheet()
    sheet["claims"][0]["facts"] = [
        total,
        {"table": "delegations", "event": "c5plus1-2023-02-28-astana", "actor": "USA", "attended": True},
    ]
    assert list(validator.iter_errors(sheet)) == []


@pytest.mark.parametrize(
    "fact",
    [
        {"choice": "no"},
        {"actor": "KAX"},
        {"chioce": "against"},
        {"table": "vote"},
        {"slip": "yes"},
        {"choice": ["abstaining"]},
        {"actor": ["KAZ", "KAZ"]},
        {"resolution": "A/RES/ES-11/66"},
    ],
)
def test_a_bad_fact_is_refused(validator, fact):
    assert list(validator.iter_errors(good_sheet(**fact)))


def test_the_message_is_about_the_table_meant(validator):
    (error,) = validator.iter_errors(good_sheet(choice="no"))
    assert "'no' is not one of ['in_favour', 'against', 'abstaining', 'not_voting']" in error.message


@pytest.mark.parametrize("key", ["publisher", "kind", "retrieved", "published"])
def test_a_missing_key_is_refused(validator, key):
    sheet = good_sheet()
    del sheet["source"][key]
    assert list(validator.iter_errors(sheet))
