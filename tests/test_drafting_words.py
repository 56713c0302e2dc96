"""The parts that rules are made of: cue phrases, dates, sums, names, topics, voices. All sentences are invented."""

from collections.abc import Iterator

import pytest

from c5plus1.drafting.amounts import find_amounts
from c5plus1.drafting.dates import find_dates
from c5plus1.drafting.names import find_actors, find_people, find_places, make_names
from c5plus1.drafting.rules import compile_cues, find_cues, grammar, read_rules
from c5plus1.drafting.topics import choose_topic, find_topics, list_topics, make_topics
from c5plus1.drafting.voices import find_offices, find_via, make_voices
from c5plus1.problems import UsageProblem
from c5plus1.reading.registers import read_registers
from conftest import ROOT

RULES = read_rules("en")


@pytest.fixture(scope="module")
def registers():
    return read_registers(ROOT)


@pytest.fixture(scope="module")
def topics(registers):
    return make_topics(registers["topics"], RULES)


@pytest.mark.parametrize(
    ("cue", "text", "found"),
    [
        ("working group", "the Working  Group met", True),
        ("working group", "a working-group of experts", True),
        ("working group", "working groups", False),
        ("terrori*", "counter-terrorism", True),
        ("terrori*", "error", False),
        ("said|told", "they told us", True),
        ("did not ... vote", "did not even bother to vote", True),
        ("did not ... vote", "did not come. After one more long and quite dull day they took a vote", False),
        ("=US", "tell us more", False),
        ("=US", "the US side", True),
        ("u.s.", "uxsx", False),
    ],
)
def test_cue_notation(cue, text, found):
    assert bool(compile_cues([cue]).search(text)) is found


def test_longest_cue_wins_where_they_overlap():
    hits = find_cues(RULES, "offices.heads", "the Deputy Assistant Secretary of State for Central Asia", "office")
    assert [hit.values["office"] for hit in hits] == ["Deputy Assistant Secretary of State"]


def test_every_rule_of_every_language_can_be_used():
    def cue_lists(part, path=()) -> Iterator[tuple]:
        if isinstance(part, dict):
            for key, value in part.items():
                yield from cue_lists(value, (*path, key))
        elif isinstance(part, list):
            for item in part:
                if isinstance(item, dict):
                    yield from cue_lists(item, path)
            if all(isinstance(item, str) for item in part):
                yield path, part

    for path, cues in cue_lists(RULES.data):
        if "dates" not in path and "attribution" not in path and "spelling" not in path:
            compile_cues(cues)
    for name in RULES.section("grammar"):
        grammar(RULES, name)


def test_unknown_language_names_the_known_ones():
    with pytest.raises(UsageProblem, match=r"no drafting rules for the language 'xx'.*there are: en"):
        read_rules("xx")


@pytest.mark.parametrize(
    ("text", "published", "start", "end"),
    [
        ("They met yesterday.", "2023-03-01", "2023-02-28", None),
        ("They met today.", "2024-02-29", "2024-02-29", None),
        ("They met on Tuesday.", "2023-03-01", "2023-02-28", None),
        ("They met on Wednesday.", "2023-03-01", "2023-03-01", None),
        ("They met on Dec. 31.", "2023-01-02", "2022-12-31", None),
        ("They met on 3 January.", "2022-12-30", "2023-01-03", None),
        ("They met on 22nd of September, 2022.", None, "2022-09-22", None),
        ("They met in November 2015.", None, "2015-11", None),
        ("They have met since 2015.", None, "2015", None),
        ("They met in September.", "2023-03-01", "2022-09", None),
        ("They met from August 20-21.", "2019-08-22", "2019-08-20", "2019-08-21"),
        ("They met on 28 February - 1 March 2023.", None, "2023-02-28", "2023-03-01"),
        ("They met on 2023-02-28.", None, "2023-02-28", None),
    ],
)
def test_dates(text, published, start, end):
    (hit,) = find_dates(text, published, RULES)
    assert (hit.values["start"], hit.values["end"]) == (start, end)


@pytest.mark.parametrize(
    ("text", "published"),
    [
        ("They met yesterday.", None),
        ("They met yesterday.", "2023-03"),
        ("They met on February 28.", None),
        ("They met on 30 February 2023.", "2023-03-01"),
        ("It costs $25 million and 32 abstained.", "2023-03-01"),
        ("They may march on.", "2023-03-01"),
        ("Next year they meet on the 28th.", "2023-03-01"),
        ("It ended on 2023-02-30.", "2023-03-01"),
    ],
)
def test_what_is_no_date(text, published):
    assert find_dates(text, published, RULES) == []


def test_a_plan_looks_ahead_for_its_weekday_and_year():
    (weekday,) = find_dates("They will meet on Friday.", "2023-03-01", RULES, planned=True)
    (day,) = find_dates("They will meet on November 6.", "2025-01-16", RULES, planned=True)
    assert (weekday.values["start"], day.values["start"]) == ("2023-03-03", "2025-11-06")


def test_the_day_of_telling_is_marked():
    first, second = find_dates("The talks on 28 February went well, he said on Monday.", "2023-03-07", RULES)
    assert (first.values["told"], second.values["told"]) == (False, True)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("$25 million", {"currency": "USD", "amount": 25_000_000, "bound": None}),
        ("US$ 25m", {"currency": "USD", "amount": 25_000_000, "bound": None}),
        ("25 million US dollars", {"currency": "USD", "amount": 25_000_000, "bound": None}),
        ("one million dollars", {"currency": "USD", "amount": 1_000_000, "bound": None}),
        ("about $365,000", {"currency": "USD", "amount": 365_000, "bound": "about"}),
        ("up to $1.5 billion", {"currency": "USD", "amount": 1_500_000_000, "bound": "at_most"}),
        ("more than 90 million euros", {"currency": "EUR", "amount": 90_000_000, "bound": "at_least"}),
        ("25 million tenge", {"currency": "KZT", "amount": 25_000_000, "bound": None}),
        ("between $3 billion and $5 billion", {"currency": "USD", "low": 3 * 10**9, "high": 5 * 10**9, "bound": None}),
        ("$3-5 billion", {"currency": "USD", "low": 3 * 10**9, "high": 5 * 10**9, "bound": None}),
    ],
)
def test_amounts(text, expected):
    (hit,) = find_amounts(f"They gave {text} for schools.", RULES)
    assert hit.values == expected


@pytest.mark.parametrize("text", ["32 countries", "in 2023", "on the 25th", "25 million people", "$2,3", "5 metres"])
def test_what_is_no_amount(text):
    assert find_amounts(f"They counted {text} there.", RULES) == []


def test_two_sums_are_not_a_range():
    hits = find_amounts("It gave $25 million and $25 million.", RULES)
    assert [hit.values["amount"] for hit in hits] == [25_000_000, 25_000_000]


def test_spelling_variants_of_people(registers):
    text = (
        "Anthony Blinken saw Qasym-Zhomart Toqaev, Serdar Berdymukhammedov, Michael R. Pompeo, Mukhtar Tleuberdi, "
        "Sirojiddin Aslov and Shavkat Mirziyoev."
    )
    people = [hit.values["person"] for hit in find_people(text, make_names(registers, RULES, text))]
    assert people == [
        "blinken-antony", "tokayev-kassym-jomart", "berdimuhamedow-serdar", "pompeo-michael", "tileuberdi-mukhtar",
        "mukhriddin-sirojiddin", "mirziyoyev-shavkat",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "text", ["Power prices rose in the West.", "Lu added nothing.", "Wells ran dry.", "Blinkers were on."]
)
def test_words_that_only_look_like_people(registers, text):
    assert find_people(text, make_names(registers, RULES, text)) == []


def test_a_short_family_name_counts_once_the_report_has_given_it_in_full(registers):
    text = "Donald Lu arrived. Lu smiled."
    assert len(find_people(text, make_names(registers, RULES, text))) == 2


def test_a_stranger_with_a_known_family_name_is_doubtful(registers):
    text = "Hunter Blinken was seen."
    (hit,) = find_people(text, make_names(registers, RULES, text))
    assert hit.values["doubt"] == "given name not in the register"


def test_two_people_of_one_name_are_doubtful(registers):
    text = "Sullivan was seen in the hall."
    found = find_people(text, make_names(registers, RULES, text))
    assert [hit.values["doubt"] for hit in found] == ["several people of that name"]


@pytest.mark.parametrize(
    ("text", "place", "stated"),
    [
        ("It was held in Astana.", "astana", False),
        ("It was held in Samarqand (Uzbekistan).", "samarkand", True),
        ("It was held in the Kazakh capital Astana.", "astana", True),
        ("It was held in Nur-Sultan, Kazakhstan.", "astana", True),
        ("Tashkent hosted the talks.", "tashkent", False),
    ],
)
def test_places(registers, text, place, stated):
    (hit,) = find_places(text, make_names(registers, RULES, text))
    assert (hit.values["place"], hit.values["stated"]) == (place, stated)


@pytest.mark.parametrize(
    "text", ["Washington is issuing rules.", "The Astana Times wrote it.", "Ties with Tashkent grew."]
)
def test_cities_that_stand_for_something_else(registers, text):
    assert find_places(text, make_names(registers, RULES, text)) == []


def test_states_and_groups(registers):
    names = make_names(registers, RULES)
    hits = find_actors(
        "All Central Asian states, Niger, Nigeria, Equatorial Guinea and the U.S. met Kyrgyz experts.", names
    )
    assert [hit.values.get("actor", hit.values.get("members")) for hit in hits] == [
        ("KAZ", "KGZ", "TJK", "TKM", "UZB"), "NER", "NGA", "GNQ", "USA", "KGZ",
    ]  # fmt: skip
    assert hits[-1].rule == "adjectives.KGZ"


def test_offices_find_their_state_and_holder(registers):
    text = "Kazakh Foreign Minister Mukhtar Tileuberdi met Rashid Meredov, the foreign minister of Turkmenistan."
    names = make_names(registers, RULES, text)
    offices = find_offices(text, find_people(text, names), names)
    assert [(hit.values["office"], hit.values["actor"], hit.values["person"]) for hit in offices] == [
        ("Foreign Minister", "KAZ", "tileuberdi-mukhtar"),
        ("Foreign Minister", "TKM", "meredov-rashid"),
    ]


def test_a_former_office_is_marked(registers):
    text = "Former Secretary of State Mike Pompeo wrote a book."
    names = make_names(registers, RULES, text)
    (office,) = find_offices(text, find_people(text, names), names)
    assert office.values["former"] is True


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("trade, investment and water", ["trade", "investment", "water"]),
        ("the economy, energy and the environment, and security", ["economy", "energy_and_environment", "security"]),
        ("food security and border security", ["agriculture_food", "border_security"]),
        ("regional cooperation on trade", ["trade"]),
        ("regional cooperation", ["regional_cooperation"]),
        ("the weather", []),
    ],
)
def test_topics_of_an_agenda(topics, text, expected):
    assert list_topics(text, topics) == expected


def test_one_topic_is_the_one_with_most_cues_and_the_narrower_one(topics):
    assert choose_topic("economic growth by trade routes and export markets", topics) == "trade"
    assert choose_topic("the economy and tourism", topics) == "tourism"
    assert choose_topic("nothing of the kind", topics) is None


def test_every_topic_has_cues_in_english_and_finds_itself(registers, topics):
    for entry in registers["topics"]:
        cue = entry["cues"]["en"][0].rstrip("*")
        assert entry["topic"] in {hit.values["topic"] for hit in find_topics(f"They spoke of {cue}", topics)} | (
            {entry["topic"]} if entry["cues"]["en"][0].endswith("*") else set()
        )


@pytest.mark.parametrize(
    ("text", "publisher"),
    [
        ("The road is open, according to Reuters.", "Reuters"),
        ("Euronews says that the road is open.", "Euronews"),
        ("The road is open, the Tajik MFA information department says.", "Ministry of Foreign Affairs of Tajikistan"),
        ("The Foreign Ministry of Turkmenistan reported an open road.", "Ministry of Foreign Affairs of Turkmenistan"),
        ("The road is open, the State Department said in a statement.", "US Department of State"),
        ("The road is open, he told Reuters.", "Reuters"),
        ("Reuters has an office on this road.", None),
        ("Kazakhstan opened the road.", None),
    ],
)
def test_whom_a_sentence_credits(registers, text, publisher):
    voices = make_voices(registers["publishers"], RULES)
    names = make_names(registers, RULES, text)
    hit = find_via(text, voices, names, {entry["publisher"] for entry in registers["publishers"]})
    assert (hit.values["publisher"] if hit else None) == publisher


def test_a_report_does_not_credit_its_own_publisher(registers):
    voices = make_voices(registers["publishers"], RULES, own="Reuters")
    text = "The road is open, according to Reuters."
    assert find_via(text, voices, make_names(registers, RULES, text), {"Reuters"}) is None
