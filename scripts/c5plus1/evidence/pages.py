"""A folder of saved pages named by source id, matched with the sheets."""

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from c5plus1.evidence.claims import EvidenceSheet
from c5plus1.evidence.texts import HTML_SUFFIXES, TEXT_SUFFIXES, read_document
from c5plus1.evidence.verify import ABSENT, EFFORT, MISSING_TEXT, ClaimResult, SourceResult, verify_document
from c5plus1.problems import UsageProblem, nearest


@dataclass(frozen=True)
class Pages:
    """Files to check, each with the source it is of, sorted; and what was passed over, with the reason."""

    files: tuple[tuple[str, Path], ...]
    skipped: tuple[str, ...]


def find_pages(folder: Path, sources: set[str]) -> Pages:
    """The pages in `folder` (not below it) whose name without its ending is a source id.

    Raises UsageProblem if the folder can't be read, or holds no such file.
    """
    try:
        with os.scandir(folder) as entries:
            names = sorted(entry.name for entry in entries if entry.is_file())
    except OSError as error:
        raise UsageProblem(f"{folder}: cannot be read ({error.strerror or error})") from None
    files, skipped = [], []
    for name in names:
        stem, ending = Path(name).stem, Path(name).suffix
        if ending.lower() not in (*HTML_SUFFIXES, *TEXT_SUFFIXES):
            skipped.append(f"{name}: no page (.html, .htm, .xhtml) or text (.txt, .text, .md)")
        elif stem not in sources:
            skipped.append(f"{name}: no source {stem!r}{nearest(stem, sources)}")
        else:
            files.append((stem, folder / name))
    if not files:
        found = f"; passed over: {'; '.join(skipped[:3])}{' …' if len(skipped) > 3 else ''}" if skipped else ""
        raise UsageProblem(f"{folder}: no file named by a source id, such as {min(sources)}.html{found}")
    return Pages(tuple(files), tuple(skipped))


def verify_page(
    path: Path,
    sheet: EvidenceSheet,
    common_words: Callable[[], tuple[str, ...]] = tuple,
    effort: int = EFFORT,
    declared: str | None = None,
) -> SourceResult:
    """One file of a folder against its sheet; one that can't be used is missing text, with the reason."""
    try:
        document = read_document(path, declared=declared)
    except UsageProblem as wrong:
        absent = tuple(ClaimResult(claim, ABSENT) for claim in sheet.claims)
        reason = str(wrong).removeprefix(f"{path}: ")
        return SourceResult(sheet.source, str(path), MISSING_TEXT, absent, (reason,))
    return verify_document(document, sheet, common_words, effort)
