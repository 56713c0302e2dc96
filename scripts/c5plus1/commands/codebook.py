"""`c5plus1 codebook`: CODEBOOK.md."""

import click

from c5plus1.commands.options import root_option


@click.command("codebook")
@click.option("--check", is_flag=True, help="Write nothing; exit with 1 if CODEBOOK.md is stale.")
@root_option
def command(check, root):
    """Write CODEBOOK.md from data/codebook/codebook.md, the schemas and the data."""
    from c5plus1.asking.package import locate
    from c5plus1.publishing.codebook import NAME, render_codebook
    from c5plus1.publishing.freshness import refuse_stale, write_generated
    from c5plus1.publishing.versions import read_released, read_version

    root = locate(root)
    files = render_codebook(root, read_version(root), read_released(root))
    if check:
        refuse_stale(root, files, "c5plus1 codebook")
        click.echo(f"{NAME} is up to date")
        return
    changed = write_generated(root, files)
    click.echo(f"written: {NAME}" if changed else f"nothing to write: {NAME} is up to date")
