"""`c5plus1 score`: drafts against the coded sheets."""

import json
import sys

import click

from c5plus1.commands.options import root_option


@click.command("score")
@click.argument("folder", type=click.Path())
@click.option("--json", "as_json", is_flag=True, help="Print the score as JSON.")
@click.option("--note", help="A remark to keep with the score in the JSON.")
@click.option("--misses/--no-misses", default=True, help="List what was missed and what only the draft has.")
@root_option
def command(folder, as_json, note, misses, root):
    """Draft all reports in FOLDER (named <source-id>.txt or .html) and compare with their coded sheets.

    A draft never looks at the sheet of its own report. Precision: how much of the draft the coders have too.
    Recall: how much of theirs the draft has. The sheets themselves are not complete, so a draft's extra is not
    always wrong.
    """
    from pathlib import Path

    from c5plus1.commands.progress import count_with_bar
    from c5plus1.drafting.score import score_as_data, score_folder
    from c5plus1.folders import check_root

    root, folder = check_root(root), Path(folder)
    total = sum(1 for _ in folder.iterdir()) if folder.is_dir() else 0
    with count_with_bar("Drafting", total) as advance:
        data = score_as_data(score_folder(folder, root, advance))
    if note:
        data = {"texts": data.pop("texts"), "note": note, **data}
    if as_json:
        click.echo(json.dumps(data, ensure_ascii=False, indent=2))
        return
    _show(data, misses)


def _show(data: dict, misses: bool) -> None:
    texts = data["texts"]
    named = ", ".join(data["sources"][:5])
    click.echo(f"Drafts of {texts} {'text' if texts == 1 else 'texts'} against the coded sheets ({named})")
    for part in ("tables", "columns"):
        _show_table(part, data[part])
    for kind, rates in data["rows"].items():
        click.echo(f"all rows, {kind}: {_line(rates)}")
    for reason in data["skipped"]:
        click.echo(f"passed over: {reason}")
    for title, name in (("Missed (coded, not drafted):", "missed"), ("Only in the draft:", "only_in_draft")):
        if misses and data[name]:
            click.echo("\n".join([title, *(f"  {line}" for line in data[name])]))
    click.echo(data["method"])


def _show_table(part: str, kinds: dict) -> None:
    from rich.console import Console
    from rich.table import Table

    heads = [f"{kind} {name}" for kind in kinds for name in ("both", "P", "R", "F1")]
    table = Table(part, *heads)
    for name in sorted({name for tallies in kinds.values() for name in tallies}):
        cells = []
        for tallies in kinds.values():
            rates = tallies.get(name, {})
            cells += [_cell(rates.get(key)) for key in ("both", "precision", "recall", "f1")]
        table.add_row(name, *cells)
    # Without a terminal the width would hang on the environment.
    Console(file=sys.stdout, width=None if sys.stdout.isatty() else 120).print(table)


def _cell(value: float | int | None) -> str:
    return "" if value is None else f"{value:.2f}" if isinstance(value, float) else str(value)


def _line(rates: dict) -> str:
    named = (("precision", "precision"), ("recall", "recall"), ("F1", "f1"))
    return ", ".join(f"{title} {_cell(rates[key]) or 'none'}" for title, key in named)
