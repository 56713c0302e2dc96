"""A saved page as the words that a reader sees: its main text (trafilatura), and all that shows (lxml)."""

import re

from c5plus1.evidence.extras import need

# trafilatura finds a report's body among navigation and notices better than rules of our own would; it drops
# captions and short asides, though, and cuts words at inline tags on short pages: hence the whole page as a
# second try.
_INLINE = re.compile(
    r"a|abbr|acronym|b|bdi|bdo|big|cite|code|data|del|dfn|em|font|i|ins|kbd|mark|q|s|samp|small|span|strike|strong|"
    r"sub|sup|time|tt|u|var|wbr"
)
_UNSEEN = re.compile(r"script|style|template|noscript|iframe|object|svg|math")
_LEAST_PROSE = 120
_PROSE_LINE = 60


def extract_main_text(page: str) -> str:
    """The main text of an HTML page, a paragraph a line; empty if there is none (navigation, a shell)."""
    import logging

    need("trafilatura")
    from trafilatura import extract

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)  # its remarks on broken pages are not for users
    text = extract(page, include_comments=False, include_tables=True, favor_recall=True, output_format="txt") or ""
    return text if _has_prose(text, page) else ""


def extract_visible_text(page: str) -> str:
    """All words that a page shows, a block a line, words whole across inline tags; no scripts."""
    need("lxml")
    from lxml import etree

    pieces: list[str] = []
    root = _parse(page)
    if root is None:
        return ""
    hidden = 0
    for event, element in etree.iterwalk(root, events=("start", "end", "comment", "pi")):
        if event in ("comment", "pi"):
            if not hidden and element.tail:
                pieces.append(element.tail)
            continue
        unseen = bool(_UNSEEN.fullmatch(element.tag))
        edge = "" if _INLINE.fullmatch(element.tag) else "\n"
        if event == "start":
            hidden += unseen
            pieces.append(edge if hidden else edge + _flatten(element.text))
        else:
            hidden -= unseen
            pieces.append(edge if hidden else edge + _flatten(element.tail))
    lines = (" ".join(line.split()) for line in "".join(pieces).split("\n"))
    return "\n".join(line for line in lines if line)


def _parse(page: str):
    from lxml import etree, html

    try:
        # lxml refuses text that declares an encoding, and a NUL ends its reading early.
        root = html.document_fromstring(re.sub(r"^\s*<\?xml[^>]*\?>", "", page).replace("\0", " "))
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return None
    return root


def _flatten(text: str | None) -> str:
    return re.sub(r"\s", " ", text) if text else ""


def _has_prose(text: str, page: str) -> bool:
    """Whether the text has lines long enough for sentences that are not just the words of links."""
    lines = [line.strip() for line in text.splitlines() if len(line.strip()) >= _PROSE_LINE]
    if not lines:
        return False
    root = _parse(page)
    links = set()
    if root is not None:
        links = {" ".join(link.text_content().split()) for link in root.iter("a")}
    prose = sum(len(line) for line in lines if " ".join(line.split()) not in links)
    return prose >= _LEAST_PROSE
