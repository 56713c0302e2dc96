"""Small packages that differ in known ways, for the tests of diff, lock, cite and release."""

import shutil
from pathlib import Path

from conftest import ROOT, Project, make_claim

ASTANA = "c5plus1-2023-02-28-astana"
SAMARKAND = "c5plus1-2015-11-01-samarkand"
VOTE = "A/RES/ES-11/6"


def plant(project: Project) -> Project:
    """Four sheets: a meeting told by two houses, a vote on which two differ, and a second meeting."""
    project.sheet(
        "asiaplus-2023-03-01",
        make_claim(
            {"table": "events", "event": ASTANA, "level": "ministerial", "start_date": "2023-02-28", "place": "astana"},
            {"table": "delegations", "event": ASTANA, "actor": ["KAZ", "USA"]},
            sha256="1" * 64,
            note="Ministers met in Astana.",
        ),
        make_claim(
            {"table": "resolutions", "resolution": VOTE, "adopted_on": "2023-02-23"},
            {"table": "votes", "resolution": VOTE, "actor": "TKM", "choice": "not_voting"},
            sha256="2" * 64,
            note="Turkmenistan cast no vote.",
        ),
    )
    project.sheet(
        "trend-2023-02-24",
        make_claim(
            {"table": "votes", "resolution": VOTE, "actor": "TKM", "choice": "abstaining"},
            sha256="3" * 64,
            note="Turkmenistan abstained.",
        ),
        publisher="Trend News Agency",
        kind="agency",
        published="2023-02-24",
    )
    project.sheet(
        "tass-2023-03-01",
        make_claim({"table": "events", "event": ASTANA, "place": "astana"}, sha256="4" * 64, note="In Astana."),
        publisher="TASS",
        kind="agency",
        published="2023-03-01",
    )
    plant_samarkand(project, "2015-11-01")
    return project


def plant_samarkand(project: Project, day: str) -> None:
    """The second meeting, on `day`."""
    project.sheet(
        "kazinform-2015-11-02",
        make_claim(
            {"table": "events", "event": SAMARKAND, "start_date": day, "level": "ministerial"},
            sha256="5" * 64,
            note=f"Ministers met in Samarkand on {day}.",
        ),
        publisher="Kazinform",
        kind="agency",
        published="2015-11-02",
    )


def build(project: Project) -> Path:
    """The project's package, built without the standard's validation, which takes most of the time; returns its root."""
    from c5plus1.building.assemble import assemble
    from c5plus1.building.build import render_package
    from c5plus1.publishing.freshness import write_generated

    write_generated(project.root, render_package(assemble(project.root)))
    return project.root


def exit_of(*arguments: object) -> int:
    """The exit code of `c5plus1 …`, run in this process."""
    from c5plus1.cli import main

    try:
        main([str(argument) for argument in arguments])
    except SystemExit as done:
        return int(done.code or 0)
    return 0


def copy_project(project: Project, place: Path) -> Project:
    """The same project elsewhere."""
    shutil.copytree(project.root, place)
    other = Project.__new__(Project)
    other.root = place
    return other


def make_checkout(project: Project) -> Path:
    """The project as a git checkout with all that a release needs, its generated files up to date and committed."""
    root = project.root
    package = root / "scripts" / "c5plus1"
    package.mkdir(parents=True)
    (package / "version.py").write_text('__version__ = "0.1.0"\nRELEASED = None\n', encoding="utf-8")
    shutil.copytree(ROOT / "data" / "codebook", root / "data" / "codebook")
    (root / "tests").mkdir()
    (root / "tests" / "test_it.py").write_text("def test_it():\n    assert True\n", encoding="utf-8")
    changelog = "# Changelog\n\n## [Unreleased]\n\n### Added\n\n- The beginning.\n"
    (root / "CHANGELOG.md").write_text(changelog, encoding="utf-8")
    (root / ".gitignore").write_text("__pycache__/\n.pytest_cache/\n/exports/\n/dist/\n", encoding="utf-8")
    git(root, "init", "-q", "-b", "main")
    refresh(project)
    commit(root, "Begin")
    return root


def refresh(project: Project) -> None:
    """Every generated file brought up to date."""
    from c5plus1.building.assemble import assemble
    from c5plus1.building.build import render_package
    from c5plus1.publishing.citation import render_citations
    from c5plus1.publishing.codebook import render_codebook
    from c5plus1.publishing.freshness import write_generated
    from c5plus1.publishing.versions import read_released, read_version

    root = project.root
    version, released = read_version(root), read_released(root)
    write_generated(root, render_package(assemble(root), version))
    write_generated(root, render_citations(root, version, released) | render_codebook(root, version, released))


def git(root: Path, *arguments: str) -> None:
    import subprocess

    who = ["-c", "user.name=A tester", "-c", "user.email=tester@example.org", "-c", "commit.gpgsign=false"]
    subprocess.run(["git", *who, "-C", str(root), *arguments], check=True, capture_output=True)


def commit(root: Path, message: str) -> None:
    git(root, "add", "-A")
    git(root, "commit", "-q", "-m", message)
