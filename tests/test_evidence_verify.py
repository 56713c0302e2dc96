"""Verifying a document against a sheet: found as it is, once cleaned, changed, absent; and the founding report."""

import os
from dataclasses import replace
from pathlib import Path

import pytest

from c5plus1.evidence.claims import read_evidence
from c5plus1.evidence.texts import make_document, read_document
from c5plus1.evidence.verify import verify_document
from evidence_kit import REPORT, SPANS, page, write_sheet

ROOT = Path(__file__).resolve().parents[1]
FOUNDING = Path(os.environ.get("C5PLUS1_TEXTS") or ROOT.parent / "shared" / "texts") / "asiaplus-2023-03-01.txt"


@pytest.fixture(scope="module")
def sheet(tmp_path_factory):
    return read_evidence(write_sheet(tmp_path_factory.mktemp("record")))


def check(sheet, text, name="report.txt", **options):
    result = verify_document(make_document(text.encode(), name), sheet, **options)
    return result, [claim.status for claim in result.claims]


def test_all_claims_are_found_with_their_places(sheet):
    result, statuses = check(sheet, REPORT)
    assert result.status == "verified" and statuses == ["found"] * 6
    assert [(claim.start, claim.line) for claim in result.claims] == [
        (0, 1),
        (23, 3),
        (38, 4),
        (55, 6),
        (63, 6),
        (73, 8),
    ]
    assert all(str(claim.view) == "text as it is" for claim in result.claims)


def test_a_saved_page_is_freed_of_its_tags(sheet):
    result, _ = check(sheet, page(), "page.html")
    assert result.status == "verified"
    assert {claim.view.part for claim in result.claims} <= {"main text", "whole page"}


def test_words_of_a_script_are_not_the_page(tmp_path):
    sheet = read_evidence(write_sheet(tmp_path, spans=["the ferry will not run on any day of the coming week at all"]))
    _, statuses = check(sheet, page(), "page.html", effort=0)
    assert statuses == ["absent"]


@pytest.mark.parametrize(
    ("spoil", "step"),
    [
        (
            lambda text: text.replace("forty", "for&shy;ty").replace("districts voted", "districts&nbsp;voted"),
            "HTML entities",
        ),
        (
            lambda text: text.replace("promised", "pro-\nmised").replace("summer", "sum-\nmer"),
            "words hyphenated at line ends",
        ),
        (
            lambda text: text.replace("Port", "Роrt").replace("crowns", "сrowns"),
            "look-alike letters, Latin and Cyrillic",
        ),
        (lambda text: text.replace("Kestrel", "Kes”trel"), "marks inside words"),
        (lambda text: text.replace("won't", "wonâ€™t").replace("summer", "summerâ€\x9d"), None),
    ],
)
def test_what_pages_do_to_words_is_undone_and_said(sheet, spoil, step):
    result, statuses = check(sheet, spoil(REPORT))
    assert statuses == ["found"] * 6
    cleaned = {name for claim in result.claims for name in claim.view.steps}
    assert step is None or step in cleaned


def test_c5_with_either_letter_is_found(tmp_path):
    latin = "The C5+1 ministers met twice in one week"
    cyrillic = latin.replace("C5", "С5")
    for coded, read in ((latin, cyrillic), (cyrillic, latin)):
        sheet = read_evidence(write_sheet(tmp_path, spans=[coded]))
        result, statuses = check(sheet, f"It is said. {read}. It rained.")
        assert statuses == ["found"]
        assert result.claims[0].view.steps == ("look-alike letters, Latin and Cyrillic",)


def test_one_word_changed_is_one_near_miss(sheet):
    result, statuses = check(sheet, REPORT.replace("forty million", "fifty million"), common_words=lambda: ("forty",))
    assert result.status == "changed"
    assert statuses == ["found", "found", "changed", "found", "found", "found"]
    claim = result.claims[2]
    assert claim.proved and claim.line == 4 and "fifty" in claim.detail and "forty" in claim.detail


def test_an_edit_beyond_guessing_is_presumed_from_its_place(sheet):
    edited = REPORT.replace("forty million crowns for pumps and pipes", "a good deal of coin toward wells and drains")
    result, statuses = check(sheet, edited)
    assert statuses[2] == "changed" and statuses.count("found") == 5
    assert not result.claims[2].proved
    assert "presumed from its place" in result.claims[2].detail


def test_a_sentence_cut_out_is_absent(sheet):
    cut = REPORT.replace(SPANS[2] + ".", "")
    result, statuses = check(sheet, cut)
    assert statuses == ["found", "found", "absent", "found", "found", "found"]
    assert result.status == "changed"


def test_another_text_holds_nothing(sheet):
    other = "A ferry sank in the harbour last night. Nobody was hurt, and the cargo of apples was saved. " * 5
    assert check(sheet, other)[1] == ["absent"] * 6


def test_near_misses_in_very_long_texts_are_only_presumed(sheet):
    # Half a million characters, in which undoing edits would take minutes.
    text = REPORT.replace("forty million", "fifty million") + "It rained on the lake all day.\n" * 18_000
    result, statuses = check(sheet, text, common_words=lambda: ("forty",))
    assert statuses[2] == "changed" and not result.claims[2].proved
    assert "a very long text" in result.remarks[0]


def test_spans_that_occur_twice_are_counted(sheet):
    result, _ = check(sheet, REPORT + REPORT)
    assert [claim.times for claim in result.claims] == [2] * 6


def test_a_page_of_navigation_is_missing_text(sheet):
    links = "".join(f"<li><a href='/{number}'>Section {number}</a></li>" for number in range(50))
    result, statuses = check(sheet, f"<html><body><ul>{links}</ul></body></html>", "page.html")
    assert result.status == "missing text" and statuses == ["absent"] * 6
    assert "no main text in it" in result.remarks[0]


@pytest.mark.skipif(not FOUNDING.exists(), reason=f"the founding report's text is not kept here (no {FOUNDING.name})")
def test_the_founding_report_bears_out_all_its_claims():
    founding = read_evidence(ROOT / "data" / "sheets" / "2023" / "asiaplus-2023-03-01.yaml")
    document = read_document(FOUNDING)
    assert verify_document(document, founding).count("found") == 18
    edited = replace(document, text=document.text.replace("did not vote at all", "did not appear at all"))
    result = verify_document(edited, founding)
    assert (result.count("found"), result.count("changed")) == (17, 1)
    assert result.claims[13].status == "changed"
