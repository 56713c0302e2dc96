"""`c5plus1 why`: who says so?"""

import click

from c5plus1.commands.options import root_option


@click.command("why")
@click.argument("table")
@click.argument("row", required=False)
@click.argument("column", required=False)
@click.option("--json", "as_json", is_flag=True, help="Print the answers as JSON.")
@root_option
def command(table, row, column, as_json, root):
    """Who says so? The claims for and against a cell, or all cells of a row, and why the value stands.

    \b
    c5plus1 why votes A/RES/ES-11/6:TKM choice
    c5plus1 why votes/A/RES/ES-11/6:TKM/choice
    c5plus1 why events c5plus1-2023-02-28-astana
    """
    from c5plus1.asking.why import why

    answers = why(table, row, column, root)
    click.echo(answers.to_json() if as_json else repr(answers))
