"""`why`: claims for and against a cell, and the reason its value stands; for people, for machines, and for wrong questions."""

import json

import pytest

import c5plus1
from c5plus1.asking.cells import split_cell
from c5plus1.problems import UsageProblem
from conftest import ROOT, run_command

TURKMENISTAN = "votes/A/RES/ES-11/6:TKM/choice"


def test_a_cell_says_who_says_so():
    (answer,) = c5plus1.why("votes", "A/RES/ES-11/6:TKM", "choice")
    assert (answer.value, answer.status) == ("not_voting", "adjudicated")
    assert "the full list of the 32 abstainers" in answer.reason
    claims = {voice.agreement: set() for voice in answer.voices}
    for voice in answer.voices:
        claims[voice.agreement].add(voice.claim)
    assert claims["agrees"] >= {"asiaplus-2023-03-01#14", "asiaplus-2023-02-24#4"}
    assert claims["dissents"] >= {"ap-kion-2023-02-27#1", "firstpost-2023-02-28#4"}
    reprint = next(voice for voice in answer.voices if voice.source == "firstpost-2023-02-28")
    original = next(voice for voice in answer.voices if voice.source == "ap-kion-2023-02-27")
    assert reprint.origin == original.origin


def test_every_cell_of_the_package_can_be_asked(package):
    """Voices and counts agree for all cells of some hundred rows of every table."""
    cells = package.tables["cells"]
    for table, rows in cells.groupby("table")["row"].unique().items():
        for row in rows[:: max(1, len(rows) // 12)]:
            for answer in c5plus1.why(table, row):
                for_it = [voice for voice in answer.voices if voice.agreement == "agrees"]
                assert len({voice.origin for voice in for_it}) == answer.n_origins, answer.cell
                against = {voice.source for voice in answer.voices if voice.agreement == "dissents"}
                assert len(against) == answer.n_dissent, answer.cell
                assert answer.reason.endswith("."), answer.cell
                assert all(voice.url.startswith("http") for voice in answer.voices)


def test_contested_cells_name_the_rule_that_decided(package):
    cells = package.tables["cells"]
    for cell in cells.loc[cells["status"] == "contested", "cell"]:
        (answer,) = c5plus1.why(cell)
        assert answer.reason.startswith("Policy official_first: "), answer.cell


def test_the_reason_is_the_rule_that_decided():
    (answer,) = c5plus1.why("resolutions/A/RES/ES-11/5/against")
    assert "an agency" in answer.reason
    assert "ranks before a newspaper or broadcaster" in answer.reason
    assert "independent origins against" in answer.reason


def test_text_fits_a_terminal_of_100_columns():
    text = repr(c5plus1.why("events", "c5plus1-2023-02-28-astana"))
    wide = [line for line in text.split("\n") if len(line) > 100 and not line.strip().startswith("http")]
    assert wide == []
    assert "For it: " in text


def test_a_frame_and_json_hold_the_same_voices():
    answers = c5plus1.why("votes", "A/RES/ES-11/6:TKM", "choice")
    frame = answers.to_frame()
    assert frame["claim"].tolist() == [voice.claim for voice in answers[0].voices]
    document = json.loads(answers.to_json())
    assert [voice["claim"] for voice in document[0]["voices"]] == frame["claim"].tolist()
    assert document[0]["cell"] == TURKMENISTAN


def test_html_is_escaped_and_links_only_to_the_web():
    html = c5plus1.why("votes", "A/RES/ES-11/6:TKM", "choice")._repr_html_()
    assert "<script" not in html
    assert "href='https://www.asiaplustj.info" in html
    assert "javascript:" not in html


def test_a_cell_id_may_be_percent_encoded():
    assert split_cell("votes/A%2FRES%2FES-11%2F6%3ATKM/choice") == ("votes", "A/RES/ES-11/6:TKM", "choice")
    (answer,) = c5plus1.why("votes/A%2FRES%2FES-11%2F6%3ATKM/choice")
    assert answer.cell == TURKMENISTAN


def test_a_former_id_leads_to_its_successor():
    (answer,) = c5plus1.why("resolutions/UNGA-2025-04-16-un-council-of-europe/in_favour")
    assert answer.cell == "resolutions/A/RES/79/284/in_favour"


@pytest.mark.parametrize(
    ("question", "message"),
    [
        (("vots", "x", "y"), "there is no table 'vots' (did you mean 'votes'?)"),
        (
            ("votes", "A/RES/ES-11/6:TKN", "choice"),
            "votes has no row 'A/RES/ES-11/6:TKN' (did you mean 'A/RES/ES-11/6:TKM'?)",
        ),
        (("votes", "A/RES/ES-11/6:TKM", "chioce"), "votes has no column 'chioce' (did you mean 'choice'?)"),
        (("votes", "A/RES/ES-11/6:TKM", "actor"), "is empty: it is a key, which names the row"),
        (
            ("events", "c5plus1-2023-02-28-astana", "ordinal"),
            "is empty: no coded report gives it (which is not a 'no')",
        ),
        (("sources", "x", "y"), "sources holds no settled cells"),
        (("nonsense",), "'nonsense' is not a cell id; write table/row/column"),
    ],
)
def test_a_wrong_question_gets_the_nearest_answer(question, message):
    with pytest.raises(UsageProblem) as wrong:
        c5plus1.why(*question)
    assert message in str(wrong.value)


def test_the_command_prints_the_same_text_and_json():
    run = run_command("why", "votes", "A/RES/ES-11/6:TKM", "choice")
    assert run.returncode == 0
    assert run.stdout == repr(c5plus1.why(TURKMENISTAN)) + "\n"
    run = run_command("why", TURKMENISTAN, "--json")
    assert json.loads(run.stdout)[0]["status"] == "adjudicated"


def test_the_command_ends_with_2_for_a_wrong_question():
    run = run_command("why", "votes", "nobody")
    assert run.returncode == 2
    assert run.stderr.startswith("Error: votes has no row 'nobody'")
    assert "Traceback" not in run.stderr


def test_a_package_that_is_not_built_is_told(project):
    run = project.run("why", "votes", "x", "y")
    assert run.returncode == 2
    assert "no datapackage.json; build the package first" in run.stderr


def test_no_answer_needs_the_sheets(tmp_path):
    """What a wheel holds is enough: tables, schemas, adjudications."""
    import shutil

    (tmp_path / "data").mkdir()
    shutil.copy(ROOT / "datapackage.json", tmp_path)
    shutil.copytree(ROOT / "data" / "schemas", tmp_path / "data" / "schemas")
    shutil.copy(ROOT / "data" / "adjudications.yaml", tmp_path / "data")
    for path in (ROOT / "data").glob("*.csv"):
        shutil.copy(path, tmp_path / "data")
    assert c5plus1.why(TURKMENISTAN, root=tmp_path) == c5plus1.why(TURKMENISTAN)
