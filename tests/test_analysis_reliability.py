"""Rates, intervals and alpha on examples with known answers; matching a recoding with a sheet."""

import pandas as pd
import pytest

from c5plus1.analysis import recodings, reliability


def test_rate_is_a_ratio_of_sums_and_its_interval_holds_it():
    part, whole = pd.Series([9, 1, 5]), pd.Series([10, 10, 10])
    found = reliability.rate(part, whole, pd.Series(["a", "b", "c"]))
    assert (found["part"], found["whole"], found["clusters"], found["rate"]) == (15, 30, 3, 0.5)
    assert found["low"] < 0.5 < found["high"]
    assert found["low"] >= 0.1 and found["high"] <= 0.9


def test_a_cluster_is_drawn_as_a_whole():
    hits = pd.Series([True] * 50 + [False] * 50)
    together = reliability.rate_hits(hits, pd.Series(["a"] * 50 + ["b"] * 50))
    apart = reliability.rate_hits(hits, pd.Series(range(100)))
    assert (together["low"], together["high"]) == (0, 1)
    assert apart["high"] - apart["low"] < 0.25


def test_without_any_exception_the_rule_of_three_bounds_the_rate():
    found = reliability.rate_hits(pd.Series([True] * 40), pd.Series([number % 10 for number in range(40)]))
    assert (found["rate"], found["low"], found["high"]) == (1, pytest.approx(0.7), 1)


def test_the_same_seed_gives_the_same_interval():
    hits, cluster = pd.Series([True, False, True, True]), pd.Series([1, 2, 3, 4])
    assert reliability.rate_hits(hits, cluster).equals(reliability.rate_hits(hits, cluster))


def test_alpha_of_a_worked_example():
    # Krippendorff, "Computing Krippendorff's alpha-reliability", example B: two observers, twelve articles, .692
    first = pd.Series(list("aabbdcccedda"))
    second = pd.Series(list("babbbccceddd"))
    expected = _alpha_by_hand(first, second)
    assert reliability.alpha(first, second) == pytest.approx(expected)
    assert reliability.alpha(first, second) == pytest.approx(0.692, abs=0.001)


def _alpha_by_hand(first, second):
    pooled = pd.concat([first, second]).value_counts()
    total = pooled.sum()
    observed = (first != second).mean()
    expected = 1 - (pooled * (pooled - 1)).sum() / (total * (total - 1))
    return 1 - observed / expected


def test_alpha_is_undefined_where_only_one_value_occurs():
    same = pd.Series(["true"] * 5)
    assert reliability.alpha(same, same) is None
    assert reliability.alpha_interval(same, same, same) is None


def frame(rows, columns=("source", "table", "row", "column", "value")):
    return pd.DataFrame(rows, columns=list(columns), dtype=object)


def say(row, speaker, topic, act):
    return [
        ("s", "statements", row, column, value)
        for column, value in (("speaker", speaker), ("topic", topic), ("act", act))
    ]


def test_rows_match_by_key_after_names_that_share_half_their_words():
    sheet = frame(
        [
            ("s", "events", "meeting-2020-02-03-samarkand", "level", "ministerial"),
            ("s", "delegations", "meeting-2020-02-03-samarkand:KAZ", None, None),
            ("s", "votes", "A/RES/1/1:KAZ", "choice", "against"),
        ]
    )
    auditor = frame(
        [
            ("s", "events", "talks-2020-02-03-samarkand", "level", "other"),
            ("s", "delegations", "talks-2020-02-03-samarkand:KAZ", None, None),
            ("s", "delegations", "talks-2020-02-03-samarkand:UZB", None, None),
            ("s", "votes", "UNGA-other:KAZ", "choice", "against"),
        ]
    )
    units = recodings.match_units(sheet, auditor)
    assert units.matched["table"].tolist() == ["delegations", "events"]
    assert units.only_auditor["row"].tolist() == ["talks-2020-02-03-samarkand:UZB", "UNGA-other:KAZ"]
    assert units.only_sheet["row"].tolist() == ["A/RES/1/1:KAZ"]
    values = recodings.pair_values(units, sheet, auditor)
    assert values.to_dict("records") == [
        {"source": "s", "table": "events", "column": "level", "sheet": "ministerial", "auditor": "other"}
    ]


def test_a_tie_of_names_goes_to_the_pair_that_says_the_same():
    def pledge(row, purpose):
        return ("s", "commitments", row, "purpose", purpose)

    sheet = frame([pledge("usa-2020-01-01-north", "roads and rail"), pledge("usa-2020-01-01-south", "school meals")])
    auditor = frame([pledge("usa-2020-01-01-east", "meals in school"), pledge("usa-2020-01-01-west", "rail")])
    matched = recodings.match_units(sheet, auditor).matched
    assert dict(zip(matched["auditor_row"], matched["sheet_row"], strict=True)) == {
        "usa-2020-01-01-east": "usa-2020-01-01-south",
        "usa-2020-01-01-west": "usa-2020-01-01-north",
    }


def test_statements_match_strictly_before_leniently_and_each_once():
    sheet = frame([*say("one", "p", "trade", "urge"), *say("two", "p", "trade", "pledge")])
    auditor = frame(
        [*say("x", "p", "trade", "pledge"), *say("y", "p", "trade", "inform"), *say("z", "p", "trade", "warn")]
    )
    units = recodings.match_units(sheet, auditor)
    assert units.matched[["sheet_row", "auditor_row", "strict"]].values.tolist() == [
        ["two", "x", True],
        ["one", "y", False],
    ]
    assert units.only_auditor["row"].tolist() == ["z"]


def test_the_recodings_of_the_audit_can_be_read_and_expand_lists_to_one_row_each():
    own = recodings.read_recodings()
    assert set(own["auditor"]) == {"a", "b"}
    votes = own[own["table"] == "votes"]
    assert not votes["row"].str.contains(r"[\[;]").any()
    assert votes["value"].isin(["in_favour", "against", "abstaining", "not_voting"]).all()
