"""Undoing what a page does to its words, on the reader's side.

The stored fingerprint can't be cleaned, the text can. Some steps can go either way ("С5+1" with a Cyrillic С
may be how the report wrote it, or how the copy spoils it), so cleaning gives several views of a text, each
with the names of the steps that changed it; the caller tries them in turn.
"""

import html
import itertools
import re
from collections.abc import Iterator

_LATIN = "aceopxyijsACEOPXYIJSBHKMT"
_CYRILLIC = "асеорхуіјѕАСЕОРХУІЈЅВНКМТ"
_TO_LATIN = str.maketrans(_CYRILLIC, _LATIN)
_TO_CYRILLIC = str.maketrans(_LATIN, _CYRILLIC)
_EITHER = set(_LATIN + _CYRILLIC)

_WORD = re.compile(r"\w+")
_LINE_END_HYPHEN = re.compile("([^\\W\\d_])[-\u2010\u2011\u00ad\u00ac][ \t]*\r?\n[ \t]*(?=[^\\W\\d_])")
_MARK = "'‘’‛ʻʼʽʹʾʿˈ`´′＇“”"
_MARK_IN_WORD = re.compile(f"(?<=[^\\W\\d_])[{_MARK}](?=[^\\W\\d_])")
# Two to four characters that are one character's UTF-8 bytes read as Windows-1252 ("â€™" for an apostrophe).
_MISREAD = re.compile("[\u00c2-\u00f4][\u0080-\u00bf\u0152-\u0192\u02c6\u02dc\u2013-\u203a\u20ac\u2122]{1,3}")

ENTITIES = "HTML entities"
MISREAD = "characters read with the wrong encoding"
HYPHENS = "words hyphenated at line ends"
LETTERS = "look-alike letters, Latin and Cyrillic"
MARKS = "marks inside words"


def undo_entities(text: str) -> str:
    """`&amp;nbsp;` as the sign it stands for, also where it was escaped twice."""
    return html.unescape(html.unescape(text))


def undo_misreading(text: str) -> str:
    """UTF-8 that was read as Windows-1252, put right; anything else stays."""
    return _MISREAD.sub(_reread, text)


def join_line_ends(text: str) -> str:
    """Words cut by a hyphen at a line's end, joined; not before a capital or after one ("C5-\\nUS")."""
    return _LINE_END_HYPHEN.sub(lambda cut: cut[1] if _is_lower_pair(cut) else cut[0], text)


def unmix_letters(text: str, doubtful: str = "") -> str:
    """Words that mix Latin and Cyrillic letters of the same shape, put into the one script they belong to.

    `doubtful` ('latin' or 'cyrillic') also decides short forms such as "C5", whose letters could be either.
    """
    return _WORD.sub(lambda word: _unmix(word[0], doubtful), text)


def settle_marks(text: str, way: str) -> str:
    """Quotes and apostrophes inside words: 'apart' (two words), 'letter' (Uzbek oʻ gʻ ʼ), or 'dropped'."""
    if way == "apart":
        return _MARK_IN_WORD.sub("'", text)
    if way == "dropped":
        return _MARK_IN_WORD.sub("", text)
    return _MARK_IN_WORD.sub(lambda mark: "ʻ" if text[mark.start() - 1] in "oOgG" else "ʼ", text)


def clean_views(text: str, thorough: bool = True) -> Iterator[tuple[tuple[str, ...], str]]:
    """(steps that changed something, cleaned text), likeliest first; only the safest few unless `thorough`.

    The text as it is does not come; views may repeat one another's words.
    """
    steps, text = _apply((), ENTITIES, text, undo_entities)
    steps, text = _apply(steps, MISREAD, text, undo_misreading)
    hyphens = (True, False) if thorough else (True,)
    marks = ("", "apart", "letter", "dropped") if thorough else ("",)
    for way, doubtful, join in itertools.product(marks, ("", "latin", "cyrillic"), hyphens):
        done, view = _apply(steps, HYPHENS, text, join_line_ends) if join else (steps, text)
        done, view = _apply(done, LETTERS, view, lambda words, side=doubtful: unmix_letters(words, side))
        if way:
            done, view = _apply(done, MARKS, view, lambda words, how=way: settle_marks(words, how))
        if done:
            yield done, view


def _apply(steps: tuple[str, ...], name: str, text: str, change) -> tuple[tuple[str, ...], str]:
    changed = change(text)
    return ((*steps, name) if changed != text else steps), changed


def _reread(found: re.Match) -> str:
    try:
        # Bytes that Windows-1252 leaves undefined come through as C1 control characters.
        raw = b"".join(bytes([ord(sign)]) if ord(sign) < 0x100 else sign.encode("cp1252") for sign in found[0])
        return raw.decode("utf-8")
    except UnicodeError:
        return found[0]


def _is_lower_pair(cut: re.Match) -> bool:
    after = cut.string[cut.end()]
    return cut[1] == cut[1].lower() and after == after.lower()


def _unmix(word: str, doubtful: str) -> str:
    if word.isascii() and doubtful != "cyrillic":
        return word
    letters = [sign for sign in word if sign.isalpha()]
    plain_latin = any(sign not in _EITHER and sign < "\u0250" for sign in letters)
    plain_cyrillic = any(sign not in _EITHER and "\u0400" <= sign <= "\u052f" for sign in letters)
    if plain_latin and not plain_cyrillic:
        return word.translate(_TO_LATIN)
    if plain_cyrillic and not plain_latin:
        return word.translate(_TO_CYRILLIC)
    short_form = letters and len(letters) < len(word) and all(sign in _EITHER for sign in letters)
    if doubtful and short_form:
        return word.translate(_TO_LATIN if doubtful == "latin" else _TO_CYRILLIC)
    return word
