"""The wheel: the data are inside, it works far from the checkout, and two builds give the same bytes."""

import importlib.util
import json
import os
import subprocess
import sys
import zipfile
from datetime import date
from pathlib import Path

import pytest

from c5plus1.problems import DataError, UsageProblem
from c5plus1.publishing.wheel import build_wheel
from conftest import ROOT

pytest.importorskip("hatchling")

ASK = """
import sys
from pathlib import Path
import c5plus1
inside = Path(c5plus1.__file__).parent
assert inside.parent.name == "installed", inside
from c5plus1.folders import find_root
assert find_root() == inside / "record", find_root()
print(len(c5plus1.load("events")), c5plus1.load("votes", policy="majority").shape[1])
(answer,) = c5plus1.why("votes", "A/RES/ES-11/6:TKM", "choice")
print(answer.value, len(answer.voices))
from c5plus1.cli import main
main(["why", "votes/A/RES/ES-11/6:TKM/choice"])
"""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory) -> Path:
    out = tmp_path_factory.mktemp("wheel")
    return build_wheel(ROOT, out)


@pytest.fixture(scope="module")
def elsewhere(wheel, tmp_path_factory) -> Path:
    """A folder with the wheel installed beside what looks like data of its user's own."""
    folder = tmp_path_factory.mktemp("elsewhere")
    (folder / "data" / "schemas").mkdir(parents=True)
    (folder / "datapackage.json").write_text("{}", encoding="utf-8")
    arguments = ["install", "--quiet", "--no-deps", "--no-index", "--no-compile", "--target", str(folder / "installed")]
    subprocess.run([sys.executable, "-m", "pip", *arguments, str(wheel)], check=True, capture_output=True)
    return folder


def run_there(elsewhere: Path, *arguments: str) -> subprocess.CompletedProcess:
    environment = {**os.environ, "PYTHONPATH": str(elsewhere / "installed"), "PYTHONIOENCODING": "utf-8"}
    environment.pop("C5PLUS1_ROOT", None)
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=elsewhere,
        env=environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


def test_load_why_and_the_command_work_far_from_the_checkout(elsewhere):
    run = run_there(elsewhere, "-c", ASK)
    assert run.returncode == 0, run.stderr
    events = len((ROOT / "data" / "events.csv").read_text(encoding="utf-8").splitlines()) - 1
    first, second, third = run.stdout.split("\n")[:3]
    assert first == f"{events} 3"
    assert second.startswith("not_voting ")
    assert third == "votes/A/RES/ES-11/6:TKM/choice = not_voting"


def test_it_holds_the_package_byte_for_byte(wheel):
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
        descriptor = json.loads(archive.read("c5plus1/record/datapackage.json"))
        assert descriptor == json.loads((ROOT / "datapackage.json").read_text(encoding="utf-8"))
        for resource in descriptor["resources"]:
            assert archive.read(f"c5plus1/record/{resource['path']}") == (ROOT / resource["path"]).read_bytes()
    data = ROOT / "data"
    expected = {
        f"c5plus1/record/{path.relative_to(ROOT).as_posix()}"
        for path in data.rglob("*")
        if path.suffix in (".csv", ".yaml")
    }
    assert expected <= set(names)
    assert "c5plus1/publishing/site/template.html" in names
    assert "c5plus1/publishing/explorer/assets/explorer.css" in names
    assert not [name for name in names if "__pycache__" in name or name.startswith(("tests/", "notebooks/"))]


def test_two_builds_give_the_same_bytes_dated_by_the_data(wheel, tmp_path, monkeypatch):
    for name, value in {"TZ": "Asia/Tashkent", "PYTHONHASHSEED": "5", "LC_ALL": "C", "SOURCE_DATE_EPOCH": "1"}.items():
        monkeypatch.setenv(name, value)
    again = build_wheel(ROOT, tmp_path)
    assert again.name == wheel.name
    assert again.read_bytes() == wheel.read_bytes()
    created = json.loads((ROOT / "datapackage.json").read_text(encoding="utf-8"))["created"][:10]
    with zipfile.ZipFile(wheel) as archive:
        assert {date(*entry.date_time[:3]).isoformat() for entry in archive.infolist()} == {created}


def test_an_editable_install_gets_no_copy_of_the_data():
    """A copy would grow stale while the checkout changes."""
    place = importlib.util.spec_from_file_location("wheel_data", ROOT / "scripts" / "wheel_data.py")
    module = importlib.util.module_from_spec(place)
    place.loader.exec_module(module)
    hook = module.WheelData(str(ROOT), {}, None, None, "", "wheel")
    for version, expected in (("editable", False), ("standard", True)):
        build_data = {"force_include": {}}
        hook.initialize(version, build_data)
        assert bool(build_data["force_include"]) == expected, version


def test_wrong_use_is_named(tmp_path, monkeypatch):
    with pytest.raises(UsageProblem, match=r"no pyproject.toml; a wheel is built from a checkout"):
        build_wheel(tmp_path, tmp_path)
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(UsageProblem, match=r"needs hatchling: pip install hatchling"):
        build_wheel(ROOT, tmp_path)


def test_a_package_that_is_not_built_is_refused(tmp_path):
    (tmp_path / "scripts" / "c5plus1").mkdir(parents=True)
    for name in ("pyproject.toml", "README.md", "LICENSE", "LICENSE-DATA", "datapackage.json", "scripts/wheel_data.py"):
        (tmp_path / name).write_bytes((ROOT / name).read_bytes())
    for name in ("__init__.py", "version.py"):
        (tmp_path / "scripts" / "c5plus1" / name).write_bytes((ROOT / "scripts" / "c5plus1" / name).read_bytes())
    (tmp_path / "data" / "schemas").mkdir(parents=True)
    for path in (ROOT / "data" / "schemas").glob("*.yaml"):
        (tmp_path / "data" / "schemas" / path.name).write_bytes(path.read_bytes())
    with pytest.raises((DataError, UsageProblem), match=r"the table is missing; build the package"):
        build_wheel(tmp_path, tmp_path)
