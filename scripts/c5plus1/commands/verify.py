"""`c5plus1 verify`: a reader's own copy of a report against the claims of its sheet."""

import functools
import json
import sys
from pathlib import Path

import click

from c5plus1.commands.options import root_option
from c5plus1.problems import DataError, UsageProblem

# Hashes tried for one claim that isn't found, in a folder of many pages: a quarter of a second.
_EFFORT_FOR_MANY = 300_000


@click.command("verify")
@click.argument("source", required=False)
@click.option("--text", type=click.Path(allow_dash=True), help="The report as text; - for standard input.")
@click.option("--html", type=click.Path(allow_dash=True), help="The report as a saved page; - for standard input.")
@click.option("--all", "folder", type=click.Path(), help="A folder of saved pages or texts named by source id.")
@click.option("--quick", is_flag=True, help="Don't try to prove near misses by undoing edits.")
@click.option("--json", "as_json", is_flag=True, help="Print the results as JSON.")
@root_option
def command(source, text, html, folder, quick, as_json, root):
    """Check a report that you have at hand against the claims of SOURCE (an id, or a sheet's file).

    Tells which spans are there word for word, which are there but for an edit, and which are absent, and
    where. The text is tried as it is, then cleaned (HTML entities, hyphens at line ends, look-alike letters,
    marks inside words).

    Exit codes: 0 all claims found, 1 some not, 2 wrong use.
    """
    if sum(value is not None for value in (text, html, folder)) != 1 or (folder is None) == (source is None):
        raise UsageProblem("give SOURCE with --text FILE or --html FILE, or a folder with --all DIR")
    from c5plus1.folders import check_root

    root = check_root(root)
    if folder is None:
        results = [_verify_one(source, text, html, root, quick)]
        _show_one(results[0], as_json)
    else:
        results, skipped, without_page = _verify_folder(Path(folder), root, quick)
        _show_many(results, skipped, without_page, as_json)
    if any(result.status != "verified" for result in results):
        sys.exit(1)


def _verify_one(source, text, html, root, quick):
    from c5plus1.evidence.claims import find_source, read_evidence
    from c5plus1.evidence.texts import read_document
    from c5plus1.evidence.verify import EFFORT, verify_document

    sheet = read_evidence(find_source(source, root))
    document = read_document(text, "text") if text is not None else read_document(html, "html")
    return verify_document(document, sheet, functools.partial(_common_words, root), 0 if quick else EFFORT)


def _verify_folder(folder: Path, root: Path, quick: bool):
    from c5plus1.commands.progress import count_with_bar
    from c5plus1.evidence.cache import read_encodings
    from c5plus1.evidence.claims import list_sources, read_evidence
    from c5plus1.evidence.pages import find_pages, verify_page

    sheets = list_sources(root)
    pages = find_pages(folder, set(sheets))
    encodings = read_encodings(folder)
    results = []
    with count_with_bar("Verifying", len(pages.files)) as advance:
        for source, path in pages.files:
            common_words = functools.partial(_common_words, root)
            effort = 0 if quick else _EFFORT_FOR_MANY
            sheet = read_evidence(sheets[source])
            results.append(verify_page(path, sheet, common_words, effort, encodings.get(path.name)))
            advance()
    return results, pages.skipped, len(sheets) - len({source for source, _ in pages.files})


@functools.cache
def _common_words(root: Path) -> tuple[str, ...]:
    from c5plus1.evidence.claims import read_all_evidence
    from c5plus1.evidence.verify import rank_words

    try:
        return rank_words(read_all_evidence(root))
    except DataError:
        return ()  # only hints; a fault in another source's sheet is no matter of this report


def _show_one(result, as_json):
    from c5plus1.evidence.report import as_data, tell_source

    if as_json:
        click.echo(json.dumps(as_data([result]), ensure_ascii=False, indent=2))
        return
    click.echo("\n".join(tell_source(result)))
    _say_what_it_proves()


def _show_many(results, skipped, without_page, as_json):
    from c5plus1.evidence.report import as_data, summarise, tell_source

    if as_json:
        click.echo(json.dumps(as_data(results, skipped, without_page), ensure_ascii=False, indent=2))
        return
    for result in results:
        if result.status != "verified":
            click.echo("\n".join(tell_source(result)) + "\n")
    _show_table(summarise(results))
    for reason in skipped:
        click.echo(f"passed over: {reason}")
    if without_page:
        click.echo(f"{without_page} more sources have no page in the folder")
    _say_what_it_proves()


def _show_table(summary):
    from rich.console import Console
    from rich.table import Table

    table = Table("sources", *(name.replace("_", " ") for name in ("number", "claims_found", "changed", "absent")))
    for status, counts in summary.items():
        table.add_row(status, *map(str, counts.values()))
    # Without a terminal the width would hang on the environment.
    Console(file=sys.stdout, width=None if sys.stdout.isatty() else 100).print(table)


def _say_what_it_proves():
    from c5plus1.evidence.verify import DOES_NOT_PROVE, PROVES

    click.echo(f"{PROVES} {DOES_NOT_PROVE}")
