"""`c5plus1 fingerprint`: the evidence line for a span."""

import click


@click.command("fingerprint")
@click.argument("file", type=click.Path(allow_dash=True), default="-")
@click.option("--json", "as_json", is_flag=True, help="Print {tokens, sha256} as JSON.")
def command(file, as_json):
    """Print the `evidence:` line for a span of words, ready to paste under `claims:` in a coding sheet.

    The span is read from FILE, or from standard input (paste it, then Ctrl-D). Case, quotes, punctuation,
    line breaks and invisible signs make no difference; every word does. Only the number of words and a hash
    are printed.
    """
    import json

    from c5plus1.evidence.fingerprint import evidence_line, fingerprint
    from c5plus1.evidence.texts import read_document

    found = fingerprint(read_document(file, "text").text)
    if as_json:
        click.echo(json.dumps({"tokens": found.tokens, "sha256": found.sha256}))
    else:
        click.echo(f"  - {evidence_line(found)}")
