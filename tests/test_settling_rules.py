"""The rules of settling, each told by a small example (design, section 4)."""

import pytest

from c5plus1.settling.pipeline import make_reference, settle_reports
from conftest import Project, make_claim

EVENT = "c5plus1-2023-02-28-astana"
VOTE = {"table": "votes", "resolution": "A/RES/ES-11/6", "actor": "KAZ"}


def hexes(letter: str) -> str:
    return letter * 64


def tell(project: Project, *reports: tuple, **adjudicate) -> None:
    """Each report: (id, facts or claim keys, source keys); ids end in a date; fingerprints differ unless given."""
    for number, (identifier, facts, source) in enumerate(reports):
        claim = {key: source.pop(key) for key in ("via", "sha256") if key in source}
        claim.setdefault("sha256", hexes("0123456789abcdef"[number]))
        project.sheet(identifier, make_claim(*facts, **claim), **source)


def settled(project: Project, **options):
    package = project.assemble()
    return settle_reports(package.reports, make_reference(package.schemas, package.registers), **options)


def cell(project: Project, identifier: str, **options) -> dict:
    cells = settled(project, **options).cells
    return cells[cells["cell"] == identifier].iloc[0].to_dict()


def vote(choice: str, **more) -> list[dict]:
    return [{**VOTE, "choice": choice, **more}]


def start(date: str) -> list[dict]:
    return [{"table": "events", "event": EVENT, "start_date": date}]


CHOICE = "votes/A/RES/ES-11/6:KAZ/choice"
START = f"events/{EVENT}/start_date"


def test_single_corroborated_contested(project):
    tell(project, ("a-2023-03-01", vote("abstaining"), {"publisher": "Reuters", "kind": "agency"}))
    assert cell(project, CHOICE)["status"] == "single"
    tell(project, ("b-2023-03-01", vote("abstaining"), {"publisher": "TASS", "kind": "agency", "sha256": hexes("b")}))
    assert cell(project, CHOICE)["status"] == "corroborated"
    tell(project, ("c-2023-03-01", vote("against"), {"publisher": "Kun.uz", "sha256": hexes("c")}))
    found = cell(project, CHOICE)
    assert (found["status"], found["value"], found["n_dissent"]) == ("contested", "abstaining", 1)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({"publisher": "Reuters"}, {"publisher": "Reuters"}),
        ({"publisher": "Sputnik"}, {"publisher": "Sputnik Belarus"}),
        ({"publisher": "Kun.uz", "via": "Reuters"}, {"publisher": "TASS", "via": "Reuters"}),
        ({"publisher": "Reuters"}, {"publisher": "TASS", "via": "Reuters"}),
        ({"publisher": "Kun.uz", "reprint_of": "Reuters"}, {"publisher": "TASS", "reprint_of": "Reuters"}),
        ({"publisher": "Reuters"}, {"publisher": "TASS", "reprint_of": "Reuters"}),
        ({"publisher": "Kun.uz"}, {"publisher": "TASS", "same_text_as": "a-2023-03-01"}),
        ({"publisher": "Kun.uz", "sha256": hexes("7")}, {"publisher": "TASS", "sha256": hexes("7")}),
    ],
    ids=["publisher", "group", "via", "via-publisher", "reprint", "reprint-publisher", "same-text", "fingerprint"],
)
def test_what_makes_two_reports_one_origin(project, first, second):
    tell(project, ("a-2023-03-01", vote("abstaining"), first), ("b-2023-03-01", vote("abstaining"), second))
    found = cell(project, CHOICE)
    assert (found["n_sources"], found["n_origins"], found["status"]) == (2, 1, "single")


def test_origins_are_joined_through_a_third_report(project):
    tell(
        project,
        ("a-2023-03-01", vote("abstaining"), {"publisher": "Kun.uz", "via": "Reuters"}),
        ("b-2023-03-01", vote("abstaining"), {"publisher": "TASS", "via": "AFP"}),
        ("c-2023-03-01", vote("abstaining"), {"publisher": "AFP", "reprint_of": "Reuters"}),
    )
    assert cell(project, CHOICE)["n_origins"] == 1


def test_an_origin_that_says_both_is_flagged(project):
    tell(
        project,
        ("a-2023-03-01", vote("abstaining"), {"publisher": "Kun.uz", "via": "Reuters"}),
        ("b-2023-03-01", vote("against"), {"publisher": "TASS", "via": "Reuters"}),
    )
    found = cell(project, CHOICE)
    assert found["same_origin_dissent"]
    assert found["status"] == "contested"


@pytest.mark.parametrize(
    ("dates", "value", "status", "neutral"),
    [
        (["2023-02", "2023-02-28"], "2023-02-28", "corroborated", 0),
        (["2023", "2023-02", "2023-02-28"], "2023-02-28", "corroborated", 0),
        (["2023-02", "2023-02-27", "2023-02-28"], "2023-02-27", "contested", 1),
        (["2023-02", "2023-03"], "2023-02", "contested", 0),
        (["2023", "2023-02", "2023-03-01"], "2023-02", "contested", 1),
        (["2023", "2023"], "2023", "corroborated", 0),
    ],
)
def test_dates_of_different_precision(project, dates, value, status, neutral):
    publishers = ["Reuters", "TASS", "AFP"]
    # The finest or first date comes from the earliest report, so that ties end with it.
    tell(
        project,
        *[
            (f"{letter}-2023-04-0{9 - n}", start(date), {"publisher": publishers[n], "published": f"2023-04-0{n + 1}"})
            for n, (letter, date) in enumerate(zip("abc", dates, strict=False))
        ],
    )
    found = cell(project, START)
    assert (found["value"], found["status"], found["n_neutral"]) == (value, status, neutral)


def test_wordings_never_dissent(project):
    facts = [[{"table": "events", "event": EVENT, "venue": words}] for words in ("Ministry", "Foreign ministry")]
    tell(
        project,
        ("a-2023-03-01", facts[0], {"publisher": "Reuters", "kind": "agency"}),
        ("b-2023-03-01", facts[1], {"publisher": "Kun.uz"}),
    )
    found = cell(project, f"events/{EVENT}/venue")
    assert (found["value"], found["status"], found["n_dissent"]) == ("Ministry", "corroborated", 0)


def test_our_classification_differs_but_is_never_contested(project):
    facts = [[{"table": "events", "event": EVENT, "format": name}] for name in ("C5+1", "other")]
    tell(
        project,
        ("a-2023-03-01", facts[0], {"publisher": "Reuters", "kind": "agency"}),
        ("b-2023-03-01", facts[1], {"publisher": "Kun.uz"}),
    )
    found = cell(project, f"events/{EVENT}/format")
    assert (found["value"], found["status"], found["n_differs"], found["n_dissent"]) == ("C5+1", "single", 1, 0)


def test_a_slip_never_wins_and_counts_as_slip_only(project):
    tell(project, ("a-2023-03-01", vote("against", slip=True), {"publisher": "Reuters", "kind": "agency"}))
    found = cell(project, CHOICE)
    assert found["status"] == "slip_only"
    assert found["value"] is None or found["value"] != found["value"]
    assert len(project.assemble().tables["votes"]) == 0
    tell(project, ("b-2023-03-01", vote("abstaining"), {"publisher": "Kun.uz", "sha256": hexes("b")}))
    found = cell(project, CHOICE)
    assert (found["value"], found["status"], found["n_slip"], found["n_dissent"]) == ("abstaining", "single", 1, 0)


def test_officials_come_first_on_their_own_acts_only(project):
    tell(
        project,
        (
            "a-2023-03-01",
            vote("against"),
            {"publisher": "Ministry of Foreign Affairs of Kazakhstan", "kind": "official"},
        ),
        ("b-2023-03-01", vote("abstaining"), {"publisher": "Reuters", "kind": "agency"}),
        ("c-2023-03-01", vote("abstaining"), {"publisher": "TASS", "kind": "agency"}),
    )
    assert cell(project, CHOICE)["value"] == "against"
    assert cell(project, CHOICE, policy="majority")["value"] == "abstaining"
    other = {**VOTE, "actor": "KGZ"}
    tell(
        project,
        (
            "d-2023-03-01",
            [{**other, "choice": "against"}],
            {"publisher": "Ministry of Foreign Affairs of Kazakhstan", "kind": "official", "sha256": hexes("d")},
        ),
        (
            "e-2023-03-01",
            [{**other, "choice": "abstaining"}],
            {"publisher": "Reuters", "kind": "agency", "sha256": hexes("e")},
        ),
        (
            "f-2023-03-01",
            [{**other, "choice": "abstaining"}],
            {"publisher": "TASS", "kind": "agency", "sha256": hexes("f")},
        ),
    )
    assert cell(project, "votes/A/RES/ES-11/6:KGZ/choice")["value"] == "abstaining"


def test_policies(project):
    tell(
        project,
        ("a-2023-03-01", vote("abstaining"), {"publisher": "Reuters", "kind": "agency", "published": "2023-03-01"}),
        ("b-2023-03-02", vote("against"), {"publisher": "Kun.uz", "published": "2023-03-02"}),
        ("c-2023-03-03", vote("against"), {"publisher": "Asia-Plus", "published": "2023-03-03"}),
        (
            "d-2023-03-04",
            vote("not_voting"),
            {"publisher": "Wikipedia", "kind": "reference", "published": "2023-03-04"},
        ),
        ("e-undated", vote("in_favour"), {"publisher": "24.kg", "published": None}),
    )
    values = {
        policy: cell(project, CHOICE, policy=policy)["value"]
        for policy in ("official_first", "majority", "latest_report")
    }
    assert values == {"official_first": "abstaining", "majority": "against", "latest_report": "not_voting"}
    found = cell(project, CHOICE)
    assert found["policies_differ"]
    assert (found["first_reported"], found["first_source"]) == ("2023-03-01", "a-2023-03-01")


def test_modality_follows_from_the_date_of_publication(project):
    attended = [{"table": "delegations", "event": EVENT, "actor": "USA", "attended": True}]
    tell(
        project,
        ("a-2023-03-01", start("2023-02-28"), {"publisher": "Reuters"}),
        ("b-2023-02-20", attended, {"publisher": "TASS", "published": "2023-02-20"}),
    )
    modality = f"delegations/{EVENT}:USA/modality"
    assert cell(project, modality)["value"] == "planned"
    assert project.assemble().tables["meetings"]["came"].tolist() == [None]
    tell(project, ("c-undated", attended, {"publisher": "AFP", "published": None, "sha256": hexes("c")}))
    assert cell(project, modality)["value"] == "unclear"
    tell(project, ("d-2023-02", attended, {"publisher": "Kun.uz", "published": "2023-02", "sha256": hexes("d")}))
    assert cell(project, modality)["value"] == "unclear"
    tell(project, ("e-2023-02-28", attended, {"publisher": "24.kg", "published": "2023-02-28", "sha256": hexes("e")}))
    assert cell(project, modality)["value"] == "occurred"
    assert project.assemble().tables["meetings"]["came"].tolist() == ["USA"]


def test_a_plan_does_not_speak_against_what_took_place(project):
    tell(
        project,
        ("a-2023-03-01", start("2023-02-28"), {"publisher": "Reuters"}),
        (
            "b-2023-02-20",
            [{"table": "events", "event": EVENT, "place": "tashkent"}],
            {"publisher": "TASS", "published": "2023-02-20"},
        ),
        ("c-2023-03-01", [{"table": "events", "event": EVENT, "place": "astana"}], {"publisher": "Kun.uz"}),
    )
    found = cell(project, f"events/{EVENT}/place")
    assert (found["value"], found["status"], found["n_neutral"]) == ("astana", "single", 1)


def test_a_coded_modality_stands(project):
    topic = {"table": "agenda", "event": EVENT, "topic": "trade", "modality": "planned"}
    tell(project, ("a-2023-03-01", [topic], {"publisher": "Reuters"}), ("b-2023-03-01", start("2023-02-28"), {}))
    assert cell(project, f"agenda/{EVENT}:trade/modality")["value"] == "planned"


def test_values_that_follow_where_all_are_silent(project):
    facts = [
        {"table": "events", "event": EVENT, "place": "astana"},
        {"table": "commitments", "commitment": "usa-2023-02-28-ericen", "amount": 25000000, "currency": "USD"},
    ]
    tell(project, ("a-2023-03-01", facts, {"publisher": "Reuters"}))
    assert cell(project, f"events/{EVENT}/country")["value"] == "KAZ"
    assert cell(project, f"events/{EVENT}/format")["value"] == "C5+1"
    assert cell(project, "commitments/usa-2023-02-28-ericen/stage")["value"] == "pledged"
    derived = settled(project).facts
    assert set(derived.loc[derived["fact"].str.contains("+", regex=False), "fact"]) == {
        "a-2023-03-01#1.1+country",
        "a-2023-03-01#1.2+format",
        "a-2023-03-01#1.3+stage",
    }
    planned = {"table": "commitments", "commitment": "usa-2023-02-28-ericen", "stage": "planned"}
    tell(project, ("b-2023-03-01", [planned], {"publisher": "TASS", "sha256": hexes("b")}))
    assert cell(project, "commitments/usa-2023-02-28-ericen/stage")["value"] == "planned"


def test_as_of_knows_only_what_was_public_and_leaves_hindsight_out(project):
    tell(
        project,
        ("a-2023-03-01", vote("against", slip=True), {"publisher": "Reuters", "published": "2023-03-01"}),
        ("b-2023-03", vote("abstaining"), {"publisher": "TASS", "published": "2023-03"}),
        ("c-undated", vote("abstaining"), {"publisher": "AFP", "published": None}),
    )
    assert cell(project, CHOICE, as_of="2023-03-30")["value"] == "against"
    assert cell(project, CHOICE, as_of="2023-03-31")["n_sources"] == 2
    assert cell(project, CHOICE, as_of="2026-11-22")["n_sources"] == 2
    assert cell(project, CHOICE, as_of="2026-11-23")["n_sources"] == 3
    assert len(settled(project, as_of="2022-01-01").cells) == 0


def adjudicate(project: Project, text: str) -> None:
    (project.root / "data" / "adjudications.yaml").write_text(text, encoding="utf-8")


GUARDED = """- cell: votes/A/RES/ES-11/6:KAZ/choice
  value: {value}
  reason: The full list leaves it out.
  decided_by: editors
  decided_on: 2026-11-24
  guard:
    values: [{values}]
    rests_on: ['{claim}']
"""


@pytest.fixture
def disputed(project):
    tell(
        project,
        ("a-2023-03-01", vote("abstaining"), {"publisher": "Reuters", "kind": "agency"}),
        ("b-2023-03-01", vote("not_voting"), {"publisher": "Kun.uz"}),
    )
    return project


def test_an_adjudication_overrides_every_policy(disputed):
    adjudicate(disputed, GUARDED.format(value="not_voting", values="abstaining, not_voting", claim="b-2023-03-01#1"))
    package = disputed.assemble()
    assert package.tables["votes"]["choice"].tolist() == ["not_voting"]
    assert package.tables["cells"]["status"].tolist() == ["adjudicated"]
    facts = package.tables["facts"].set_index("claim")["agreement"]
    assert facts.to_dict() == {"a-2023-03-01#1": "dissents", "b-2023-03-01#1": "agrees"}


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"value": "against"}, "no report states 'against'; an adjudication may only choose a stated value"),
        (
            {"values": "abstaining, not_voting, against"},
            "is stale: decided between abstaining, against, not_voting, but reports",
        ),
        ({"claim": "a-2023-03-01#1"}, "is stale: claim a-2023-03-01#1 no longer states 'not_voting'; decide again"),
        ({"claim": "z-2023-03-01#1"}, "is stale: claim z-2023-03-01#1 no longer states 'not_voting'; decide again"),
    ],
)
def test_a_stale_adjudication_fails(disputed, change, message):
    good = {"value": "not_voting", "values": "abstaining, not_voting", "claim": "b-2023-03-01#1"}
    adjudicate(disputed, GUARDED.format(**{**good, **change}))
    assert any(message in problem for problem in disputed.problems()), disputed.problems()


def test_an_adjudication_that_matches_nothing_fails(disputed):
    text = GUARDED.format(value="not_voting", values="abstaining, not_voting", claim="b-2023-03-01#1")
    adjudicate(disputed, text.replace(":KAZ/", ":KAS/"))
    (problem,) = disputed.problems()
    assert "data/adjudications.yaml:1: 'votes/A/RES/ES-11/6:KAS/choice' matches no cell (did you mean" in problem


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("  reason: The full list leaves it out.\n", "", "'reason' is missing or empty"),
        ("reason", "raeson", "unknown key 'raeson' (did you mean 'reason'?)"),
        ("    values: [abstaining, not_voting]\n", "", "guard needs two lists"),
    ],
)
def test_a_malformed_adjudication_fails(disputed, old, new, message):
    good = GUARDED.format(value="not_voting", values="abstaining, not_voting", claim="b-2023-03-01#1")
    adjudicate(disputed, good.replace(old, new))
    assert any(message in problem for problem in disputed.problems()), disputed.problems()


def test_unknown_policy_is_wrong_use(disputed):
    from c5plus1.problems import UsageProblem

    with pytest.raises(UsageProblem, match=r"unknown policy 'majorty' \(did you mean 'majority'\?\)"):
        settled(disputed, policy="majorty")


PLACE = f"events/{EVENT}/place"


def at(place: str) -> list[dict]:
    return [{"table": "events", "event": EVENT, "place": place}]


def test_the_country_is_that_of_the_settled_place(project):
    """Tashkent is told first and by as many as Astana: the country must not be voted on by itself."""
    tell(
        project,
        ("a-2023-03-01", at("tashkent"), {"publisher": "Reuters", "published": "2023-03-01"}),
        ("b-2023-03-02", at("tashkent"), {"publisher": "TASS", "published": "2023-03-02"}),
        ("c-2023-03-03", at("astana"), {"publisher": "AFP", "published": "2023-03-03"}),
        ("d-2023-03-03", at("astana"), {"publisher": "Kun.uz", "published": "2023-03-03"}),
        ("e-2023-03-03", at("almaty"), {"publisher": "24.kg", "published": "2023-03-03"}),
    )
    assert cell(project, PLACE)["value"] == "tashkent"
    country = cell(project, f"events/{EVENT}/country")
    assert (country["value"], country["status"], country["n_origins"]) == ("UZB", "corroborated", 2)


def decide(project: Project, identifier: str, value: str, values: str, claim: str) -> list[str]:
    text = GUARDED.format(value=value, values=values, claim=claim).replace(CHOICE, identifier)
    adjudicate(project, text)
    return project.problems()


def test_an_adjudicated_place_has_its_country(project):
    tell(
        project,
        ("a-2023-03-01", at("tashkent"), {"publisher": "Kun.uz"}),
        ("b-2023-03-01", at("astana"), {"publisher": "Reuters", "kind": "agency"}),
    )
    assert decide(project, PLACE, "tashkent", "tashkent, astana", "a-2023-03-01#1") == []
    events = project.assemble().tables["events"]
    assert events[["place", "country"]].to_numpy().tolist() == [["tashkent", "UZB"]]


def test_modality_follows_an_adjudicated_start(project):
    tell(
        project,
        ("a-2023-03-01", start("2023-02-28"), {"publisher": "Kun.uz", "published": "2023-03-01"}),
        ("b-2023-03-01", start("2023-03-02"), {"publisher": "Reuters", "kind": "agency", "published": "2023-03-01"}),
    )
    assert cell(project, f"events/{EVENT}/modality")["value"] == "planned"
    assert decide(project, START, "2023-02-28", "2023-02-28, 2023-03-02", "a-2023-03-01#1") == []
    assert project.assemble().tables["events"]["modality"].tolist() == ["occurred"]


def test_an_adjudication_may_not_choose_a_coarser_date(project):
    tell(project, ("a-2023-03-01", start("2023-02"), {}), ("b-2023-03-01", start("2023-02-28"), {"publisher": "TASS"}))
    (problem,) = decide(project, START, "2023-02", "2023-02, 2023-02-28", "a-2023-03-01#1")
    assert "data/adjudications.yaml:1: " in problem
    assert "'2023-02' is coarser than '2023-02-28', which reports state as well; choose that one" in problem


def test_an_adjudication_may_not_choose_what_only_plans_say(project):
    level = {"table": "events", "event": EVENT, "start_date": "2023-02-28", "level": "ministerial"}
    plan = {"table": "events", "event": EVENT, "level": "summit"}
    tell(
        project,
        ("a-2023-03-01", [level], {"publisher": "Kun.uz"}),
        ("b-2023-01-01", [plan], {"publisher": "TASS", "published": "2023-01-01"}),
    )
    (problem,) = decide(project, f"events/{EVENT}/level", "summit", "summit, ministerial", "b-2023-01-01#1")
    assert "only plans say 'summit', beside reports of what took place; choose what they say" in problem


def test_as_of_keeps_a_chain_of_copies_together(project):
    tell(
        project,
        ("a-2023-03-01", vote("abstaining"), {"publisher": "Reuters", "published": "2023-03-01"}),
        (
            "b-2023-05-01",
            vote("abstaining"),
            {"publisher": "TASS", "published": "2023-05-01", "same_text_as": "a-2023-03-01"},
        ),
        (
            "c-2023-03-01",
            vote("abstaining"),
            {"publisher": "AFP", "published": "2023-03-01", "same_text_as": "b-2023-05-01"},
        ),
    )
    assert cell(project, CHOICE, as_of="2023-03-01")["n_origins"] == 1
