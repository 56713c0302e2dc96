"""`c5plus1 fetch`: get the cited pages, politely, into a cache. No other command uses a network."""

import sys
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import click

from c5plus1.commands.options import root_option
from c5plus1.problems import UsageProblem


@click.command("fetch")
@click.argument("sources", metavar="[SOURCE…]", nargs=-1)
@click.option(
    "--contact", envvar="C5PLUS1_CONTACT", help="Mail or web address for the User-Agent (or C5PLUS1_CONTACT)."
)
@click.option("--again", is_flag=True, help="Also pages that are in the cache; changed ones move to earlier/.")
@click.option("--retry", is_flag=True, help="Also pages that were refused or failed for good.")
@click.option("--archive", metavar="ADDRESS", default=None, help="Another web archive than web.archive.org.")
@click.option("--no-archive", is_flag=True, help="Don't ask a web archive.")
@click.option("--allow-private", is_flag=True, help="Also private and loopback addresses (for tests).")
@click.option(
    "--delay",
    type=click.FloatRange(0),
    default=2.0,
    show_default=True,
    help="Seconds between requests to a host.",
)
@click.option(
    "--timeout",
    type=click.FloatRange(0.1),
    default=20.0,
    show_default=True,
    help="Seconds to wait for bytes.",
)
@click.option(
    "--deadline",
    type=click.FloatRange(0.1),
    default=90.0,
    show_default=True,
    help="Seconds for a whole page.",
)
@click.option(
    "--most-mb",
    type=click.FloatRange(0.001),
    default=10.0,
    show_default=True,
    help="Largest page taken, in MB.",
)
@click.option("--cache", type=click.Path(), help="Folder for pages/ and texts/ (default: .cache under the root).")
@root_option
def command(sources, cache, again, retry, root, **options):
    """Fetch the pages of SOURCE… (of all if none is named) into .cache/pages, their texts into .cache/texts.

    robots.txt is obeyed, one request is made at a time. A page that is gone, or no longer holds the words
    that were coded, is taken from a web archive, in the copy nearest the day it was coded. Interrupted or run
    again, it goes on where it stopped; manifest.jsonl tells of each attempt.

    Exit codes: 0 every page is in the cache, 1 some are not, 2 wrong use.
    """
    from c5plus1.evidence.cache import hold_cache
    from c5plus1.evidence.claims import find_source, list_sources, read_evidence
    from c5plus1.evidence.extras import need
    from c5plus1.evidence.visit import Visitor
    from c5plus1.folders import check_root

    need("lxml", "protego", "trafilatura", "urllib3")
    root = check_root(root)
    visitor = Visitor(_make_manners(**options))
    paths = [find_source(name, root) for name in sources] if sources else list_sources(root).values()
    sheets = [read_evidence(path) for path in dict.fromkeys(paths)]
    folder = (Path(cache) if cache else root / ".cache") / "pages"
    with hold_cache(folder):
        try:
            made, settled = _fetch(sheets, visitor, folder, again, retry)
        except OSError as error:
            raise UsageProblem(f"{folder}: cannot be written ({error.strerror or error})") from None
    _tell(made, settled, folder)
    if any(not _has_page(folder, sheet.source) for sheet in sheets):
        sys.exit(1)


def _make_manners(contact, archive, no_archive, allow_private, delay, timeout, deadline, most_mb):
    from c5plus1.evidence.manners import WEB_ARCHIVE, Manners, check_contact

    if archive and no_archive:
        raise UsageProblem("--archive and --no-archive exclude each other")
    return Manners(
        contact=check_contact(contact),
        delay=delay,
        timeout=timeout,
        deadline=deadline,
        most_bytes=int(most_mb * 1_000_000),
        allow_private=allow_private,
        archive=None if no_archive else archive or WEB_ARCHIVE,
    )


def _fetch(sheets, visitor, folder, again, retry):
    from c5plus1.commands.progress import count_with_bar
    from c5plus1.evidence import cache, gather

    attempts = cache.read_manifest(folder)
    cache.finish_interrupted(folder, attempts)
    now = datetime.fromtimestamp(visitor.now(), UTC)
    visits, settled = gather.plan_visits(sheets, attempts, folder, now, again, retry)
    gather.remake_texts(folder, settled)
    made = []
    with count_with_bar("Fetching", len(visits)) as advance:
        for sheet in visits:
            before = cache.last_kept(attempts.get(sheet.source, []))
            made.append(gather.gather_page(sheet, visitor, folder, before))
            advance()
    return made, settled


def _has_page(folder: Path, source: str) -> bool:
    from c5plus1.evidence.cache import ENDINGS

    return any((folder / f"{source}{ending}").exists() for ending in ENDINGS)


def _tell(made, settled, folder):
    for attempt in made:
        if attempt.outcome != "kept" or attempt.detail:
            click.echo(f"{attempt.source}: {attempt.outcome}: {attempt.detail}")
    old = [attempt for attempt in settled.values() if attempt.outcome != "kept"]
    for attempt in old:
        again = f"not before {attempt.not_before}" if attempt.outcome == "later" else "--retry asks again"
        click.echo(f"{attempt.source}: {attempt.outcome} on {attempt.time[:10]}: {attempt.detail} ({again})")
    counts = Counter(f"kept, {attempt.origin}" if attempt.outcome == "kept" else attempt.outcome for attempt in made)
    told = [f"{number} {outcome}" for outcome, number in sorted(counts.items())]
    if len(settled) > len(old):
        told.append(f"{len(settled) - len(old)} already there")
    if old:
        told.append(f"{len(old)} not asked for again")
    click.echo(f"{folder}: {'; '.join(told)}")
