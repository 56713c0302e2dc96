"""The reader's file as text: read within a limit, refused in plain words if it is none, decoded."""

import re
import sys
from dataclasses import dataclass
from pathlib import Path

from c5plus1.problems import UsageProblem

# A report has some thousand words; a book has 1 MB. More than this is a mistake, and would fill the memory.
MOST_BYTES = 10_000_000
HTML_SUFFIXES = (".html", ".htm", ".xhtml")
TEXT_SUFFIXES = (".txt", ".text", ".md")

_BINARY = (
    (b"%PDF-", "a PDF: take its text out first (pdftotext FILE -) and give that"),
    (b"PK\x03\x04", "a zip archive or an office document: save it as text or HTML first"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"\x1f\x8b", "compressed: unpack it first"),
    (b"\xd0\xcf\x11\xe0", "an old office document: save it as text or HTML first"),
    (b"\x7fELF", "a program"),
)
_MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_DECLARED = re.compile(rb"""<(?:meta|\?xml)[^>]{0,200}?(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9_.:-]+)""", re.I)
_HTML_SIGN = re.compile(r"<(?:!doctype\s+html|html|head|body|article|div|p)\b[^>]*>", re.I)


@dataclass(frozen=True)
class Document:
    """A file read as text. `remarks` say what had to be guessed; `is_html` whether it has tags to drop."""

    name: str
    text: str
    encoding: str
    is_html: bool
    remarks: tuple[str, ...] = ()


def read_document(path: str | Path, kind: str | None = None, declared: str | None = None) -> Document:
    """The file, or standard input for `-`. `kind` is 'html', 'text' or None to tell by name and content.

    `declared` is an encoding told by other means, such as the header that came with the page.
    Raises UsageProblem if it can't be read, is over MOST_BYTES, empty or no text.
    """
    name = "standard input" if str(path) == "-" else str(path)
    return make_document(_read_bytes(path, name), name, kind, declared)


def make_document(raw: bytes, name: str, kind: str | None = None, declared: str | None = None) -> Document:
    """Bytes as a document, called `name` in messages; else as `read_document`."""
    _refuse_other_kinds(raw, name)
    text, encoding, remarks = decode(raw, declared)
    if not text.strip():
        raise UsageProblem(f"{name}: empty; give a file that holds the report's words")
    return Document(name, text, encoding, _looks_like_html(text, name, kind), remarks)


def decode(raw: bytes, declared: str | None = None) -> tuple[str, str, tuple[str, ...]]:
    """Text, the encoding it was read with, and remarks.

    UTF-8 wins over what a page declares, since text that is valid UTF-8 by chance is next to unheard of,
    while wrong declarations are common.
    """
    for mark, encoding in _MARKS:
        if raw.startswith(mark):
            return raw.decode(encoding, "replace"), encoding, ()
    try:
        return raw.decode("utf-8"), "utf-8", ()
    except UnicodeDecodeError:
        pass
    mended = _decode_mixed(raw)
    if mended:
        return mended
    found = _DECLARED.search(raw[:4096])
    for name in (declared, found and found.group(1).decode("ascii")):
        if name and name.lower().replace("_", "-") not in ("utf-8", "utf8"):
            try:
                return raw.decode(name), name.lower(), ()
            except (UnicodeDecodeError, LookupError):
                continue
    return _guess(raw)


def _read_bytes(path: str | Path, name: str) -> bytes:
    try:
        if str(path) == "-":
            raw = sys.stdin.buffer.read(MOST_BYTES + 1)
        else:
            if Path(path).is_dir():
                raise UsageProblem(f"{name}: a folder; name a file in it")
            # Not by the size the system tells: a pipe or a device has none.
            with Path(path).open("rb") as file:
                raw = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise UsageProblem(f"{name}: cannot be read ({error.strerror or error})") from None
    if len(raw) > MOST_BYTES:
        raise UsageProblem(
            f"{name}: more than {MOST_BYTES // 1_000_000} MB, the most that is read; "
            "a report has some thousand words: cut out the part that holds it"
        )
    return raw


def _refuse_other_kinds(raw: bytes, name: str) -> None:
    for sign, what in _BINARY:
        if raw.startswith(sign):
            raise UsageProblem(f"{name}: not text but {what}")
    if any(raw.startswith(mark) for mark, _ in _MARKS):
        return
    start = raw[:65536]
    odd = sum(start.count(bytes([code])) for code in range(32) if code not in (9, 10, 11, 12, 13, 27))
    if b"\0" in start or odd > len(start) / 100:
        raise UsageProblem(f"{name}: not text but binary data; give a saved page or the report's words as text")


def _decode_mixed(raw: bytes) -> tuple[str, str, tuple[str, ...]] | None:
    """UTF-8 with a few stray bytes of an old encoding in it (pasted quotes, mostly); else None."""
    readable = len(re.findall(rb"[\xc2-\xf4][\x80-\xbf]+", raw))
    text = raw.decode("utf-8", "surrogateescape")
    stray = sum("\udc80" <= sign <= "\udcff" for sign in text)
    if stray * 4 > readable:
        return None
    mended = re.sub(r"[\udc80-\udcff]", lambda byte: bytes([ord(byte[0]) - 0xDC00]).decode("cp1252", "replace"), text)
    what = "1 byte" if stray == 1 else f"{stray} bytes"
    return mended, "utf-8", (f"mixed encodings: {what} not UTF-8, read as Windows-1252",)


def _guess(raw: bytes) -> tuple[str, str, tuple[str, ...]]:
    from charset_normalizer import from_bytes

    best = from_bytes(raw[:200_000]).best()
    encoding = best.encoding if best else "cp1252"
    return raw.decode(encoding, "replace"), encoding, (f"encoding not declared, taken for {encoding}",)


def _looks_like_html(text: str, name: str, kind: str | None) -> bool:
    if kind:
        return kind == "html"
    if name.lower().endswith(HTML_SUFFIXES):
        return True
    return not name.lower().endswith(TEXT_SUFFIXES) and bool(_HTML_SIGN.search(text[:4096]))
