"""The command line: explains itself, ends with the right code, and never shows a traceback for wrong use or bad data."""

import json

import pytest

from c5plus1.building.build import build
from c5plus1.cli import COMMANDS
from conftest import ROOT, make_claim, run_command

VOTE = {"table": "votes", "resolution": "A/RES/ES-11/6", "actor": "KAZ", "choice": "abstaining"}
TOTALS = {"table": "resolutions", "resolution": "A/RES/ES-11/6", "in_favour": 141}


@pytest.fixture
def built(project):
    project.sheet("asiaplus-2023-03-01", make_claim(VOTE, TOTALS))
    build(project.root)
    return project


def test_help_lists_every_command_without_importing_pandas():
    run = run_command("--help", PYTHONVERBOSE="", PYTHONPROFILEIMPORTTIME="1")
    assert run.returncode == 0
    for name in COMMANDS:
        assert f"  {name} " in run.stdout
    assert "pandas" not in run.stderr
    assert "0 fine, 1 the data fall short, 2 wrong use" in run.stdout


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_explains_itself(name):
    run = run_command(name, "--help")
    assert run.returncode == 0, run.stderr
    assert run.stdout.startswith(f"Usage: c5plus1 {name}")
    assert "--help" in run.stdout


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["biuld"], "no command 'biuld' (did you mean 'build'?)"),
        (["build", "--fast"], "No such option"),
        (["why"], "Missing argument 'TABLE'"),
    ],
)
def test_wrong_use_ends_with_2(arguments, message):
    run = run_command(*arguments)
    assert run.returncode == 2
    assert message in run.stderr
    assert "Traceback" not in run.stderr


def test_validate_gives_a_verdict(built):
    run = built.run("validate")
    assert run.returncode == 0, run.stdout
    assert run.stdout.splitlines()[-1].startswith("VALID: 0 errors, ")
    assert (
        "Checked: sheets and registers, subject rules, generated files are current, descriptor and tables" in run.stdout
    )


def test_validate_names_file_and_line_of_a_bad_sheet(built):
    built.sheet("asiaplus-2023-03-02", make_claim({**VOTE, "choice": "no"}))
    run = built.run("validate")
    assert run.returncode == 1
    assert "data/sheets/2023/asiaplus-2023-03-02.yaml:19: votes.choice: 'no' is not one of" in run.stdout
    assert run.stdout.splitlines()[-1] == "NOT VALID: 1 error, 0 warnings."


def test_validate_finds_a_table_edited_by_hand(built):
    path = built.root / "data" / "votes.csv"
    path.write_bytes(path.read_bytes().replace(b"abstaining", b"against"))
    run = built.run("validate")
    assert run.returncode == 1
    assert "data/votes.csv:2: is not what the sheets give: stale, or edited by hand" in run.stdout
    assert "hash" in run.stdout.lower()  # frictionless sees it as well


def test_validate_finds_a_stale_package(built):
    built.sheet("asiaplus-2023-03-02", make_claim({**VOTE, "actor": "KGZ"}))
    run = built.run("validate")
    assert run.returncode == 1
    assert "data/sources.csv:3: is not what the sheets give" in run.stdout


@pytest.mark.parametrize("content", [b"\xff\xfe", b"{", b"{}"])
def test_validate_tells_of_a_broken_descriptor(built, content):
    (built.root / "datapackage.json").write_bytes(content)
    run = built.run("validate")
    assert run.returncode == 1
    assert "datapackage.json" in run.stdout
    assert "Traceback" not in run.stderr


def test_validate_speaks_json(built):
    built.sheet("asiaplus-2023-03-02", make_claim({**VOTE, "choice": "no"}))
    run = built.run("validate", "--json")
    verdict = json.loads(run.stdout)
    assert run.returncode == 1
    assert verdict["valid"] is False
    (problem,) = [p for p in verdict["problems"] if p["severity"] == "error"]
    assert (problem["path"], problem["line"]) == ("data/sheets/2023/asiaplus-2023-03-02.yaml", 19)


def test_validate_annotates_in_github_actions(built):
    built.sheet("asiaplus-2023-03-02", make_claim({**VOTE, "choice": "no"}))
    run = built.run("validate", GITHUB_ACTIONS="true")
    assert (
        "::error file=data/sheets/2023/asiaplus-2023-03-02.yaml,line=19::votes.choice: 'no' is not one of" in run.stdout
    )
    assert "::error" not in built.run("validate", GITHUB_ACTIONS="").stdout


def test_an_annotation_escapes_what_the_format_reserves():
    from c5plus1.commands.validate import annotate
    from c5plus1.problems import Problem

    text = annotate(Problem("a,b:c.yaml", 3, "100% wrong\nindeed"))
    assert text == "::error file=a%2Cb%3Ac.yaml,line=3::100%25 wrong%0Aindeed"


def test_strict_lets_warnings_fail(built):
    assert built.run("validate").returncode == 0
    assert built.run("validate", "--strict").returncode == 1


def test_validate_changes_nothing(built):
    from test_building import state_of

    before = state_of(built.root)
    built.run("validate")
    assert state_of(built.root) == before


def test_a_package_without_sheets_is_checked_by_its_descriptor(built):
    import shutil

    shutil.rmtree(built.root / "data" / "sheets")
    run = built.run("validate")
    assert run.returncode == 0
    assert run.stdout.splitlines()[0] == "Checked: descriptor and tables (frictionless)."


def test_the_real_package_is_valid():
    run = run_command("validate", "--root", str(ROOT))
    assert run.returncode == 0, run.stdout
