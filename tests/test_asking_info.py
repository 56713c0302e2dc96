"""The codebook as a function: what it says is what the schemas and the data say."""

import html
import json

import pytest

import c5plus1
from c5plus1.asking.show_info import percent
from c5plus1.problems import UsageProblem


def test_counts_and_shares_are_those_of_the_data():
    info, events = c5plus1.var_info("events.level"), c5plus1.load("events")
    counts = events["level"].value_counts()
    assert {code.value: code.count for code in info.codes} == {name: int(counts[name]) for name in counts.index}
    assert (info.n_rows, info.n_filled) == (len(events), int(events["level"].notna().sum()))
    cells = c5plus1.load("cells").query("table == 'events' and column == 'level'")
    assert info.share_corroborated == pytest.approx((cells["status"] == "corroborated").sum() / len(cells))


def test_the_rule_and_the_codes_are_the_schemas():
    info = c5plus1.var_info("votes.choice")
    assert info.rule.startswith("The position that the source gives") and info.compare == "exact"
    assert [code.value for code in info.codes] == ["in_favour", "against", "abstaining", "not_voting"]


def test_an_example_is_a_real_cell_with_a_real_source():
    for name in ("events.place", "votes.choice", "commitments.amount", "statements.gist"):
        example = c5plus1.var_info(name).example
        answer = c5plus1.why(example.cell)[0]
        assert answer.value == example.value
        assert example.source in {voice.source for voice in answer.voices if voice.agreement == "agrees"}


def test_shares_of_corroborated_cells_are_told_where_values_can_conflict_only():
    assert c5plus1.var_info("statements.gist").share_corroborated is None
    assert c5plus1.var_info("events.format").share_corroborated is None
    assert c5plus1.var_info("events.start_date").share_corroborated is not None
    assert c5plus1.var_info("sources.kind").n_corroborated is None


def test_a_whole_table():
    info = c5plus1.var_info("votes")
    assert info.key == ("resolution", "actor") and [column.name for column in info.columns] == [
        "resolution",
        "actor",
        "choice",
    ]
    assert "one state's recorded position" in repr(info)


def test_every_column_of_every_table_can_be_shown(root):
    for table in json.loads((root / "datapackage.json").read_text(encoding="utf-8"))["resources"]:
        info = c5plus1.var_info(table["name"])
        for column in info.columns:
            assert column.title in repr(column) and html.escape(column.title) in column._repr_html_()
        assert json.loads(info.to_json())["table"] == table["name"]
        assert "<script" not in info._repr_html_()


def test_no_line_is_wider_than_a_terminal():
    assert max(len(line) for line in repr(c5plus1.var_info("events.level")).splitlines()) <= 100


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("evnts", r"no table 'evnts' \(did you mean 'events'\?\)"),
        ("events.levl", r"events has no column 'levl' \(did you mean 'level'\?\)"),
        ("choice", "'choice' is a column of several tables; say which: votes.choice"),
        ("", "no table ''"),
    ],
)
def test_unknown_names(name, message):
    with pytest.raises(UsageProblem, match=message):
        c5plus1.var_info(name)


def test_find_var_finds_every_word():
    hits = c5plus1.find_var("independent origin")
    assert ("cells", "n_origins") in set(zip(hits["table"], hits["column"], strict=True))
    with pytest.raises(UsageProblem, match="no column speaks of 'ornithology'"):
        c5plus1.find_var("ornithology")
    with pytest.raises(UsageProblem, match="name a word"):
        c5plus1.find_var("  ")


def test_a_share_is_never_rounded_to_all_or_nothing():
    assert [percent(share) for share in (0, 1, 0.001, 0.999, 0.5, None)] == [
        "0 %",
        "100 %",
        "<1 %",
        ">99 %",
        "50 %",
        "–",
    ]
