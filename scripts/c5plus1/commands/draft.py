"""`c5plus1 draft`: a report made into a draft coding sheet."""

import click

from c5plus1.commands.options import root_option


@click.command("draft")
@click.argument("file", type=click.Path(allow_dash=True))
@click.option("--url", required=True, help="Where the page was read.")
@click.option("--published", help="Date of publication (YYYY, YYYY-MM or YYYY-MM-DD), or 'unknown'.")
@click.option("--retrieved", help="Day on which the page was saved (default: today, UTC).")
@click.option("--language", help="Language of the report (default: as its page says, else en).")
@click.option("--publisher", help="As in the register of publishers (default: as for other pages of the address).")
@click.option("--kind", help="Kind of the source (default: as for other pages of the address).")
@click.option("--title", help="The headline as printed (default: as the page declares it).")
@click.option("--id", "identifier", help="Id of the source (default: publisher and date).")
@click.option("--output", type=click.Path(), help="Write the draft to this file instead of standard output.")
@click.option(
    "--save", is_flag=True, help="Write it to data/sheets/<year>/<id>.yaml; an existing sheet is never overwritten."
)
@click.option(
    "--explain", is_flag=True, help="Tell on the terminal which rule fired where (shows the report's sentences)."
)
@root_option
def command(file, url, published, retrieved, language, publisher, kind, title, identifier, output, save, explain, root):
    """Draft a coding sheet from a saved report (HTML or text; - for standard input).

    Rules propose one claim per informative sentence, with fingerprint, via and facts; you decide. Unsure
    proposals are commented out with the reason. Nothing of the report's wording is written. Offline; the same
    input gives the same draft.
    """
    from datetime import UTC, datetime
    from pathlib import Path

    from c5plus1.drafting.draft import draft_report
    from c5plus1.drafting.explain import explain_draft
    from c5plus1.drafting.save import save_sheet
    from c5plus1.drafting.source_block import year_folder
    from c5plus1.drafting.write import write_draft
    from c5plus1.folders import check_root
    from c5plus1.problems import UsageProblem
    from c5plus1.reading.schemas import read_schemas

    if output and save:
        raise UsageProblem("give --output or --save, not both")
    root = check_root(root)
    given = {"url": url, "published": published, "language": language, "publisher": publisher, "kind": kind}
    given |= {"title": title, "id": identifier, "retrieved": retrieved or datetime.now(UTC).date().isoformat()}
    draft = draft_report(file, root, given)
    text = write_draft(draft, read_schemas(root))
    if explain:
        click.echo("\n".join(explain_draft(draft)), err=True)
    for remark in draft.remarks:
        click.echo(f"note: {remark}", err=True)
    if not output and not save:
        click.echo(text, nl=False)
        return
    year, name = year_folder(draft.source["published"]), f"{draft.source['id']}.yaml"
    path = Path(output) if output else root / "data" / "sheets" / year / name
    save_sheet(path, text)
    click.echo(f"{path}: draft written; check it with: c5plus1 check {path}", err=True)
