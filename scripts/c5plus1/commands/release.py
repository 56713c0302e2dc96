"""`c5plus1 release`: prepare a release."""

import click

from c5plus1.commands.options import root_option


@click.command("release")
@click.argument("version")
@click.option("--dry-run", is_flag=True, help="Check everything and show what would be written; write nothing.")
@click.option("--day", help="Day of the release, as 2026-11-30 (default: today, UTC).")
@root_option
def command(version, dry_run, day, root):
    """Check everything, stamp VERSION, regenerate what carries it, build archive and wheel; say what is left to do.

    Refused: an unclean work tree, stale files, failing tests or notebooks, a version that is not higher than the last
    release or too small a step for what changed (CODEBOOK.md, "Versions"), ids that went without a word. Nothing is
    committed, tagged or sent.
    """
    from c5plus1.folders import check_root
    from c5plus1.problems import UsageProblem
    from c5plus1.publishing import release
    from c5plus1.reading.values import check_full_date

    if day is not None and check_full_date(day):
        raise UsageProblem(f"--day: {check_full_date(day)}")
    plan = release.plan_release(check_root(root), version, day)
    click.echo(release.explain(plan))
    release.run_steps(release.checks(plan.root), plan.root, click.echo)
    if dry_run:
        click.echo(f"\nWould be written: {', '.join(plan.changed)}")
        click.echo("Would be run: " + "; ".join(step.title for step in release.builds(plan.root)))
        click.echo(f"\n{release.show_section(plan)}")
        return
    written = release.make_release(plan, release.builds(plan.root), click.echo)
    click.echo(f"\nWritten: {', '.join(written)}\n")
    click.echo(release.what_is_left(plan))
