"""Near misses that no hash can prove: a claim's place in the text, between the claims around it.

Coders go through a report in order. Where the claims before and after a missing one are found, in order, and
the words between them that no claim accounts for are about as many as the missing span has, the span is most
likely there, edited. Where there are none of them, it was cut. That is an inference from length and order,
and is called so.
"""

from dataclasses import dataclass

# Spans of neighbouring claims overlap now and then: so fewer words than the span has may be all that is left
# of it.
LEAST_SHARE = 0.4
# Before a text's first claim and after its last, what is left may as well be the rest of a sentence cut short.
LEAST_SHARE_AT_END = 0.75
MOST_SHARE = 1.5
SLACK = 3


@dataclass(frozen=True)
class Gap:
    """Words `start` to `end` (not included) of the text; `room` of them belong to no found claim.

    `claims` are the positions in the sheet of the missing claims that share it; `inside` whether there is a found
    claim on both sides of it.
    """

    start: int
    end: int
    room: int
    claims: tuple[int, ...]
    inside: bool


def find_gap(position: int, found: list[tuple[int, int] | None], total: int) -> Gap | None:
    """The gap in which the missing claim at `position` must lie, if its found neighbours are in order.

    `found` has (start, end) in words for each claim of the sheet in its order, None for missing ones; `total`
    is the number of words. At the sheet's first or last claim the text's start or end is the bound.
    """
    first = last = position
    while first > 0 and found[first - 1] is None:
        first -= 1
    while last < len(found) - 1 and found[last + 1] is None:
        last += 1
    before = found[first - 1] if first else None
    after = found[last + 1] if last < len(found) - 1 else None
    if before is None and after is None:
        return None
    start, end = (before[1] if before else 0), (after[0] if after else total)
    covered = {word for span in found if span for word in range(max(span[0], start), min(span[1], end))}
    inside = before is not None and after is not None
    return Gap(start, end, end - start - len(covered), tuple(range(first, last + 1)), inside)


def fits_gap(gap: Gap, lengths: list[int]) -> bool:
    """Whether the gap is about as long as the missing claims together; `lengths` are all claims' tokens."""
    missing = [lengths[position] for position in gap.claims]
    least = LEAST_SHARE if gap.inside else LEAST_SHARE_AT_END
    return least * max(missing) <= gap.room <= MOST_SHARE * sum(missing) + SLACK
