"""BibTeX, written by hand: forty lines beside which a library would be the larger risk.

bibtexparser (2.1) is sound as a reader and reads these entries back in our tests, but its writer leaves escaping to
pylatexenc, which spells Cyrillic letter by letter as TeX macros, and pybtex's writer escapes nothing. What BibTeX
itself needs is little: no lone brace, no bare special letter, one line a field; every BibTeX in use reads UTF-8.
"""

import re
from collections.abc import Iterable

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
# Braces are spelt out, since BibTeX counts \{ as a brace and an odd one would swallow the rest of the file.
_SPECIAL = {
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "<": r"\textless{}",
    ">": r"\textgreater{}",
    "|": r"\textbar{}",
    '"': r"{\char34}",
    **{letter: f"\\{letter}" for letter in "&%$#_"},
}
# In an address, what would end the field or the macro is percent-encoded; the rest is read verbatim by \url.
_IN_ADDRESS = {
    "{": "%7B",
    "}": "%7D",
    "\\": "%5C",
    "^": "%5E",
    "|": "%7C",
    '"': "%22",
    "<": "%3C",
    ">": "%3E",
    " ": "%20",
}


def write_entry(kind: str, key: str, fields: dict[str, str | None]) -> str:
    """One entry; fields without a value are left out. Values must be escaped already."""
    lines = [f"  {name:<12} = {value}," for name, value in fields.items() if value is not None]
    return "\n".join([f"@{kind}{{{key},", *lines, "}"])


def text(value: str | None) -> str | None:
    """A text as a field, its special letters escaped."""
    return None if value is None else "{" + escape(value) + "}"


def whole(value: str) -> str:
    """A text that styles must not put into lower case: in double braces."""
    return "{{" + escape(value) + "}}"


def bodies(names: Iterable[str]) -> str:
    """Names of bodies as an author field, each in braces of its own so that none is split into first and last name."""
    return "{" + " and ".join("{" + escape(name) + "}" for name in names) + "}"


def escape(value: str) -> str:
    """`value` on one line with the letters that are special to LaTeX or BibTeX spelt as macros."""
    line = re.sub(r"\s+", " ", value).strip()
    return "".join(_SPECIAL.get(letter, letter) for letter in line)


def address(url: str | None) -> str | None:
    """A web address as a field."""
    return None if url is None else "{" + "".join(_IN_ADDRESS.get(letter, letter) for letter in url) + "}"


def date_fields(date: str | None) -> dict[str, str]:
    """Year, month and (for biblatex) the date at the precision known; nothing if unknown."""
    if not date:
        return {}
    fields = {"year": "{" + date[:4] + "}"}
    if len(date) >= 7:
        fields["month"] = _MONTHS[int(date[5:7]) - 1]
    return fields | {"date": "{" + date + "}"}
