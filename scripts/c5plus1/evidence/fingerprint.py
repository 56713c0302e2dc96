"""The fingerprint of a span of words, version 1. Fixed: every stored hash depends on each of its steps."""

import hashlib
import re
import unicodedata
from dataclasses import dataclass

from c5plus1.problems import DataError

FEWEST_TOKENS = 6
MOST_TOKENS = 100

_TOKEN = re.compile(r"\w+")


@dataclass(frozen=True, order=True)
class Fingerprint:
    """What is kept of a span: the number of its tokens (6 to 100) and their SHA-256 as 64 hex digits."""

    tokens: int
    sha256: str


def tokenise(text: str) -> list[str]:
    """The words of `text` as fingerprints see them: NFKC, without category Cf, casefolded, runs of `\\w+`."""
    composed = unicodedata.normalize("NFKC", text)
    if not composed.isascii():
        composed = "".join(sign for sign in composed if unicodedata.category(sign) != "Cf")
    return _TOKEN.findall(composed.casefold())


def hash_tokens(tokens: list[str]) -> str:
    """SHA-256, as hex, of the tokens joined by one space; of any number of tokens."""
    return hashlib.sha256(" ".join(tokens).encode("utf-8")).hexdigest()


def fingerprint_tokens(tokens: list[str]) -> Fingerprint:
    """The fingerprint of a span already cut into tokens. Raises DataError unless they are 6 to 100."""
    if not tokens:
        raise DataError("the span holds no words; give the words that the claim rests on")
    if len(tokens) < FEWEST_TOKENS:
        raise DataError(
            f"the span has {_count(len(tokens))}, too few to be told from chance: "
            f"take {FEWEST_TOKENS} to {MOST_TOKENS} words of one passage"
        )
    if len(tokens) > MOST_TOKENS:
        raise DataError(
            f"the span has {_count(len(tokens))}, more than {MOST_TOKENS}: "
            "keep to the words that the claim rests on, or make it two claims"
        )
    return Fingerprint(len(tokens), hash_tokens(tokens))


def fingerprint(text: str) -> Fingerprint:
    """The fingerprint of a span of words. Raises DataError unless it has 6 to 100 tokens."""
    return fingerprint_tokens(tokenise(text))


def evidence_line(found: Fingerprint) -> str:
    """The fingerprint as a coding sheet writes it: `evidence: {tokens: 11, sha256: ff3f…}`."""
    return f"evidence: {{tokens: {found.tokens}, sha256: {found.sha256}}}"


def _count(number: int) -> str:
    return "1 word" if number == 1 else f"{number} words"
