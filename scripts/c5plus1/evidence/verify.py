"""Checking a report that the reader has against its sheet's claims: found, changed or absent, and where."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from c5plus1.evidence.claims import EvidenceClaim, EvidenceSheet
from c5plus1.evidence.cleaning import clean_views
from c5plus1.evidence.extract import extract_main_text, extract_visible_text
from c5plus1.evidence.find import Hit, find_spans, first_hits, index_claims
from c5plus1.evidence.fingerprint import hash_tokens, tokenise
from c5plus1.evidence.near import EFFORT, Clues, find_near
from c5plus1.evidence.place import Gap, find_gap, fits_gap
from c5plus1.evidence.texts import Document
from c5plus1.evidence.words import Words, read_words

FOUND, CHANGED, ABSENT = "found", "changed", "absent"
VERIFIED, MISSING_TEXT = "verified", "missing text"

# In characters: a hundred times a usual report. Undoing edits at every word of more would take minutes a claim.
LONG_TEXT = 500_000

PROVES = "A match proves that these words are in the text."
DOES_NOT_PROVE = (
    "It does not prove that they were read rightly: compare each note and its facts with the words there. "
    "Nor does an absent span prove an error: the page may have been edited since it was read."
)


@dataclass(frozen=True)
class View:
    """One way to read the document: which `part`, the cleaning `steps` that changed it, its words."""

    part: str
    steps: tuple[str, ...]
    words: Words

    def __str__(self) -> str:
        return f"{self.part}, cleaned ({'; '.join(self.steps)})" if self.steps else f"{self.part} as it is"


@dataclass(frozen=True)
class ClaimResult:
    """What became of one claim. `start` counts words of `view` from 0, `line` lines from 1; None if absent.

    A changed claim is `proved` if undoing the edit told in `detail` gives the fingerprint; else it is
    presumed from its place. `times` is how often a found span occurs.
    """

    claim: EvidenceClaim
    status: str
    view: View | None = None
    start: int | None = None
    tokens: int = 0
    times: int = 0
    proved: bool = False
    detail: str = ""

    @property
    def line(self) -> int | None:
        """The line on which the span starts."""
        return self.view.words.lines[self.start] if self.view and self.start is not None else None


@dataclass(frozen=True)
class SourceResult:
    """A source checked against one file: 'verified', 'changed' or 'missing text', and each claim of it."""

    source: str
    file: str
    status: str
    claims: tuple[ClaimResult, ...]
    remarks: tuple[str, ...] = ()

    def count(self, status: str) -> int:
        """How many of its claims have this status."""
        return sum(result.status == status for result in self.claims)


def verify_document(
    document: Document,
    sheet: EvidenceSheet,
    common_words: Callable[[], tuple[str, ...]] = tuple,
    effort: int = EFFORT,
) -> SourceResult:
    """Check `document` against the claims of `sheet`.

    `common_words` is asked for guesses at replaced words only if a claim is not found; `effort` bounds the
    hashes tried for each such claim (0: no near misses are proved, only presumed).
    """
    parts = list(_parts(document))
    remarks = document.remarks
    if sum(len(text) for _, text in parts) > LONG_TEXT:
        effort, remarks = 0, (*remarks, "a very long text: near misses are presumed from their place only")
    located, views = _locate(parts, sheet)
    if document.is_html and not any(part == "main text" for part, _ in parts):
        remarks = (*remarks, "no main text in it: only navigation or notices, or a page that scripts fill")
        if not located:
            absent = tuple(ClaimResult(claim, ABSENT) for claim in sheet.claims)
            return SourceResult(sheet.source, document.name, MISSING_TEXT, absent, remarks)
    results = dict(located)
    if len(results) < len(sheet.claims):
        results |= _near_misses(sheet, _best_view(views, located), results, common_words, effort)
    claims = tuple(results.get(claim.id) or ClaimResult(claim, ABSENT) for claim in sheet.claims)
    status = VERIFIED if all(result.status == FOUND for result in claims) else CHANGED
    return SourceResult(sheet.source, document.name, status, claims, remarks)


def rank_words(sheets: Iterable[EvidenceSheet]) -> tuple[str, ...]:
    """The words of all our notes, commonest first."""
    counts = Counter(word for sheet in sheets for word in dict.fromkeys(tokenise(sheet.words)))
    return tuple(sorted(counts, key=lambda word: (-counts[word], word)))


def _parts(document: Document) -> Iterator[tuple[str, str]]:
    if not document.is_html:
        yield "text", document.text
        return
    main = extract_main_text(document.text)
    if main:
        yield "main text", main
    whole = extract_visible_text(document.text)
    if whole:
        yield "whole page", whole


def _views(parts: list[tuple[str, str]]) -> Iterator[View]:
    """Each part as it is, then each part cleaned; a view with the same words as an earlier one is skipped."""
    seen: set[str] = set()
    thorough = sum(len(text) for _, text in parts) <= LONG_TEXT
    plain = [(part, (), text) for part, text in parts]
    cleaned = ((part, steps, view) for part, text in parts for steps, view in clean_views(text, thorough))
    for candidates in (plain, cleaned):
        for part, steps, text in candidates:
            words = read_words(text)
            known_by = hash_tokens(words.tokens)
            if known_by not in seen:
                seen.add(known_by)
                yield View(part, steps, words)


def _locate(parts: list[tuple[str, str]], sheet: EvidenceSheet) -> tuple[dict[str, ClaimResult], list[View]]:
    """The claims found in the first view that has them, and the views that had to be made."""
    found: dict[str, ClaimResult] = {}
    views = []
    for view in _views(parts):
        views.append(view)
        missing = {claim.id: claim for claim in sheet.claims if claim.id not in found}
        for key, hits in _search(view, missing.values()).items():
            found[key] = ClaimResult(
                missing[key], FOUND, view, hits[0].start, hits[0].tokens, times=len(hits), proved=True
            )
        if len(found) == len(sheet.claims):
            break
    return found, views


def _search(view: View, claims: Iterable[EvidenceClaim]) -> dict[str, list[Hit]]:
    wanted = index_claims((claim.id, claim.fingerprint) for claim in claims)
    return first_hits(find_spans(view.words.tokens, wanted))


def _best_view(views: list[View], found: dict[str, ClaimResult]) -> View:
    counts = Counter(id(result.view) for result in found.values())
    return max(views, key=lambda view: counts[id(view)])


def _near_misses(
    sheet: EvidenceSheet,
    view: View,
    found: dict[str, ClaimResult],
    common_words: Callable[[], tuple[str, ...]],
    effort: int,
) -> dict[str, ClaimResult]:
    hits = _search(view, sheet.claims)
    spans = [_span(hits.get(claim.id)) for claim in sheet.claims]
    own, total = tuple(dict.fromkeys(tokenise(sheet.words))), len(view.words.tokens)
    near: dict[str, ClaimResult] = {}
    for position, claim in enumerate(sheet.claims):
        if claim.id in found:
            continue
        gap = find_gap(position, spans, total)
        bounds = {"after": gap.start, "before": gap.end} if gap else {}
        clues = Clues(own, common_words() if effort else (), **bounds)
        edit = find_near(view.words, claim.fingerprint, clues, effort) if effort else None
        if edit:
            near[claim.id] = ClaimResult(claim, CHANGED, view, edit.start, edit.tokens, proved=True, detail=str(edit))
            spans[position] = (edit.start, edit.start + edit.tokens)
    lengths = [claim.fingerprint.tokens for claim in sheet.claims]
    for position, claim in enumerate(sheet.claims):
        gap = None if claim.id in found or claim.id in near else find_gap(position, spans, total)
        if gap and fits_gap(gap, lengths):
            near[claim.id] = _presumed(claim, view, gap)
    return near


def _span(hits: list[Hit] | None) -> tuple[int, int] | None:
    return (hits[0].start, hits[0].start + hits[0].tokens) if hits else None


def _presumed(claim: EvidenceClaim, view: View, gap: Gap) -> ClaimResult:
    detail = (
        f"presumed from its place: the claims around it are there, with {gap.room} words between them that "
        f"are in no claim (the span has {claim.fingerprint.tokens}); a hash can't tell which words differ"
    )
    return ClaimResult(claim, CHANGED, view, gap.start, gap.end - gap.start, detail=detail)
