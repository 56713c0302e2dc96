"""Near misses: a claim's span is in the text but for an edit.

A hash says nothing about texts that are almost right. What can be done is to undo likely edits, one at a
time, and see whether the hash then fits; if it does, the edit is proved. Tried are: words added (a run of one
to three), a word left out, a word replaced, two words swapped, joined or split, another spelling (also two in
one span). For replaced and left-out words the original must be guessed, from our own notes on the source, the
text's own words and the words of all our notes: an original word that stands in none of them can't be found
this way. `place` has what is left then.
"""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from c5plus1.evidence.find import lay_out
from c5plus1.evidence.fingerprint import Fingerprint
from c5plus1.evidence.spellings import LONGEST_WORD, variants
from c5plus1.evidence.words import Words

LONGEST_ADDITION = 3
# Hashes tried for one claim before giving up: two to three seconds.
EFFORT = 2_500_000


@dataclass(frozen=True)
class Edit:
    """A proved difference: `page` stands where the coded text had `coded`; either may be empty.

    In the page the span begins at word `start` and has `tokens` words.
    """

    start: int
    tokens: int
    page: str
    coded: str

    def __str__(self) -> str:
        if not self.coded:
            return f'the page adds "{self.page}"'
        if not self.page:
            return f'the page leaves out "{self.coded}"'
        return f'the page has "{self.page}" where the coded text had "{self.coded}"'


@dataclass(frozen=True)
class Clues:
    """What to look with and where: words likely in the original, likeliest first; the span's likely bounds.

    `after` is the word at which the found claim before ends, `before` the one at which the next begins; None
    if unknown.
    """

    likely: tuple[str, ...] = ()
    possible: tuple[str, ...] = ()
    after: int | None = None
    before: int | None = None


class _Search:
    """The text laid out for hashing, the wanted hash, and what is left of the effort for the step at hand."""

    def __init__(self, words: Words, wanted: Fingerprint):
        self.words, self.tokens, self.left = words, words.tokens, 0
        self.data, self.starts, self.ends = lay_out(words.tokens)
        self.length, self.digest = wanted.tokens, bytes.fromhex(wanted.sha256)

    def fits(self, start: int, count: int, at: int, taken: int, put: bytes) -> bool:
        """Whether the window is the wanted span once `taken` words from `at` are replaced by `put`."""
        before = self.data[self.starts[start] : self.starts[at]] if at < len(self.starts) else self._all_after(start)
        rest = at + taken
        if rest < start + count:
            span = before + (put + b" " if put else b"") + self.data[self.starts[rest] : self.ends[start + count - 1]]
        else:
            span = before + put
        self.left -= 1 + len(span) // 1000  # a text without spaces is one long word
        return hashlib.sha256(span).digest() == self.digest

    def _all_after(self, start: int) -> bytes:
        return self.data[self.starts[start] :] + b" "

    def edit(self, start: int, count: int, at: int, taken: int, put: str) -> Edit:
        return Edit(start, count, " ".join(self.tokens[at : at + taken]), put)


def find_near(words: Words, wanted: Fingerprint, clues: Clues, effort: int = EFFORT) -> Edit | None:
    """The edit that makes a span of the text the wanted one, or None. Tries at most about `effort` hashes."""
    search = _Search(words, wanted)
    for attempt, share in ((_undo_structure, 0.4), (_undo_two_spellings, 0.1), (_undo_words, 1.0)):
        # What one step leaves of its share is the next one's.
        allowed = int(effort * share)
        search.left, effort = allowed, effort - allowed
        found = attempt(search, clues)
        if found:
            return found
        effort += max(search.left, 0)
    return None


def _undo_structure(search: _Search, clues: Clues) -> Edit | None:
    total = len(search.tokens)
    for at in _from_the_middle(search, clues):
        for taken, put, given in _structural_edits(search.tokens, at):
            count = search.length + taken - given
            inner = 0 if given else 1  # words dropped at a window's edge would make no difference
            low, high = max(0, at + taken - count + inner), min(at - inner, total - count)
            for start in range(low, high + 1):
                if search.fits(start, count, at, taken, put.encode()):
                    return search.edit(start, count, at, taken, put)
        if search.left <= 0:
            return None
    return None


def _from_the_middle(search: _Search, clues: Clues) -> list[int]:
    """All word numbers, those between the neighbouring claims first."""
    low = 0 if clues.after is None else clues.after - search.length
    high = len(search.tokens) if clues.before is None else clues.before + search.length
    return sorted(range(len(search.tokens)), key=lambda at: not low <= at < high)


def _structural_edits(tokens: list[str], at: int) -> Iterator[tuple[int, str, int]]:
    """(words taken from `at`, what is put there, how many words that is)."""
    token = tokens[at]
    cuts = range(1, len(token)) if len(token) <= LONGEST_WORD else ()
    for run in range(1, LONGEST_ADDITION + 1):
        yield run, "", 0
    for other in variants(token):
        yield 1, other, 1
    if at + 1 < len(tokens):
        following = tokens[at + 1]
        yield 2, token + following, 1
        if token != following:
            yield 2, f"{following} {token}", 2
    for cut in cuts:
        yield 1, f"{token[:cut]} {token[cut:]}", 2


def _undo_two_spellings(search: _Search, _: Clues) -> Edit | None:
    """Two words of one span spelt another way, as when a whole page has been put into American spelling."""
    tokens = search.tokens
    others = [(at, other) for at, token in enumerate(tokens) for other in variants(token)]
    for index, (first, one) in enumerate(others):
        for second, two in others[index + 1 :]:
            if second - first >= search.length or search.left <= 0:
                break
            if second > first:
                put = " ".join((one, *tokens[first + 1 : second], two)).encode()
                low = max(0, second + 1 - search.length)
                for start in range(low, min(first, len(tokens) - search.length) + 1):
                    if search.fits(start, search.length, first, second - first + 1, put):
                        page, coded = f"{tokens[first]} … {tokens[second]}", f"{one} … {two}"
                        return Edit(start, search.length, page, coded)
    return None


def _undo_words(search: _Search, clues: Clues) -> Edit | None:
    own = dict.fromkeys((*clues.likely, *search.tokens))
    likely = [word.encode() for word in own]
    possible = [word.encode() for word in clues.possible if word not in own]
    bounded, whole, part, rest = _windows(search, clues)
    rounds = (
        (bounded, likely),
        (bounded, possible),
        (whole, likely),
        (part, likely),
        (whole, possible),
        (part, possible),
        (rest, likely),
    )
    for windows, vocabulary in rounds:
        found = _put_words(search, windows, vocabulary)
        if found or search.left <= 0:
            return found
    return None


def _put_words(search: _Search, windows: Iterable[tuple[int, int]], vocabulary: list[bytes]) -> Edit | None:
    for start, count in windows:
        # In a window of full length a word was replaced; a shorter one lacks one.
        taken = 1 - (search.length - count)
        for at in range(start, start + count + (not taken)):
            for put in vocabulary:
                if search.fits(start, count, at, taken, put):
                    return search.edit(start, count, at, taken, put.decode())
            if search.left <= 0:
                return None
    return None


def _windows(search: _Search, clues: Clues) -> tuple[list[tuple[int, int]], ...]:
    """Windows by likelihood: at the neighbours' bounds; whole sentences; at one edge of one; the others."""
    edges, total = search.words.edges, len(search.tokens)
    bounded, whole, part, rest = [], [], [], []
    for start in range(total):
        for count in (search.length, search.length - 1):
            end = start + count
            if end > total:
                continue
            known = (start, end)
            follows = clues.after is not None and start - clues.after in (0, 1)
            leads_up = clues.before is not None and clues.before - end in (0, 1)
            if follows or leads_up:
                bounded.append(known)
            elif start in edges and end in edges:
                whole.append(known)
            elif start in edges or end in edges:
                part.append(known)
            else:
                rest.append(known)
    return tuple([(start, end - start) for start, end in group] for group in (bounded, whole, part, rest))
