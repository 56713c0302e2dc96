"""What the rules of each table propose, and what they leave alone. All sentences are invented."""

import pytest

from drafting_kit import draft, facts

ASTANA = "c5plus1-2023-02-28-astana"
# A report's first sentence that sets the scene for those after it.
SCENE = "The C5+1 ministerial took place in Astana on February 28. "


def test_a_session_with_date_place_level_and_link_to_the_known_event():
    (event,) = facts("Ministers gathered for a C5+1 ministerial in Astana, Kazakhstan, yesterday.", "events")
    assert event == {
        "event": ASTANA, "format": "C5+1", "level": "ministerial", "start_date": "2023-02-28", "place": "astana",
        "country": "KAZ",
    }  # fmt: skip


def test_an_older_session_is_told_apart_by_month_place_and_number():
    text = SCENE + "The second C5+1 ministerial was held in Washington in August 2016."
    assert facts(text, "events")[1] == {
        "event": "c5plus1-2016-08-03-washington", "format": "C5+1", "level": "ministerial", "start_date": "2016-08",
        "place": "washington", "ordinal": "2",
    }  # fmt: skip


def test_a_session_without_its_name_is_the_series_spoken_of():
    text = SCENE + "The first such meeting was held in Samarkand in November 2015."
    assert facts(text, "events")[1]["event"] == "c5plus1-2015-11-01-samarkand"


def test_an_unknown_session_is_commented_out_with_an_id_of_the_usual_form():
    (event,) = facts("A C5+1 summit of the presidents was held in Bishkek on 5 May 2020.", "events", "2020-05-06", True)
    assert event["event"] == "c5plus1-2020-05-05-bishkek-summit"


def test_what_depends_on_an_unknown_session_is_commented_out_too():
    text = "Foreign ministers of the five Central Asian states attended the C5+1 ministerial in Bishkek on 5 May 2020."
    assert facts(text, "delegations", "2020-05-06") == []
    assert len(facts(text, "delegations", "2020-05-06", unsure=True)) == 1


def test_a_plan_is_marked_as_one():
    text = "The leaders of the five Central Asian states will meet President Joe Biden for a C5+1 summit in New York."
    (event,) = facts(text, "events", "2023-09-10")
    assert (event["event"], event["modality"]) == ("c5plus1-2023-09-19-new-york-summit", "planned")
    assert all(row["modality"] == "planned" for row in facts(text, "delegations", "2023-09-10"))


@pytest.mark.parametrize(
    "text",
    [
        "The C5+1 platform serves the region and the United States well.",
        "The C5+1 was created in 2015 for dialogue among six countries.",
        "The next C5+1 meeting has yet to find a host and a city.",
        "The G7 ministers held a meeting in New York on Tuesday about it.",
    ],
)
def test_no_session(text):
    assert facts(text, "events") == facts(text, "events", unsure=True) == []


def test_a_special_ministerial_keeps_its_name_and_level():
    (event,) = facts("The C5+1 Regional Connectivity Ministerial met in Samarkand on Tuesday.", "events", "2023-10-25")
    assert (event["level"], event["reported_name"]) == ("special", "C5+1 Regional Connectivity Ministerial")


def test_leaders_make_a_summit_and_the_word_alone_does_not():
    (summit,) = facts("Presidents met for the C5+1 summit in New York on 19 September.", "events", "2023-09-20")
    (meeting,) = facts("The C5+1 summit of foreign ministers met in Astana yesterday.", "events")
    assert (summit["level"], meeting["level"]) == ("summit", "ministerial")


def test_margins_mode_and_venue():
    text = (
        "On the sidelines of the 76th session of the UN General Assembly a virtual C5+1 ministerial was held yesterday."
    )
    (event,) = facts(text, "events", "2021-09-23")
    assert (event["margins_of"], event["mode"], event["event"]) == ("UNGA 76", "virtual", "c5plus1-2021-09-22-new-york")


def test_a_visit_and_who_came():
    text = "US Secretary of State Antony Blinken arrived in Astana, Kazakhstan, yesterday for talks about trade."
    (event,) = facts(text, "events")
    (person,) = facts(text, "attendance")
    assert event["event"] == person["event"] == "visit-2023-02-28-astana-blinken"
    assert (event["format"], event["country"], person["office"]) == ("visit", "KAZ", "Secretary of State")


def test_a_tour_of_several_countries_has_no_city():
    text = "Assistant Secretary of State Donald Lu will visit Astana, Bishkek and Tashkent from November 6 to 11."
    (event,) = facts(text, "events", "2022-11-01")
    assert event["event"] == "visit-2022-11-06-central-asia-lu"
    assert "place" not in event and "country" not in event


def test_two_states_make_bilateral_talks():
    text = "Turkmen Foreign Minister Rashid Meredov met with US Secretary of State Antony Blinken in New York."
    (event,) = facts(text, "events", "2024-09-28")
    assert (event["event"], event["format"]) == ("bilateral-2024-09-27-new-york-usa-tkm", "bilateral")
    assert [row["actor"] for row in facts(text, "delegations", "2024-09-28")] == [["TKM", "USA"]]
    assert {row["person"] for row in facts(text, "attendance", "2024-09-28")} == {"meredov-rashid", "blinken-antony"}


def test_a_group_is_five_delegations_with_their_office():
    text = (
        SCENE
        + "It was attended by the foreign ministers of Kazakhstan, Kyrgyzstan, Tajikistan, Turkmenistan and Uzbekistan."
    )
    assert facts(text, "delegations")[-1] == {
        "event": ASTANA, "actor": ["KAZ", "KGZ", "TJK", "TKM", "UZB"], "attended": "true", "office": "Foreign Minister",
    }  # fmt: skip


def test_members_only_listed_are_not_said_to_have_come():
    text = "The C5+1 ministerial in Astana dealt with ties among the US, Kazakhstan, Kyrgyzstan, Tajikistan and Uzbekistan."
    assert facts(text, "delegations") == [{"event": ASTANA, "actor": ["USA", "KAZ", "KGZ", "TJK", "UZB"]}]


def test_who_stayed_away():
    text = SCENE + "The Foreign Minister of Kyrgyzstan did not attend the ministerial."
    assert {"event": ASTANA, "actor": ["KGZ"], "attended": "false"} in facts(text, "delegations")


def test_several_heads_of_delegation():
    text = (
        "Presidents Kassym-Jomart Tokayev, Sadyr Japarov and Emomali Rahmon attended the C5+1 summit in New York on "
        "19 September."
    )
    assert {row["role"] for row in facts(text, "attendance", "2023-09-20")} == {"head"}


def test_who_only_tells_about_it_was_not_there():
    text = SCENE + "Five ministers attended the meeting with Antony Blinken, Aibek Smadiyarov said to the press."
    assert [row["person"] for row in facts(text, "attendance")] == ["blinken-antony"]


@pytest.mark.parametrize(
    ("sentence", "topics"),
    [
        ("The sides discussed water, trade and the war on drug trafficking.", ["water", "trade", "narcotics"]),
        ("Education and tourism were discussed at the meeting as well.", ["education", "tourism"]),
        ("The ministers exchanged views on human rights in the region.", ["human_rights"]),
    ],
)
def test_agenda(sentence, topics):
    agenda = [row for row in facts(SCENE + sentence, "agenda") if row["event"] == ASTANA]
    assert agenda == [{"event": ASTANA, "topic": topics}]


@pytest.mark.parametrize(
    "sentence",
    [
        "Trade between the two countries grew by a tenth last year.",
        '"We discussed trade with our children at home," the driver said.',
        "The C5+1 platform was made to discuss trade among its members.",
        "The sides did not discuss trade on that cold day.",
    ],
)
def test_what_is_no_agenda(sentence):
    assert facts(SCENE + sentence, "agenda") == []


@pytest.mark.parametrize(
    ("sentence", "act", "topic"),
    [
        ("Blinken promised his help with water.", "pledge", "water"),
        ("Blinken urged the region to protect human rights.", "urge", "human_rights"),
        ("Blinken condemned the invasion of Ukraine.", "criticise", "ukraine_war"),
        ("Blinken warned that terrorism could spread again.", "warn", "counterterrorism"),
        ("Blinken announced a fund for English-language teaching.", "announce", "education"),
        ("Blinken reaffirmed the territorial integrity of the five.", "reaffirm", "sovereignty_territorial_integrity"),
        ("Blinken backed the plan for regional cooperation.", "support", "regional_cooperation"),
        ("Blinken praised the progress in tourism there.", "praise", "tourism"),
        ("Blinken said the sanctions were being watched.", "inform", "sanctions"),
    ],
)
def test_acts(sentence, act, topic):
    text = "Secretary of State Antony Blinken came to Astana. " + SCENE + sentence
    (statement,) = facts(text, "statements")
    assert (statement["speaker"], statement["actor"], statement["act"], statement["topic"]) == (
        "blinken-antony", "USA", act, topic,
    )  # fmt: skip
    assert statement["statement"] == f"blinken-antony-2023-02-28-{topic.replace('_', '-')}-{act}"
    assert statement["gist"].startswith("TODO")


def test_he_is_the_one_who_spoke_before():
    text = (
        SCENE + "Kazakh Foreign Minister Mukhtar Tileuberdi praised the trade. He called for more investment in rail."
    )
    assert [row["speaker"] for row in facts(text, "statements")] == ["tileuberdi-mukhtar", "tileuberdi-mukhtar"]


def test_all_together_speak_as_the_format():
    text = SCENE + "The parties called for peace in Afghanistan and for more jobs."
    (statement,) = facts(text, "statements")
    assert statement["actor"] == "C5+1" and "speaker" not in statement


def test_the_day_of_a_statement_is_only_the_one_that_is_told():
    text = SCENE + "Antony Blinken praised the trade they have. Antony Blinken said on Tuesday that energy mattered."
    assert [row.get("said_on") for row in facts(text, "statements")] == [None, "2023-02-28"]


@pytest.mark.parametrize(
    "sentence",
    ["The support of trade is strong there.", "Nobody said a word about energy.", "Blinken likes tea and cake."],
)
def test_what_is_no_statement(sentence):
    assert facts(SCENE + sentence, "statements") == []


def test_new_money_and_money_told_again():
    text = SCENE + (
        "Antony Blinken announced $25 million in new funding for trade in Central Asia, on top of $25 million already "
        "committed to the region."
    )
    new, repeated = facts(text, "commitments")
    assert new == {
        "commitment": "usa-2023-02-28-ericen", "donor": "USA", "recipient": "C5", "amount": "25000000", "currency": "USD",
        "novelty": "new", "announced_by": "blinken-antony", "topic": "trade",
    }  # fmt: skip
    assert (repeated["commitment"], repeated["novelty"]) == ("usa-2022-09-22-ericen", "repeated")
    assert "announced_by" not in repeated


def test_unknown_money_is_commented_out_with_what_is_told_of_it():
    text = "The United States plans to provide up to $7 million for the border posts of Tajikistan."
    (sum_,) = facts(text, "commitments", unsure=True)
    assert sum_ == {
        "commitment": "TODO", "donor": "USA", "recipient": "TJK", "amount": "7000000", "amount_bound": "at_most",
        "currency": "USD", "stage": "planned",
    }  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "Trade turnover between the two countries reached $3 billion last year.",
        "A melon costs about $2 on the markets of Tashkent these days.",
        "The United States gave help to 25 million people in the region.",
        "The United States refused to provide $9 million for the border posts.",
    ],
)
def test_what_is_no_commitment(text):
    assert facts(text, "commitments") == facts(text, "commitments", unsure=True) == []


def test_a_total_over_years():
    (total,) = facts(
        "USAID has given the region more than $90 million over the past five years.", "commitments", unsure=True
    )
    assert (total["novelty"], total["amount_bound"], total["recipient"]) == ("total", "at_least", "C5")


VOTE = "On Thursday 141 countries voted in favour of the resolution at the UN General Assembly, seven voted against and 32 abstained. "


def test_totals_find_the_resolution():
    (resolution,) = facts(VOTE, "resolutions", "2023-02-24")
    assert resolution == {
        "resolution": "A/RES/ES-11/6", "adopted_on": "2023-02-23", "in_favour": "141", "against": "7", "abstaining": "32",
    }  # fmt: skip


def test_choices_go_to_the_states_they_are_told_of():
    text = VOTE + (
        "Kazakhstan, Kyrgyzstan and Tajikistan abstained once more. Turkmenistan did not take part in the vote. Belarus, North Korea "
        "and Syria voted against it. Abstentions included Uzbekistan, India and China."
    )
    assert [(row["choice"], row["actor"]) for row in facts(text, "votes", "2023-02-24")] == [
        ("abstaining", ["KAZ", "KGZ", "TJK"]),
        ("not_voting", ["TKM"]),
        ("against", ["BLR", "PRK", "SYR"]),
        ("abstaining", ["UZB", "IND", "CHN"]),
    ]


def test_states_are_not_taken_from_adjectives_or_objects():
    text = VOTE + "Kazakhstan abstained from voting on the Ukrainian text about Russian forces."
    assert facts(text, "votes", "2023-02-24")[-1]["actor"] == ["KAZ"]


def test_a_symbol_names_the_resolution():
    text = "Kazakhstan voted against resolution A/RES/ES-11/4 in the UN General Assembly last autumn."
    assert facts(text, "votes")[0]["resolution"] == "A/RES/ES-11/4"


def test_a_vote_without_a_known_resolution_is_left_to_the_coder():
    (vote,) = facts(
        "Kazakhstan abstained in a vote of the UN General Assembly on fish.", "votes", "2012-01-01", unsure=True
    )
    assert vote["resolution"] == "TODO"


@pytest.mark.parametrize(
    "text",
    [
        "Kazakhstan abstained in the Security Council when the text was put to the vote.",
        "Kazakhstan voted for a new parliament in an early election on Sunday.",
        "Five people were against the road and 32 had no view at all.",
    ],
)
def test_votes_elsewhere(text):
    assert facts(text, "votes") == facts(text, "votes", unsure=True) == []


@pytest.mark.parametrize(
    ("text", "milestone", "kind"),
    [
        ("The C5+1 format was launched in 2015 by six states.", "c5plus1-launch", "launch"),
        ("A secretariat of the C5+1 was established in 2022.", "c5plus1-secretariat-2022", "secretariat"),
        ("The C5+1 has established three working groups.", "c5plus1-working-groups", "working_group"),
    ],
)
def test_milestones(text, milestone, kind):
    (step,) = facts(text, "milestones")
    assert (step["milestone"], step["kind"]) == (milestone, kind)


def test_a_date_that_does_not_fit_leaves_the_milestone_open():
    (step,) = facts("A secretariat of the C5+1 was established in 2012.", "milestones", unsure=True)
    assert step["milestone"] == "TODO"


@pytest.mark.parametrize(
    "text",
    [
        "The company was launched in 2015 by six friends.",
        "The C5+1 is of use to all six.",
        "The C5+1 has not established three working groups.",
    ],
)
def test_what_is_no_milestone(text):
    assert facts(text, "milestones") == facts(text, "milestones", unsure=True) == []


def test_a_measure_with_issuer_agency_target_and_day():
    text = "The U.S. Treasury imposed sanctions on Keremet Bank of Kyrgyzstan on 15 January 2025."
    (measure,) = facts(text, "measures", "2025-01-16")
    measure.pop("gist")
    assert measure == {
        "measure": "usa-2025-01-15-keremet-bank", "date": "2025-01-15", "kind": "sanction", "issuer": "USA",
        "agency": "US Treasury", "target": "KGZ",
    }  # fmt: skip


@pytest.mark.parametrize(
    "text",
    ["The banks comply with sanctions imposed on Russia.", "Everybody spoke of sanctions all day in the capital."],
)
def test_what_is_no_measure(text):
    assert facts(text, "measures") == facts(text, "measures", unsure=True) == []


def test_unsure_words_make_unsure_facts():
    text = "The C5+1 ministerial may possibly have been held in Astana on February 28."
    assert facts(text, "events") == []
    assert len(facts(text, "events", unsure=True)) == 1


def test_a_second_value_for_one_cell_is_left_to_the_coder():
    text = "The first C5+1 ministerial met in Samarkand in November 2015. The second C5+1 ministerial met in Samarkand in November 2015."
    assert len(facts(text, "events")) == 1


def test_no_day_is_made_up_where_the_date_of_publication_is_unknown():
    text = "Ministers gathered for a C5+1 ministerial in Astana yesterday to talk about trade."
    assert all("start_date" not in row for row in facts(text, "events", None) + facts(text, "events", None, True))


def test_a_sentence_is_drafted_once_however_often_the_page_has_it():
    assert len(draft(SCENE * 3)) == 1
