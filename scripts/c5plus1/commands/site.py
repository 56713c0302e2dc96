"""`c5plus1 site`: the package as one web page."""

import click

from c5plus1.commands.options import root_option


@click.command("site")
@click.option("--out", type=click.Path(), default="site", show_default=True, help="Folder to write index.html to.")
@root_option
def command(out, root):
    """Write the package as one self-contained web page into OUT: timeline, tables, and the reports behind each value.

    It needs no server: open the file, or put the folder on any web host, such as GitHub Pages.
    """
    from c5plus1.building.write import write_bytes
    from c5plus1.publishing.contents import read_contents
    from c5plus1.publishing.exports import prepare_folder
    from c5plus1.publishing.site.build import make_page

    page = make_page(read_contents(root))
    file = prepare_folder(out) / "index.html"
    write_bytes(file, page)
    click.echo(f"{len(page) / 1000:,.0f} kB  {file}")
