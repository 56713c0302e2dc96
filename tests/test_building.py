"""The build: same bytes whatever the machine, all of it or nothing, and a clear end whatever goes wrong."""

import errno
import hashlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from c5plus1.building import write
from c5plus1.building.build import build, render_package
from c5plus1.problems import DataError, UsageProblem
from conftest import ROOT, make_claim, run_command

VOTE = {"table": "votes", "resolution": "A/RES/ES-11/6", "actor": "KAZ", "choice": "abstaining"}
TOTALS = {"table": "resolutions", "resolution": "A/RES/ES-11/6", "in_favour": 141}


def state_of(root: Path) -> dict[str, str]:
    """Every file under a folder and its hash."""
    return {
        path.relative_to(root).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(root.rglob("*"))
        if path.is_file()
    }


@pytest.fixture
def built(project):
    """A small project with a package in place."""
    project.sheet("asiaplus-2023-03-01", make_claim(VOTE, TOTALS))
    build(project.root)
    return project


def test_the_committed_package_is_what_the_sheets_give(package):
    for name, content in render_package(package).items():
        assert (ROOT / name).read_bytes() == content, f"{name} is stale or edited by hand: run `make data`"


def test_no_table_is_left_over(package):
    generated = {name for name in render_package(package) if name.endswith(".csv")}
    assert {f"data/{path.name}" for path in (ROOT / "data").glob("*.csv")} == generated


RENDER = """
import hashlib, pathlib, random, sys
import c5plus1.reading.sheets as sheets
found = sheets.find_sheets
def shuffled(root):
    paths = found(root)
    random.Random(7).shuffle(paths)
    return paths
sheets.find_sheets = shuffled
from c5plus1.building.assemble import assemble
from c5plus1.building.build import render_package
for name, content in sorted(render_package(assemble(pathlib.Path(sys.argv[1]))).items()):
    print(name, hashlib.sha256(content).hexdigest())
"""


def test_bytes_do_not_depend_on_hash_seed_time_zone_locale_or_order_of_sheets(package):
    environment = {
        **os.environ,
        "PYTHONHASHSEED": "4711",
        "TZ": "Pacific/Kiritimati",
        "LC_ALL": "tr_TR.UTF-8",
        "LANG": "tr_TR.UTF-8",
        "PYTHONUTF8": "0",
    }
    run = subprocess.run(
        [sys.executable, "-c", RENDER, str(ROOT)], capture_output=True, text=True, env=environment, check=True
    )
    expected = {name: hashlib.sha256(content).hexdigest() for name, content in render_package(package).items()}
    assert dict(line.split() for line in run.stdout.splitlines()) == expected


def test_created_comes_from_the_data_and_not_from_the_clock(package):
    descriptor = json.loads((ROOT / "datapackage.json").read_text(encoding="utf-8"))
    assert descriptor["created"] == max(sheet.source.retrieved for sheet in package.sheets) + "T00:00:00Z"


def test_a_build_ends_with_a_summary(built):
    run = built.run("build")
    assert run.returncode == 0, run.stderr
    assert run.stderr == ""  # no progress bar where nobody watches
    assert run.stdout.startswith("1 sources, 1 claims, 2 facts (2 coded, 0 derived by rule)")
    assert "2 cells: 0 corroborated, 2 single, 0 contested, 0 adjudicated, 0 slip_only" in run.stdout
    assert "Package written and valid." in run.stdout


def test_bad_sheets_leave_the_old_package_whole(built):
    before = state_of(built.root)
    bad = built.sheet("asiaplus-2023-03-02", make_claim({**VOTE, "choice": "no"}))
    run = built.run("build")
    assert run.returncode == 1
    assert "asiaplus-2023-03-02.yaml:19: votes.choice: 'no' is not one of" in run.stderr
    assert "Traceback" not in run.stderr
    bad.unlink()
    assert state_of(built.root) == before


def test_a_broken_rule_leaves_the_old_package_whole(built):
    before = state_of(built.root)
    event = {
        "table": "events",
        "event": "c5plus1-2023-02-28-astana",
        "start_date": "2023-02-28",
        "end_date": "2023-02-01",
    }
    bad = built.sheet("asiaplus-2023-03-02", make_claim(event))
    run = built.run("build")
    assert run.returncode == 1
    assert "asiaplus-2023-03-02.yaml:16: c5plus1-2023-02-28-astana ends on 2023-02-01, before it begins" in run.stderr
    bad.unlink()
    assert state_of(built.root) == before


def test_a_full_disk_leaves_the_old_package_whole(built, monkeypatch):
    before = state_of(built.root)
    new = built.sheet("asiaplus-2023-03-02", make_claim({**VOTE, "actor": "KGZ"}))
    written = []

    def fill_up(path, content):
        if len(written) == 5:
            path.write_bytes(content[: len(content) // 2])
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        written.append(path)
        real(path, content)

    real = write._write_beside
    monkeypatch.setattr(write, "_write_beside", fill_up)
    with pytest.raises(UsageProblem, match=r"cannot be written \(No space left on device\); nothing was changed"):
        build(built.root)
    assert len(written) == 5
    new.unlink()
    assert state_of(built.root) == before


def test_a_read_only_folder_is_told_and_left_alone(built, monkeypatch):
    before = state_of(built.root)

    def refuse(*args, **kwargs):
        raise OSError(errno.EROFS, os.strerror(errno.EROFS))

    monkeypatch.setattr(write.tempfile, "TemporaryDirectory", refuse)
    with pytest.raises(UsageProblem, match=r"cannot be written \(Read-only file system\); nothing was changed"):
        build(built.root)
    assert state_of(built.root) == before


def test_an_interrupt_while_writing_leaves_the_old_package_whole(built, monkeypatch):
    before = state_of(built.root)
    new = built.sheet("asiaplus-2023-03-02", make_claim({**VOTE, "actor": "KGZ"}))

    def interrupt(path, content):
        raise KeyboardInterrupt

    monkeypatch.setattr(write, "_write_beside", interrupt)
    with pytest.raises(KeyboardInterrupt):
        build(built.root)
    new.unlink()
    assert state_of(built.root) == before


def test_what_frictionless_refuses_is_not_put_in_place(built, monkeypatch):
    before = state_of(built.root)
    from c5plus1.building import build as module

    def spoil(package):
        files = render_package(package)
        return {**files, "data/votes.csv": files["data/votes.csv"].replace(b"abstaining", b"abstained!")}

    monkeypatch.setattr(module, "render_package", spoil)
    with pytest.raises(DataError, match=r"votes\.csv"):
        build(built.root)
    assert state_of(built.root) == before


def test_a_table_of_an_older_package_is_removed_and_nothing_else(built):
    descriptor = built.root / "datapackage.json"
    text = descriptor.read_text(encoding="utf-8").replace("data/votes.csv", "data/ballots.csv")
    descriptor.write_text(text, encoding="utf-8")
    for name in ("ballots.csv", "mine.csv"):
        (built.root / "data" / name).write_text("old\n", encoding="utf-8")
    build(built.root)
    assert not (built.root / "data" / "ballots.csv").exists()
    assert (built.root / "data" / "mine.csv").read_text(encoding="utf-8") == "old\n"
    assert "data/mine.csv: warning: belongs to no table of the package" in built.run("validate").stdout


@pytest.mark.parametrize("blocked", ["data/events.csv", "datapackage.json"])
def test_a_folder_in_the_way_leaves_the_old_package_whole(built, blocked):
    """Found after other tables have been renamed: those are put back."""
    (built.root / blocked).unlink()
    (built.root / blocked).mkdir()
    before = state_of(built.root)
    new = built.sheet("asiaplus-2023-03-02", make_claim({**VOTE, "actor": "KGZ"}))
    run = built.run("build")
    assert run.returncode == 2
    assert f"{blocked}: cannot be written" in run.stderr
    assert "nothing was changed" in run.stderr
    new.unlink()
    assert state_of(built.root) == before


def test_what_a_killed_build_left_behind_is_swept_up_later(built):
    for name, age in ((".writing-old", 7200), (".writing-young", 60)):
        folder = built.root / name
        folder.mkdir()
        os.utime(folder, (folder.stat().st_mtime - age,) * 2)
    build(built.root)
    assert not (built.root / ".writing-old").exists()
    assert (built.root / ".writing-young").exists()


def test_a_command_works_on_the_checkout_one_stands_in(built):
    run = run_command("build", cwd=built.root / "data" / "sheets")
    assert run.returncode == 0, run.stderr
    assert run.stdout.startswith("1 sources")


def test_dropping_a_sheet_into_the_folder_is_all_it_takes(built):
    built.sheet("reuters-2023-03-01", make_claim(VOTE, sha256="f" * 64), publisher="Reuters", kind="agency")
    package, _ = build(built.root)
    assert package.tables["cells"]["status"].tolist() == ["single", "corroborated"]
    assert b"reuters-2023-03-01" in (built.root / "data" / "sources.csv").read_bytes()


@pytest.mark.parametrize("command", ["build", "validate", "why votes x"])
def test_a_missing_data_folder_is_wrong_use(tmp_path, command):
    run = run_command(*command.split(), "--root", str(tmp_path))
    assert run.returncode == 2
    assert "no folder 'data' in it; name the folder that holds data/ and datapackage.json" in run.stderr
    assert "Traceback" not in run.stderr


@pytest.mark.parametrize(
    "missing", ["data/registers/people.yaml", "data/about.yaml", "data/audit/findings.csv", "data/schemas"]
)
def test_a_missing_part_is_named(built, missing):
    path = built.root / missing
    shutil.rmtree(path) if path.is_dir() else path.unlink()
    run = built.run("build")
    assert run.returncode == 1, run.stderr
    assert missing in run.stderr
    assert "Traceback" not in run.stderr


def test_text_is_written_with_plain_line_ends_and_utf8(package):
    for name, content in render_package(package).items():
        assert b"\r" not in content, name
        assert content.endswith(b"\n"), name
        content.decode("utf-8")
