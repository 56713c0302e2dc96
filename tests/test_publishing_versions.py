"""Semantic versions for data: what a difference asks for, and which number may follow which."""

import re

import pytest

from c5plus1.asking.differences import CellChange, Count, Difference, RowChange, StructureChange
from c5plus1.problems import UsageProblem
from c5plus1.publishing.versions import Verdict, check_version, judge, parse, read_version, stamp, successors
from conftest import ROOT


def difference(structure=(), rows=(), cells=(), statuses=(), counts=()) -> Difference:
    return Difference("a", "b", "1.0.0", "1.0.0", structure, rows, cells, statuses, counts, ("votes", "delegations"))


def row(kind, table, name="x"):
    return difference(rows=(RowChange(kind, table, name, None, None, ()),))


def cell(table, column):
    return CellChange("changed", table, "x", column, "a", "b", "single", "single", ())


def structure(kind, what):
    return difference(structure=(StructureChange(kind, what, "events.level"),))


@pytest.mark.parametrize(
    ("found", "kind"),
    [
        (difference(), "none"),
        (structure("removed", "table"), "major"),
        (structure("removed", "column"), "major"),
        (structure("removed", "code"), "major"),
        (structure("changed", "key"), "major"),
        (structure("changed", "type"), "major"),
        (row("removed", "events"), "major"),
        (row("renamed", "events"), "major"),
        (row("removed", "sources"), "major"),
        (row("removed", "statements"), "major"),
        (structure("added", "table"), "minor"),
        (structure("added", "column"), "minor"),
        (structure("added", "code"), "minor"),
        (structure("changed", "comparison"), "minor"),
        (structure("changed", "constraint"), "minor"),
        (row("added", "events"), "minor"),
        (row("removed", "votes", "A/RES/1/2:KAZ"), "minor"),
        (row("removed", "claims", "a#1"), "minor"),
        (difference(cells=(cell("events", "place"),)), "minor"),
        (difference(cells=(cell("people", "actor"),)), "minor"),
        (difference(statuses=(cell("events", "place"),)), "minor"),
        (structure("changed", "text"), "patch"),
        (difference(cells=(cell("claims", "note"),)), "patch"),
        (difference(cells=(cell("event_names", "name"),)), "patch"),
        (row("added", "aliases"), "patch"),
        (difference(counts=(Count("searches", 3, 0, 0),)), "patch"),
    ],
)
def test_what_a_change_asks_for(found, kind):
    assert judge(found).kind == kind


def test_the_largest_change_decides_and_is_named():
    verdict = judge(
        difference(structure=(StructureChange("removed", "column", "events.mode"),), cells=(cell("events", "place"),))
    )
    assert verdict == Verdict("major", ("removed column events.mode",))


def test_numbers_that_may_follow():
    assert successors("1.2.3") == {"patch": "1.2.4", "minor": "1.3.0", "major": "2.0.0"}
    assert successors("0.2.3") == {"patch": "0.2.4", "minor": "0.3.0", "major": "0.3.0"}


@pytest.mark.parametrize(
    ("version", "last", "kind", "message"),
    [
        ("1.2.4", "1.2.3", "patch", None),
        ("1.3.0", "1.2.3", "minor", None),
        ("2.0.0", "1.2.3", "major", None),
        ("0.3.0", "0.2.3", "major", None),
        ("1.0.0", "0.2.3", "patch", None),
        ("2.0.0", "1.2.3", "patch", None),
        ("1.2.4", "1.2.3", "none", None),
        ("0.1.0", None, "none", None),
        ("1.2.3", "1.2.3", "patch", "1.2.3 is not higher than the last release 1.2.3"),
        ("1.2.2", "1.2.3", "patch", "is not higher than the last release 1.2.3"),
        ("1.2.4", "1.2.3", "minor", "1.2.4 is too small a step after 1.2.3: the changes are minor (why)"),
        (
            "1.3.0",
            "1.2.3",
            "major",
            "1.3.0 is too small a step after 1.2.3: the changes are major (why); it can be 2.0.0",
        ),
        ("0.2.4", "0.2.3", "minor", "too small a step"),
        ("1.2.5", "1.2.3", "patch", "1.2.5 skips numbers after 1.2.3; it can be 1.2.4 or 1.3.0 or 2.0.0"),
        ("1.4.0", "1.2.3", "minor", "skips numbers"),
    ],
)
def test_which_version_may_follow(version, last, kind, message):
    wrong = check_version(version, last, Verdict(kind, ("why",)))
    assert wrong is None if message is None else message in wrong


@pytest.mark.parametrize("version", ["1.2", "v1.2.3", "1.2.3-rc1", "01.2.3", "", "1.2.3\n"])
def test_what_is_no_version(version):
    with pytest.raises(UsageProblem, match="is not a version; write three numbers"):
        parse(version)


def test_the_version_is_stamped_into_its_one_place(tmp_path):
    place = tmp_path / "scripts" / "c5plus1"
    place.mkdir(parents=True)
    (place / "version.py").write_bytes((ROOT / "scripts" / "c5plus1" / "version.py").read_bytes())
    stamped = stamp(tmp_path, "7.8.9", "2027-01-31").decode("utf-8")
    held = {}
    exec(stamped, held)
    assert (held["__version__"], held["RELEASED"]) == ("7.8.9", "2027-01-31")
    (place / "version.py").write_text('__version__ = "1.0.0"\n', encoding="utf-8")
    with pytest.raises(UsageProblem, match="expected exactly one line RELEASED"):
        stamp(tmp_path, "7.8.9", "2027-01-31")


def test_the_codebook_states_the_rules_that_are_checked():
    prose = (ROOT / "data" / "codebook" / "codebook.md").read_text(encoding="utf-8")
    rules = prose[prose.index("## Versions") : prose.index("## Diagram")]
    for kind, words in (
        (
            "major",
            ("table or column removed or renamed", "key or type changed", "code removed", "withdrawn or renamed"),
        ),
        ("minor", ("codes added", "value changed", "another standing", "pairs ids", "way of comparing", "constraint")),
        ("patch", ("notes", "wording of rules", "logs", "aliases")),
    ):
        line = re.search(rf"^\| \*\*{kind}\*\* \|.*$", rules, re.M)[0]
        assert all(word in line for word in words), (kind, words)


def test_one_version_everywhere():
    """The rot that the best-kept datasets have: a citation file behind the release."""
    import json

    import yaml

    from c5plus1.version import RELEASED, __version__

    assert read_version(ROOT) == __version__
    for name in ("datapackage.json", ".zenodo.json", "datacite.json", "dataset.jsonld"):
        assert json.loads((ROOT / name).read_text(encoding="utf-8"))["version"] == __version__, name
    assert yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))["version"] == __version__
    assert f"Version {__version__}" in (ROOT / "CODEBOOK.md").read_text(encoding="utf-8")
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert "## [Unreleased]" in changelog
    assert (f"## [{__version__}] - {RELEASED}" in changelog) == (RELEASED is not None)
