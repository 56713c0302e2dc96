"""Options that several commands share."""

import click

root_option = click.option(
    "--root",
    type=click.Path(),
    default=None,
    help="Folder that holds data/ and datapackage.json (default: this checkout).",
)
