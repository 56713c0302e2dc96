"""`c5plus1 check`, `new` and `format`: single sheets in a coder's hands."""

import time
from pathlib import Path

import pytest

from c5plus1.drafting.reformat import format_text
from c5plus1.problems import DataError
from c5plus1.reading.positions import parse_yaml
from conftest import ROOT, make_claim, run_command
from drafting_kit import desk
from test_drafting_draft import run

VOTE = {"table": "votes", "resolution": "A/RES/ES-11/6", "actor": "TKM", "choice": "not_voting"}

SHEET = """source:
  id: asiaplus-2023-03-01
  publisher: Asia-Plus
  kind: newspaper
  title: 'Talks: first of all, water'
  url: 'https://example.org/a'
  published: 2023-03-01
  language: en
  retrieved: 2026-11-23
claims:
  - evidence: {tokens: 11, sha256: 0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef}
    via: Reuters
    note: Turkmenistan cast no vote.
    facts:
      - {table: votes, resolution: A/RES/ES-11/6, actor: [KAZ, KGZ], choice: abstaining}
      - {table: events, event: c5plus1-2015-11-01-samarkand, level: ministerial, start_date: '2015-11', ordinal: 1}
"""


def reformat(text: str) -> str:
    return format_text(text, desk().schemas, "sheet.yaml")


# check


def test_check_tells_every_problem_with_file_and_line(project, capsys):
    path = project.sheet("asiaplus-2023-03-01", make_claim({**VOTE, "choice": "abstained"}), kind="newspapr")
    code, out, _ = run(capsys, "check", path, "--root", project.root)
    assert code == 1
    assert "data/sheets/2023/asiaplus-2023-03-01.yaml:4: kind: 'newspapr' is not one of" in out
    assert "did you mean 'abstaining'" in out and "2 errors" in out


def test_check_of_a_good_sheet(project, capsys):
    path = project.sheet("asiaplus-2023-03-01", make_claim(VOTE))
    assert run(capsys, "check", path, "--root", project.root)[:2] == (0, "1 sheet: no problem\n")


def test_check_tells_what_a_draft_still_leaves_to_do_and_strict_fails_for_it(project, capsys):
    path = project.sheet("asiaplus-2023-03-01", make_claim(VOTE, note="TODO votes"), title="TODO")
    path.write_text(path.read_text(encoding="utf-8") + "# - {table: votes}  # unsure (x): y\n", encoding="utf-8")
    code, out, _ = run(capsys, "check", path, "--root", project.root)
    assert code == 0
    assert "title: still to be filled in" in out and "the note is still the draft's" in out
    assert "1 mark or proposal of the draft not yet decided" in out
    assert run(capsys, "check", path, "--strict", "--root", project.root)[0] == 1


def test_check_finds_a_second_sheet_for_one_report(project, capsys):
    project.sheet("first-2023-03-01", make_claim(VOTE), url="https://example.org/same")
    path = project.sheet("second-2023-03-01", make_claim(VOTE), url="https://example.org/same", same_text_as="third")
    code, out, _ = run(capsys, "check", path, "--root", project.root)
    assert (
        code == 1 and "the same url as first-2023-03-01.yaml" in out and "same_text_as: no other source 'third'" in out
    )


def test_check_of_what_is_no_sheet(project, tmp_path, capsys):
    assert run(capsys, "check", tmp_path / "none.yaml", "--root", project.root)[0] == 2
    code, _, err = run(capsys, "check", tmp_path, "--root", project.root)
    assert code == 2 and "a folder; name the sheets in it" in err
    broken = tmp_path / "broken.yaml"
    broken.write_bytes(b"\xff\xfe\x00source: [")
    code, out, _ = run(capsys, "check", broken, "--root", project.root)
    assert code == 1 and "not UTF-8" in out


def test_check_is_quick_and_brings_neither_pandas_nor_frictionless():
    path = str(ROOT / "data" / "sheets" / "2023" / "asiaplus-2023-03-01.yaml")
    code = (
        "import sys; from c5plus1.cli import main\n"
        f"try: main(['check', {path!r}])\n"
        "except SystemExit as end: print(end.code)\n"
        "print(sorted({'pandas', 'frictionless', 'trafilatura', 'dateparser', 'ruamel.yaml', 'rich'} & set(sys.modules)))"
    )
    import subprocess
    import sys

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip().endswith("[]")
    start = time.perf_counter()
    assert run_command("check", path).returncode == 0
    assert time.perf_counter() - start < 2  # 0.3 s on a quiet machine


# new


def test_new_starts_a_sheet_that_check_leads_through(project, capsys):
    project.sheet("asiaplus-2022-01-01", make_claim(VOTE), published="2022-01-01")
    code, out, _ = run(capsys, "new", "asiaplus-2023-03-01", "--root", project.root)
    path = project.root / "data/sheets/2023/asiaplus-2023-03-01.yaml"
    text = path.read_text(encoding="utf-8")
    assert code == 0 and "check it with" in out
    assert "publisher: Asia-Plus" in text and "kind: newspaper" in text and "published: 2023-03-01" in text
    assert reformat(text) == text
    code, out, _ = run(capsys, "check", path, "--root", project.root)
    assert code == 1 and "tokens: 'TODO'" in out


def test_new_for_an_undated_page(project, capsys):
    run(capsys, "new", "asiaplus-undated", "--root", project.root)
    text = (project.root / "data/sheets/undated/asiaplus-undated.yaml").read_text(encoding="utf-8")
    assert "published: null" in text


def test_new_offers_the_next_letter_and_never_overwrites(project, capsys):
    path = project.sheet("asiaplus-2023-03-01", make_claim(VOTE))
    project.sheet("asiaplus-2023-03-01-b", make_claim(VOTE))
    before = path.read_bytes()
    code, _, err = run(capsys, "new", "asiaplus-2023-03-01", "--root", project.root)
    assert code == 2 and "c5plus1 new asiaplus-2023-03-01-c" in err and path.read_bytes() == before


@pytest.mark.parametrize(
    ("identifier", "message"),
    [
        ("Asia-Plus 2023-03-01", "such as asia-plus-2023-03-01"),
        ("asiaplus", "such as asiaplus-2023-02-28"),
        ("asiaplus-2023-3-1", "is not an id of the form publisher-date"),
        ("asiaplus-2023-02-30", "not on the calendar"),
        ("../../etc-2023", "is not an id of the form"),
        ("азия-2023", "is not an id of the form"),
    ],
)
def test_new_refuses_what_is_no_id(project, capsys, identifier, message):
    code, _, err = run(capsys, "new", identifier, "--root", project.root)
    assert code == 2 and message in err
    assert not (project.root / "data" / "sheets").exists()


def test_new_says_when_the_house_is_new(project, capsys):
    code, _, err = run(capsys, "new", "asiapluss-2023", "--root", project.root)
    assert code == 0 and "no sheet or publisher 'asiapluss' yet" in err


# format


def test_a_canonical_sheet_stays_as_it_is():
    assert reformat(SHEET) == SHEET


def test_order_flow_and_quotes_are_mended_without_a_change_of_value():
    messy = """claims:
- facts:
    - table: votes
      choice: abstaining
      actor: [ "KAZ",KGZ ]
      resolution: "A/RES/ES-11/6"
    - {ordinal: 1, table: events, level: "ministerial", event: c5plus1-2015-11-01-samarkand, start_date: "2015-11"}
  via: Reuters
  note: "Turkmenistan cast no vote."
  evidence: {sha256: 0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef, tokens: 11}
source: {id: asiaplus-2023-03-01, publisher: Asia-Plus, kind: newspaper, url: "https://example.org/a",
  title: "Talks: first of all, water", published: 2023-03-01, language: en, retrieved: 2026-11-23}
"""
    assert reformat(messy) == SHEET
    assert reformat(SHEET.replace("\n", "\r\n")) == SHEET


def test_every_comment_is_kept():
    commented = SHEET.replace("claims:\n", "# before the claims\nclaims:  # all of them\n").replace(
        "choice: abstaining}\n", "choice: abstaining}  # as printed\n      # - {table: votes}\n"
    )
    assert reformat(commented) == commented
    assert reformat("# on top\n" + commented).startswith("# on top\nsource:")
    assert reformat(commented + "# at the end\n").endswith("# at the end\n")


def test_marks_in_texts_are_no_comments_and_odd_values_stay_text():
    for note in (
        "'Number #5: a \"quote\", isn''t it?'",
        "'no'",
        "'12:30'",
        "'010'",
        "'2015'",
        "'null'",
        "A plain note",
    ):
        text = SHEET.replace("note: Turkmenistan cast no vote.", f"note: {note}")
        assert reformat(text) == text


@pytest.mark.parametrize("plain", ["no", "010", "1_000", "1e3", "~", "0x1F", "1.10", "yes"])
def test_a_value_that_readers_take_for_something_else_is_quoted_or_refused_never_changed(plain):
    text = SHEET.replace("note: Turkmenistan cast no vote.", f"note: {plain}")
    try:
        after = reformat(text)
    except DataError as refused:
        assert "left as it is" in str(refused)
        return
    before, again = parse_yaml(text, "x")[0], parse_yaml(after, "x")[0]
    assert before == again


def test_comments_between_keys_that_would_have_to_move_are_refused_with_the_line():
    text = SHEET.replace("    via: Reuters\n    note: Turk", "    note: Turk").replace(
        "    facts:\n", "    # whom it credits\n    via: Reuters\n    facts:\n"
    )
    with pytest.raises(
        DataError, match=r"sheet\.yaml:11: keys should stand in the order evidence, via, note, facts; .* by hand"
    ):
        reformat(text)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("source: [", "not YAML"),
        ("- a\n- b\n", "not a coding sheet"),
        ("source: {id: x}\nclaims:\n  - {note: a}\n", "a claim without a list of facts"),
        ("source: {id: x}\nclaims:\n  - {facts: [{event: y}]}\n", "a fact without 'table'"),
        ("source: {id: x, id: y}\nclaims: []\n", "given twice"),
        ("source: &a {id: x}\nclaims: []\n", "anchors and aliases"),
        ("", "the file is empty"),
    ],
)
def test_what_is_no_sheet_is_refused(text, message):
    with pytest.raises(DataError, match=message):
        reformat(text)


def test_format_writes_only_what_changes_and_leaves_refused_files_alone(tmp_path: Path, capsys):
    good, messy, broken = (tmp_path / name for name in ("good.yaml", "messy.yaml", "broken.yaml"))
    good.write_bytes(SHEET.encode())
    messy.write_bytes(SHEET.replace("note: Turkmenistan cast no vote.", 'note: "Turkmenistan cast no vote."').encode())
    broken.write_bytes(b"source: [")
    before = good.stat().st_mtime_ns
    assert run(capsys, "format", "--check", good, messy)[0] == 1
    code, out, err = run(capsys, "format", good, messy, broken)
    assert code == 1 and "1 of 3 rewritten" in out and "broken.yaml" in err and "not YAML" in err
    assert messy.read_bytes() == SHEET.encode() and broken.read_bytes() == b"source: ["
    assert good.stat().st_mtime_ns == before
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def test_nearly_all_sheets_of_the_dataset_are_canonical():
    """A sample, for speed; `c5plus1 format --check` over all 859 changed three when this was written."""
    sample = sorted((ROOT / "data" / "sheets").glob("*/*.yaml"))[::20]
    texts = {path.name: path.read_text(encoding="utf-8") for path in sample}
    assert sum(reformat(text) != text for text in texts.values()) <= 1


def test_a_draft_of_a_coded_report_that_lies_elsewhere_is_valid(project, tmp_path, capsys):
    coded = project.sheet("asiaplus-2023-03-01", make_claim(VOTE))
    draft = tmp_path / coded.name
    draft.write_bytes(coded.read_bytes())
    code, out, _ = run(capsys, "check", draft, "--root", project.root)
    assert code == 0 and "warning: the same url as asiaplus-2023-03-01.yaml" in out
