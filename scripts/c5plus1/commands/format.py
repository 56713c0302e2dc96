"""`c5plus1 format`: sheets in the canonical order and style."""

import click

from c5plus1.commands.options import root_option


@click.command("format")
@click.argument("files", nargs=-1, required=True, type=click.Path())
@click.option("--check", "only_check", is_flag=True, help="Write nothing; exit 1 if a file would change.")
@root_option
def command(files, only_check, root):
    """Rewrite coding sheets FILES in the canonical order and style; values and comments stay as they are.

    A file that can't be rewritten without guessing is left alone, with the reason.
    """
    from pathlib import Path

    from c5plus1.drafting.reformat import format_sheet
    from c5plus1.drafting.save import save_sheet
    from c5plus1.folders import check_root
    from c5plus1.problems import DataError, UsageProblem
    from c5plus1.reading.schemas import read_schemas

    schemas = read_schemas(check_root(root))
    refused, changed = [], 0
    for path in map(Path, files):
        if not path.is_file():
            raise UsageProblem(f"{path}: {'a folder; name the sheets in it' if path.is_dir() else 'no such file'}")
        try:
            before, after = format_sheet(path, schemas, path.as_posix())
        except DataError as short:
            refused += short.problems
            continue
        if after != before or b"\r" in path.read_bytes():
            changed += 1
            click.echo(f"{path.as_posix()}: {'would change' if only_check else 'rewritten'}")
            if not only_check:
                save_sheet(path, after, overwrite=True)
    click.echo(f"{changed} of {len(files)} {'would change' if only_check else 'rewritten'}")
    if refused:
        raise DataError(refused)
    if only_check and changed:
        raise click.exceptions.Exit(1)
