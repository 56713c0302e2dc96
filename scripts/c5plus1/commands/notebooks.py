"""`c5plus1 notebooks`: run the worked analyses."""

import click

from c5plus1.commands.options import root_option


@click.command("notebooks")
@click.argument("names", nargs=-1, metavar="[NAME]...")
@click.option("--check", is_flag=True, help="Write nothing; refuse if a stored output differs from a fresh run.")
@root_option
def command(names, check, root):
    """Execute the notebooks (all, or those NAMEd) and store what they show, or with --check compare it.

    Text and tables must agree exactly, figures by the data drawn in them and nearly by their pixels.
    """
    from c5plus1.asking.package import locate
    from c5plus1.problems import UsageProblem

    try:
        import nbclient  # noqa: F401
        import nbformat  # noqa: F401
    except ImportError as missing:
        raise UsageProblem(f"{missing.name} is not installed; pip install 'c5plus1[notebooks]'") from None
    from c5plus1.publishing.notebook_runs import find_notebooks
    from c5plus1.publishing.notebooks import check_notebooks, store_notebooks

    root = locate(root)
    paths = find_notebooks(root, names)
    (check_notebooks if check else store_notebooks)(root, paths, _report)


def _report(path, seconds, problems):
    from c5plus1.analysis.wording import count

    click.echo(f"{path.name}: {'ok' if not problems else count(len(problems), 'problem')}, {seconds:.1f} s")
