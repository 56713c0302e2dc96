"""How much of a register's name stands in a text: by the words that only this name (or few others) has."""

import re
from collections import Counter

# A word is a name's own if at most so many names of the register have it; words are compared by their first letters.
_COMMON, _STEM = 2, 5


def likeness(name: str, names: dict[str, str], text: str) -> float:
    """The share (0 to 1) of a name's own words that the text has, compared by their first letters."""
    shared = Counter(word for other in names.values() for word in set(_stems(other)))
    own = [word for word in _stems(name) if shared[word] <= _COMMON]
    there = set(_stems(text))
    return sum(word in there for word in own) / len(own) if own else 0.0


def _stems(text: str) -> list[str]:
    return [word[:_STEM] for word in re.findall(r"\w+", text.casefold()) if len(word) > 3]
