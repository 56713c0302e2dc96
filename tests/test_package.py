"""The package as others see it: frictionless alone, offline, and a descriptor that uses only what the standard has."""

import json
import os
import subprocess
import sys

import pytest

from conftest import ROOT

DESCRIPTOR = json.loads((ROOT / "datapackage.json").read_text(encoding="utf-8"))
FRICTIONLESS_ALONE = """
import socket, sys
def refuse(*args, **kwargs):
    raise AssertionError("the network was used")
socket.socket.connect = refuse
socket.create_connection = refuse
sys.modules["c5plus1"] = None  # nothing of ours
from frictionless import Package
report = Package(sys.argv[1]).validate()
print(report.valid, report.stats["errors"])
"""
PACKAGE_PROPERTIES = {
    "$schema", "name", "id", "title", "description", "version", "created", "homepage", "keywords", "licenses",
    "contributors", "sources", "resources",
}  # fmt: skip
RESOURCE_PROPERTIES = {
    "name", "type", "path", "title", "description", "format", "mediatype", "encoding", "dialect", "bytes", "hash",
    "rows", "schema",
    "kind", "unit",  # ours
}  # fmt: skip


def test_frictionless_validates_offline_without_our_code():
    run = subprocess.run(
        [sys.executable, "-c", FRICTIONLESS_ALONE, "datapackage.json"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.stdout.strip() == "True 0", run.stdout + run.stderr


def test_the_command_of_frictionless_says_valid():
    run = subprocess.run(
        [sys.executable, "-m", "frictionless", "validate", "datapackage.json", "--json"],
        cwd=ROOT, capture_output=True, text=True, check=False, env={**os.environ, "NO_COLOR": "1"},
    )  # fmt: skip
    assert run.returncode == 0
    report = json.loads(run.stdout)
    assert report["valid"]
    assert {task["name"] for task in report["tasks"]} == {resource["name"] for resource in DESCRIPTOR["resources"]}


def test_only_known_properties():
    assert set(DESCRIPTOR) <= PACKAGE_PROPERTIES
    for resource in DESCRIPTOR["resources"]:
        assert set(resource) <= RESOURCE_PROPERTIES, resource["name"]


def test_what_a_dataset_must_tell():
    assert DESCRIPTOR["$schema"] == "https://datapackage.org/profiles/2.0/datapackage.json"
    assert [licence["name"] for licence in DESCRIPTOR["licenses"]] == ["CC-BY-4.0", "MIT"]
    assert all(person["roles"] for person in DESCRIPTOR["contributors"])
    assert DESCRIPTOR["created"].endswith("T00:00:00Z")
    assert DESCRIPTOR["keywords"]
    assert DESCRIPTOR["sources"]


def test_version_is_the_one_of_the_code():
    from c5plus1.version import __version__

    assert DESCRIPTOR["version"] == __version__


@pytest.mark.parametrize("resource", DESCRIPTOR["resources"], ids=lambda resource: resource["name"])
def test_each_resource_says_how_to_read_it(resource):
    assert resource["encoding"] == "utf-8"
    assert resource["dialect"]["delimiter"] == ","
    content = (ROOT / resource["path"]).read_bytes()
    assert resource["bytes"] == len(content)
    schema = resource["schema"]
    header = content.split(b"\n", 1)[0].decode("utf-8").split(",")
    assert [field["name"] for field in schema["fields"]] == header
    for field in schema["fields"]:
        assert len(field["description"]) > 10
        if "categories" in field:
            assert [category["value"] for category in field["categories"]] == field["constraints"]["enum"]


def test_an_enum_keeps_a_wrong_code_out(tmp_path):
    """The codes are enforced by everybody's frictionless, not only by our own checks."""
    import shutil

    from c5plus1.checking.package import validate_package

    shutil.copy(ROOT / "datapackage.json", tmp_path)
    (tmp_path / "data").mkdir()
    for path in (ROOT / "data").glob("*.csv"):
        shutil.copy(path, tmp_path / "data")
    votes = tmp_path / "data" / "votes.csv"
    votes.write_text(votes.read_text(encoding="utf-8").replace("abstaining", "neutral", 1), encoding="utf-8")
    problems = [str(problem) for problem in validate_package(tmp_path)]
    assert any("enum" in problem and "neutral" in problem for problem in problems)
    assert any("hash" in problem.lower() for problem in problems)
