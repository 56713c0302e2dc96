"""Fetching the pages of many sources into the cache: what to ask for, what to keep, in which order."""

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import zip_longest
from pathlib import Path
from urllib.parse import urlsplit

from c5plus1.evidence.archive import archive_address, captured_on
from c5plus1.evidence.cache import KEPT, Attempt, is_there, keep_page, last_kept, note_attempt
from c5plus1.evidence.claims import EvidenceSheet
from c5plus1.evidence.connection import Reply
from c5plus1.evidence.extract import extract_main_text
from c5plus1.evidence.manners import FetchError
from c5plus1.evidence.texts import Document, make_document, read_document
from c5plus1.evidence.verify import FOUND, verify_document
from c5plus1.evidence.visit import Visitor
from c5plus1.problems import UsageProblem

_ENDINGS = {
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "text/plain": ".txt",
    "application/pdf": ".pdf",
}


@dataclass(frozen=True)
class Page:
    """A page got: the reply, where from, file ending and encoding, main text, how many claims are in it."""

    reply: Reply
    origin: str
    ending: str
    encoding: str | None
    text: str
    found: int


def plan_visits(
    sheets: Iterable[EvidenceSheet],
    attempts: dict[str, list[Attempt]],
    folder: Path,
    now: datetime,
    again: bool = False,
    retry: bool = False,
) -> tuple[list[EvidenceSheet], dict[str, Attempt]]:
    """The sources to ask for, hosts taking turns; and those left out, with the attempt that settled them.

    Left out are pages that are there (unless `again`), those refused or failed for good (unless `retry`), and
    those of hosts that asked to be left alone until later than `now`.
    """
    by_host: dict[str, list[EvidenceSheet]] = {}
    settled: dict[str, Attempt] = {}
    waiting = _find_waiting(attempts, now)
    for sheet in sheets:
        made = attempts.get(sheet.source, [])
        kept = last_kept(made)
        last = made[-1] if made else None
        host = urlsplit(sheet.url).netloc
        if kept and is_there(folder, kept) and not again:
            settled[sheet.source] = kept
        elif host in waiting:
            settled[sheet.source] = replace(waiting[host], source=sheet.source, outcome="later")
        elif last and last.outcome in ("refused", "failed") and not (retry or again):
            settled[sheet.source] = last
        else:
            by_host.setdefault(host, []).append(sheet)
    rounds = zip_longest(*by_host.values())
    return [sheet for turn in rounds for sheet in turn if sheet is not None], settled


def _find_waiting(attempts: dict[str, list[Attempt]], now: datetime) -> dict[str, Attempt]:
    """Hosts that asked, in whatever attempt, to be left alone until later than `now`, with that attempt."""
    made = [attempt for of_source in attempts.values() for attempt in of_source if attempt.not_before]
    made.sort(key=lambda attempt: attempt.not_before)
    return {urlsplit(attempt.url).netloc: attempt for attempt in made if attempt.not_before > stamp(now)}


def gather_page(sheet: EvidenceSheet, visitor: Visitor, folder: Path, before: Attempt | None = None) -> Attempt:
    """Get one source's page, keep it and note it; the attempt tells what became of it.

    The archive is asked if the live page can't be had, or lacks spans that the claims rest on (it was
    edited); the better of the two is kept. Not where robots.txt or our own rules forbid the page: that is the
    host's last word.
    """
    now = datetime.fromtimestamp(visitor.now(), UTC)
    page = trouble = None
    try:
        page = _judge(visitor.get(sheet.url), "live", sheet)
    except FetchError as wrong:
        trouble = wrong
    if visitor.manners.archive and _wants_archive(page, trouble, sheet):
        page, trouble = _try_archive(sheet, visitor, page, trouble)
    if page is None:
        attempt = _note_trouble(sheet, trouble, now)
        note_attempt(folder, attempt)
        return attempt
    attempt = _note_page(sheet, page, trouble, now, before)
    keep_page(folder, attempt, page.reply.body)
    write_text(folder, sheet.source, page.text)
    return attempt


def write_text(folder: Path, source: str, text: str) -> None:
    """The main text of a page, as `<source>.txt` in the folder `texts` beside the cache of pages."""
    if text:
        place = folder.parent / "texts" / f"{source}.txt"
        place.parent.mkdir(exist_ok=True)
        part = place.with_suffix(".part")
        part.write_text(text + "\n", encoding="utf-8", newline="\n")
        part.replace(place)


def stamp(moment: datetime) -> str:
    """A moment in UTC as the manifest writes it, to the second."""
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def _wants_archive(page: Page | None, trouble: FetchError | None, sheet: EvidenceSheet) -> bool:
    if page is None:
        return trouble.kind != "refused"
    return page.ending != ".pdf" and page.found < len(sheet.claims)


def _try_archive(sheet: EvidenceSheet, visitor: Visitor, page: Page | None, trouble: FetchError | None):
    """The better of the live page and the archive's copy, and the trouble there was with the other."""
    try:
        address = archive_address(visitor.manners.archive, sheet.url, sheet.retrieved)
        copy = _judge(visitor.get(address), "archive", sheet)
    except FetchError as wrong:
        about = f"{trouble}; " if trouble else ""
        kind = "later" if "later" in (wrong.kind, trouble.kind if trouble else "") else "failed"
        status = trouble.status if trouble else wrong.status
        return page, FetchError(kind, f"{about}archive: {wrong}", status, _longer(trouble, wrong))
    if page is None or copy.found > page.found:
        reason = trouble or f"the live page has {page.found} of {len(sheet.claims)} claims"
        return copy, FetchError("failed", str(reason), wait=_longer(trouble, None))
    return page, FetchError("failed", f"the archive's copy has no more: {copy.found} of {len(sheet.claims)} claims")


def _longer(*troubles: FetchError | None) -> float | None:
    """The longest wait that any of them asks for."""
    return max((trouble.wait for trouble in troubles if trouble and trouble.wait), default=None)


def _judge(reply: Reply, origin: str, sheet: EvidenceSheet) -> Page:
    """The reply as a page. Raises FetchError if it is none, or holds neither prose nor any of the claims."""
    kind, _, rest = reply.headers.get("content-type", "").partition(";")
    told = re.search(r"charset\s*=\s*[\"']?([\w.:-]+)", rest, re.I)
    encoding = told.group(1).lower() if told else None
    ending = _ENDINGS.get(kind.strip().lower() or "text/html")
    if ending is None:
        raise FetchError("failed", f"neither a page nor a text but {kind.strip()}", reply.status)
    if ending == ".pdf":
        return Page(reply, origin, ending, None, "", 0)
    try:
        document = make_document(reply.body, sheet.source, "html" if ending == ".html" else "text", encoding)
    except UsageProblem as wrong:
        raise FetchError("failed", str(wrong).removeprefix(f"{sheet.source}: "), reply.status) from None
    found = verify_document(document, sheet, effort=0).count(FOUND)
    text = _main_text(document)
    if not text and not found:
        raise FetchError("failed", "no main text in the page: only navigation or notices", reply.status)
    return Page(reply, origin, ending, encoding, text, found)


def _note_page(
    sheet: EvidenceSheet, page: Page, aside: FetchError | None, now: datetime, before: Attempt | None
) -> Attempt:
    digest = hashlib.sha256(page.reply.body).hexdigest()
    detail = str(aside) if aside else ""
    if before and before.sha256 != digest:
        detail = f"not the same bytes as on {before.time[:10]}" + (f"; {detail}" if detail else "")
    return Attempt(
        source=sheet.source,
        url=sheet.url,
        time=stamp(now),
        outcome=KEPT,
        status=page.reply.status,
        final_url=page.reply.url,
        origin=page.origin,
        captured=captured_on(page.reply) if page.origin == "archive" else None,
        file=sheet.source + page.ending,
        sha256=digest,
        bytes=len(page.reply.body),
        encoding=page.encoding,
        found=page.found,
        claims=len(sheet.claims),
        not_before=_until(aside, now),
        detail=detail,
    )


def _note_trouble(sheet: EvidenceSheet, trouble: FetchError, now: datetime) -> Attempt:
    return Attempt(
        sheet.source,
        sheet.url,
        stamp(now),
        trouble.kind,
        status=trouble.status,
        not_before=_until(trouble, now),
        detail=str(trouble),
    )


def _until(trouble: FetchError | None, now: datetime) -> str | None:
    return stamp(now + timedelta(seconds=trouble.wait)) if trouble and trouble.wait else None


def remake_texts(folder: Path, settled: dict[str, Attempt]) -> None:
    """Write the texts that a killed run left out, from the pages that are there."""
    for source, attempt in sorted(settled.items()):
        place = folder.parent / "texts" / f"{source}.txt"
        if attempt.outcome == KEPT and attempt.file and not attempt.file.endswith(".pdf") and not place.exists():
            document = read_document(folder / attempt.file, declared=attempt.encoding)
            write_text(folder, source, _main_text(document))


def _main_text(document: Document) -> str:
    return extract_main_text(document.text) if document.is_html else document.text.strip()
