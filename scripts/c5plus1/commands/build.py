"""`c5plus1 build`: the main job."""

import time

import click

from c5plus1.commands.options import root_option


@click.command("build")
@root_option
def command(root):
    """Settle the coding sheets under ROOT/data into data/*.csv and datapackage.json, and validate them.

    Nothing is replaced unless everything is right: an error or an interrupt leaves the old package whole.
    """
    started = time.perf_counter()
    from c5plus1.commands.progress import count_with_bar
    from c5plus1.folders import check_root
    from c5plus1.reading.sheets import find_sheets

    root = check_root(root)
    with count_with_bar("Reading sheets", len(find_sheets(root))) as advance:
        from c5plus1.building.build import build

        package, problems = build(root, advance)
    from c5plus1.building.summary import summarise

    click.echo(summarise(package, problems, time.perf_counter() - started))
