"""A release is refused for every reason that it should be, and stamped, regenerated and put back as a whole."""

import json
import sys

import pytest
import yaml

from c5plus1.problems import DataError, UsageProblem
from c5plus1.publishing import release
from c5plus1.publishing.versions import read_released, read_version
from conftest import Project, make_claim
from release_kit import SAMARKAND, commit, copy_project, exit_of, git, make_checkout, plant, plant_samarkand, refresh

DAY = "2026-12-24"


@pytest.fixture(scope="module")
def template(tmp_path_factory):
    """A clean checkout before its first release; tests work on copies."""
    project = Project(tmp_path_factory.mktemp("release") / "project")
    make_checkout(plant(project))
    return project


@pytest.fixture
def checkout(template, tmp_path):
    return copy_project(template, tmp_path / "checkout")


@pytest.fixture(scope="module")
def release_template(template, tmp_path_factory):
    """A checkout whose version 0.1.0 is out, and whose changelog waits for the next."""
    project = copy_project(template, tmp_path_factory.mktemp("released") / "project")
    release.make_release(release.plan_release(project.root, "0.1.0", DAY), [], lambda line: None)
    commit(project.root, "Release 0.1.0")
    git(project.root, "tag", "v0.1.0")
    return project


@pytest.fixture
def released(release_template, tmp_path):
    return copy_project(release_template, tmp_path / "released")


def change(project, note="- Something."):
    """Bring generated files up to date, say something in the changelog, commit."""
    log = project.root / "CHANGELOG.md"
    text = log.read_text(encoding="utf-8").replace("## [Unreleased]\n", f"## [Unreleased]\n\n### Fixed\n\n{note}\n", 1)
    log.write_text(text, encoding="utf-8")
    refresh(project)
    commit(project.root, "Change")


def refused(project, version) -> str:
    with pytest.raises(DataError) as short:
        release.plan_release(project.root, version, DAY)
    return str(short.value)


def test_the_first_release_stamps_every_file_that_carries_the_version(checkout):
    plan = release.plan_release(checkout.root, "0.2.0", DAY)
    assert release.explain(plan) == "0.2.0 is the first release."
    written = release.make_release(plan, [], lambda line: None)
    root = checkout.root
    assert {"scripts/c5plus1/version.py", "CHANGELOG.md", "datapackage.json", "CITATION.cff", "CODEBOOK.md"} <= set(
        written
    )
    assert not any(name.endswith(".csv") for name in written)
    assert (read_version(root), read_released(root)) == ("0.2.0", DAY)
    for name in ("datapackage.json", ".zenodo.json", "datacite.json", "dataset.jsonld"):
        assert json.loads((root / name).read_text(encoding="utf-8"))["version"] == "0.2.0"
    cff = yaml.safe_load((root / "CITATION.cff").read_text(encoding="utf-8"))
    assert (cff["version"], cff["date-released"]) == ("0.2.0", DAY)
    assert f"Version 0.2.0, released {DAY}." in (root / "CODEBOOK.md").read_text(encoding="utf-8")
    assert f"## [0.2.0] - {DAY}\n\n### Added\n\n- The beginning." in (root / "CHANGELOG.md").read_text(encoding="utf-8")
    commit(root, "Release")
    assert release.find_last_release(root) is None, "tagging is left to a person"


def test_the_same_release_gives_the_same_bytes(template, tmp_path):
    plans = [release.plan_release(copy_project(template, tmp_path / name).root, "0.1.0", DAY) for name in ("a", "b")]
    assert plans[0].files == plans[1].files


def test_a_changed_value_asks_for_a_minor_step_and_is_listed_with_its_claim(released):
    plant_samarkand(released, "2015-11-02")
    change(released)
    assert "0.1.1 is too small a step after 0.1.0: the changes are minor" in refused(released, "0.1.1")
    plan = release.plan_release(released.root, "0.2.0", DAY)
    section = release.show_section(plan)
    assert section.startswith(f"## [0.2.0] - {DAY}\n\n")
    assert "### Fixed\n\n- Something." in section
    assert f"- `events/{SAMARKAND}/start_date`: `2015-11-01` → `2015-11-02`: - `kazinform-2015-11-02#1`" in section
    assert "[0.1.0]" not in section


def test_a_note_asks_for_a_patch_only(released):
    sheet = released.root / "data" / "sheets" / "2023" / "tass-2023-03-01.yaml"
    sheet.write_text(
        sheet.read_text(encoding="utf-8").replace("note: In Astana.", "note: In the capital."), encoding="utf-8"
    )
    change(released)
    assert release.plan_release(released.root, "0.1.1", DAY).verdict.kind == "patch"


def test_a_version_must_be_higher_and_its_tag_free(released):
    said = refused(released, "0.1.0")
    assert "0.1.0 is not higher than the last release 0.1.0" in said
    assert "the tag v0.1.0 is there already; a released version is never changed" in said


def test_the_first_release_is_not_lower_than_what_was_being_prepared(checkout):
    assert "0.0.9 is lower than the version being prepared, 0.1.0" in refused(checkout, "0.0.9")


def test_an_unclean_tree_is_refused_with_what_is_in_it(checkout):
    (checkout.root / "stray.txt").write_text("x", encoding="utf-8")
    assert "git: the work tree is not clean: stray.txt" in refused(checkout, "0.1.0")


def test_stale_files_are_refused_by_name(checkout):
    plant_samarkand(checkout, "2015-11-02")
    (checkout.root / "CODEBOOK.md").write_text("old\n", encoding="utf-8")
    commit(checkout.root, "Stale")
    assert "data/events.csv: is not what the sheets give; run c5plus1 build" in refused(checkout, "0.1.0")
    refresh_tables_only(checkout)
    commit(checkout.root, "Tables")
    assert "CODEBOOK.md: is stale; run c5plus1 codebook" in refused(checkout, "0.1.0")


def refresh_tables_only(project):
    from release_kit import build

    build(project)


def test_an_id_that_went_without_a_word_is_refused_and_a_retired_one_is_major(released):
    (released.root / "data" / "sheets" / "2015" / "kazinform-2015-11-02.yaml").unlink()
    change(released)
    said = refused(released, "0.2.0")
    assert f"events/{SAMARKAND} was in 0.1.0 and is gone without a word; say why there" in said
    assert "data/registers/retired.yaml: sources/kazinform-2015-11-02 was in 0.1.0" in said
    released.register("retired", table="events", id=SAMARKAND, reason="It was another meeting.")
    released.register("retired", table="sources", id="kazinform-2015-11-02", reason="The page is another's.")
    register = released.root / "data" / "registers" / "events.yaml"
    named = f"- event: {SAMARKAND}\n  name: C5+1 ministerial, Samarkand\n"
    register.write_text(register.read_text(encoding="utf-8").replace(named, ""), encoding="utf-8")
    change(released)
    plan = release.plan_release(released.root, "0.2.0", DAY)
    assert plan.verdict.kind == "major" and f"removed events/{SAMARKAND}" in plan.verdict.reasons
    assert f"- `events/{SAMARKAND}`: It was another meeting" in release.show_section(plan)


def test_a_former_id_must_stay_one(released):
    path = released.root / "data" / "registers" / "retired.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text[: text.index("- table: sources\n  id: newscentralasia")], encoding="utf-8")
    change(released)
    assert "sources/newscentralasia-2021-07-16 was a former id in 0.1.0 and must stay one" in refused(released, "0.2.0")


def test_a_changelog_that_says_nothing_is_refused(released):
    assert "nothing is said of the release: write it here" in refused(released, "0.1.1")


def test_a_folder_that_is_no_repository_is_refused(checkout, monkeypatch):
    import shutil

    shutil.rmtree(checkout.root / ".git")
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(checkout.root.parent))
    with pytest.raises(UsageProblem, match="not a git repository with a commit"):
        release.plan_release(checkout.root, "0.1.0", DAY)


def test_a_build_that_fails_puts_everything_back(checkout):
    root = checkout.root
    plan = release.plan_release(root, "0.1.0", DAY)
    before = {name: (root / name).read_bytes() for name in plan.changed}
    said = []
    steps = [release.Step("A step", (sys.executable, "-c", "import sys; print('it broke'); sys.exit(3)"))]
    with pytest.raises(DataError, match=r"it broke\n\nA step: failed \(exit 3\)"):
        release.make_release(plan, steps, said.append)
    assert {name: (root / name).read_bytes() for name in before} == before
    assert said == ["A step …", "the version was put back as it was"]


def test_a_new_sheet_is_a_minor_step_whose_rows_are_listed(released):
    event = "c5plus1-2016-12-07-hamburg"
    released.sheet(
        "tass-2016-12-07", make_claim({"table": "events", "event": event}, sha256="e" * 64), published="2016-12-07"
    )
    change(released)
    plan = release.plan_release(released.root, "0.2.0", DAY)
    assert plan.verdict.kind == "minor"
    assert f"- `events`: `{event}`." in release.show_section(plan)


def test_the_command_tries_everything_and_writes_nothing_in_a_dry_run(checkout, capsys):
    root = checkout.root
    assert exit_of("release", "0.1.0", "--dry-run", "--day", DAY, "--root", root) == 0
    shown = capsys.readouterr().out
    assert "Validation …" in shown and "Tests …" in shown and f"## [0.1.0] - {DAY}" in shown
    assert "Would be written: scripts/c5plus1/version.py, CHANGELOG.md, " in shown
    assert release.run_git(root, "status", "--porcelain") == b""


def test_failing_tests_stop_the_release(checkout):
    root = checkout.root
    (root / "tests" / "test_it.py").write_text("def test_it():\n    assert 1 == 2\n", encoding="utf-8")
    tests = [step for step in release.checks(root) if step.title == "Tests"]
    with pytest.raises(DataError, match=r"(?s)assert 1 == 2.*Tests: failed \(exit 1\)"):
        release.run_steps(tests, root, lambda line: None)


def test_what_a_person_has_to_do_is_told(released):
    plant_samarkand(released, "2015-11-02")
    change(released)
    text = release.what_is_left(release.plan_release(released.root, "0.2.0", DAY))
    for words in ("git commit", "git tag -a v0.2.0", "git push", "Deposit", "DOI", '"0.3.0.dev0"'):
        assert words in text


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("0.1",), "'0.1' is not a version; write three numbers"),
        (("v0.1.0",), "leave the v out"),
        (("0.1.0", "--day", "24.12.2026"), "--day: '24.12.2026' is not a date"),
        (("0.1.0", "--day", "2026-12"), "--day: '2026-12' must be a full date"),
    ],
)
def test_wrong_use_of_the_command(template, capsys, arguments, message):
    assert exit_of("release", *arguments, "--root", template.root) == 2
    assert message in capsys.readouterr().err
