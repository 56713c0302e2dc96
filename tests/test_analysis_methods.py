"""The small methods of the notebooks, against hand-made cases and brute force."""

from itertools import combinations

import pandas as pd
import pytest

from c5plus1.analysis.figures import digest_frames, source_note
from c5plus1.analysis.origins import name_origins
from c5plus1.analysis.ranks import RANKS, rank_office
from c5plus1.analysis.rarefaction import chances_named, expected_number, spread_of_number
from c5plus1.analysis.searched import find_months
from c5plus1.analysis.sums import drop_contained, join_related, sum_once
from c5plus1.analysis.wording import count, day, listing, money, number, percent

NAMED = pd.DataFrame(
    {"trade": [1, 1, 1, 1], "water": [1, 0, 0, 0], "energy": [0, 1, 1, 0]}, index=["a", "b", "c", "d"]
).astype(bool)


@pytest.mark.parametrize("reports", [1, 2, 3, 4])
def test_rarefied_number_is_the_mean_over_all_draws(reports):
    draws = [NAMED.iloc[list(rows)].any().sum() for rows in combinations(range(4), reports)]
    assert expected_number(NAMED, reports) == pytest.approx(sum(draws) / len(draws))
    low, high = spread_of_number(NAMED, reports, share=1.0)
    assert (low, high) == (min(draws), max(draws))


def test_chance_of_a_topic():
    assert chances_named(NAMED, 2).round(4).to_dict() == {"trade": 1.0, "water": 0.5, "energy": 0.8333}
    with pytest.raises(ValueError, match="cannot draw 5 reports from 4"):
        chances_named(NAMED, 5)


def report(source, publisher, via=None, reprint_of=None, same_text_as=None, sha256=None, event="one"):
    return {
        "event": event, "source": source, "publisher": publisher, "via": via, "reprint_of": reprint_of,
        "same_text_as": same_text_as, "sha256": sha256 or source,
    }  # fmt: skip


def test_sources_of_one_meeting_are_joined_by_what_they_share():
    publishers = pd.DataFrame(
        {"publisher": ["Alfa", "Alfa TV", "Beta", "Gamma"], "group": ["Alfa", "Alfa", None, None]}
    )
    reports = pd.DataFrame(
        [
            report("a", "Alfa"), report("b", "Alfa TV"), report("c", "Beta", via="Alfa TV"), report("d", "Gamma"),
            report("e", "Delta", sha256="d"), report("f", "Epsilon", same_text_as="e"), report("g", "Zeta"),
            report("a", "Alfa", event="two"), report("h", "Eta", event="two"), report("i", "Theta", reprint_of="Eta", event="two"),
        ]
    )  # fmt: skip
    assert name_origins(reports, publishers, by="event").tolist() == ["a", "a", "a", "d", "d", "d", "g", "a", "h", "h"]


@pytest.mark.parametrize(
    ("office", "rank"),
    [
        ("President", "leader"),
        ("Deputy Chairman of the Cabinet of Ministers, Foreign Minister", "foreign minister"),
        ("Acting Foreign Minister", "foreign minister"),
        ("Secretary of State", "foreign minister"),
        ("Deputy Secretary of State", "senior official"),
        ("Under Secretary of State for Political Affairs", "senior official"),
        ("Deputy Prime Minister", "other minister or envoy"),
        ("Minister of Trade and Integration", "other minister or envoy"),
        ("Special Presidential Envoy for Climate", "other minister or envoy"),
        ("Ambassador to the United States", "senior official"),
        ("Acting Deputy Assistant Secretary of State for Central Asia", "expert or other"),
        ("USAID Deputy Assistant Administrator for Asia", "expert or other"),
        (None, "office not given"),
    ],
)
def test_rank_of_an_office(office, rank):
    assert rank_office(office) == rank
    assert rank in RANKS


@pytest.mark.parametrize(
    ("query", "months"),
    [
        ("C5+1 New York September 2017", ["2017-09"]),
        ("May 2019 or July 2017 Dushanbe", ["2017-07", "2019-05"]),
        ("28 февраля 2022 встреча", ["2022-02"]),
        ("C5+1 2026 July August", ["2026-07", "2026-08"]),
        ("December 2024 OR February 2025", ["2024-12", "2025-02"]),
        ("working group meeting 2022 2023", []),
        ("March meeting", []),
    ],
)
def test_months_that_a_query_names(query, months):
    assert [str(month) for month in find_months(query)] == months


def relate(*rows):
    return pd.DataFrame(rows, columns=["commitment", "relation", "other"])


def test_parts_and_totals_count_once():
    amounts = pd.Series({"first": 25.0, "second": 25.0, "part": 5.0, "both": 50.0, "apart": 7.0})
    relations = relate(("both", "totals", "first"), ("both", "totals", "second"), ("part", "part_of", "second"))
    assert sum_once(amounts, relations) == (112.0, 57.0, 57.0)
    assert drop_contained(amounts, relations) == ["first", "second", "apart"]


def test_a_total_larger_than_its_known_parts_stands():
    amounts = pd.Series({"one": 10.0, "all": 30.0})
    assert sum_once(amounts, relate(("all", "totals", "one"))) == (40.0, 30.0, 30.0)


def test_overlaps_and_doubles_give_bounds():
    amounts = pd.Series({"list": 20.0, "deal": 7.0, "other": 4.0, "aid": 16.5, "aid again": 16.0})
    relations = relate(
        ("deal", "overlaps", "list"), ("other", "overlaps", "list"), ("aid", "possibly_same_as", "aid again")
    )
    assert sum_once(amounts, relations) == (63.5, 36.0, 63.5)


def test_relations_to_commitments_without_a_sum_are_left_out():
    amounts = pd.Series({"part": 5.0})
    assert sum_once(amounts, relate(("part", "part_of", "whole"))) == (5.0, 5.0, 5.0)
    assert join_related(["a", "b", "c", "d"], relate(("d", "overlaps", "b"), ("b", "part_of", "a"))) == [
        ["a", "b", "d"],
        ["c"],
    ]


def test_wording():
    assert number(1234.5, 1) == "1,234.5"
    assert number(-2) == "−2"
    assert [percent(1, 8), percent(1, 8, 1), percent(0, 0)] == ["12 %", "12.5 %", "none of 0"]
    assert [money(25_000_000), money(1.7e12), money(900)] == ["USD 25 million", "USD 1.7 trillion", "USD 900"]
    assert [count(1, "source"), count(1200, "source"), count(2, "person", "people")] == [
        "1 source",
        "1,200 sources",
        "2 people",
    ]
    assert [listing(["a", "b", "c"]), listing(["a"]), listing([])] == ["a, b and c", "a", "none"]
    assert day(pd.Timestamp("2023-03-01")) == "1 March 2023"


def test_digest_tells_data_apart_and_not_their_last_digits():
    frame = pd.DataFrame({"x": [1.0, 2.0]})
    assert digest_frames(frame) == digest_frames([frame]) == digest_frames(frame + 1e-9)
    assert digest_frames(frame) != digest_frames(frame + 0.1)


def test_source_note_names_version_and_tables():
    from c5plus1.version import __version__

    assert (
        source_note(["events", "cells"])
        == f"*Source: The C5+1 Record, version {__version__}, tables `events`, `cells`.*"
    )


def test_figure_that_is_cut_is_refused():
    pytest.importorskip("matplotlib")
    from c5plus1.analysis.figures import new_figure, show_figure

    figure, axes = new_figure(4, 3)
    axes.plot([0, 1], [0, 1])
    figure.suptitle("a title that is much too long for a figure as narrow as this one", x=0.01, ha="left", fontsize=14)
    with pytest.raises(ValueError, match="a part of the figure is cut: right by"):
        show_figure(figure, alt="", data=pd.DataFrame())
