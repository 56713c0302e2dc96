"""The commands that need no network, as a user meets them: output, exit codes, messages for wrong use."""

import json
import os

import pytest

from evidence_kit import REPORT, SOURCE, SPANS, page, run, write_sheet


@pytest.fixture
def root(tmp_path):
    write_sheet(tmp_path / "record")
    write_sheet(
        tmp_path / "record", "bay-news-2023-03-02", SPANS[2:4], ("Money.", "Left early."), "http://bay.example/1"
    )
    return tmp_path / "record"


@pytest.fixture
def report(tmp_path):
    path = tmp_path / "report.txt"
    path.write_text(REPORT, encoding="utf-8", newline="\n")
    return path


def test_fingerprint_prints_a_line_to_paste(tmp_path):
    line = "  - evidence: {tokens: 6, sha256: bab7fd6e5bd624f4ea0c33f7e7219262a6fa93a945a8964d9f110148286b7b37}\n"
    assert run("fingerprint", stdin=b"One two - three\nfour five six!") == (0, line, "")
    path = tmp_path / "span.txt"
    path.write_text("one two three four five six", encoding="utf-8")
    assert run("fingerprint", path)[1] == line
    assert json.loads(run("fingerprint", "--json", path)[1])["tokens"] == 6


@pytest.mark.parametrize(
    ("span", "code", "message"),
    [
        (b"too short", 1, "the span has 2 words, too few"),
        (b"", 2, "standard input: empty"),
        (b"\x00\x01\x02", 2, "binary data"),
    ],
)
def test_fingerprint_refuses_in_plain_words(span, code, message):
    found, out, err = run("fingerprint", stdin=span)
    assert (found, out) == (code, "") and message in err


def test_verify_tells_places_and_what_a_match_proves(root, report):
    code, out, _ = run("verify", SOURCE, "--text", report, "--root", root)
    assert code == 0
    assert f"{SOURCE}: 6 of 6 claims found" in out
    assert "#3   found   words 39-55, line 4: she promised forty" in out
    assert "note: Forty million for pumps over three years." in out
    assert "A match proves that these words are in the text." in out
    assert "does not prove that they were read rightly" in out


def test_verify_reads_standard_input_and_pages(root, tmp_path):
    assert run("verify", SOURCE, "--text", "-", "--root", root, stdin=REPORT.encode())[0] == 0
    path = tmp_path / "saved"
    path.write_text(page(), encoding="utf-8")
    assert run("verify", SOURCE, "--html", path, "--root", root)[0] == 0


def test_verify_tells_changed_from_absent(root):
    text = REPORT.replace("Kestrel Bay left", "Kestrel Bay withdrew").replace(SPANS[5], "")
    code, out, _ = run("verify", SOURCE, "--text", "-", "--root", root, stdin=text.encode())
    assert code == 1
    assert "4 of 6 claims found in standard input, 1 changed, 1 absent" in out
    assert "#4   changed words 56-63" in out and "#6   absent\n" in out


def test_verify_as_json(root):
    text = REPORT.replace("Four districts voted", "Four districts then voted")
    code, out, _ = run("verify", SOURCE, "--text", "-", "--json", "--root", root, stdin=text.encode())
    data = json.loads(out)
    assert code == 1
    assert data["summary"]["changed"] == {"sources": 1, "claims_found": 5, "claims_changed": 1, "claims_absent": 0}
    claim = data["sources"][0]["claims"][4]
    assert (claim["status"], claim["basis"], claim["first_word"], claim["words"]) == ("changed", "hash", 64, 11)
    assert "words" in data["proves"] and "read rightly" in data["does_not_prove"]


def test_verify_takes_a_sheet_by_its_file(root, report):
    path = root / "data" / "sheets" / "2023" / f"{SOURCE}.yaml"
    assert run("verify", path, "--text", report, "--root", root)[0] == 0


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["lake-herold-2023-03-01", "--text", "-"], "(did you mean 'lake-herald-2023-03-01'?)"),
        ([SOURCE], "give SOURCE with --text FILE or --html FILE, or a folder with --all DIR"),
        ([SOURCE, "--text", "-", "--html", "-"], "give SOURCE with --text FILE or --html FILE"),
        ([SOURCE, "--all", "."], "give SOURCE with --text FILE or --html FILE"),
        (["--text", "-"], "give SOURCE with"),
        ([SOURCE, "--text", "no-such-file"], "no-such-file: cannot be read (No such file"),
        (["missing.yaml", "--text", "-"], "missing.yaml: no such sheet"),
        (["--all", "no-such-folder"], "no-such-folder: cannot be read (No such file"),
    ],
)
def test_verify_wrong_use(root, arguments, message):
    code, out, err = run("verify", *arguments, "--root", root, stdin=b"a text of some words")
    assert (code, out) == (2, "") and message in err


@pytest.mark.parametrize(
    ("sheet", "message"),
    [
        ("claims: []\n", "no coding sheet: it needs 'source:' with an id, and 'claims:'"),
        ("- a\n- b\n", "no coding sheet"),
        ("source: {id: x}\nclaims:\n  - note: a\n", ":3: evidence must be {tokens: 6 to 100, sha256: 64 hexadecimal"),
        ("source: {id: x}\nclaims:\n  - evidence: {tokens: 5, sha256: ab}\n", "evidence must be"),
        ("source: {id: [\n", "not YAML"),
    ],
)
def test_verify_broken_sheets(root, tmp_path, sheet, message):
    path = tmp_path / "broken.yaml"
    path.write_text(sheet, encoding="utf-8")
    code, _, err = run("verify", path, "--text", "-", "--root", root, stdin=b"a text of some words")
    assert code == 1 and message in err


@pytest.fixture
def folder(tmp_path):
    made = tmp_path / "saved"
    made.mkdir()
    (made / f"{SOURCE}.html").write_text(page(), encoding="utf-8")
    (made / "bay-news-2023-03-02.txt").write_text(REPORT.replace("Kestrel Bay", "Kestrel Sound"), encoding="utf-8")
    (made / "bay-news-2023-03-03.html").write_text(page(), encoding="utf-8")
    (made / "notes.pdf").write_bytes(b"%PDF-1.7")
    return made


def test_verify_all_counts_by_status(root, folder):
    code, out, _ = run("verify", "--all", folder, "--root", root)
    assert code == 1
    assert "bay-news-2023-03-02: 1 of 2 claims found" in out and f"{SOURCE}:" not in out
    rows = [line.replace("│", " ").split() for line in out.splitlines() if line.startswith("│")]
    assert rows == [
        ["verified", "1", "6", "0", "0"],
        ["changed", "1", "1", "1", "0"],
        ["missing", "text", "0", "0", "0", "0"],
    ]
    assert "bay-news-2023-03-03.html: no source 'bay-news-2023-03-03' (did you mean 'bay-news-2023-03-02'?)" in out
    assert "passed over: notes.pdf: no page" in out


def test_verify_all_as_json_with_pages_of_no_use(root, folder):
    (folder / f"{SOURCE}.html").write_bytes(b"\x89PNG....")
    (folder / "bay-news-2023-03-02.txt").write_text("", encoding="utf-8")
    data = json.loads(run("verify", "--all", folder, "--json", "--root", root)[1])
    assert data["summary"]["missing text"]["sources"] == 2
    assert [source["remarks"] for source in data["sources"]] == [
        ["empty; give a file that holds the report's words"],
        ["not text but a picture"],
    ]
    assert data["sources_without_page"] == 0


def test_verify_all_is_fine_when_all_is(root, folder):
    (folder / "bay-news-2023-03-02.txt").write_text(REPORT, encoding="utf-8")
    assert run("verify", "--all", folder, "--root", root)[0] == 0


def test_verify_all_without_pages_or_rights(root, tmp_path, monkeypatch):
    empty = tmp_path / "empty"
    empty.mkdir()
    code, _, err = run("verify", "--all", empty, "--root", root)
    assert code == 2 and "no file named by a source id, such as bay-news-2023-03-02.html" in err

    scan = os.scandir

    def refuse(folder):
        if folder == empty:
            raise PermissionError(13, "Permission denied")
        return scan(folder)

    # The tests may run as a user whom no rights stop.
    monkeypatch.setattr(os, "scandir", refuse)
    code, _, err = run("verify", "--all", empty, "--root", root)
    assert code == 2 and f"{empty}: cannot be read (Permission denied)" in err


def test_reuse_finds_the_spans_of_every_source(root, report):
    code, out, _ = run("reuse", report, "--root", root)
    assert code == 0
    assert f"{report}: 8 spans of 2 reports" in out
    assert f"  {SOURCE} (Lake Herald): 6 of 6 claims" in out
    assert "  bay-news-2023-03-02 (Lake Herald): 2 of 2 claims" in out
    assert "#1   words 39-55, line 4: she promised forty" in out
    assert "does not tell who wrote it first" in out


def test_reuse_of_pages_cleaned_texts_and_texts_without_any(root, tmp_path):
    saved = tmp_path / "saved.html"
    saved.write_text(page(REPORT.replace("Kestrel", "Kes&amp;shy;trel")), encoding="utf-8")
    other = tmp_path / "other.txt"
    other.write_text("It rained all day on the lake and nobody came.", encoding="utf-8")
    code, out, _ = run("reuse", saved, other, "--json", "--root", root)
    first, second = json.loads(out)
    assert code == 0 and second["repeats"] == []
    assert len(first["repeats"]) == 8
    assert {tuple(repeat["cleaned"]) for repeat in first["repeats"]} == {(), ("HTML entities",)}


def test_reuse_wrong_use(root, tmp_path):
    assert run("reuse", "--root", root)[0] == 2
    assert "a folder; name a file in it" in run("reuse", tmp_path, "--root", root)[2]
    assert "no folder 'data' in it" in run("reuse", "-", "--root", tmp_path, stdin=b"words")[2]
