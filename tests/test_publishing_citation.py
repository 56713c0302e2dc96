"""The citation files: valid by their formats' own validators, from one place, and up to date."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from c5plus1.problems import DataError
from c5plus1.publishing.citation import render_citations
from c5plus1.publishing.freshness import find_stale
from c5plus1.publishing.versions import read_released, read_version
from conftest import ROOT
from release_kit import build, exit_of, plant

NAMES = {"CITATION.cff", ".zenodo.json", "datacite.json", "dataset.jsonld"}


@pytest.fixture(scope="module")
def released():
    """The files of a made-up release of the real package."""
    return render_citations(ROOT, "1.2.3", "2027-01-31")


def test_the_committed_files_are_what_is_generated():
    files = render_citations(ROOT, read_version(ROOT), read_released(ROOT))
    assert set(files) == NAMES
    assert find_stale(ROOT, files) == [], "run c5plus1 citation"


@pytest.mark.parametrize("day", [None, "2027-01-31"])
def test_citation_cff_is_valid_by_its_schema(tmp_path: Path, day):
    path = tmp_path / "CITATION.cff"
    path.write_bytes(render_citations(ROOT, "1.2.3", day)["CITATION.cff"])
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.citation-file-format", str(path)]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    held = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert (held["type"], held.get("date-released")) == ("dataset", day)


def test_datacite_is_valid_by_its_schema(released):
    from datacite import schema45

    held = json.loads(released["datacite.json"])
    schema45.validator.validate(held)
    assert held["publicationYear"] == "2027" and {"date": "2027-01-31", "dateType": "Issued"} in held["dates"]
    with pytest.raises(Exception, match="resourceTypeGeneral"):
        schema45.validator.validate({**held, "types": {"resourceType": "x", "resourceTypeGeneral": "Data"}})


def test_zenodo_has_what_a_deposit_needs_and_nothing_it_does_not_know(released):
    held = json.loads(released[".zenodo.json"])
    assert {"title", "upload_type", "description", "creators", "access_right", "license"} <= held.keys()
    known = {"version", "publication_date", "keywords", "language", "notes"}
    assert held.keys() <= known | {"title", "upload_type", "description", "creators", "access_right", "license"}
    assert held["upload_type"] == "dataset" and held["publication_date"] == "2027-01-31"


def test_schema_org_has_what_dataset_search_requires(released):
    held = json.loads(released["dataset.jsonld"])
    assert (held["@context"], held["@type"]) == ("https://schema.org/", "Dataset")
    assert 50 <= len(held["description"]) <= 5000 and held["name"] and held["license"].startswith("https://")
    assert held["temporalCoverage"].startswith("2015-09-26/")
    for file in held["distribution"]:
        assert (ROOT / file["contentUrl"]).is_file()


def test_no_identifier_is_made_up(released):
    """Until data/about.yaml has a DOI or an address, nothing stands in their place."""
    about = yaml.safe_load((ROOT / "data" / "about.yaml").read_text(encoding="utf-8"))
    if "doi" not in about:
        assert b"doi.org" not in b"".join(released.values()).lower()
        assert "doi" not in json.loads(released["datacite.json"])


def test_a_doi_and_an_address_appear_everywhere_once_there_are_such(project):
    about = project.root / "data" / "about.yaml"
    extra = "homepage: https://example.org/record\ndoi: 10.1234/example\n"
    about.write_text(about.read_text(encoding="utf-8") + extra, encoding="utf-8")
    root = build(plant(project))
    files = render_citations(root, "1.2.3", "2027-01-31")
    assert yaml.safe_load(files["CITATION.cff"])["doi"] == "10.1234/example"
    assert json.loads(files["datacite.json"])["doi"] == "10.1234/example"
    assert json.loads(files["dataset.jsonld"])["identifier"] == "https://doi.org/10.1234/example"

    import c5plus1

    assert "https://doi.org/10.1234/example" in c5plus1.cite(style="text", root=root)
    assert "doi          = {10.1234/example}" in c5plus1.cite(root=root)


def test_a_description_without_people_or_places_is_refused(project):
    root = build(plant(project))
    about = root / "data" / "about.yaml"
    text = about.read_text(encoding="utf-8")
    about.write_text(text.replace("roles: [author, ", "roles: ["), encoding="utf-8")
    with pytest.raises(DataError, match="somebody needs the role author"):
        render_citations(root, "1.2.3", None)
    about.write_text(text.replace("spatial: [", "# ["), encoding="utf-8")
    with pytest.raises(DataError, match="spatial: expected a list"):
        render_citations(root, "1.2.3", None)


def test_the_command_writes_then_finds_nothing_to_do_then_finds_a_stale_file(project, capsys):
    from release_kit import make_checkout

    root = make_checkout(plant(project))
    assert exit_of("citation", "--check", "--root", root) == 0
    (root / "CITATION.cff").write_text("cff-version: 1.2.0\n", encoding="utf-8")
    assert exit_of("citation", "--check", "--root", root) == 1
    assert "CITATION.cff:1: is stale; run c5plus1 citation" in capsys.readouterr().err
    assert exit_of("citation", "--root", root) == 0
    assert exit_of("citation", "--root", root) == 0
    assert "nothing to write" in capsys.readouterr().out
