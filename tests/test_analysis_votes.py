"""Lijphart's index and its bounds on examples small enough to do by hand; misprints and complete lists."""

import itertools

import pandas as pd
import pytest

from c5plus1.analysis import votes as voting
from c5plus1.analysis.votes import ABSTAINING, AGAINST, CHOICES, IN_FAVOUR, NOT_VOTING

ANY = frozenset(CHOICES)


def positions(*choices):
    return {
        f"R{n}": choice if isinstance(choice, frozenset) else frozenset([choice]) for n, choice in enumerate(choices)
    }


def test_index_counts_full_and_half_agreement_and_leaves_absence_out():
    one = positions(IN_FAVOUR, IN_FAVOUR, ABSTAINING, AGAINST, AGAINST)
    other = positions(IN_FAVOUR, AGAINST, AGAINST, AGAINST, NOT_VOTING)
    found = voting.measure_agreement(one, other)
    # alike twice, opposite once, half once; the fifth is out: (2 + 1/2) / 4
    assert (found.index, found.full, found.partial, found.t) == (0.625, 2, 1, 4)
    assert (found.low, found.high) == (0.625, 0.625)


def test_a_pair_that_never_votes_together_has_no_index_and_no_bounds():
    found = voting.measure_agreement(positions(NOT_VOTING), positions(IN_FAVOUR))
    assert found == (None, 0, 0, 0, None, None)


@pytest.mark.parametrize(
    "one, other",
    [
        (positions(IN_FAVOUR, ANY, ABSTAINING), positions(IN_FAVOUR, AGAINST, ANY)),
        (positions(ANY, ANY), positions(IN_FAVOUR, ANY)),
        (positions(AGAINST, frozenset([ABSTAINING, NOT_VOTING])), positions(IN_FAVOUR, AGAINST)),
        (positions(frozenset([AGAINST, ABSTAINING]), NOT_VOTING, ANY), positions(ABSTAINING, ANY, ABSTAINING)),
    ],
)
def test_bounds_are_the_extremes_over_every_completion(one, other):
    found = voting.measure_agreement(one, other)
    means = []
    for mine in itertools.product(*one.values()):
        for theirs in itertools.product(*other.values()):
            scores = [s for s in map(voting.score_votes, mine, theirs) if s is not None]
            if scores:
                means.append(sum(scores) / len(scores))
    assert found.low == pytest.approx(min(means))
    assert found.high == pytest.approx(max(means))


def frame_votes():
    return pd.DataFrame(
        [("R1", "AAA", IN_FAVOUR), ("R1", "BBB", AGAINST), ("R2", "AAA", ABSTAINING)],
        columns=["resolution", "actor", "choice"],
    )


def frame_resolutions():
    totals = pd.DataFrame([(2, 1, 0, None), (150, 20, 1, 22)], columns=list(CHOICES), dtype="Int64")
    days = pd.to_datetime(["2025-02-23", None])
    return totals.assign(resolution=["R1", "R2"], adopted_on_from=days)


def frame_facts():
    rows = [
        ("votes", "R1:AAA", IN_FAVOUR, False),
        ("votes", "R1:AAA", ABSTAINING, False),
        ("votes", "R1:BBB", AGAINST, False),
        ("votes", "R2:AAA", ABSTAINING, False),
        ("votes", "R2:AAA", AGAINST, True),
    ]
    return pd.DataFrame(rows, columns=["table", "row", "value", "slip"])


def test_a_list_is_complete_where_as_many_are_named_as_the_total_says():
    found = voting.find_complete_lists(frame_votes(), frame_resolutions())
    # R1: one against of one, and nobody abstaining of none; R2: one abstaining of one
    assert found == {("R1", AGAINST), ("R1", ABSTAINING), ("R2", ABSTAINING)}


def test_possible_choices_follow_disputes_and_complete_lists():
    possible = voting.find_possible_choices(frame_votes(), frame_resolutions(), frame_facts(), ["AAA", "BBB"])
    assert possible["AAA"]["R1"] == {IN_FAVOUR, ABSTAINING}  # two reports differ
    assert possible["AAA"]["R2"] == {ABSTAINING}  # the slip does not count
    assert possible["BBB"]["R2"] == {IN_FAVOUR, AGAINST, NOT_VOTING}  # the only abstainer is known
    unassisted = voting.find_possible_choices(frame_votes(), frame_resolutions(), frame_facts(), ["BBB"], lists=False)
    assert unassisted["BBB"]["R2"] == ANY


def test_resolutions_without_a_day_are_placed_by_the_year_in_their_name():
    names = pd.DataFrame({"resolution": ["R1", "R2"], "name": ["One", "Two (2026)"]})
    assert voting.split_resolutions(frame_resolutions(), names).to_dict() == {"R1": False, "R2": True}


def test_misprints_tell_a_list_under_the_wrong_heading_from_single_votes():
    states = ["NGA", "BBB", "CCC", "DDD", "EEE", "FFF"]
    facts = pd.DataFrame(
        [("votes", f"R1:{state}", "choice", ABSTAINING, "list", True, "slip", AGAINST) for state in states]
        + [
            ("votes", "R1:GGG", "choice", ABSTAINING, "paper", False, "dissents", NOT_VOTING),
            ("votes", "R1:NER", "choice", AGAINST, "paper", True, "slip", None),
            ("resolutions", "R1", "against", "13", "paper", False, "dissents", "14"),
            ("votes", "R1:HHH", "choice", AGAINST, "paper", False, "agrees", AGAINST),
        ],
        columns=["table", "row", "column", "value", "source", "slip", "agreement", "settled"],
    )
    facts["cell"] = facts["table"] + "/" + facts["row"] + "/" + facts["column"]
    facts["publisher"] = facts["source"]
    cells = facts[["cell", "settled"]].rename(columns={"settled": "value"}).drop_duplicates("cell")
    found = voting.find_misprints(facts.drop(columns="settled"), cells).set_index("kind")["states"].to_dict()
    assert found == {
        "a whole list under another heading": "BBB;CCC;DDD;EEE;FFF;NGA",
        "abstaining and not voting confused": "GGG",
        "a namesake": "NER",
        "a total": "",
    }
