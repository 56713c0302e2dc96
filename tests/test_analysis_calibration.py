"""Which answers count as the truth, how reports are judged by it, and settling without some of them."""

import pandas as pd
import pytest

import c5plus1
from c5plus1.analysis import calibration
from c5plus1.analysis.reports import join_origins
from c5plus1.analysis.resettle import load_without

HOUSES = {"Gazette": "Gazette", "Ledger": "Ledger", "Minutes": "United Nations", "Copyist": "Copyist"}


def facts(*rows):
    columns = ["source", "publisher", "table", "row", "column", "value", "slip", "reprint_of", "via"]
    defaults = {"slip": False, "reprint_of": None, "via": None}
    return pd.DataFrame([defaults | row for row in rows], columns=columns)


def vote(source, state, choice, publisher="Gazette", **more):
    return {
        "source": source,
        "publisher": publisher,
        "table": "votes",
        "row": f"R1:{state}",
        "column": "choice",
        "value": choice,
    } | more


def total(source, column, value, publisher="Gazette", **more):
    return {
        "source": source,
        "publisher": publisher,
        "table": "resolutions",
        "row": "R1",
        "column": column,
        "value": str(value),
    } | more


RESOLUTIONS = pd.DataFrame(
    {"resolution": ["R1"], "in_favour": [141], "against": [2], "abstaining": [32], "not_voting": [18]}
)


def test_a_full_list_is_the_truth_and_a_un_document_comes_before_a_fuller_one():
    heard = facts(
        vote("full", "AAA", "against"), vote("full", "BBB", "against"), vote("full", "CCC", "abstaining"),
        vote("minutes", "AAA", "against", "United Nations"), vote("minutes", "DDD", "against", "United Nations"),
        vote("short", "AAA", "against", "Ledger"),
    )  # fmt: skip
    truth = calibration.find_truth(heard, RESOLUTIONS)
    assert truth.lists == {("R1", "against"): frozenset({"AAA", "DDD"})}
    assert truth.sources == {"minutes"}
    assert truth.grounds == {("R1", "against"): "UN document"}


def test_a_closed_count_is_the_truth_only_where_all_closed_counts_agree():
    good = [total("one", column, value) for column, value in zip(calibration.CHOICES, (141, 2, 32, 18), strict=True)]
    truth = calibration.find_truth(facts(*good), RESOLUTIONS)
    assert truth.totals == {("R1", c): v for c, v in zip(calibration.CHOICES, (141, 2, 32, 18), strict=True)}
    rival = [total("two", column, value) for column, value in zip(calibration.CHOICES, (141, 2, 33, 17), strict=True)]
    assert calibration.find_truth(facts(*good, *rival), RESOLUTIONS).totals == {}
    open_count = [
        total("three", column, value) for column, value in zip(calibration.CHOICES, (141, 2, 32, 17), strict=True)
    ]
    assert calibration.find_truth(facts(*open_count), RESOLUTIONS).totals == {}


def test_reports_are_judged_only_where_right_and_wrong_can_both_be_seen():
    heard = facts(
        vote("full", "AAA", "against"), vote("full", "BBB", "against"),
        vote("right", "AAA", "against"), vote("wrong", "EEE", "against"),
        vote("other", "BBB", "abstaining"), vote("unknown", "FFF", "abstaining"),
    )  # fmt: skip
    truth = calibration.find_truth(heard, RESOLUTIONS)
    judged = calibration.judge_facts(heard, truth).set_index("source")
    assert judged.index.tolist() == ["right", "wrong", "other"]  # the truth is left out; nothing is known of FFF
    assert judged["judged"].tolist() == [True, True, False]
    assert judged["right"].tolist() == [True, False, False]
    assert calibration.compare_lists(heard, truth) == (0, 0)


def test_origins_over_many_facts_join_houses_credits_and_texts():
    joined = facts(
        vote("a", "AAA", "against", via="Agency"), vote("b", "BBB", "against", "Ledger", via="Agency"),
        vote("c", "CCC", "against", "Minutes"), vote("d", "DDD", "against", "Copyist"), vote("e", "AAA", "against", "Copyist"),
    )  # fmt: skip
    joined = joined.assign(same_text_as=[None, None, None, "c", None], sha256=list("vwxyz"))
    publishers = pd.DataFrame({"publisher": list(HOUSES), "group": [None, None, "United Nations", None]})
    assert join_origins(joined, publishers).tolist() == ["a", "a", "c", "c", "c"]


def test_settling_without_a_house_changes_what_it_alone_upheld():
    cells = c5plus1.load("cells").set_index("cell")
    cell = "votes/A/RES/ES-11/6:TKM/choice"
    assert cells.loc[cell, "value"] == "not_voting"
    sources = c5plus1.load("sources")
    house = sources.loc[sources["publisher"] == "Asia-Plus", "source"]
    left = load_without(house)
    assert left["cells"].set_index("cell").loc[cell, ["value", "status"]].tolist() == ["abstaining", "corroborated"]
    assert not left["facts"]["claim"].str.startswith("asiaplus-2023-02-24#").any()


def test_settling_without_nothing_is_the_published_record():
    left, cells = load_without([])["cells"], c5plus1.load("cells")
    pd.testing.assert_frame_equal(left, cells, check_column_type=False)


def test_as_printed_leaves_hindsight_out():
    left = load_without([], as_printed=True)
    assert not left["facts"]["slip"].any()
    assert not left["cells"]["status"].isin(["adjudicated", "slip_only"]).any()


@pytest.mark.parametrize("policy", ["majority", "latest_report"])
def test_policies_pass_through(policy):
    value = load_without([], policy)["cells"].set_index("cell")
    assert (value["value"].fillna("") == value[f"value_{policy}"].fillna("")).mean() > 0.99
