"""Damaged packages, closed folders and odd surroundings: a message and an exit code, never a traceback."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from c5plus1.building.build import build
from conftest import ROOT, make_claim, run_command

VOTE = {"table": "votes", "resolution": "A/RES/ES-11/6", "actor": "KAZ", "choice": "abstaining"}
TOTALS = {"table": "resolutions", "resolution": "A/RES/ES-11/6", "in_favour": 141}
CELL = "votes/A/RES/ES-11/6:KAZ/choice"


@pytest.fixture
def built(project):
    project.sheet("asiaplus-2023-03-01", make_claim(VOTE, TOTALS))
    build(project.root)
    return project


def ends_well(run, code: int, *messages: str) -> None:
    assert "Traceback" not in run.stderr, run.stderr
    assert run.returncode == code, run.stderr
    for message in messages:
        assert message in run.stderr


@pytest.mark.parametrize(
    "content",
    [b"", b"\xff\xfe\n", b"cell,table\n1\n2,3,4\n", b'cell\n"open\n', b"x,y\n1,2\n"],
    ids=["empty", "not-utf8", "ragged", "open-quote", "other-columns"],
)
@pytest.mark.parametrize("command", [["why", CELL], ["cite", CELL]], ids=["why", "cite"])
def test_a_damaged_table_is_named(built, content, command):
    (built.root / "data" / "cells.csv").write_bytes(content)
    ends_well(built.run(*command), 1, "data/cells.csv", "build the package again")


def test_a_table_with_nothing_but_its_header_is_no_crash(built):
    path = built.root / "data" / "cells.csv"
    path.write_bytes(path.read_bytes().split(b"\n", 1)[0] + b"\n")
    ends_well(built.run("why", CELL), 2, "votes has no row", "the table is empty")


def test_missing_schemas_are_told(built):
    for path in (built.root / "data" / "schemas").glob("*.yaml"):
        path.unlink()
    ends_well(built.run("why", CELL), 1, "no table schemas")


@pytest.mark.parametrize("cells", ["x", [None]])
def test_a_lock_file_of_another_shape_is_damaged(built, cells, tmp_path):
    lock = tmp_path / "cells.lock.json"
    assert built.run("lock", str(lock), "--table", "votes").returncode == 0
    document = json.loads(lock.read_text(encoding="utf-8"))
    lock.write_text(json.dumps({**document, "cells": cells}), encoding="utf-8")
    ends_well(built.run("lock", "--check", str(lock)), 2, "the lock file is damaged")


@pytest.mark.parametrize("option", ["--from", "--table"])
def test_an_empty_option_does_not_cite_the_dataset_alone(built, option):
    ends_well(built.run("cite", option, ""), 2, "an empty one (an unset variable?) would cite no rows")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full on this system")
def test_a_full_disk_behind_the_output_is_told():
    with Path("/dev/full").open("w") as full:
        run = subprocess.run(
            [sys.executable, "-m", "c5plus1", "why", "votes/A/RES/ES-11/6:TKM/choice", "--root", str(ROOT)],
            stdout=full, stderr=subprocess.PIPE, text=True, check=False,
        )  # fmt: skip
    assert "No space left on device" in run.stderr
    assert "Traceback" not in run.stderr


def test_too_long_a_name_is_told():
    ends_well(run_command("check", "x" * 5000), 2)


def test_a_closed_folder_is_told_and_not_left_out(built, monkeypatch):
    """Root may read everything, so the refusal is simulated."""
    from c5plus1.reading import sheets

    real = os.scandir

    def refuse(path):
        if str(path).endswith("2023"):
            raise PermissionError(13, "Permission denied")
        return real(path)

    monkeypatch.setattr(sheets.os, "scandir", refuse)
    assert "data/sheets/2023: cannot be read: Permission denied; give yourself the right" in built.problems()


def test_hidden_files_and_pipes_among_the_sheets_are_no_sheets(built):
    folder = built.root / "data" / "sheets" / "2023"
    (folder / ".#asiaplus-2023-03-01.yaml").write_text("half an editor's file", encoding="utf-8")
    os.mkfifo(folder / "pipe.yaml")
    assert built.problems() == []


def test_problems_of_all_edited_files_come_at_once(built):
    built.sheet("asiaplus-2023-03-02", make_claim({**VOTE, "choice": "no"}))
    (built.root / "data" / "adjudications.yaml").write_text("- cell: x\n", encoding="utf-8")
    (built.root / "data" / "about.yaml").write_text("name: x\n", encoding="utf-8")
    (built.root / "data" / "audit" / "findings.csv").write_text("", encoding="utf-8")
    text = "\n".join(built.problems())
    for place in (
        "asiaplus-2023-03-02.yaml:19",
        "data/adjudications.yaml:1",
        "data/about.yaml",
        "data/audit/findings.csv",
    ):
        assert place in text


def test_a_bad_value_in_a_register_is_told_at_the_register(built):
    built.register("people", person="Bad Id", name="=1+1", actor="USA")
    text = "\n".join(built.problems())
    assert "data/registers/people.yaml:" in text
    assert "data/people.csv" not in text
