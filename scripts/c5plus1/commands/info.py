"""`c5plus1 info`: the codebook on the command line."""

import click

from c5plus1.commands.options import root_option


@click.command("info")
@click.argument("name", required=False)
@click.option("--find", metavar="TEXT", help="List the columns that speak of TEXT.")
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
@root_option
def command(name, find, as_json, root):
    """What a table or column means: rule, type, codes with counts, how much is filled and corroborated, an example.

    \b
    c5plus1 info events
    c5plus1 info events.level
    c5plus1 info --find sanctions
    """
    from c5plus1.asking.info import find_var, var_info
    from c5plus1.asking.package import locate, package_schemas
    from c5plus1.problems import UsageProblem

    if name and find:
        raise UsageProblem("name a table or column, or --find a text, not both")
    if find:
        hits = find_var(find, root)
        click.echo(hits.to_json(orient="records", force_ascii=False) if as_json else hits.to_string(index=False))
    elif name:
        info = var_info(name, root)
        click.echo(info.to_json() if as_json else repr(info))
    else:
        schemas = package_schemas(locate(root))
        click.echo("Tables (c5plus1 info TABLE tells more):\n")
        click.echo("\n".join(f"  {one.name:<22}{one.title}" for one in schemas.values()))
