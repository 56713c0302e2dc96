"""What changed between two releases: every kind of change is found, with the claims that caused it."""

import json
import shutil
import zipfile

import pytest

from c5plus1.asking.diff import diff, to_json
from c5plus1.asking.show_diff import escape, render_markdown, render_text
from c5plus1.problems import UsageProblem
from conftest import Project, make_claim
from release_kit import ASTANA, SAMARKAND, VOTE, build, commit, copy_project, exit_of, git, plant, plant_samarkand


@pytest.fixture(scope="module")
def old(tmp_path_factory):
    """The older release; tests change a copy of it, never this one."""
    project = Project(tmp_path_factory.mktemp("old") / "project")
    build(plant(project))
    return project


@pytest.fixture
def new(old, tmp_path):
    return copy_project(old, tmp_path / "new")


def compare(old, new):
    build(new)
    return diff(old.root, new.root)


def cells(found):
    return {change.cell: change for change in found.cells}


def rows(found, kind):
    return {f"{change.table}/{change.row}": change for change in found.rows if change.kind == kind}


def test_the_same_release_twice_has_no_difference(old):
    found = diff(old.root, old.root)
    assert not found
    assert render_text(found).endswith("no difference.")
    assert render_markdown(found) == ""


def test_a_changed_value_names_the_claim_that_went_and_the_one_that_came(old, new):
    plant_samarkand(new, "2015-11-02")
    change = cells(compare(old, new))[f"events/{SAMARKAND}/start_date"]
    assert (change.old, change.new, change.kind) == ("2015-11-01", "2015-11-02", "changed")
    assert [(cause.sign, cause.about, cause.value) for cause in change.causes] == [
        ("-", "kazinform-2015-11-02#1", "2015-11-01"),
        ("+", "kazinform-2015-11-02#1", "2015-11-02"),
    ]


def test_a_new_report_that_turns_a_contested_cell_is_its_cause(old, new):
    new.sheet(
        "un-2023-02-23",
        make_claim({"table": "votes", "resolution": VOTE, "actor": "TKM", "choice": "not_voting"}, sha256="6" * 64),
        publisher="United Nations",
        kind="official",
        published="2023-02-23",
    )
    found = compare(old, new)
    change = cells(found)[f"votes/{VOTE}:TKM/choice"]
    assert (change.old, change.new) == ("abstaining", "not_voting")
    assert [(cause.sign, cause.about) for cause in change.causes] == [("+", "un-2023-02-23#1")]
    assert "sources/un-2023-02-23" in rows(found, "added")


def test_a_cell_that_is_filled_or_emptied_is_told_as_added_or_removed(old, new):
    plant_samarkand(new, "2015-11-01")
    path = new.root / "data" / "sheets" / "2023" / "tass-2023-03-01.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("place: astana", "country: KAZ"), encoding="utf-8")
    other = new.root / "data" / "sheets" / "2023" / "asiaplus-2023-03-01.yaml"
    other.write_text(
        other.read_text(encoding="utf-8").replace("    place: astana\n", "    mode: hybrid\n"), encoding="utf-8"
    )
    found = cells(compare(old, new))
    assert found[f"events/{ASTANA}/mode"].kind == "added"
    assert found[f"events/{ASTANA}/place"].kind == "removed"


def test_rows_that_come_and_go_name_their_claims(old, new):
    new.sheet(
        "kazinform-2015-11-02",
        make_claim({"table": "events", "event": ASTANA}, sha256="7" * 64),
        published="2015-11-02",
    )
    found = compare(old, new)
    gone = rows(found, "removed")[f"events/{SAMARKAND}"]
    assert [(cause.sign, cause.about) for cause in gone.causes] == [("-", "kazinform-2015-11-02#1")]
    back = diff(new.root, old.root)
    assert [cause.sign for cause in rows(back, "added")[f"events/{SAMARKAND}"].causes] == ["+"]


def test_a_rename_is_one_change_and_not_a_loss_and_a_gain(old, new):
    register = new.root / "data" / "registers" / "events.yaml"
    text = register.read_text(encoding="utf-8")
    before = f"- event: {SAMARKAND}\n"
    assert before in text
    register.write_text(
        text.replace(before, f"- event: c5plus1-2015-11-01-renamed\n  former_ids: [{SAMARKAND}]\n"), encoding="utf-8"
    )
    sheet = new.root / "data" / "sheets" / "2015" / "kazinform-2015-11-02.yaml"
    sheet.write_text(
        sheet.read_text(encoding="utf-8").replace(SAMARKAND, "c5plus1-2015-11-01-renamed"), encoding="utf-8"
    )
    found = compare(old, new)
    renamed = rows(found, "renamed")
    assert renamed[f"events/{SAMARKAND}"].now == "c5plus1-2015-11-01-renamed"
    assert not rows(found, "removed") and not any(change.table == "events" for change in found.cells)


def test_numbers_of_claims_may_shift_without_a_difference_in_values(old, new):
    path = new.root / "data" / "sheets" / "2023" / "asiaplus-2023-03-01.yaml"
    head, first, second = path.read_text(encoding="utf-8").split("- evidence:")
    path.write_text("- evidence:".join([head, second.rstrip("\n") + "\n", first]), encoding="utf-8")
    found = compare(old, new)
    assert not found.cells and not found.rows


def test_another_standing_of_the_same_value_is_told_apart(old, new):
    new.sheet(
        "tass-2015-11-01",
        make_claim({"table": "events", "event": SAMARKAND, "start_date": "2015-11-01"}, sha256="8" * 64),
        publisher="TASS",
        kind="agency",
        published="2015-11-01",
    )
    found = compare(old, new)
    moved = {change.cell: change for change in found.statuses}[f"events/{SAMARKAND}/start_date"]
    assert (moved.old, moved.new) == ("2015-11-01", "2015-11-01")
    assert (moved.old_status, moved.new_status) == ("single", "corroborated")
    assert f"events/{SAMARKAND}/start_date" not in cells(found)


def test_a_changed_date_of_a_source_is_named_as_a_cause(old, new):
    path = new.root / "data" / "sheets" / "2023" / "trend-2023-02-24.yaml"
    text = path.read_text(encoding="utf-8").replace("kind: agency", "kind: analysis")
    path.write_text(text, encoding="utf-8")
    change = cells(compare(old, new))[f"votes/{VOTE}:TKM/choice"]
    assert (change.old, change.new) == ("abstaining", "not_voting")
    assert [(cause.sign, cause.note) for cause in change.causes] == [("~", "kind: agency -> analysis")]


def test_a_changed_schema_is_told_as_structure(old, new):
    path = new.root / "data" / "schemas" / "events.yaml"
    text = path.read_text(encoding="utf-8")
    text = text.replace("title: Venue", "title: The venue").replace("      - value: hybrid", "      - value: mixed")
    path.write_text(text, encoding="utf-8")
    found = {(change.kind, change.what, change.name) for change in compare(old, new).structure}
    assert ("changed", "text", "events.venue") in found
    assert {("removed", "code", "events.mode=hybrid"), ("added", "code", "events.mode=mixed")} <= found


def test_markdown_lists_every_changed_value_and_escapes_what_would_be_markup(old, new):
    plant_samarkand(new, "2015-11-02")
    text = render_markdown(compare(old, new))
    assert "### Changed values" in text
    assert f"- `events/{SAMARKAND}/start_date`: `2015-11-01` → `2015-11-02`" in text
    assert escape("a *b* [c](d) <e> #f_g") == r"a \*b\* \[c\](d) \<e\> \#f\_g"


def test_json_holds_everything(old, new):
    plant_samarkand(new, "2015-11-02")
    held = json.loads(to_json(compare(old, new)))
    assert {"structure", "rows", "cells", "statuses", "counts"} <= held.keys()
    assert held["cells"][0]["causes"][0]["about"] == "kazinform-2015-11-02#1"


@pytest.mark.parametrize("inside", ["", "c5plus1-record-0.1.0/", "c5plus1/record/"])
def test_an_archive_is_read_wherever_the_package_lies_in_it(old, tmp_path, inside):
    archive = tmp_path / "release.zip"
    with zipfile.ZipFile(archive, "w") as packed:
        for path in [old.root / "datapackage.json", *(old.root / "data").glob("*.csv")]:
            packed.write(path, inside + path.relative_to(old.root).as_posix())
    assert not diff(archive, old.root)


def test_a_revision_of_the_repository_is_read_without_touching_the_work_tree(new):
    git(new.root, "init", "-q")
    commit(new.root, "first")
    git(new.root, "tag", "v0.1.0")
    plant_samarkand(new, "2015-11-02")
    build(new)
    found = diff("v0.1.0", root=new.root)
    assert set(cells(found)) == {f"events/{SAMARKAND}/start_date", "claims/kazinform-2015-11-02#1/note"}


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda place: str(place / "none"), "no such folder or archive, and no such tag or revision"),
        (lambda place: str(place / "none.zip"), "no such file"),
        (lambda place: str(place), "no datapackage.json in this folder"),
        (lambda place: str(place / "note.txt"), "neither a folder nor an archive"),
        (lambda place: "-v", "no folder, archive or revision"),
    ],
)
def test_what_is_no_release_is_refused_by_name(old, tmp_path, make, message):
    place = tmp_path / "place"
    place.mkdir()
    (place / "note.txt").write_text("not a release", encoding="utf-8")
    with pytest.raises(UsageProblem, match=message):
        diff(make(place), old.root)


def test_two_unrelated_packages_are_refused(old, tmp_path):
    other = tmp_path / "other"
    other.mkdir()
    descriptor = {
        "name": "bird-ringing",
        "resources": [{"name": "birds", "path": "birds.csv", "schema": {"fields": []}}],
    }
    (other / "datapackage.json").write_text(json.dumps(descriptor), encoding="utf-8")
    with pytest.raises(UsageProblem, match=r"'bird-ringing'.*not two releases of one dataset"):
        diff(old.root, other)


def test_a_damaged_descriptor_is_told(old, tmp_path):
    other = tmp_path / "other"
    shutil.copytree(old.root, other)
    (other / "datapackage.json").write_text("{]", encoding="utf-8")
    with pytest.raises(UsageProblem, match=r"its datapackage\.json is not a data package's"):
        diff(other, old.root)


def test_a_release_that_lacks_a_table_is_told(old, tmp_path):
    other = tmp_path / "other"
    shutil.copytree(old.root, other)
    (other / "data" / "events.csv").unlink()
    with pytest.raises(UsageProblem, match="the table events is missing"):
        diff(old.root, other)


def test_exit_codes(old, new, capsys):
    plant_samarkand(new, "2015-11-02")
    build(new)
    assert exit_of("diff", old.root, new.root) == 0
    assert "start_date: 2015-11-01 -> 2015-11-02" in capsys.readouterr().out
    assert exit_of("diff", old.root, new.root, "--exit-code") == 1
    assert exit_of("diff", old.root, old.root, "--exit-code") == 0
    assert exit_of("diff", old.root.parent, new.root) == 2
    assert "no datapackage.json in this folder" in capsys.readouterr().err
