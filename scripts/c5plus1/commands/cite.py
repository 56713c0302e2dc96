"""`c5plus1 cite`: the dataset and the sources behind some of it."""

import click

from c5plus1.commands.options import root_option


@click.command("cite")
@click.argument("ids", nargs=-1)
@click.option("--style", default="bibtex", show_default=True, help="bibtex, csl-json or text.")
@click.option(
    "--from", "file", type=click.Path(), help="A CSV file with rows of one table, as saved from a filtered frame."
)
@click.option(
    "--table",
    help="The table that the rows of --from are of, where their columns do not tell; without --from: all of it.",
)
@click.option("--dissent", is_flag=True, help="Also the sources that say otherwise.")
@root_option
def command(ids, style, file, table, dissent, root):
    """Cite the dataset, and exactly the sources behind rows or cells of it. Without IDS the dataset alone.

    \b
    c5plus1 cite
    c5plus1 cite votes/A/RES/ES-11/6:TKM/choice
    c5plus1 cite events/c5plus1-2023-02-28-astana --style text
    c5plus1 cite --from my-rows.csv --style csl-json > sources.json
    """
    from c5plus1.asking.cite import cite
    from c5plus1.asking.package import locate
    from c5plus1.asking.selection import choose_from_command
    from c5plus1.problems import UsageProblem

    if file == "" or table == "":
        raise UsageProblem("--from and --table need a name; an empty one (an unset variable?) would cite no rows")
    chosen = choose_from_command(ids, file, table, locate(root))
    click.echo(str(cite(chosen, style, table, dissent, root)), nl=False)
