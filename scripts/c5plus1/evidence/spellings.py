"""Other ways to write a word, as editors change them: British and American, names, numbers, endings.

Only guesses for `near`, which keeps none that the fingerprint does not confirm; so a wrong guess costs time,
not truth.
"""

import re
from functools import cache

# Longer runs of letters are no words (addresses, scripts without spaces).
LONGEST_WORD = 40
_ENDINGS = (
    ("our", "or"),
    ("ours", "ors"),
    ("oured", "ored"),
    ("ouring", "oring"),
    ("ise", "ize"),
    ("ised", "ized"),
    ("ises", "izes"),
    ("ising", "izing"),
    ("isation", "ization"),
    ("isations", "izations"),
    ("yse", "yze"),
    ("ysed", "yzed"),
    ("tre", "ter"),
    ("tres", "ters"),
    ("ence", "ense"),
    ("ences", "enses"),
    ("ogue", "og"),
    ("ogues", "ogs"),
    ("amme", "am"),
    ("ammes", "ams"),
    ("lled", "led"),
    ("lling", "ling"),
    ("iyev", "iev"),
    ("ayev", "aev"),
    ("yev", "ev"),
    ("iy", "y"),
)
_GROUPS = (
    "one 1 1st first",
    "two 2 2nd second",
    "three 3 3rd third",
    "four 4 4th fourth",
    "five 5 5th fifth",
    "six 6 6th sixth",
    "seven 7 7th seventh",
    "eight 8 8th eighth",
    "nine 9 9th ninth",
    "ten 10 10th tenth",
    "eleven 11 11th",
    "twelve 12 12th",
    "twenty 20 20th",
    "thirty 30",
    "million mln m mn",
    "billion bln bn b",
    "january jan",
    "february feb",
    "march mar",
    "april apr",
    "june jun",
    "july jul",
    "august aug",
    "september sept sep",
    "october oct",
    "november nov",
    "december dec",
    "kyiv kiev",
    "samarkand samarqand",
    "astana nursultan",
    "ashgabat ashkhabad aşgabat",
    "kyrgyz kirghiz kirgiz",
    "kyrgyzstan kirghizstan kirgizstan",
    "tokayev tokaev",
    "mirziyoyev mirziyoev mirziyaev",
    "rahmon rakhmon",
    "japarov zhaparov",
    "licence license",
    "grey gray",
    "percent %",
    "us usa american",
    "uk british",
    "a an the",
    "this that the",
    "is was",
    "are were",
    "has had have",
    "will would",
    "its their his",
    "on in at",
    "said says",
    "minister ministers",
)


def variants(token: str) -> tuple[str, ...]:
    """Other spellings of one casefolded token, without itself, in a fixed order."""
    if len(token) > LONGEST_WORD:
        return ()
    found = dict.fromkeys(_grouped().get(token, ()))
    for british, american in _ENDINGS:
        for ending, other in ((british, american), (american, british)):
            if token.endswith(ending) and len(token) > len(ending) + 1:
                found[token[: -len(ending)] + other] = None
    found.update(dict.fromkeys(_inflected(token)))
    if "ё" in token:
        found[token.replace("ё", "е")] = None
    found.update((token[: at.start()] + "ё" + token[at.end() :], None) for at in re.finditer("е", token))
    found.pop(token, None)
    return tuple(found)


def _inflected(token: str) -> list[str]:
    if not token.isascii() or not token.isalpha() or len(token) < 3:
        return []
    if token.endswith("s"):
        return [token[:-1]]
    return [token + "s", token + "d", token + "ed"] if not token.endswith("d") else [token[:-1], token[:-2]]


@cache
def _grouped() -> dict[str, tuple[str, ...]]:
    groups: dict[str, dict[str, None]] = {}
    for line in _GROUPS:
        for word in line.split():
            groups.setdefault(word, {}).update(dict.fromkeys(line.split()))
    return {word: tuple(others) for word, others in groups.items()}
