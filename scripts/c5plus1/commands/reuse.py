"""`c5plus1 reuse`: which reports of the dataset does a text repeat, word for word?"""

import json

import click

from c5plus1.commands.options import root_option


@click.command("reuse")
@click.argument("files", metavar="FILE…", nargs=-1, required=True, type=click.Path(allow_dash=True))
@click.option("--json", "as_json", is_flag=True, help="Print the results as JSON.")
@root_option
def command(files, as_json, root):
    """Find every span of every claim of the dataset in FILE… (pages, texts, or - for standard input).

    Told by source: which reports does this text share words with, where, and what did we note there.
    """
    from c5plus1.commands.progress import count_with_bar
    from c5plus1.evidence.claims import read_all_evidence
    from c5plus1.evidence.find import WORDS_A_STEP
    from c5plus1.evidence.reuse import find_repeats, index_dataset
    from c5plus1.evidence.texts import read_document
    from c5plus1.folders import check_root

    wanted, known = index_dataset(read_all_evidence(check_root(root)))
    documents = [read_document(file) for file in files]
    results = []
    words = sum(document.text.count(" ") for document in documents)  # near enough for a bar
    with count_with_bar("Searching", words // WORDS_A_STEP) as advance:
        for document in documents:
            results.append((document, find_repeats(document, wanted, known, advance)))
    if as_json:
        click.echo(json.dumps([_as_data(*result) for result in results], ensure_ascii=False, indent=2))
    else:
        _tell(results)


def _tell(results):
    from c5plus1.evidence.reuse import SAYS

    for document, repeats in results:
        by_source = _by_source(repeats)
        spans, reports = _count(len(repeats), "span"), _count(len(by_source), "report")
        click.echo(f"{document.name}: {spans} of {reports}" if repeats else f"{document.name}: no span of any claim")
        for sheet, found in by_source.values():
            click.echo(f"  {sheet.source} ({sheet.publisher}): {len(found)} of {_count(len(sheet.claims), 'claim')}")
            for repeat in found:
                click.echo(_tell_repeat(repeat))
    click.echo(SAYS)


def _tell_repeat(repeat) -> str:
    start = repeat.start + 1
    end = repeat.start + repeat.claim.fingerprint.tokens
    line = f"    #{repeat.claim.number:<3} words {start}-{end}, line {repeat.line}: {repeat.words}"
    if repeat.times > 1:
        line += f" ({repeat.times} times)"
    if repeat.cleaned:
        line += f"\n         matched after cleaning: {'; '.join(repeat.cleaned)}"
    return line + f"\n         note: {repeat.claim.note}"


def _by_source(repeats):
    """Repeats by source, the source with most of them first."""
    groups = {}
    for repeat in repeats:
        groups.setdefault(repeat.sheet.source, (repeat.sheet, []))[1].append(repeat)
    return dict(sorted(groups.items(), key=lambda item: (-len(item[1][1]), item[0])))


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _as_data(document, repeats):
    from c5plus1.evidence.reuse import SAYS

    return {
        "file": document.name,
        "says": SAYS,
        "repeats": [
            {
                "source": repeat.sheet.source,
                "publisher": repeat.sheet.publisher,
                "claim": repeat.claim.id,
                "note": repeat.claim.note,
                "first_word": repeat.start + 1,
                "words": repeat.claim.fingerprint.tokens,
                "line": repeat.line,
                "times": repeat.times,
                "cleaned": list(repeat.cleaned),
            }
            for repeat in repeats
        ],
    }
