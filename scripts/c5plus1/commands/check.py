"""`c5plus1 check`: instant feedback on single sheets."""

import click

from c5plus1.commands.options import root_option


@click.command("check")
@click.argument("files", nargs=-1, required=True, type=click.Path())
@click.option("--strict", is_flag=True, help="Let warnings (unfinished drafts) fail as well.")
@root_option
def command(files, strict, root):
    """Check coding sheets FILES against the schemas and registers, in well under a second for one.

    Every problem is told as file:line. Warnings tell what a draft still leaves to do. Works as a pre-commit hook.
    """
    from pathlib import Path

    from c5plus1.drafting.check_one import check_files
    from c5plus1.folders import check_root
    from c5plus1.problems import errors_in

    problems = check_files([Path(file) for file in files], check_root(root))
    for problem in problems:
        click.echo(str(problem))
    errors = len(errors_in(problems))
    if not problems:
        click.echo(f"{len(files)} {'sheet' if len(files) == 1 else 'sheets'}: no problem")
    else:
        click.echo(f"{errors} {'error' if errors == 1 else 'errors'}, {len(problems) - errors} to finish")
    if errors or (strict and problems):
        raise click.exceptions.Exit(1)
