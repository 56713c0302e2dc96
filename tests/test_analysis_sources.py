"""Who stands with whom, how alike the sides' agendas are, and the main numbers: small examples and the stored notebooks."""

from functools import partial

import pandas as pd
import pytest

import c5plus1
from c5plus1.analysis import similarity, voices
from c5plus1.analysis.headlines import find_headlines
from c5plus1.analysis.similarity import CENTRAL_ASIA, PRESS, US
from c5plus1.publishing.notebook_index import find_finding
from c5plus1.publishing.notebook_runs import read_notebook


def cells():
    columns = ["cell", "table", "comparison", "value", "status", "n_origins"]
    return pd.DataFrame(
        [
            ("votes/a/choice", "votes", "exact", "against", "contested", 2),
            ("votes/b/choice", "votes", "exact", "against", "single", 1),
            ("votes/c/choice", "votes", "exact", "against", "adjudicated", 1),
            ("events/d/venue", "events", "text", "hall", "corroborated", 2),
        ],
        columns=columns,
    )


def facts():
    rows = [
        ("one", "votes/a/choice", "agrees", 1, False),
        ("two", "votes/a/choice", "agrees", 2, False),
        ("three", "votes/a/choice", "agrees", 3, False),
        ("three", "votes/a/choice", "dissents", 3, False),
        ("four", "votes/b/choice", "agrees", 1, False),
        ("five", "votes/b/choice", "agrees", 1, False),
        ("six", "votes/b/choice", "slip", None, True),
        ("one", "events/d/venue", "agrees", 1, False),
    ]
    return pd.DataFrame(rows, columns=["source", "cell", "agreement", "origin", "slip"])


def test_a_source_is_backed_alone_or_dissents_and_counts_once_a_cell():
    heard = voices.stand_voices(facts(), cells())
    found = dict(zip(heard["source"], heard["standing"], strict=True))
    assert found == {
        "one": voices.BACKED,
        "two": voices.BACKED,
        "three": voices.DISSENTS,
        "four": voices.ALONE,
        "five": voices.ALONE,
    }
    rates = voices.rate_voices(heard, pd.Series("all", index=heard.index)).iloc[0]
    # three of the five voices have a rival in their cell; one of the three dissents
    assert (rates["voices"], rates["with_rivals"], rates["dissents"]) == (5, 3, 1)
    assert rates["backed"] == pytest.approx(2 / 5) and rates["dissent"] == pytest.approx(1 / 3)


def test_only_columns_whose_values_can_conflict_are_counted():
    counts = voices.count_status(cells())
    assert counts.to_dict("index") == {"votes": {"corroborated": 0, "single": 1, "contested": 2}}
    copies = voices.count_syndication(facts(), cells())
    assert copies.to_dict("index") == {
        "votes/a/choice": {"table": "votes", "reports": 3, "origins": 2},
        "votes/b/choice": {"table": "votes", "reports": 2, "origins": 1},
    }


def test_a_date_that_became_finer_is_no_change_and_a_value_lost_to_slips_is_one():
    def frame(*values):
        rows = [(f"t/{number}/c", "exact", value, "single") for number, value in enumerate(values)]
        return pd.DataFrame(rows, columns=["cell", "comparison", "value", "status"]).astype({"value": "str"})

    changed = voices.find_changes(frame("2015-11", "5", "a", "2015"), frame("2015-11-01", "5", None, "2016-01"))
    assert changed["cell"].tolist() == ["t/2/c", "t/3/c"]
    assert voices.find_changes(frame("20"), frame("2015"))["cell"].tolist() == ["t/0/c"]


def test_jaccard():
    assert similarity.jaccard(frozenset("abc"), frozenset("bcd")) == 0.5
    assert similarity.jaccard(frozenset(), frozenset("a")) == 0
    assert similarity.jaccard(frozenset(), frozenset()) == 1


def agendas(*rows):
    return pd.DataFrame(
        [(event, voice, side, frozenset(topics)) for event, voice, side, topics in rows],
        columns=["event", "voice", "side", "topics"],
    )


def test_sides_that_share_nothing_are_less_alike_than_chance():
    rows = [
        (f"e{n}", f"{side}{k}", side, "ab" if side == US else "cd")
        for n in range(6)
        for side in (US, PRESS)
        for k in range(2)
    ]
    found = similarity.permute_sides(agendas(*rows), US, PRESS)
    assert (found.events, found.informative, found.observed) == (6, 6, 0)
    # of the six deals of a meeting two keep the sides apart (0) and four mix them (1)
    assert found.expected == pytest.approx(2 / 3, abs=0.02)
    assert found.p < 0.01


def test_where_each_side_has_one_voice_there_is_nothing_to_deal():
    found = similarity.permute_sides(
        agendas(("e", "x", US, "ab"), ("e", "y", PRESS, "bc"), ("f", "x", US, "a")), US, PRESS
    )
    assert (found.events, found.informative, found.p) == (1, 0, 1)
    assert [found.observed, found.expected] == pytest.approx([1 / 3, 1 / 3])


def test_a_claim_is_given_to_whom_it_credits_and_joint_statements_to_nobody():
    publishers = pd.DataFrame(
        [
            ("Ministry of Trade of Kazakhstan", "KAZ"),
            ("Gazette", "UZB"),
            ("Government Printer", "USA"),
            ("Joint statement of the six", None),
            ("Think tank", "USA"),
        ],
        columns=["publisher", "country"],
    )
    rows = [
        ("Gazette", "newspaper", "Ministry of Trade of Kazakhstan", None),
        ("Gazette", "newspaper", None, None),
        ("Gazette", "newspaper", None, "Government Printer"),
        ("Gazette", "newspaper", "Joint statement of the six", None),
        ("Government Printer", "official", None, None),
        ("Think tank", "analysis", None, None),
    ]
    named = similarity.name_voices(pd.DataFrame(rows, columns=["publisher", "kind", "via", "reprint_of"]), publishers)
    assert named["side"].to_dict() == {0: CENTRAL_ASIA, 1: PRESS, 2: US, 4: US}


def test_the_main_numbers_are_those_that_the_notebooks_tell():
    found = find_headlines(partial(c5plus1.load)).set_index("number")["value"]
    told = {
        path: find_finding(read_notebook(c5plus1.asking.package.locate() / "notebooks" / f"{path}.ipynb"))
        for path in ("02_meetings", "03_money", "04_un_votes")
    }
    for notebook, numbers in {
        "02_meetings": ["meetings held", "held in Central Asia", "with all six present, of the two upper levels"],
        "03_money": ["sums reported", "of them only planned", "plain sum", "sum without double counting"],
        "04_un_votes": [
            "five abstaining or not voting, before 24 February 2025",
            "index USA-Kazakhstan, before 24 February 2025",
        ],
    }.items():
        for name in numbers:
            assert found[name] in told[notebook], name
