"""`c5plus1 wheel`: code and data as one installable file."""

import click

from c5plus1.commands.options import root_option


@click.command("wheel")
@click.option("--out", type=click.Path(), default="dist", show_default=True, help="Folder to write to.")
@root_option
def command(out, root):
    """Build the wheel with the data inside into OUT: pip install it anywhere, and load and why work there.

    The same checkout gives the same bytes.
    """
    from c5plus1.folders import check_root
    from c5plus1.publishing.exports import prepare_folder
    from c5plus1.publishing.wheel import build_wheel

    file = build_wheel(check_root(root).resolve(), prepare_folder(out))
    click.echo(f"{file.stat().st_size / 1000:,.0f} kB  {file}")
