"""`c5plus1 draft` from file to sheet: valid, free of the report's words, the same every time; and bad input."""

import re
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
import yaml

from c5plus1.cli import main
from c5plus1.drafting.assemble import draft_claims
from c5plus1.drafting.reformat import format_text
from c5plus1.evidence.fingerprint import tokenise
from conftest import ROOT, run_command
from drafting_kit import desk

REPORT = """Ministers of six countries meet

Foreign ministers of the five Central Asian states attended a C5+1 ministerial in Astana, Kazakhstan, yesterday, Reuters reported. The sides discussed trade, water and the situation in Afghanistan.

US Secretary of State Antony Blinken announced $25 million in new funding for trade routes in the region.

He may have spoken with others about a possible C5+1 summit in Bishkek as well.
"""
URL = "https://www.asiaplustj.info/en/news/invented"
OPTIONS = ("--url", URL, "--published", "2023-03-01", "--retrieved", "2026-11-23")


@pytest.fixture
def report(tmp_path: Path) -> Path:
    path = tmp_path / "report.txt"
    path.write_text(REPORT, encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def small(tmp_path_factory) -> Path:
    """A root with the real registers and schemas and a few of the real sheets: quick to read."""
    root = tmp_path_factory.mktemp("small")
    for folder in ("schemas", "registers"):
        shutil.copytree(ROOT / "data" / folder, root / "data" / folder)
    (root / "data" / "sheets" / "2023").mkdir(parents=True)
    for sheet in sorted((ROOT / "data" / "sheets").glob("2023/a*.yaml"), reverse=True):
        shutil.copy(sheet, root / "data" / "sheets" / "2023")
    return root


def run(capsys, *arguments) -> tuple[int, str, str]:
    """The command line in this process: exit code, standard output, standard error."""
    code = 0
    try:
        main([str(argument) for argument in arguments])
    except SystemExit as end:
        code = int(end.code or 0)
    captured = capsys.readouterr()
    return code, captured.out, captured.err


def test_draft_then_check_is_valid_and_in_canonical_style(project, report, capsys):
    project.sheet("asiaplus-2022-01-01", {"evidence": {"tokens": 6, "sha256": "0" * 63 + "1"}, "note": "x", "facts": [
        {"table": "events", "event": "c5plus1-2023-02-28-astana", "start_date": "2023-02-28", "place": "astana"}]},
        url="https://www.asiaplustj.info/en/news/other", published="2022-01-01")  # fmt: skip
    code, _, err = run(capsys, "draft", report, *OPTIONS, "--save", "--root", project.root)
    path = project.root / "data/sheets/2023/asiaplus-2023-03-01.yaml"
    assert code == 0 and path.is_file() and "check it with" in err
    text = path.read_text(encoding="utf-8")
    assert format_text(text, desk().schemas, "draft") == text
    code, out, _ = run(capsys, "check", path, "--root", project.root)
    assert code == 0 and "0 errors" in out and "not yet decided" in out
    source = yaml.safe_load(text)["source"]
    assert (source["publisher"], source["kind"]) == ("Asia-Plus", "newspaper")


def test_each_proposal_is_marked_and_unsure_ones_are_commented_out(report, small, capsys):
    _, out, _ = run(capsys, "draft", report, *OPTIONS, "--root", small)
    facts = [line for line in out.splitlines() if "{table: " in line]
    assert all("# proposed by " in line or "unsure (" in line for line in facts)
    assert any(line.lstrip().startswith("# - ") and "unsure (" in line for line in facts)
    assert "via: Reuters" in out


def test_nothing_of_the_wording_is_written(report, small, capsys):
    _, out, _ = run(capsys, "draft", report, *OPTIONS, "--root", small)
    words, drafted = tokenise(REPORT), " ".join(tokenise(out))
    runs = [" ".join(words[start : start + 6]) for start in range(len(words) - 5)]
    assert [run_ for run_ in runs if run_ in drafted] == []


def test_explain_tells_rules_and_sentences_on_the_terminal_only(report, small, capsys):
    _, out, err = run(capsys, "draft", report, *OPTIONS, "--explain", "--root", small)
    assert "Sentence 3: The sides discussed trade" in err and "topics" not in out.split("claims:")[0]
    assert re.search(r"dates\.relative: 'yesterday' at \d+ -> start=2023-02-28", err)
    assert "money.USD: '$25 million'" in err
    assert "The sides discussed" not in out


def test_the_same_whatever_the_hash_seed_time_zone_and_locale(report, small):
    command = ("draft", str(report), *OPTIONS, "--root", str(small))
    first = run_command(*command, PYTHONHASHSEED="1", TZ="UTC", LC_ALL="C")
    other = run_command(*command, PYTHONHASHSEED="77", TZ="Asia/Tokyo", LC_ALL="tr_TR.UTF-8")
    assert first.returncode == 0 and first.stdout == other.stdout and "c5plus1-2023-02-28-astana" in first.stdout


def test_the_order_of_the_sheets_makes_no_difference():
    turned = replace(desk(), documents=tuple(reversed(desk().documents)))
    assert draft_claims(REPORT, turned, source=None, published="2023-03-01") == draft_claims(
        REPORT, desk(), source=None, published="2023-03-01"
    )
    assert turned.known(None) == desk().known(None)


def test_the_own_sheet_of_a_report_is_not_looked_at():
    known = desk().known("asiaplus-2023-03-01")
    assert "asiaplus-2023-03-01" in known.sources
    assert known.table("milestones")["c5plus1-secretariat-2022"]  # others tell it too
    alone = desk().known(None)
    assert known != alone


def test_an_html_page_gives_title_and_date_but_no_script(tmp_path, small, capsys):
    page = tmp_path / "page.html"
    body = "".join(f"<p>{part}</p>" for part in REPORT.split("\n\n")[1:])
    page.write_text(
        '<html lang="en"><head><meta property="og:title" content="Six countries meet">'
        '<meta property="article:published_time" content="2023-03-01T08:00:00Z"></head><body><nav>Home News</nav>'
        f'<article>{body}</article><script>var x = "The C5+1 ministerial met in Bishkek";</script></body></html>',
        encoding="utf-8",
    )
    code, out, _ = run(capsys, "draft", page, "--url", URL, "--retrieved", "2026-11-23", "--root", small)
    assert (
        code == 0 and "title: Six countries meet" in out and "published: 2023-03-01  # as the page declares it" in out
    )
    assert "bishkek" not in out.casefold().split("unsure")[0]


def test_without_a_date_nothing_relative_is_dated(report, small, capsys):
    _, out, _ = run(
        capsys, "draft", report, "--url", URL, "--published", "unknown", "--retrieved", "2026-11-23", "--root", small
    )
    assert "published: null" in out and "start_date" not in out


def test_an_existing_sheet_is_never_overwritten(project, report, capsys):
    target = project.root / "data/sheets/2023/x-2023-03-01.yaml"
    target.parent.mkdir(parents=True)
    target.write_text("mine", encoding="utf-8")
    code, _, err = run(capsys, "draft", report, *OPTIONS, "--id", "x-2023-03-01", "--save", "--root", project.root)
    assert code == 2 and "exists already" in err and target.read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (
            ("--published", "1 March 2023"),
            "--published: '1 March 2023' is not a date; write 2023, 2023-02 or 2023-02-28",
        ),
        (("--published", "2023-02-30"), "not on the calendar"),
        (("--url", "asiaplus"), "it begins with http:// or https://"),
        (("--retrieved", "2026"), "--retrieved: '2026' must be a full date"),
        (("--language", "ru"), "no drafting rules for the language 'ru'"),
        (("--publisher", "Asia Plus"), "did you mean 'Asia-Plus'"),
        (("--output", "x.yaml", "--save"), "not both"),
    ],
)
def test_wrong_options(report, small, capsys, options, message):
    code, out, err = run(capsys, "draft", report, *OPTIONS, *options, "--root", small)
    assert (code, out) == (2, "") and message in err


@pytest.mark.parametrize(
    ("name", "content", "code", "message"),
    [
        ("empty.txt", b"", 2, "empty"),
        ("blank.txt", b" \n\n ", 2, "empty"),
        ("picture.png", b"\x89PNG\r\n\x1a\n\x00\x00", 2, "not text but a picture"),
        ("noise.txt", bytes(range(256)) * 20, 2, "binary data"),
        ("navigation.html", b"<html><body><nav><a href='/'>Home</a> <a href='/n'>News</a></nav></body></html>", 2, "only navigation"),
        ("elsewhere.txt", b"Nothing in here is about diplomats. It is all about apples and pears.", 1, "no sentence gave a proposal"),
    ],
)  # fmt: skip
def test_files_that_are_no_report(tmp_path, small, capsys, name, content, code, message):
    path = tmp_path / name
    path.write_bytes(content)
    found, out, err = run(capsys, "draft", path, *OPTIONS, "--root", small)
    assert (found, out) == (code, "") and message in err and "Traceback" not in err


def test_a_missing_file_and_a_folder(tmp_path, small, capsys):
    assert run(capsys, "draft", tmp_path / "none.txt", *OPTIONS, "--root", small)[0] == 2
    code, _, err = run(capsys, "draft", tmp_path, *OPTIONS, "--root", small)
    assert code == 2 and "a folder; name a file in it" in err


def test_a_very_long_sentence_and_a_very_long_text_do_no_harm(tmp_path, small, capsys):
    path = tmp_path / "long.txt"
    path.write_text("The sides met in Astana and " * 60 + "left. " + REPORT, encoding="utf-8")
    code, out, _ = run(capsys, "draft", path, *OPTIONS, "--root", small)
    assert code == 0 and "c5plus1-2023-02-28-astana" in out
