"""Lock files: what an analysis used, and which of it has changed since."""

import json

import pytest

import c5plus1
from c5plus1.problems import UsageProblem
from conftest import Project, make_claim
from release_kit import ASTANA, SAMARKAND, VOTE, build, copy_project, exit_of, plant, plant_samarkand

TKM = f"votes/{VOTE}:TKM/choice"


@pytest.fixture(scope="module")
def old(tmp_path_factory):
    project = Project(tmp_path_factory.mktemp("lock") / "project")
    build(plant(project))
    return project


@pytest.fixture
def new(old, tmp_path):
    return copy_project(old, tmp_path / "new")


@pytest.fixture
def locked(old, tmp_path):
    """A lock file of both events and the vote."""
    path = tmp_path / "cells.lock.json"
    events = c5plus1.load("events", root=old.root)[["event", "start_date", "venue"]]
    c5plus1.lock(events, path, root=old.root)
    return path


def test_nothing_has_changed_at_first(old, locked):
    answer = c5plus1.check_lock(locked, root=old.root)
    assert answer and answer.n_cells == 4 and not answer.changed and not answer.standings and not answer.notes
    assert "Every value is what it was" in repr(answer)


def test_the_same_cells_give_the_same_bytes(old, locked, tmp_path):
    events = c5plus1.load("events", root=old.root)[["event", "venue", "start_date"]].iloc[::-1]
    again = c5plus1.lock(events, tmp_path / "again.json", root=old.root)
    assert again.read_bytes() == locked.read_bytes()


def test_a_changed_value_names_the_reports_that_changed_it(new, locked):
    plant_samarkand(new, "2015-11-02")
    build(new)
    answer = c5plus1.check_lock(locked, root=new.root)
    assert not answer
    (change,) = answer.changed
    assert (change.cell, change.old, change.new) == (f"events/{SAMARKAND}/start_date", "2015-11-01", "2015-11-02")
    assert change.went == ("kazinform-2015-11-02 said 2015-11-01",)
    assert change.came == ("kazinform-2015-11-02#1 says 2015-11-02: Ministers met in Samarkand on 2015-11-02.",)


def test_an_empty_cell_that_is_filled_later_is_a_change(new, locked):
    new.sheet("kun-uz-2023-03", make_claim({"table": "events", "event": ASTANA, "venue": "A hall"}, sha256="9" * 64))
    build(new)
    (change,) = c5plus1.check_lock(locked, root=new.root).changed
    assert (change.cell, change.old, change.new) == (f"events/{ASTANA}/venue", None, "A hall")


def test_another_standing_is_told_and_is_no_failure(new, locked):
    new.sheet(
        "tass-2015-11-01",
        make_claim({"table": "events", "event": SAMARKAND, "start_date": "2015-11-01"}, sha256="8" * 64),
        publisher="TASS",
        kind="agency",
        published="2015-11-01",
    )
    build(new)
    answer = c5plus1.check_lock(locked, root=new.root)
    assert answer and [moved.new_status for moved in answer.standings] == ["corroborated"]


def test_new_rows_that_a_selection_might_find_are_told(new, locked):
    other = "c5plus1-2016-08-03-washington"
    new.sheet(
        "tass-2016-08-03", make_claim({"table": "events", "event": other}, sha256="b" * 64), published="2016-08-03"
    )
    build(new)
    answer = c5plus1.check_lock(locked, root=new.root)
    assert answer and answer.notes == ("events had 2 rows, now 3: a selection from it may find others; run it again.",)


def test_a_withdrawn_row_says_why_and_a_renamed_one_is_followed(new, locked):
    register = new.root / "data" / "registers" / "events.yaml"
    text = register.read_text(encoding="utf-8")
    renamed = text.replace(
        f"- event: {SAMARKAND}\n", f"- event: c5plus1-2015-11-01-renamed\n  former_ids: [{SAMARKAND}]\n"
    )
    register.write_text(renamed, encoding="utf-8")
    sheet = new.root / "data" / "sheets" / "2015" / "kazinform-2015-11-02.yaml"
    sheet.write_text(
        sheet.read_text(encoding="utf-8").replace(SAMARKAND, "c5plus1-2015-11-01-renamed"), encoding="utf-8"
    )
    build(new)
    assert c5plus1.check_lock(locked, root=new.root)

    register.write_text(text, encoding="utf-8")
    sheet.unlink()
    new.register("retired", table="events", id=SAMARKAND, reason="It was another meeting.")
    build(new)
    changed = c5plus1.check_lock(locked, root=new.root).changed
    assert {change.cell for change in changed} == {f"events/{SAMARKAND}/start_date", f"events/{SAMARKAND}/venue"}
    assert all("was withdrawn. It was another meeting." in change.note for change in changed)


def test_the_policy_of_the_frame_is_kept(old, tmp_path):
    votes = c5plus1.load("votes", policy="latest_report", root=old.root)
    path = c5plus1.lock(votes, tmp_path / "votes.json", root=old.root)
    held = json.loads(path.read_text(encoding="utf-8"))
    assert held["policy"] == "latest_report" and held["cells"][TKM]["value"] == "not_voting"
    assert c5plus1.check_lock(path, root=old.root)


def test_rows_without_cells_cannot_be_locked(old, tmp_path):
    with pytest.raises(UsageProblem, match="lock records settled cells"):
        c5plus1.lock(c5plus1.load("sources", root=old.root), tmp_path / "x.json", root=old.root)
    with pytest.raises(UsageProblem, match="the frame of events is empty"):
        c5plus1.lock(c5plus1.load("events", root=old.root).iloc[:0], tmp_path / "x.json", root=old.root)
    assert not (tmp_path / "x.json").exists()


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (lambda held: held | {"format": 2}, "written by a newer version: update c5plus1"),
        (lambda held: held | {"format": "x"}, "the lock file is damaged"),
        (lambda held: {name: part for name, part in held.items() if name != "cells"}, "the lock file is damaged"),
        (lambda held: held | {"cells": {TKM: {"value": "x"}}}, "the lock file is damaged"),
        (lambda held: held | {"name": "bird-ringing"}, "locks cells of 'bird-ringing'"),
        (lambda held: [], "not a lock file of c5plus1"),
        (lambda held: None, "not a lock file of c5plus1"),
    ],
)
def test_what_is_no_lock_file_is_refused(old, locked, spoil, message):
    locked.write_text(json.dumps(spoil(json.loads(locked.read_text(encoding="utf-8")))), encoding="utf-8")
    with pytest.raises(UsageProblem, match=message):
        c5plus1.check_lock(locked, root=old.root)


def test_exit_codes(old, new, tmp_path, capsys):
    path = tmp_path / "c.json"
    assert exit_of("lock", path, "--cells", TKM, "--cells", f"events/{SAMARKAND}", "--root", old.root) == 0
    assert exit_of("lock", "--check", path, "--root", old.root) == 0
    plant_samarkand(new, "2015-11-02")
    build(new)
    assert exit_of("lock", "--check", path, "--root", new.root) == 1
    assert "start_date: 2015-11-01 -> 2015-11-02" in capsys.readouterr().out
    assert exit_of("lock", path, "--root", old.root) == 2
    assert "name what to lock" in capsys.readouterr().err
    assert exit_of("lock", "--check", path, "--table", "votes", "--root", old.root) == 2
    assert exit_of("lock", "--check", tmp_path / "none.json", "--root", old.root) == 2
    path.write_text('{"format": 2}', encoding="utf-8")
    assert exit_of("lock", "--check", path, "--root", old.root) == 2
