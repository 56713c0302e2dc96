"""Bad sheets: each gets its message with file and line, all at once, and never a traceback."""

import pytest

from conftest import SHA, Project, make_claim

VOTE = {"table": "votes", "resolution": "A/RES/ES-11/6", "actor": "KAZ", "choice": "abstaining"}
EVENT = {"table": "events", "event": "c5plus1-2023-02-28-astana"}
SOURCE = """source:
  id: asiaplus-2023-03-01
  publisher: Asia-Plus
  kind: newspaper
  title: A headline
  url: https://example.org/a
  published: 2023-03-01
  language: en
  retrieved: 2026-11-23
"""
CLAIMS = f"""claims:
  - evidence: {{tokens: 10, sha256: {SHA}}}
    note: Ours.
    facts:
      - {{table: votes, resolution: A/RES/ES-11/6, actor: KAZ, choice: abstaining}}
"""


def only(problems: list[str]) -> str:
    assert len(problems) == 1, problems
    return problems[0]


def planted(project: Project, *facts: dict, source: dict | None = None, **claim) -> list[str]:
    project.sheet("asiaplus-2023-03-01", make_claim(*facts, **claim), **(source or {}))
    return project.problems()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "data/sheets/2023/x.yaml:1: the file is empty; start from the template"),
        ("# only a comment\n", "data/sheets/2023/x.yaml:1: the file is empty"),
        ("source: [\n", "data/sheets/2023/x.yaml:2: not YAML: did not find expected node content"),
        (
            "source: a: b\n",
            "data/sheets/2023/x.yaml:1: not YAML: mapping values are not allowed in this context; a text",
        ),
        ("source:\n\tid: x\n", "data/sheets/2023/x.yaml:2: a tab in the indentation; YAML takes only spaces there"),
        ("a: &a [x, x]\nb: [*a, *a]\n", "data/sheets/2023/x.yaml:1: anchors and aliases (& and *) are not allowed"),
        (
            b"source:\n  title: \xe9t\xe9\n",
            "data/sheets/2023/x.yaml:2: not UTF-8; save the file with the encoding UTF-8",
        ),
        ("- a\n- b\n", "data/sheets/2023/x.yaml:1: expected the two keys 'source:' and 'claims:'"),
        ("just text\n", "data/sheets/2023/x.yaml:1: expected the two keys 'source:' and 'claims:'"),
    ],
)
def test_a_file_that_is_no_sheet(project, text, message):
    project.raw("x", text)
    assert only(project.problems()).startswith(message)


def test_a_yaml_bomb_is_refused_before_it_grows(project):
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 30)]
    project.raw("bomb", "\n".join(lines))
    assert "anchors and aliases" in only(project.problems())


def test_missing_source(project):
    project.raw("asiaplus-2023-03-01", CLAIMS)
    problems = project.problems()
    assert (
        "data/sheets/2023/asiaplus-2023-03-01.yaml:1: 'source' is missing; it needs id, publisher, kind" in problems[0]
    )


def test_missing_keys_of_source_are_all_named(project):
    project.raw("asiaplus-2023-03-01", "source:\n  id: asiaplus-2023-03-01\n" + CLAIMS)
    problems = "\n".join(project.problems())
    for key in ("publisher", "kind", "title", "url", "published", "language", "retrieved"):
        assert f"source has no {key!r}" in problems
    assert "(write 'published: null' if it is unknown)" in problems


def test_missing_claims(project):
    project.raw("asiaplus-2023-03-01", SOURCE)
    assert "'claims' must be a list of at least one claim" in only(project.problems())


def test_unknown_keys_get_a_hint(project):
    project.raw("asiaplus-2023-03-01", SOURCE.replace("language:", "langauge:") + "claim: []\n" + CLAIMS)
    text = "\n".join(project.problems())
    assert "asiaplus-2023-03-01.yaml:8: unknown key 'langauge' in source (did you mean 'language'?)" in text
    assert "asiaplus-2023-03-01.yaml:10: unknown key 'claim' (did you mean 'claims'?)" in text


def test_duplicate_key(project):
    project.raw("asiaplus-2023-03-01", SOURCE + "  kind: agency\n" + CLAIMS)
    assert only(project.problems()).endswith("asiaplus-2023-03-01.yaml:10: key 'kind' given twice; keep one")


def test_id_is_the_file_name(project):
    project.raw("asiaplus-2023-03-02", SOURCE + CLAIMS)
    message = "asiaplus-2023-03-02.yaml:2: id 'asiaplus-2023-03-01' is not the file's name 'asiaplus-2023-03-02'"
    assert message in only(project.problems())


def test_folder_is_the_year_of_publication(project):
    project.raw("asiaplus-2023-03-01", SOURCE + CLAIMS, year="2022")
    assert "belongs in the folder '2023'" in only(project.problems())


def test_id_used_twice(project):
    project.raw("asiaplus-2023-03-01", SOURCE + CLAIMS)
    again = SOURCE.replace("published: 2023-03-01", "published: null").replace("org/a", "org/b")
    project.raw("asiaplus-2023-03-01", again + CLAIMS, year="undated")
    message = "source id 'asiaplus-2023-03-01' is already used by data/sheets/2023/asiaplus-2023-03-01.yaml"
    assert message in only(project.problems())


def test_two_sheets_with_one_url(project):
    project.sheet("asiaplus-2023-03-01", make_claim(VOTE), url="https://example.org/same")
    project.sheet("asiaplus-2023-03-02", make_claim(VOTE), url="https://example.org/same")
    assert "the same url as data/sheets/2023/asiaplus-2023-03-01.yaml" in only(project.problems())


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ({"published": "2023-13-01"}, "published: '2023-13-01' is not on the calendar: there is no month 13"),
        ({"published": "2023-02-29"}, "published: '2023-02-29' is not on the calendar: 2023-02 has no day 29"),
        ({"published": "28/02/2023"}, "published: '28/02/2023' is not a date; write 2023, 2023-02 or 2023-02-28"),
        ({"retrieved": "2026-11"}, "retrieved: '2026-11' must be a full date, such as 2023-02-28"),
        (
            {"publisher": "Asia Plus"},
            "publisher: 'Asia Plus' is not in the register publishers (did you mean 'Asia-Plus'?)",
        ),
        ({"kind": "paper"}, "kind: 'paper' is not one of official, agency, "),
        ({"url": "ftp://example.org/x"}, "url: 'ftp://example.org/x' does not have the form"),
        ({"title": "=HYPERLINK(1)"}, "begins with '=', which a spreadsheet would run"),
        ({"title": "Cafe\u0301"}, "is not in Unicode form NFC"),
        (
            {"same_text_as": "asiaplus-2023-03-10"},
            "same_text_as: no source 'asiaplus-2023-03-10' (did you mean 'asiaplus-",
        ),
        ({"same_text_as": "asiaplus-2023-03-01"}, "same_text_as goes round in a circle"),
        (
            {"reprint_of": "Reuterz"},
            "reprint_of: 'Reuterz' is not in the register publishers (did you mean 'Reuters'?)",
        ),
    ],
)
def test_bad_values_of_source(project, source, message):
    problems = planted(project, VOTE, source=source)
    assert any(message in problem for problem in problems), problems


@pytest.mark.parametrize(
    ("fact", "message"),
    [
        ({**VOTE, "table": "vote"}, "unknown table 'vote' (did you mean 'votes'?)"),
        ({"resolution": "A/RES/ES-11/6"}, "the fact names no 'table'"),
        ({**VOTE, "chioce": "against"}, "votes has no column 'chioce' (did you mean 'choice'?)"),
        ({**VOTE, "choice": "no"}, "votes.choice: 'no' is not one of in_favour, against, abstaining, not_voting"),
        ({**VOTE, "actor": "KAX"}, "votes.actor: 'KAX' is not in the register actors (did you mean 'KAZ'?)"),
        ({**VOTE, "resolution": "A/RES/ES-11/66"}, "votes.resolution: 'A/RES/ES-11/66' is not in the register"),
        ({"table": "votes", "resolution": "A/RES/ES-11/6", "choice": "against"}, "the key column 'actor' is missing"),
        ({**VOTE, "actor": ["KAZ", "KAZ"]}, "'KAZ' is given twice in the list"),
        ({**VOTE, "actor": []}, "the list is empty"),
        ({**VOTE, "choice": ["abstaining"]}, "a list is allowed only in the key columns actor and topic"),
        ({**VOTE, "slip": "yes"}, "slip: 'yes'; write 'slip: true' or leave it out"),
        ({**VOTE, "modality": "planned"}, "modality belongs to facts of agenda, attendance, delegations, events"),
        ({"table": "votes", "resolution": "A/RES/ES-11/6", "actor": "KAZ"}, "states nothing beside its key"),
        (
            {**EVENT, "place": "astanna"},
            "events.place: 'astanna' is not in the register places (did you mean 'astana'?)",
        ),
        ({**EVENT, "start_date": "2023-2-28"}, "events.start_date: '2023-2-28' is not a date"),
        ({**EVENT, "ordinal": "second"}, "events.ordinal: 'second' is not a whole number in plain digits"),
        ({**EVENT, "host": "USA;KAZ"}, "several actors are joined by ';' in alphabetical order: 'KAZ;USA'"),
        ({**EVENT, "host": "USA;KAX"}, "'KAX' is not in the register actors (did you mean 'KAZ'?)"),
        ({**EVENT, "venue": ""}, "events.venue: is empty; leave the key out instead"),
        (
            {"table": "agenda", "event": EVENT["event"], "topic": "trad"},
            "'trad' is not in the register topics (did you mean 'trade'?)",
        ),
        (
            {"table": "attendance", "event": EVENT["event"], "person": "blinken-anthony"},
            "'blinken-anthony' is not in the register people (did you mean 'blinken-antony'?)",
        ),
        (
            {"table": "commitments", "commitment": "usa-2023-02-28-ericen", "amount": "25,000,000"},
            "'25,000,000' is not a whole number in plain digits; write 25000000 (no thousands separators)",
        ),
        (
            {"table": "delegations", "event": EVENT["event"], "actor": "USA", "attended": "yes"},
            "delegations.attended: 'yes' must be true or false",
        ),
    ],
)
def test_bad_facts(project, fact, message):
    problems = planted(project, fact)
    assert any(message in problem for problem in problems), problems
    assert all(problem.startswith("data/sheets/2023/asiaplus-2023-03-01.yaml:") for problem in problems)


@pytest.mark.parametrize(
    ("claim", "message"),
    [
        ({"tokens": 3}, "a span of 3 tokens; a fingerprint needs 6 to 100"),
        ({"tokens": 101}, "a span of 101 tokens; a fingerprint needs 6 to 100"),
        ({"sha256": "abc"}, "sha256: expected 64 hexadecimal digits (0-9, a-f), found 3 characters; copy it whole"),
        ({"sha256": SHA.upper()}, "sha256: expected 64 hexadecimal digits"),
        ({"via": "Reuter"}, "via: 'Reuter' is not in the register publishers (did you mean 'Reuters'?)"),
        ({"note": "two\nlines"}, "note: 'two\\nlines'… must be one line"),
        ({"comment": "x"}, "unknown key 'comment' in a claim"),
    ],
)
def test_bad_claims(project, claim, message):
    problems = planted(project, VOTE, **claim)
    assert any(message in problem for problem in problems), problems


def test_all_problems_of_all_sheets_come_at_once_and_sorted(project):
    project.sheet("asiaplus-2023-03-01", make_claim({**VOTE, "choice": "no"}, {**VOTE, "actor": "XXX"}), kind="paper")
    project.sheet("asiaplus-2023-03-02", make_claim({**EVENT, "level": "high"}))
    project.raw("asiaplus-2023-03-03", "")
    problems = project.problems()
    assert len(problems) == 5
    places = [(problem.split(":")[0], int(problem.split(":")[1])) for problem in problems]
    assert places == sorted(places)


def test_one_source_has_one_value_for_an_exact_cell(project):
    other = {**VOTE, "choice": "against"}
    message = only(planted(project, VOTE, other))
    assert "votes.choice of 'A/RES/ES-11/6:KAZ' is 'against' here and 'abstaining' in line" in message
    assert "mark the wrong one 'slip: true'" in message


def test_a_slip_may_contradict_its_own_source(project):
    assert planted(project, VOTE, {**VOTE, "choice": "against", "slip": True}) == []


def test_two_wordings_or_two_dates_of_one_source_are_no_error(project):
    facts = [{**EVENT, "venue": "A"}, {**EVENT, "venue": "B"}, {**EVENT, "start_date": "2023-02"}]
    assert planted(project, *facts, {**EVENT, "start_date": "2023-02-28"}) == []


def test_scalars_stay_what_they_are(project):
    project.raw("asiaplus-2023-03-01", (SOURCE + CLAIMS).replace("A headline", "no").replace("Ours.", "12:30"))
    sheet = project.assemble().sheets[0]
    assert sheet.source.title == "no"
    assert sheet.claims[0].note == "12:30"


def test_a_list_in_a_key_column_stands_for_a_row_each(project):
    project.sheet("asiaplus-2023-03-01", make_claim({**VOTE, "actor": ["KAZ", "KGZ"]}))
    votes = project.assemble().tables["votes"]
    assert votes["actor"].tolist() == ["KAZ", "KGZ"]
    assert set(votes["choice"]) == {"abstaining"}


def test_no_sheets_at_all(project):
    assert only(project.problems()) == "data/sheets: no coding sheets (data/sheets/<year>/<source>.yaml) found"


def test_the_real_sheets_are_clean(package):
    assert len(package.sheets) >= 859
    assert sum(len(sheet.claims) for sheet in package.sheets) >= 2432
