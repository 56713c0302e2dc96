"""Finding fingerprinted spans in a text: one pass over its words, whatever the number of claims.

From each word one hash object grows along the text and is read off at each length that some claim has; a
look-up in a dictionary does the rest. The time is (words) x (different lengths, at most 95), independent of
the number of claims, where the straightforward search takes (words) x (claims).
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from c5plus1.evidence.fingerprint import Fingerprint


class Hit(NamedTuple):
    """A span found: whose it is, the number of its first word (from 0) and how many words it has."""

    key: str
    start: int
    tokens: int


WORDS_A_STEP = 4096

# length in tokens -> SHA-256 as bytes -> keys of the claims that have it
Wanted = dict[int, dict[bytes, list[str]]]


def index_claims(claims: Iterable[tuple[str, Fingerprint]]) -> Wanted:
    """Claims by length and hash, for `find_spans`."""
    wanted: Wanted = {}
    for key, evidence in claims:
        digest = bytes.fromhex(evidence.sha256)
        wanted.setdefault(evidence.tokens, {}).setdefault(digest, []).append(key)
    return dict(sorted(wanted.items()))


def find_spans(tokens: list[str], wanted: Wanted, advance=None) -> Iterator[Hit]:
    """Every occurrence of a wanted span in `tokens`, in the order of the text.

    `advance` is called once every WORDS_A_STEP words, for a progress bar.
    """
    steps, lengths = _steps(wanted)
    if not steps:
        return
    data, starts, ends = lay_out(tokens)
    total, shortest = len(tokens), lengths[0]
    for start in range(total - shortest + 1):
        if advance and not (start + 1) % WORDS_A_STEP:
            advance()
        state = hashlib.sha256(data[starts[start] : ends[start + shortest - 1]])
        done = ends[start + shortest - 1]
        for length, claims in steps:
            if start + length > total:
                break
            end = ends[start + length - 1]
            state.update(data[done:end])
            done = end
            # digest() leaves the object as it is, so that it can go on growing.
            keys = claims.get(state.digest())
            if keys:
                for key in keys:
                    yield Hit(key, start, length)


def lay_out(tokens: list[str]) -> tuple[bytes, list[int], list[int]]:
    """The tokens joined by spaces as UTF-8, and the byte offsets at which each starts and ends."""
    pieces = [token.encode("utf-8") for token in tokens]
    starts, ends, here = [], [], 0
    for piece in pieces:
        starts.append(here)
        here += len(piece)
        ends.append(here)
        here += 1
    return b" ".join(pieces), starts, ends


def first_hits(hits: Iterable[Hit]) -> Mapping[str, list[Hit]]:
    """The hits of each key, first one first."""
    found: dict[str, list[Hit]] = {}
    for hit in hits:
        found.setdefault(hit.key, []).append(hit)
    return found


def _steps(wanted: Wanted) -> tuple[list[tuple[int, dict[bytes, list[str]]]], list[int]]:
    lengths = sorted(wanted)
    return [(length, wanted[length]) for length in lengths], lengths
