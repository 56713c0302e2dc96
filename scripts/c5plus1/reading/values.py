"""Is one written value a good value for one field? Small checks that return what is wrong, or None."""

import calendar
import re
import unicodedata
from collections.abc import Callable

from c5plus1.problems import nearest
from c5plus1.reading.schemas import Field

Check = Callable[[str], str | None]

# [0-9], not \d, which takes the digits of every script.
_PARTIAL = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")
_YEARS = range(1990, 2101)
_MOST_DIGITS = 15  # whole numbers up to this length survive every spreadsheet and every float
_GROUPED = re.compile(r"[0-9]{1,3}([,'\u2019 \u00a0\u202f._][0-9]{3})+")
# Line and paragraph separators, marks that turn the direction of text, the byte order mark, and codes that Unicode
# keeps from ever being letters. Joiners (U+200C, U+200D) stay: Persian and emoji need them.
_HIDDEN = re.compile(
    "[\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ufdd0-\ufdef"
    + "".join(chr(plane * 0x10000 + last) for plane in range(17) for last in (0xFFFE, 0xFFFF))
    + "]"
)
_BLANKS = "\u115f\u1160\u2800\u3164\uffa0"  # letters and signs that are drawn as nothing
# What a spreadsheet takes for the beginning of a formula.
RISKY_STARTS = ("=", "+", "-", "@", "\t", "\r")


def check_partial_date(value: str) -> str | None:
    """A date at the precision known: YYYY, YYYY-MM or YYYY-MM-DD, and on the calendar."""
    match = _PARTIAL.fullmatch(value)
    if not match:
        return f"{value!r} is not a date; write 2023, 2023-02 or 2023-02-28 (year first, never padded)"
    year, month, day = (int(part) if part else None for part in match.groups())
    if year not in _YEARS:
        return f"{value!r}: the year must lie between {_YEARS[0]} and {_YEARS[-1]}"
    if month is not None and not 1 <= month <= 12:
        return f"{value!r} is not on the calendar: there is no month {month}"
    if day is not None and not 1 <= day <= calendar.monthrange(year, month)[1]:
        return f"{value!r} is not on the calendar: {year}-{month:02d} has no day {day}"
    return None


def latest(date: str) -> str:
    """The last day of a partial date, good enough for comparing as text."""
    return date + {4: "-12-31", 7: "-31"}.get(len(date), "")


def check_full_date(value: str) -> str | None:
    """A date to the day."""
    wrong = check_partial_date(value)
    if wrong or len(value) == 10:
        return wrong
    return f"{value!r} must be a full date, such as 2023-02-28"


def check_integer(value: str) -> str | None:
    """A whole number in plain digits."""
    if re.fullmatch(r"0|[1-9][0-9]*", value):
        return _check_length(value)
    return f"{value!r} is not a whole number in plain digits{_hint_plain(value)}"


def check_number(value: str) -> str | None:
    """A number in plain digits, with a point for decimals."""
    if re.fullmatch(r"(?:0|[1-9][0-9]*)(?:\.[0-9]+)?", value):
        return _check_length(value)
    return f"{value!r} is not a number in plain digits{_hint_plain(value)}"


def _check_length(value: str) -> str | None:
    if sum(letter.isdigit() for letter in value) <= _MOST_DIGITS:
        return None
    return f"{value[:40]!r} has more than {_MOST_DIGITS} digits; no number here is that large or that exact"


def _hint_plain(value: str) -> str:
    """The same number without separators, only where it is sure which number was meant."""
    if not _GROUPED.fullmatch(value) or value.startswith("0"):
        return ""
    return f"; write {re.sub('[^0-9]', '', value)} (no thousands separators)"


def check_boolean(value: str) -> str | None:
    """true or false, spelt like that."""
    return None if value in ("true", "false") else f"{value!r} must be true or false"


def check_line(value: str) -> str | None:
    """One line of plain text that is NFC and that no spreadsheet would run."""
    if not value:
        return "is empty"
    if all(unicodedata.category(letter)[0] in "ZCM" or letter in _BLANKS for letter in value):
        return f"{value[:40]!a} has no visible character"
    if hidden := _HIDDEN.search(value):
        return f"{value[:40]!r} holds the character U+{ord(hidden.group()):04X}, which cannot be seen; delete it"
    if "\n" in value or value != value.strip():
        return f"{value[:40]!r}… must be one line without spaces at its ends"
    if unicodedata.normalize("NFC", value) != value:
        return f"{value[:40]!r} is not in Unicode form NFC; retype the accented letters"
    if value.startswith(RISKY_STARTS):
        return f"{value[:40]!r} begins with {value[0]!r}, which a spreadsheet would run; reword its beginning"
    if any(unicodedata.category(letter) == "Cc" for letter in value):
        return f"{value[:40]!r} holds a control character"
    return None


def make_check(field: Field, known: set[str] | None, register: str = "") -> Check:
    """The check for one field: its type, codes, pattern and, where it points at a register, the known ids."""
    typed = _typed_check(field)
    pattern = re.compile(field.pattern, re.ASCII) if field.pattern else None
    least = field.raw.get("constraints", {}).get("minimum") if field.type in ("integer", "number") else None

    def check(value: str) -> str | None:
        if not value:
            return "is empty; leave the key out instead"
        if not isinstance(value, str):
            return "expected one value"
        wrong = typed(value) or check_line(value)
        if wrong:
            return wrong
        if least is not None and float(value) < least:
            return f"{value!r} is too small; the least is {least}"
        if field.actors:
            return _check_actors(value, known or set())
        if field.codes and value not in field.codes:
            return f"{value!r} is not one of {', '.join(field.codes)}{nearest(value, field.codes)}"
        if known is not None and value not in known:
            return f"{value!r} is not in the register {register}{nearest(value, known)}"
        if pattern and not pattern.fullmatch(value):
            return f"{value!r} does not have the form {field.pattern}"
        return None

    return _remember(check)


def _typed_check(field: Field) -> Check:
    if field.partial_date:
        return check_partial_date
    checks = {
        "date": check_full_date,
        "integer": check_integer,
        "number": check_number,
        "boolean": check_boolean,
    }
    return checks.get(field.type, lambda value: None)


def _check_actors(value: str, known: set[str]) -> str | None:
    codes = value.split(";")
    for code in codes:
        if code not in known:
            return f"{code!r} is not in the register actors{nearest(code, known)}"
    if codes != sorted(set(codes)):
        return f"{value!r}: several actors are joined by ';' in alphabetical order: {';'.join(sorted(set(codes)))!r}"
    return None


def _remember(check: Check) -> Check:
    answers: dict[str, str | None] = {}

    def remembered(value):
        if not isinstance(value, str):
            return check(value)
        if value not in answers:
            answers[value] = check(value)
        return answers[value]

    return remembered
