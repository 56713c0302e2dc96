"""Reading the reader's file: encodings, other kinds of files, and pages freed of what is not the report."""

import io
from pathlib import Path

import pytest

from c5plus1.evidence import texts
from c5plus1.evidence.extract import extract_main_text, extract_visible_text
from c5plus1.evidence.texts import decode, make_document, read_document
from c5plus1.problems import UsageProblem
from evidence_kit import REPORT, page

RUSSIAN = "Министры пяти озёрных округов собрались во вторник в порту на второй совет по воде. " * 5


@pytest.mark.parametrize(
    ("raw", "declared", "text"),
    [
        ("озеро".encode(), None, "озеро"),
        ("озеро".encode("utf-8-sig"), None, "озеро"),
        ("озеро".encode("utf-16"), None, "озеро"),
        ("озеро".encode("cp1251"), "windows-1251", "озеро"),
        (b"<meta charset=windows-1251>" + "озеро".encode("cp1251"), None, "<meta charset=windows-1251>озеро"),
        # a header or a page that is wrong about itself
        ("озеро".encode(), "windows-1251", "озеро"),
        (b"<meta charset='iso-8859-1'>" + "озеро".encode(), None, "<meta charset='iso-8859-1'>озеро"),
        (b"<meta charset='utf-8'>" + RUSSIAN.encode("cp1251"), None, "<meta charset='utf-8'>" + RUSSIAN),
        ("озеро".encode("koi8-r"), "no-such-encoding", None),
    ],
)
def test_encodings(raw, declared, text):
    found = decode(raw, declared)[0]
    assert text is None or found == text


def test_undeclared_old_encoding_is_guessed_and_said():
    text, encoding, remarks = decode(RUSSIAN.encode("cp1251"))
    assert text == RUSSIAN
    assert remarks == (f"encoding not declared, taken for {encoding}",)


def test_mixed_encodings_lose_nothing():
    raw = ("Прежде " * 20).encode() + b"the \x93dams\x94" + " после ".encode() * 20
    text, _, remarks = decode(raw)
    assert "the “dams”" in text and text.count("после") == 20
    assert remarks == ("mixed encodings: 2 bytes not UTF-8, read as Windows-1252",)


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        (b"%PDF-1.7 ...", "a PDF: take its text out first (pdftotext FILE -)"),
        (b"PK\x03\x04....", "an office document"),
        (b"\x89PNG\r\n", "a picture"),
        (b"\x1f\x8b\x08....", "compressed: unpack it first"),
        (bytes(range(256)) * 8, "binary data; give a saved page or the report's words as text"),
        (b"", "empty; give a file that holds the report's words"),
        (b" \n\t ", "empty; give a file"),
    ],
)
def test_files_that_are_no_text(raw, message, tmp_path):
    path = tmp_path / "file.txt"
    path.write_bytes(raw)
    with pytest.raises(UsageProblem) as wrong:
        read_document(path)
    assert message in str(wrong.value) and str(path) in str(wrong.value)


def test_a_huge_file_is_refused_without_being_read(tmp_path):
    path = tmp_path / "huge.txt"
    with path.open("wb") as file:
        file.truncate(200_000_000)
    with pytest.raises(UsageProblem, match="more than 10 MB, the most that is read"):
        read_document(path)


def test_missing_files_folders_and_forbidden_ones(tmp_path, monkeypatch):
    with pytest.raises(UsageProblem, match=r"cannot be read \(No such file"):
        read_document(tmp_path / "none.txt")
    with pytest.raises(UsageProblem, match="a folder; name a file in it"):
        read_document(tmp_path)

    def refuse(*_, **__):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(UsageProblem, match=r"cannot be read \(Permission denied\)"):
        read_document(tmp_path / "secret.txt")


def test_kind_is_told_by_name_then_by_content(tmp_path):
    def kind(name, text):
        return make_document(text.encode(), name).is_html

    assert kind("a.html", "no tags") and kind("a", page()) and kind("standard input", page())
    assert not kind("a.txt", page()) and not kind("a", REPORT)


def test_main_text_has_the_report_and_not_the_rest():
    main = extract_main_text(page())
    assert "forty million crowns" in main and "Mirefold" in main
    for other in ("ferry", "Sport", "Boats"):
        assert other not in main


def test_visible_text_keeps_words_whole_and_blocks_apart():
    html = (
        "<p>The <b>C</b>5<sup>+1</sup> met&nbsp;<i>twice</i>.<!-- unseen --> Then</p><p>it ended</p>"
        "<script>var a = 'hidden words'</script><style>p {}</style><td>one</td><td>two</td>after<br>break"
    )
    assert extract_visible_text(html).split("\n") == [
        "The C5+1 met twice. Then",
        "it ended",
        "one",
        "two",
        "after",
        "break",
    ]


@pytest.mark.parametrize(
    "html", ["<html></html>", "<!-- -->", "<?xml version='1.0' encoding='utf-8'?><html></html>", "\0", "<" * 5000]
)
def test_odd_pages_give_no_text_and_no_error(html):
    assert extract_main_text(html) == ""
    assert len(extract_visible_text(html)) <= 5000


def test_deep_nesting_is_survived():
    html = "<div>" * 20_000 + REPORT + "</div>" * 20_000
    assert isinstance(extract_visible_text(html) + extract_main_text(html), str)


def test_a_page_of_navigation_only_has_no_main_text():
    names = [
        f"Section {number} of the paper with all the news of the lake and its many districts" for number in range(40)
    ]
    links = "".join(f"<li><a href='/{number}'>{name}</a></li>" for number, name in enumerate(names))
    assert extract_main_text(f"<html><body><ul>{links}</ul><p>© Lake Herald</p></body></html>") == ""


def test_pages_without_the_packages_for_them_are_told_so(monkeypatch):
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(UsageProblem, match=r"not installed: trafilatura; .*pip install 'c5plus1\[coding\]'"):
        extract_main_text(page())


def test_standard_input_is_read_within_the_limit(monkeypatch):
    class Endless(io.RawIOBase):
        def readable(self):
            return True

        def readinto(self, buffer):
            buffer[:] = b"a" * len(buffer)
            return len(buffer)

    monkeypatch.setattr(texts, "MOST_BYTES", 1_000_000)
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BufferedReader(Endless())))
    with pytest.raises(UsageProblem, match="standard input: more than 1 MB"):
        read_document("-")
