"""`c5plus1 citation`: the citation files."""

import click

from c5plus1.commands.options import root_option


@click.command("citation")
@click.option("--check", is_flag=True, help="Write nothing; exit with 1 if a file is stale.")
@root_option
def command(check, root):
    """Write CITATION.cff, .zenodo.json, datacite.json and dataset.jsonld from data/about.yaml and version.py."""
    from c5plus1.asking.package import locate
    from c5plus1.publishing.citation import render_citations
    from c5plus1.publishing.freshness import refuse_stale, write_generated
    from c5plus1.publishing.versions import read_released, read_version

    root = locate(root)
    files = render_citations(root, read_version(root), read_released(root))
    if check:
        refuse_stale(root, files, "c5plus1 citation")
        click.echo(f"{len(files)} citation files are up to date")
        return
    changed = write_generated(root, files)
    click.echo(f"written: {', '.join(changed)}" if changed else "nothing to write: all citation files are up to date")
