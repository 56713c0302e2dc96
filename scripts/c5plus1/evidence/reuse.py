"""Which reports does a text repeat, word for word? Any span of any claim, found in any text."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from c5plus1.evidence.claims import EvidenceClaim, EvidenceSheet
from c5plus1.evidence.cleaning import clean_views
from c5plus1.evidence.extract import extract_visible_text
from c5plus1.evidence.find import Hit, Wanted, find_spans, first_hits, index_claims
from c5plus1.evidence.fingerprint import hash_tokens
from c5plus1.evidence.texts import Document
from c5plus1.evidence.words import Words, read_words

SAYS = (
    "A span found here is the same run of words as in the report that was coded. It does not tell who wrote "
    "it first, nor that one copied the other: both may carry an agency's or an official text."
)


@dataclass(frozen=True)
class Repeat:
    """A claim's span in a text: word (from 0) and line (from 1) where it first begins, how often it is."""

    sheet: EvidenceSheet
    claim: EvidenceClaim
    start: int
    line: int
    words: str
    times: int
    cleaned: tuple[str, ...] = ()


def index_dataset(
    sheets: Iterable[EvidenceSheet],
) -> tuple[Wanted, dict[str, tuple[EvidenceSheet, EvidenceClaim]]]:
    """All claims, by length and hash for the search, and by id."""
    known = {claim.id: (sheet, claim) for sheet in sheets for claim in sheet.claims}
    return index_claims((key, claim.fingerprint) for key, (_, claim) in known.items()), known


def find_repeats(
    document: Document,
    wanted: Wanted,
    known: dict[str, tuple[EvidenceSheet, EvidenceClaim]],
    advance: Callable[[], None] | None = None,
) -> list[Repeat]:
    """The claims whose spans are in the document, in the order of its text.

    The text is searched as it is and then cleaned, each way of cleaning only if it changes a word; of a page,
    all that is visible is searched.
    """
    text = extract_visible_text(document.text) if document.is_html else document.text
    repeats: dict[str, Repeat] = {}
    seen: set[str] = set()
    for steps, view in (((), text), *clean_views(text, thorough=False)):
        words = read_words(view)
        known_by = hash_tokens(words.tokens)
        if known_by in seen:
            continue
        seen.add(known_by)
        for key, hits in first_hits(find_spans(words.tokens, wanted, None if steps else advance)).items():
            if key not in repeats:
                repeats[key] = _make_repeat(known[key], hits, words, steps)
    return sorted(repeats.values(), key=lambda repeat: (repeat.start, repeat.claim.id))


def _make_repeat(
    owner: tuple[EvidenceSheet, EvidenceClaim], hits: list[Hit], words: Words, steps: tuple[str, ...]
) -> Repeat:
    first = hits[0]
    shown = words.show(first.start, first.tokens)
    return Repeat(*owner, first.start, words.lines[first.start], shown, len(hits), steps)
