"""A saved report (text or HTML) as clean words and sentences."""

import re

from c5plus1.drafting.record import Report, Sentence
from c5plus1.evidence.extract import extract_main_text
from c5plus1.evidence.fingerprint import MOST_TOKENS, tokenise
from c5plus1.evidence.texts import read_document
from c5plus1.problems import UsageProblem

# Plain marks, one for one, so that rules need to know one form only; the fingerprint doesn't see the difference.
_PLAIN = str.maketrans(
    {"’": "'", "‘": "'", "ʼ": "'", "“": '"', "”": '"', "«": '"', "»": '"', "\u00a0": " ", "\u202f": " "}
)
_META = {
    "title": ("//meta[@property='og:title']/@content", "//h1//text()", "//title/text()"),
    "published": ("//meta[@property='article:published_time']/@content", "//meta[@itemprop='datePublished']/@content"),
    "language": ("/html/@lang", "//meta[@property='og:locale']/@content"),
}


def read_report(path: str) -> Report:
    """The report in a file, or standard input for `-`. Raises UsageProblem if there is no readable text in it."""
    document = read_document(path)
    if not document.is_html:
        return Report(clean_text(document.text), remarks=document.remarks)
    text = extract_main_text(document.text)
    if not text:
        raise UsageProblem(
            f"{document.name}: no main text found, only navigation or an empty page; "
            "copy the report's words from the browser into a text file and draft from that"
        )
    about = _read_meta(document.text)
    return Report(clean_text(text), remarks=document.remarks, **about)


def clean_text(text: str) -> str:
    """The text with plain quotation marks and spaces, paragraphs kept."""
    return text.translate(_PLAIN).replace("\u200b", "").replace("\u00ad", "").replace("\r\n", "\n").replace("\r", "\n")


def split_sentences(text: str, language: str) -> list[Sentence]:
    """The sentences of the text that have enough words for a fingerprint, in order; long ones cut at semicolons."""
    from sentencex import segment

    sentences: list[Sentence] = []
    for paragraph, block in enumerate(_paragraphs(text)):
        for piece in segment(language, block):
            for part in _cut_long(piece.strip()):
                if part:
                    sentences.append(Sentence(len(sentences) + 1, paragraph, part))
    return sentences


def _paragraphs(text: str) -> list[str]:
    """Blocks between blank lines; where there are none, each line is one."""
    parts = re.split(r"\n\s*\n", text.strip())
    if len(parts) == 1:
        parts = text.strip().split("\n")
    return [" ".join(part.split()) for part in parts if part.strip()]


def _cut_long(sentence: str) -> list[str]:
    if len(tokenise(sentence)) <= MOST_TOKENS:
        return [sentence]
    return [part.strip() for part in re.split(r"(?<=;)\s+", sentence)]


def _read_meta(page: str) -> dict[str, str | None]:
    """Title, date and language as the page declares them; a date elsewhere on a page is as often of something else."""
    from lxml import etree, html

    try:
        tree = html.document_fromstring(re.sub(r"^\s*<\?xml[^>]*\?>", "", page).replace("\0", " "))
    except (etree.ParserError, ValueError):
        return {}
    found = {}
    for key, paths in _META.items():
        values = (str(value).strip() for path in paths for value in tree.xpath(path))
        found[key] = next((" ".join(value.translate(_PLAIN).split()) for value in values if value), None)
    day = re.match(r"\d{4}-\d{2}-\d{2}", found["published"] or "")
    found["published"] = day[0] if day else None
    found["language"] = (found["language"] or "")[:2].lower() or None
    return found
