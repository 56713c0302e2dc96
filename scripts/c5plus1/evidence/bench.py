"""How long `reuse` takes beside the straightforward search, in one run: `python -m c5plus1.evidence.bench`.

Texts and claims are made up from random words, with spans of the texts planted among the claims, so that both searches
can be seen to find the same.
"""

import random
import time
from collections.abc import Iterable

from c5plus1.evidence.find import Hit, find_spans, index_claims
from c5plus1.evidence.fingerprint import Fingerprint, fingerprint_tokens, hash_tokens

_WORDS = (500, 1000, 2000, 4000, 8000)
_CLAIMS = (100, 1000, 2500, 5000, 10_000, 20_000)
_TEXTS = (1, 2, 4, 8)
# The straightforward search is measured up to this many hashes only (about a minute), else marked with a dash.
_MOST_HASHES = 30_000_000


def make_text(words: int, seed: int = 1) -> list[str]:
    """A text of random words as tokens, always the same for the same arguments."""
    choose = random.Random(seed)
    lexicon = ["".join(choose.choices("abcdefghijklmnoprstuvz", k=choose.randint(2, 10))) for _ in range(3000)]
    return choose.choices(lexicon, k=words)


def make_claims(number: int, texts: Iterable[list[str]] = (), seed: int = 2) -> list[tuple[str, Fingerprint]]:
    """Claims of 6 to 100 tokens, most of them of 10 to 40 as coders make them; one in fifty a span of a text."""
    choose = random.Random(seed)
    texts, other = list(texts), make_text(5000, seed + 1)
    claims = []
    for index in range(number):
        length = min(100, max(6, round(choose.gauss(26, 14))))
        if texts and index % 50 == 0:
            of = choose.choice(texts)
            start = choose.randrange(len(of) - length)
        else:
            of, start = other, choose.randrange(len(other) - length)
        claims.append((f"claim-{index}", fingerprint_tokens(of[start : start + length])))
    return claims


def find_window_by_window(tokens: list[str], claims: Iterable[tuple[str, Fingerprint]]) -> list[Hit]:
    """The straightforward search: each claim slides a window of its length over the text."""
    return [
        Hit(key, start, wanted.tokens)
        for key, wanted in claims
        for start in range(len(tokens) - wanted.tokens + 1)
        if hash_tokens(tokens[start : start + wanted.tokens]) == wanted.sha256
    ]


def measure(texts: list[list[str]], claims: list[tuple[str, Fingerprint]]) -> tuple[float, float, float | None]:
    """Seconds to index the claims, to search all texts, and to search them window by window (None if too long)."""
    started = time.perf_counter()
    wanted = index_claims(claims)
    indexed = time.perf_counter() - started
    started = time.perf_counter()
    found = [sorted(find_spans(text, wanted)) for text in texts]
    searched = time.perf_counter() - started
    if len(claims) * sum(map(len, texts)) > _MOST_HASHES:
        return indexed, searched, None
    started = time.perf_counter()
    slowly = [sorted(find_window_by_window(text, claims)) for text in texts]
    straightforward = time.perf_counter() - started
    if slowly != found:
        raise AssertionError("the two searches differ")
    return indexed, searched, straightforward


def main() -> None:
    """Print a line for each size: growing texts, growing numbers of claims, growing numbers of texts."""
    cases = [([make_text(words)], 2500) for words in _WORDS]
    cases += [([make_text(1000)], number) for number in _CLAIMS]
    cases += [([make_text(1000, seed) for seed in range(number)], 2500) for number in _TEXTS]
    print("texts  words each  claims  lengths  index s  search s  window by window s  times")
    for texts, number in cases:
        claims = make_claims(number, texts)
        lengths = len({wanted.tokens for _, wanted in claims})
        indexed, searched, slow = measure(texts, claims)
        told = f"{slow:18.2f}  {slow / searched:5.0f}" if slow else f"{'-':>18}  {'-':>5}"
        print(
            f"{len(texts):5}  {len(texts[0]):10}  {number:6}  {lengths:7}  {indexed:7.3f}  {searched:8.3f}  {told}",
            flush=True,
        )


if __name__ == "__main__":
    main()
