"""`c5plus1 validate`: a clear verdict, for people and for CI."""

import json
import os

import click

from c5plus1.commands.options import root_option


@click.command("validate")
@click.option("--json", "as_json", is_flag=True, help="Print the verdict as JSON.")
@click.option("--strict", is_flag=True, help="Let warnings fail as well.")
@root_option
def command(as_json, strict, root):
    """Check sheets, registers, subject rules, generated files and descriptor; offline, nothing is written.

    Exit 0 if all is well, 1 if the data fall short, 2 for wrong use. GitHub Actions get annotations.
    """
    from c5plus1.checking.validate import validate
    from c5plus1.commands.progress import count_with_bar
    from c5plus1.folders import check_root
    from c5plus1.reading.sheets import find_sheets

    root = check_root(root)
    with count_with_bar("Reading sheets", len(find_sheets(root))) as advance:
        verdict = validate(root, advance)
    failed = not verdict.valid or (strict and bool(verdict.problems))
    if as_json:
        click.echo(json.dumps(_as_dict(verdict, failed), ensure_ascii=False, indent=2))
    else:
        _print_verdict(verdict, failed)
    raise click.exceptions.Exit(1 if failed else 0)


def _as_dict(verdict, failed: bool) -> dict:
    problems = [problem.__dict__ for problem in verdict.problems]
    return {"valid": not failed, "checked": verdict.stages, "problems": problems}


def _print_verdict(verdict, failed: bool) -> None:
    for problem in verdict.problems:
        click.echo(str(problem))
    if os.environ.get("GITHUB_ACTIONS") == "true":
        for problem in verdict.problems:
            click.echo(annotate(problem))
    errors = sum(problem.severity == "error" for problem in verdict.problems)
    warnings = len(verdict.problems) - errors
    click.echo(f"Checked: {', '.join(verdict.stages) or 'nothing'}.")
    click.echo(f"{'NOT VALID' if failed else 'VALID'}: {_number(errors, 'error')}, {_number(warnings, 'warning')}.")


def annotate(problem) -> str:
    """A problem as a GitHub Actions workflow command, with the signs that it reserves escaped."""
    text = problem.message.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    path = problem.path.replace("%", "%25").replace(":", "%3A").replace(",", "%2C")
    line = f",line={problem.line}" if problem.line else ""
    return f"::{problem.severity} file={path}{line}::{text}"


def _number(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"
