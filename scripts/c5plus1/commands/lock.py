"""`c5plus1 lock`: record the cells that an analysis used; tell later which have changed."""

import sys

import click

from c5plus1.commands.options import root_option


@click.command("lock")
@click.argument("file", type=click.Path())
@click.option(
    "--check", is_flag=True, help="Compare FILE with the package as it is now; exit with 1 if a value changed."
)
@click.option("--cells", "ids", multiple=True, help="A cell or row id to lock; may be given several times.")
@click.option(
    "--from", "rows", type=click.Path(), help="A CSV file with rows of one table, as saved from a filtered frame."
)
@click.option("--table", help="The table that the rows of --from are of; without --from: all of it.")
@root_option
def command(file, check, ids, rows, table, root):
    """Record cells with their values in FILE, or with --check tell which of them have changed, and by which claims.

    In Python: c5plus1.lock(frame, "cells.lock.json") and c5plus1.check_lock("cells.lock.json").

    \b
    c5plus1 lock cells.lock.json --cells votes/A/RES/ES-11/6:TKM --cells events/c5plus1-2023-02-28-astana/start_date
    c5plus1 lock votes.lock.json --table votes
    c5plus1 lock --check cells.lock.json
    """
    from c5plus1.asking.lock import check_lock, lock
    from c5plus1.asking.package import locate
    from c5plus1.asking.selection import choose_from_command
    from c5plus1.problems import UsageProblem

    chosen = choose_from_command(ids, rows, table, locate(root))
    if check:
        if chosen is not None:
            raise UsageProblem("--check takes the cells from the lock file; leave --cells, --from and --table out")
        answer = check_lock(file, root)
        click.echo(repr(answer))
        sys.exit(0 if answer else 1)
    if chosen is None:
        raise UsageProblem("name what to lock: --cells ID, --from ROWS.csv or --table TABLE")
    path = lock(chosen, file, table, root)
    click.echo(f"{path} written; c5plus1 lock --check {path} compares it later")
