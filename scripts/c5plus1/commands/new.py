"""`c5plus1 new`: start a coding sheet."""

import click

from c5plus1.commands.options import root_option


@click.command("new")
@click.argument("source_id")
@root_option
def command(source_id, root):
    """Start the sheet of SOURCE-ID (publisher-date, such as asiaplus-2023-03-01) from the annotated template.

    It goes to data/sheets/<year>/, or data/sheets/undated/. An existing sheet is never overwritten; where the
    id is taken the next free one (-b, -c …) is named.
    """
    from datetime import UTC, datetime

    from c5plus1.drafting.save import save_sheet
    from c5plus1.drafting.start import start_sheet
    from c5plus1.folders import check_root

    path, text, remark = start_sheet(source_id, check_root(root), datetime.now(UTC).date().isoformat())
    save_sheet(path, text)
    if remark:
        click.echo(f"note: {remark}", err=True)
    click.echo(f"{path}: begun; fill it in and check it with: c5plus1 check {path}")
