"""`load`: typed frames, under any policy and as of any day."""

import pandas as pd
import pytest

import c5plus1
from c5plus1.asking.package import adjudicated_values, package_reference, package_reports, read_table
from c5plus1.problems import UsageProblem
from c5plus1.settling.pipeline import settle_reports


def test_types_come_from_the_schema():
    events = c5plus1.load("events")
    assert str(events["ordinal"].dtype) == "Int64"
    assert events["level"].cat.ordered
    assert events["level"].cat.categories[0] == "summit"
    assert events["start_date_from"].dtype.kind == "M"
    assert c5plus1.load("delegations")["attended"].dtype == "boolean"
    assert str(c5plus1.load("commitments")["amount"].dtype) in ("Int64", "Float64")
    assert c5plus1.load("sources")["known"].dtype.kind == "M"


def test_partial_dates_keep_their_precision():
    events = c5plus1.load("events").set_index("event")
    row = events.loc["c5plus1-2017-09-new-york"]
    assert row["start_date"] == "2017-09"
    assert row["start_date_from"] == pd.Timestamp("2017-09-01")
    assert row["start_date_to"] == pd.Timestamp("2017-09-30")
    assert row["start_date_precision"] == "month"
    assert (events["start_date_precision"] >= "month").sum() > 10


def test_namibia_is_a_country_and_not_a_missing_value(project):
    from c5plus1.building.build import build
    from conftest import make_claim

    vote = {"table": "votes", "resolution": "A/RES/ES-11/6", "actor": "NAM", "choice": "abstaining"}
    totals = {"table": "resolutions", "resolution": "A/RES/ES-11/6", "title": "NA"}
    project.sheet("asiaplus-2023-03-01", make_claim(vote, totals))
    build(project.root)
    assert c5plus1.load("votes", root=project.root)["actor"].tolist() == ["NAM"]
    assert c5plus1.load("resolutions", root=project.root)["title"].tolist() == ["NA"]


@pytest.mark.parametrize(
    "table", ["votes", "meetings", "cells", "facts", "people", "searches", "audit", "sources", "claims"]
)
def test_every_kind_of_table_loads_with_as_many_rows_as_its_file(root, table):
    assert len(c5plus1.load(table)) == len(read_table(table, root)) > 0


def test_a_changed_frame_does_not_change_the_next_one():
    first = c5plus1.load("events")
    first.loc[:, "venue"] = "spoilt"
    assert "spoilt" not in set(c5plus1.load("events")["venue"].dropna())


def test_settling_the_package_again_gives_the_package(package, root):
    """What is written is enough to settle anew: nothing that settling needs is lost on the way to the CSV files."""
    settled = settle_reports(package_reports(root), package_reference(root), decided=adjudicated_values(root))
    written = read_table("cells", root)
    again = settled.cells.reindex(columns=written.columns).astype(object)
    again = again.where(again.notna(), None)
    for column in written.columns:
        as_text = [
            None if v is None else {True: "true", False: "false"}.get(v, v) if isinstance(v, bool) else str(v)
            for v in again[column]
        ]
        assert as_text == written[column].tolist(), column
    assert len(settled.facts) == len(read_table("facts", root))


def test_another_policy_changes_just_the_cells_that_say_so(root):
    cells = read_table("cells", root)
    votes = c5plus1.load("resolutions", policy="majority").set_index("resolution")
    published = c5plus1.load("resolutions").set_index("resolution")
    for cell in cells[(cells["table"] == "resolutions") & (cells["column"] == "abstaining")].to_dict("records"):
        if cell["status"] == "adjudicated":
            continue
        assert str(votes.at[cell["row"], "abstaining"]) == cell["value_majority"]
        if cell["value"] != cell["value_majority"]:
            assert votes.at[cell["row"], "abstaining"] != published.at[cell["row"], "abstaining"]


def test_an_adjudication_holds_under_every_policy():
    for policy in ("majority", "latest_report"):
        votes = c5plus1.load("votes", policy=policy).set_index(["resolution", "actor"])
        assert votes.at[("A/RES/ES-11/6", "TKM"), "choice"] == "not_voting"


def test_as_of_shows_what_was_public_and_says_what_it_left_out():
    votes = c5plus1.load("votes", as_of="2023-02-28")
    about = votes.attrs["c5plus1"]
    assert about["as_of"] == "2023-02-28"
    assert "adjudications are not applied" in about["left_out"]
    assert votes.set_index(["resolution", "actor"]).at[("A/RES/ES-11/6", "TKM"), "choice"] == "abstaining"
    assert not set(votes["resolution"]) & {"A/RES/ES-11/7", "A/RES/ES-11/8"}
    sources = c5plus1.load("sources", as_of="2023-02-28")
    assert sources["known"].max() <= pd.Timestamp("2023-02-28")


def test_as_of_the_last_retrieval_is_todays_picture_but_for_hindsight(root):
    today = c5plus1.load("cells")
    then = c5plus1.load("cells", as_of="2026-11-23")
    clean = today[(today["n_slip"] == 0) & (today["status"] != "adjudicated")].set_index("cell")["value"]
    assert then.set_index("cell")["value"].reindex(clean.index).tolist() == clean.tolist()


def test_status_stands_beside_each_value():
    votes = c5plus1.load("votes", status=True)
    assert votes.columns.tolist() == ["resolution", "actor", "choice", "choice_status"]
    chosen = votes.set_index(["resolution", "actor"]).loc[("A/RES/ES-11/6", "TKM")]
    assert chosen["choice_status"] == "adjudicated"
    assert votes["choice_status"].notna().all()
    events = c5plus1.load("events", status=True)
    assert (events["venue"].isna() == events["venue_status"].isna()).all()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"table": "event"}, "there is no table 'event' (did you mean 'events'?)"),
        ({"table": "votes", "policy": "majorty"}, "unknown policy 'majorty' (did you mean 'majority'?)"),
        ({"table": "votes", "as_of": "2023"}, "as_of: '2023' is not a day; write it as 2023-03-31"),
        ({"table": "votes", "as_of": "2023-02-30"}, "as_of: '2023-02-30' is not a day"),
        ({"table": "sources", "status": True}, "status=True is for subject tables"),
    ],
)
def test_wrong_use(arguments, message):
    with pytest.raises(UsageProblem) as wrong:
        c5plus1.load(**arguments)
    assert message in str(wrong.value)
