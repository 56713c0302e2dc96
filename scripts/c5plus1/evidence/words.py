"""A text as numbered words: the tokens that fingerprints see, each with the line it stands on."""

import re
import sys
from dataclasses import dataclass, field

from c5plus1.evidence.fingerprint import tokenise

_SENTENCE_END = re.compile(r"(?<=[.!?…。！？])[\"'”’»)\]]*\s+")


@dataclass(frozen=True)
class Words:
    """`tokens` in order; `lines[i]` the line (from 1) of token i; `edges`: sentence starts, and the end."""

    tokens: list[str]
    lines: list[int] = field(repr=False)
    edges: frozenset[int] = field(repr=False)

    def show(self, start: int, count: int, most: int = 9) -> str:
        """The first words of a span, as tokens, to find it by; at most `most`, less than a quotation."""
        shown = " ".join(self.tokens[start : start + min(count, most)])
        return f"{shown} …" if count > most else shown


def read_words(text: str) -> Words:
    """Tokens with lines and sentence edges.

    Cut line by line and sentence by sentence, which gives the same tokens as the whole text: the fingerprint
    rule joins nothing across white space.
    """
    tokens: list[str] = []
    lines: list[int] = []
    edges = {0}
    for number, line in enumerate(text.splitlines(), 1):
        edges.add(len(tokens))
        for sentence in _SENTENCE_END.split(line):
            edges.add(len(tokens))
            found = tokenise(sentence)
            tokens += map(sys.intern, found)  # a long text has few words and many tokens
            lines += [number] * len(found)
    edges.add(len(tokens))
    return Words(tokens, lines, frozenset(edges))
