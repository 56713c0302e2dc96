"""Results of `verify` as lines for people and as plain data for machines."""

from typing import Any

from c5plus1.evidence.verify import (
    ABSENT,
    CHANGED,
    DOES_NOT_PROVE,
    FOUND,
    MISSING_TEXT,
    PROVES,
    VERIFIED,
    ClaimResult,
    SourceResult,
)


def tell_source(result: SourceResult) -> list[str]:
    """One source as lines: what was found, then each claim with its place."""
    total, found, changed = len(result.claims), result.count(FOUND), result.count(CHANGED)
    head = f"{result.source}: {found} of {total} claims found in {result.file}"
    if changed:
        head += f", {changed} changed"
    if total - found - changed:
        head += f", {total - found - changed} absent"
    lines = [head, *(f"  note: {remark}" for remark in result.remarks)]
    for claim in result.claims:
        lines += _tell_claim(claim)
    return lines


def _tell_claim(result: ClaimResult) -> list[str]:
    line = f"  #{result.claim.number:<3} {result.status:<8}"
    if result.status != ABSENT:
        line += f"{_tell_place(result)}: {result.view.words.show(result.start, result.tokens)}"
    lines = [line.rstrip(), f"{' ' * 15}note: {result.claim.note}"]
    if result.status == FOUND and result.view.steps:
        lines.insert(1, f"{' ' * 15}matched in the {result.view}")
    if result.detail:
        lines.insert(1, f"{' ' * 15}{result.detail}")
    return lines


def _tell_place(result: ClaimResult) -> str:
    start = result.start + 1
    place = f"words {start}-{start + result.tokens - 1}, line {result.line}"
    if result.view.part != "text":
        place += f" of the {result.view.part}"
    return place + (f" (and {result.times - 1} more times)" if result.times > 1 else "")


def summarise(results: list[SourceResult]) -> dict[str, dict[str, int]]:
    """For each status of a source: how many have it, and how many of their claims have which status."""
    summary = {}
    for status in (VERIFIED, CHANGED, MISSING_TEXT):
        of_it = [result for result in results if result.status == status]
        counts = {kind: sum(result.count(kind) for result in of_it) for kind in (FOUND, CHANGED, ABSENT)}
        summary[status] = {
            "sources": len(of_it),
            **{f"claims_{kind}": count for kind, count in counts.items()},
        }
    return summary


def as_data(results: list[SourceResult], skipped: tuple[str, ...] = (), without_page: int = 0) -> dict[str, Any]:
    """The results as JSON can hold them, with what they prove and don't.

    `skipped` are files that were not checked and why, `without_page` counts sources that have no file in the
    folder.
    """
    return {
        "proves": PROVES,
        "does_not_prove": DOES_NOT_PROVE,
        "summary": summarise(results),
        "sources": [_source_data(result) for result in results],
        "skipped": list(skipped),
        "sources_without_page": without_page,
    }


def _source_data(result: SourceResult) -> dict[str, Any]:
    return {
        "source": result.source,
        "file": result.file,
        "status": result.status,
        "remarks": list(result.remarks),
        "claims": [_claim_data(claim) for claim in result.claims],
    }


def _claim_data(result: ClaimResult) -> dict[str, Any]:
    data: dict[str, Any] = {"claim": result.claim.id, "status": result.status, "note": result.claim.note}
    if result.status == ABSENT:
        return data
    data |= {
        "part": result.view.part,
        "cleaned": list(result.view.steps),
        "first_word": result.start + 1,
        "words": result.tokens,
        "line": result.line,
    }
    if result.status == CHANGED:
        data |= {"basis": "hash" if result.proved else "place", "detail": result.detail}
    else:
        data["times"] = result.times
    return data
