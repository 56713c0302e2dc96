"""Preparing a release: check everything, stamp the version in its one place, regenerate what depends on it, build.

Nothing leaves this machine: committing, tagging, pushing and depositing are left to a person, and told at the end.
"""

import datetime
import importlib.util
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from c5plus1.asking.diff import compare
from c5plus1.asking.differences import Difference
from c5plus1.asking.releases import Release, open_release, run_git
from c5plus1.asking.show_diff import render_markdown
from c5plus1.building.assemble import Package, assemble
from c5plus1.building.build import render_package
from c5plus1.building.write import replace_files
from c5plus1.problems import DataError, Problem, UsageProblem
from c5plus1.publishing import changelog, versions
from c5plus1.publishing.citation import render_citations
from c5plus1.publishing.codebook import render_codebook
from c5plus1.publishing.freshness import find_stale

TAG = re.compile(r"v(\d+\.\d+\.\d+)")


@dataclass(frozen=True)
class Step:
    """A command run in a process of its own, in the repository; `title` says what for."""

    title: str
    command: tuple[str, ...]


@dataclass(frozen=True)
class Plan:
    """A release that may be made: what is written where, and why this number. `last` is None for the first release."""

    root: Path
    version: str
    day: str
    last: str | None
    verdict: versions.Verdict
    files: dict[str, bytes]

    @property
    def changed(self) -> list[str]:
        return find_stale(self.root, self.files)


Report = Callable[[str], None]


def plan_release(root: Path, version: str, day: str | None = None) -> Plan:
    """Check that `version` may be released from `root` and work out all that it changes; nothing is written.

    Raises UsageProblem for a wrong number or a folder that is no repository, DataError with all that falls short.
    """
    versions.parse(version)
    day = day or datetime.datetime.now(datetime.UTC).date().isoformat()
    last = find_last_release(root)
    package = assemble(root)
    problems = [*_check_repository(root, version), *_check_generated(package)]
    difference, before = None, None
    if last is not None:
        before, after = open_release(f"v{last}", root), open_release(str(root), root)
        difference = compare(before, after)
        problems += _check_ids(difference, before, after)
    verdict = versions.judge(difference) if difference else versions.Verdict("none", ())
    wrong = versions.check_version(version, last, verdict) or _check_first(root, version, last)
    if wrong:
        problems.append(Problem("version", 0, wrong))
    if problems:
        raise DataError(problems)
    return Plan(root, version, day, last, verdict, _stage(package, version, day, difference))


def find_last_release(root: Path) -> str | None:
    """The highest version among the tags v1.2.3 that this revision descends from. Raises UsageProblem without git."""
    listed = run_git(root, "tag", "--merged", "HEAD", "--list", "v*")
    if listed is None:
        raise UsageProblem(f"{root}: not a git repository with a commit; a release is made from one")
    found = [match[1] for match in map(TAG.fullmatch, listed.decode().split()) if match]
    return max(found, key=versions.parse, default=None)


def _check_repository(root: Path, version: str) -> Iterator[Problem]:
    changed = (run_git(root, "status", "--porcelain") or b"").decode("utf-8", "replace").splitlines()
    if changed:
        shown = ", ".join(line[3:] for line in changed[:5]) + (
            f" and {len(changed) - 5} more" if len(changed) > 5 else ""
        )
        yield Problem("git", 0, f"the work tree is not clean: {shown}; commit or remove what is there")
    if run_git(root, "rev-parse", "--verify", "--quiet", f"refs/tags/v{version}") is not None:
        yield Problem("git", 0, f"the tag v{version} is there already; a released version is never changed")


def _check_generated(package: Package) -> Iterator[Problem]:
    """Whether every generated file is what the sheets, registers and schemas give now."""
    root = package.root
    version, released = versions.read_version(root), versions.read_released(root)
    files = render_package(package, version)
    stale = find_stale(root, files)
    yield from (Problem(name, 0, "is not what the sheets give; run c5plus1 build") for name in stale)
    if not stale:
        for command, generated in (
            ("citation", render_citations(root, version, released)),
            ("codebook", render_codebook(root, version, released)),
        ):
            yield from (Problem(name, 0, f"is stale; run c5plus1 {command}") for name in find_stale(root, generated))


def _check_ids(difference: Difference, before: Release, after: Release) -> Iterator[Problem]:
    """Ids that went without a word, and former ids that are used again."""
    for row in difference.rows:
        unexplained = row.kind == "removed" and row.reason is None
        if unexplained and row.table not in difference.pairing and not versions.has_no_ids(row.table):
            message = f"{row.table}/{row.row} was in {difference.old_version} and is gone without a word; say why there"
            yield Problem("data/registers/retired.yaml", 0, message)
    if "former_ids" in before.resources:
        former = {(one.table, one.former_id) for one in before.table("former_ids").itertuples(index=False)}
        kept = {(one.table, one.former_id) for one in after.table("former_ids").itertuples(index=False)}
        for table, identifier in sorted(former - kept):
            message = f"{table}/{identifier} was a former id in {difference.old_version} and must stay one"
            yield Problem("data/registers", 0, message)


def _check_first(root: Path, version: str, last: str | None) -> str | None:
    written = versions.read_version(root).split(".dev")[0]
    if last is None and versions.parse(version) < versions.parse(written):
        return f"{version} is lower than the version being prepared, {written}"
    return None


def _stage(package: Package, version: str, day: str, difference: Difference | None) -> dict[str, bytes]:
    """Every file that carries the version, as it will be."""
    root = package.root
    log = (root / changelog.NAME).read_text(encoding="utf-8") if (root / changelog.NAME).is_file() else ""
    generated = render_markdown(difference) if difference else ""
    return {
        versions.version_file(root).relative_to(root).as_posix(): versions.stamp(root, version, day),
        changelog.NAME: changelog.stamp(log, version, day, generated).encode("utf-8"),
        **render_package(package, version),
        **render_citations(root, version, day),
        **render_codebook(root, version, day),
    }


def checks(root: Path) -> list[Step]:
    """What is run before anything is written."""
    steps = [Step("Validation", _command(root, "validate"))]
    if (root / "tests").is_dir():
        ours = (root / "pyproject.toml").is_file() and importlib.util.find_spec("xdist")
        parallel = ("-n", "auto") if ours else ()
        steps.append(Step("Tests", (sys.executable, "-m", "pytest", *parallel)))
    if list((root / "notebooks").glob("*.ipynb")):
        steps.append(Step("Notebooks", _command(root, "notebooks", "--check")))
    return steps


def builds(root: Path) -> list[Step]:
    """What is run after the version is stamped, each in a fresh process that knows the new version."""
    steps = []
    if list((root / "notebooks").glob("*.ipynb")):
        steps.append(Step("Notebooks, which name the version", _command(root, "notebooks")))
    steps.append(Step("Exports and archive, in exports/", _command(root, "exports", "--out", str(root / "exports"))))
    if (root / "pyproject.toml").is_file():
        steps.append(Step("Wheel, in dist/", _command(root, "wheel", "--out", str(root / "dist"))))
    return steps


def _command(root: Path, *arguments: str) -> tuple[str, ...]:
    return (sys.executable, "-m", "c5plus1", *arguments, "--root", str(root))


def run_steps(steps: list[Step], root: Path, report: Report) -> None:
    """Run each step; its output is shown only if it fails. Raises DataError with the end of it."""
    for step in steps:
        report(f"{step.title} …")
        done = subprocess.run(step.command, cwd=root, capture_output=True, text=True, encoding="utf-8", check=False)
        if done.returncode:
            said = "\n".join((done.stdout + done.stderr).strip().splitlines()[-25:])
            raise DataError(f"{said}\n\n{step.title}: failed (exit {done.returncode})")


def make_release(plan: Plan, steps: list[Step], report: Report) -> list[str]:
    """Stamp the version and build; returns the files stamped. If a build fails, they are put back as they were."""
    names = plan.changed
    before = {name: (plan.root / name).read_bytes() for name in names if (plan.root / name).is_file()}
    replace_files(plan.root, {name: plan.files[name] for name in names})
    try:
        run_steps(steps, plan.root, report)
    except BaseException:
        replace_files(plan.root, before)
        for name in set(names) - set(before):
            (plan.root / name).unlink(missing_ok=True)
        report("the version was put back as it was")
        raise
    return names


def explain(plan: Plan) -> str:
    """Why this number, in a few lines."""
    if plan.last is None:
        return f"{plan.version} is the first release."
    lines = [
        f"{plan.version} follows {plan.last}; by the rules for versions of data the changes are: {plan.verdict.kind}."
    ]
    lines += [f"  {reason}" for reason in plan.verdict.reasons[:10]]
    if len(plan.verdict.reasons) > 10:
        lines.append(f"  and {len(plan.verdict.reasons) - 10:,} more (c5plus1 diff v{plan.last})")
    return "\n".join(lines)


def what_is_left(plan: Plan) -> str:
    """What a person has to do, in order."""
    tag = f"v{plan.version}"
    following = versions.successors(plan.version)["minor"]
    return "\n".join(
        [
            "Left for a person to do:",
            "  1. Look at it: git diff, CHANGELOG.md, exports/, dist/.",
            f"  2. git commit -am 'Release {plan.version}'",
            f"  3. git tag -a {tag} -m 'Release {plan.version}'",
            f"  4. git push origin HEAD {tag}",
            "  5. Deposit exports/*.zip (Zenodo reads .zenodo.json) and publish dist/*.whl.",
            "  6. When a DOI has been given, write it into data/about.yaml (doi:) for the next release.",
            f'  7. Open the next version: __version__ = "{following}.dev0" and RELEASED = None in version.py,',
            "     then make data codebook citation.",
        ]
    )


def show_section(plan: Plan) -> str:
    """The changelog's part on this version, as it will be."""
    text = plan.files[changelog.NAME].decode("utf-8")
    start = text.index(f"## [{plan.version}]")
    following = text.find("\n## ", start + 1)
    return text[start : len(text) if following < 0 else following].strip()
