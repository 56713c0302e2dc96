"""`c5plus1 exports`: the package in other formats."""

import click

from c5plus1.commands.options import root_option


@click.command("exports")
@click.option("--out", type=click.Path(), default="exports", show_default=True, help="Folder to write to.")
@root_option
def command(out, root):
    """Write the package as SQLite, Parquet, Excel and a release archive into OUT, with checksums.

    The same data give the same bytes. Check a copy with: cd OUT && sha256sum -c SHA256SUMS
    """
    from c5plus1.asking.package import locate
    from c5plus1.commands.progress import count_with_bar
    from c5plus1.publishing.archive import missing_papers
    from c5plus1.publishing.exports import STEPS, make_exports

    root = locate(root)
    with count_with_bar("Exporting", STEPS) as advance:
        sizes = make_exports(root, out, advance)
    parquet = [size for name, size in sizes.items() if name.endswith(".parquet")]
    for name, size in sizes.items():
        if not name.endswith(".parquet"):
            click.echo(f"{size / 1000:>9,.0f} kB  {name}")
    click.echo(f"{sum(parquet) / 1000:>9,.0f} kB  parquet/ ({len(parquet)} tables)")
    missing = missing_papers(root)
    if missing:
        click.echo(f"Not in the archive, because not there or empty: {', '.join(missing)}")
