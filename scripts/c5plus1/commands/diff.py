"""`c5plus1 diff`: what changed between two releases."""

import sys

import click

from c5plus1.commands.options import root_option


@click.command("diff")
@click.argument("old")
@click.argument("new", required=False)
@click.option("--markdown", "form", flag_value="markdown", help="As sections of a changelog.")
@click.option("--json", "form", flag_value="json", help="As JSON, with everything.")
@click.option("--exit-code", is_flag=True, help="Exit with 1 if there is a difference (else with 0 either way).")
@root_option
def command(old, new, form, exit_code, root):
    """What changed from OLD to NEW: rows and cells that came, went or changed, with the claims that changed them.

    OLD and NEW are folders, archives (.zip, .whl, .tar.gz) or tags or revisions of this repository; without NEW, the
    package as it lies here.

    \b
    c5plus1 diff v0.1.0
    c5plus1 diff v0.1.0 v0.2.0 --markdown
    c5plus1 diff downloads/c5plus1-record-0.1.0.zip . --json
    """
    from c5plus1.asking.diff import diff, to_json
    from c5plus1.asking.show_diff import render_markdown, render_text

    difference = diff(old, new, root)
    if form == "json":
        click.echo(to_json(difference))
    elif form == "markdown":
        click.echo(render_markdown(difference), nl=False)
    else:
        from c5plus1.publishing.versions import judge

        click.echo(render_text(difference))
        if difference:
            click.echo(f"\nBy the rules for versions of data this is a {judge(difference).kind} change.")
    if exit_code and difference:
        sys.exit(1)
