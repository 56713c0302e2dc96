"""Sums of money in a sentence. Own patterns: the libraries tried misread "25 million US dollars" or "US$ 25m"."""

import re
from decimal import Decimal
from functools import lru_cache

from c5plus1.drafting.rules import Hit, Rules, find_cues, keep_longest

_NUMBER = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
# A number must not go on after what was read of it.
_CLOSED = r"(?![\w]|[.,]\d)"
# Characters before a sum in which "about" or "up to" belongs to it.
_BOUND_REACH = 22


def find_amounts(text: str, rules: Rules) -> list[Hit]:
    """The sums as hits with `currency`, `amount` (or `low` and `high`), all whole numbers, and `bound` or None."""
    hits = []
    for currency, pattern in _patterns(rules):
        for match in pattern.finditer(text):
            values = _read_sum(match.groupdict(), rules)
            if values:
                values = {"currency": currency, "bound": _find_bound(text, match.start(), rules), **values}
                hits.append(Hit(f"money.{currency}", match.start(), match.end(), match[0], values))
    return keep_longest(hits)


@lru_cache(maxsize=8)
def _patterns(rules: Rules) -> list[tuple[str, re.Pattern[str]]]:
    multiplier = "|".join(sorted(rules.section("money.multipliers"), key=len, reverse=True))
    joined = "|".join(re.escape(word) for word in rules.section("money.range_words"))
    between = "|".join(re.escape(word) for word in rules.section("money.between"))
    times = rf"(?:[ -]?(?P<times>{multiplier})(?!\w))?"
    second = rf"(?P<number2>{_NUMBER})(?:[ -]?(?P<times2>{multiplier})(?!\w))?"
    patterns = []
    for entry in rules.section("money.currencies"):
        before, after = "|".join(entry["before"]), "|".join(entry["after"])
        for opening, link in (
            (rf"(?<!\w)(?:{between}) ", rf" (?:{joined}|and) (?:{before})? ?"),
            ("", rf" ?(?:{joined}) ?(?:{before})? ?"),
        ):
            patterns.append(
                (entry["currency"], rf"{opening}(?:{before}) ?(?P<number>{_NUMBER}){times}{link}{second}{_CLOSED}")
            )
            patterns.append(
                (entry["currency"], rf"{opening}(?P<number>{_NUMBER}){times}{link}{second} (?:{after})(?!\w)")
            )
        patterns.append((entry["currency"], rf"(?<!\w)(?:{before}) ?(?P<number>{_NUMBER}){times}{_CLOSED}"))
        worded = rf"(?P<number>{_NUMBER}|{'|'.join(rules.section('numbers'))})"
        patterns.append((entry["currency"], rf"(?<![\w.,$]){worded}{times} (?:{after})(?!\w)"))
    return [(currency, re.compile(pattern, re.IGNORECASE)) for currency, pattern in patterns]


def _read_sum(parts: dict[str, str | None], rules: Rules) -> dict | None:
    times, times2 = parts["times"], parts.get("times2")
    if parts.get("number2") is None:
        amount = _multiply(parts["number"], times, rules)
        return None if amount is None else {"amount": amount}
    # "3 to 5 billion": the first number shares the second's multiplier.
    low = _multiply(parts["number"], times or times2, rules)
    high = _multiply(parts["number2"], times2 or times, rules)
    if low is None or high is None or low >= high:
        return None
    return {"low": low, "high": high}


def _multiply(number: str, multiplier: str | None, rules: Rules) -> int | None:
    factor = Decimal(rules.section("money.multipliers")[multiplier.lower()]) if multiplier else Decimal(1)
    number = rules.section("numbers").get(number.lower(), number)
    amount = Decimal(number.replace(",", "")) * factor
    return int(amount) if amount == amount.to_integral_value() else None


def _find_bound(text: str, start: int, rules: Rules) -> str | None:
    before = text[max(0, start - _BOUND_REACH) : start]
    hits = [hit for hit in find_cues(rules, "money.bounds", before, "bound") if before[hit.end :].strip() == ""]
    return hits[-1].values["bound"] if hits else None
