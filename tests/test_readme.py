"""The README is true: its numbers come from the data, its code runs, its links lead somewhere."""

import re

import pandas as pd
import pytest

from conftest import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    found = re.findall(r"^```(\w*)\n(.*?)^```$", README, flags=re.DOTALL | re.MULTILINE)
    return [text for name, text in found if name == language]


def test_numbers_are_those_of_the_data(package):
    cells, sources = package.tables["cells"], package.tables["sources"]
    status = cells["status"].value_counts()
    meetings, audit = package.tables["meetings"], package.tables["audit"]
    total = {
        name: sum(int(value) for value in audit[name] if value)
        for name in ("correct", "debatable", "unsupported", "wrong", "missed")
    }
    judged = sum(total.values()) - total["missed"]
    expected = [
        f"{len(sources):,} reports in {sources['language'].nunique()} languages",
        f"{len(cells):,} cells: {status['corroborated']:,} corroborated, {status['contested']:,} contested, {status['adjudicated']:,} adjudicated",
        f"from {min(meetings['n_sources'])} to {max(meetings['n_sources'])}",
        f"of {judged} facts judged, {total['correct']} were correct, {total['debatable']} debatable, {total['unsupported']} unsupported and {total['wrong']}",
        f"{total['missed']} facts that the auditors saw were missed",
    ]
    flat = " ".join(README.split())
    for phrase in expected:
        assert phrase in flat, f"README should say: {phrase}"


def test_a_fifth_of_the_cells_rest_on_undated_pages_only(package):
    cells = package.tables["cells"]
    share = cells.loc[cells["status"] != "slip_only", "first_reported"].isna().mean()
    assert 0.15 < share < 0.25, share


def test_two_thirds_are_in_english(package):
    share = (package.tables["sources"]["language"] == "en").mean()
    assert 0.62 < share < 0.72, share


def test_python_blocks_run(monkeypatch):
    monkeypatch.chdir(ROOT)
    names: dict = {}
    for block in blocks("python"):
        exec(compile(block, "README.md", "exec"), names)
    assert len(names["events"]) == len(pd.read_csv(ROOT / "data" / "events.csv"))


def test_the_answer_shown_is_the_answer_given():
    import c5plus1

    answer = " ".join(repr(c5plus1.why("votes", "A/RES/ES-11/6:TKM", "choice")).split())
    (shown,) = [block for block in blocks("") if block.startswith("votes/")]
    for line in shown.split("…")[0].split("\n"):
        assert " ".join(line.split()) in answer
    for line in re.findall(r"^    \[\d\] .*$", shown, flags=re.MULTILINE):
        assert " ".join(line.split()) in answer


def test_duckdb_reads_the_tables(monkeypatch):
    duckdb = pytest.importorskip("duckdb")
    monkeypatch.chdir(ROOT)
    (query,) = re.findall(r'duckdb -c "(.*?)"', README)
    rows = duckdb.sql(query).fetchall()
    assert sum(count for _, count in rows) == len(pd.read_csv(ROOT / "data" / "meetings.csv"))


def test_links_lead_to_files():
    for target in re.findall(r"\]\(([^)#]+)\)", README):
        if not target.startswith("http"):
            assert (ROOT / target).exists(), target


def test_make_targets_exist():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for target in set(re.findall(r"(?:^|`)make ([a-z]+)", README, flags=re.MULTILINE)):
        assert re.search(rf"^{target}:", makefile, flags=re.MULTILINE), target


def test_commands_exist():
    from c5plus1.cli import COMMANDS

    for command in set(re.findall(r"`c5plus1 ([a-z]+)", README)):
        assert command in COMMANDS, command
