"""Bad edits of every file that people edit: each gets file, line and message, all at once, and never a traceback."""

import re

import pytest
import yaml

from c5plus1.building.register_tables import build_audit, build_searches
from c5plus1.problems import DataError
from c5plus1.reading.about import read_about
from c5plus1.reading.positions import parse_yaml
from c5plus1.reading.register_rules import check_register_values
from c5plus1.reading.registers import read_registers
from c5plus1.reading.schemas import read_schemas
from c5plus1.reading.values import check_integer, check_line, check_number, check_partial_date
from conftest import make_claim

VOTE = {"table": "votes", "resolution": "A/RES/ES-11/6", "actor": "KAZ", "choice": "abstaining"}
EVENT = {"table": "events", "event": "c5plus1-2023-02-28-astana"}
SHEET = "data/sheets/2023/asiaplus-2023-03-01.yaml"


def told(read, *arguments) -> list[str]:
    """What `read` says is wrong; any other exception fails the test."""
    try:
        read(*arguments)
    except DataError as short:
        return [str(problem) for problem in short.problems]
    return []


def expect(problems: list[str], place: str, message: str) -> None:
    assert any(re.match(place, problem) and message in problem for problem in problems), problems


def edit(project, path: str, old: str, new: str) -> None:
    file = project.root / path
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8", newline="\n")


def add(project, register: str, entry: dict) -> None:
    with (project.root / "data" / "registers" / f"{register}.yaml").open("a", encoding="utf-8", newline="\n") as file:
        file.write(yaml.safe_dump([entry], allow_unicode=True, sort_keys=False))


def write(project, path: str, text: str | bytes) -> None:
    (project.root / path).write_bytes(text if isinstance(text, bytes) else text.encode("utf-8"))


# YAML


@pytest.mark.parametrize("depth", [25, 600, 999, 30_000])
@pytest.mark.parametrize("sign", ["[]", "{}", "- "])
def test_deep_nesting_is_refused(depth, sign):
    opened = {"[]": "[" * depth, "{}": "{a: " * depth, "- ": "- " * depth}[sign]
    closed = {"[]": "]" * depth, "{}": "}" * depth, "- ": "x"}[sign]
    _, _, problems = parse_yaml(f"a: 1\nb:\n  {opened}{closed}\n", "x.yaml")
    assert len(problems) == 1
    assert re.match(r"x\.yaml(:3)?: (lists or mappings lie more than 20 deep|not YAML)", str(problems[0]))
    if depth < 900:
        assert str(problems[0]).startswith("x.yaml:3: lists or mappings lie more than 20 deep")


@pytest.mark.parametrize("letter", ["\0", "\x07", "\x85", "\u2028", "\ufeff", "\uffff"])
def test_a_character_that_cannot_be_seen_is_told_with_its_line(letter):
    _, _, problems = parse_yaml(f"a: 1\nb: x{letter}y\n", "x.yaml")
    assert [str(problem) for problem in problems] == [
        f"x.yaml:2: holds the character U+{ord(letter):04X}, which cannot be seen and is not allowed; delete it"
    ]


def test_a_byte_order_mark_and_other_scripts_are_read():
    document, _, problems = parse_yaml("\ufeffa: Ўзбекистон 中 🌍\n", "x.yaml")
    assert (document, problems) == ({"a": "Ўзбекистон 中 🌍"}, [])


def test_an_empty_document_is_told_without_a_hint_that_is_not_asked_for():
    assert [str(one) for one in parse_yaml("", "x.yaml")[2]] == ["x.yaml:1: the file is empty"]
    assert [str(one) for one in parse_yaml("# x\n", "x.yaml", "; do this")[2]] == [
        "x.yaml:1: the file is empty; do this"
    ]


# Values


@pytest.mark.parametrize("date", ["٢٠٢٣-٠٢-٢٨", "２０２３", "2023-0２", "०२०३"])
def test_dates_are_in_plain_digits(date):
    assert "is not a date" in check_partial_date(date)


@pytest.mark.parametrize("date", ["0023", "1989-12-31", "2101", "9999-01-01", "0000-01-01"])
def test_years_are_those_that_the_data_can_be_about(date):
    assert "the year must lie between 1990 and 2100" in check_partial_date(date)


@pytest.mark.parametrize("date", ["1990", "2100-12", "2024-02-29"])
def test_good_dates(date):
    assert check_partial_date(date) is None


@pytest.mark.parametrize("value", ["5.0", "1.5", ".5", "007", "1,5", "12,34,567", "0,500", "-5", "٥", "1e3", "5 "])
def test_no_other_number_is_suggested_than_was_surely_meant(value):
    assert check_integer(value) == f"{value!r} is not a whole number in plain digits"


@pytest.mark.parametrize("sign", [",", "'", " ", "\u00a0", ".", "_", "’"])
def test_thousands_separators_are_told(sign):
    assert check_integer(f"25{sign}000{sign}000").endswith("; write 25000000 (no thousands separators)")


def test_numbers_have_an_end():
    assert check_integer("9" * 15) is None
    assert "more than 15 digits" in check_integer("9" * 16)
    assert "more than 15 digits" in check_integer("9" * 5000)
    assert "more than 15 digits" in check_number("0." + "1" * 16)
    assert check_number("1.5") is None


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "is empty"),
        ("\u200d", "has no visible character"),
        ("\u3164\u2800", "has no visible character"),
        ("a\u2028b", "U+2028"),
        ("a\u202eb", "U+202E"),
        ("a\u2066b", "U+2066"),
        ("a\ufeffb", "U+FEFF"),
        ("a\ufffeb", "U+FFFE"),
        ("a\ufdd0b", "U+FDD0"),
        ("a\U0010ffffb", "U+10FFFF"),
        ("a\x07b", "control character"),
    ],
)
def test_lines_hold_only_what_can_be_seen(text, message):
    assert message in check_line(text)


def test_joiners_stay():
    assert check_line("می\u200cشود") is None
    assert check_line("👩\u200d🚀") is None


# Sheets


@pytest.mark.parametrize("table", [["events"], {"a": "b"}, None, ""])
def test_a_table_that_is_no_word(project, table):
    project.sheet("asiaplus-2023-03-01", make_claim({**VOTE, "table": table}))
    expect(project.problems(), SHEET + r":\d+: ", "table")


def test_an_empty_note_is_refused(project):
    project.sheet("asiaplus-2023-03-01", make_claim(VOTE, note=""))
    expect(project.problems(), SHEET + r":\d+: ", "note: is empty")


@pytest.mark.parametrize("published", ["", "03/2023", ["2023"], "1823"])
def test_a_bad_date_of_publication_says_nothing_of_the_folder(project, published):
    project.sheet("asiaplus-2023-03-01", make_claim(VOTE))
    edit(project, SHEET, "published: '2023-03-01'", f"published: {published!r}")
    (problem,) = project.problems()
    assert "published: " in problem
    assert "folder" not in problem


def test_a_number_below_the_least_is_refused_at_its_line(project):
    project.sheet("asiaplus-2023-03-01", make_claim({**EVENT, "ordinal": 0}))
    expect(project.problems(), SHEET + r":\d+: ", "events.ordinal: '0' is too small; the least is 1")


# Registers


@pytest.mark.parametrize(
    ("links", "message"),
    [
        ({"x-a": {"part_of": "x-a"}}, "part_of: 'x-a' comes back to itself by way of x-a"),
        ({"x-a": {"part_of": "x-b"}, "x-b": {"part_of": "x-a"}}, "part_of: 'x-b' comes back to itself by way of x-a"),
        ({"x-a": {"totals": ["x-a"]}}, "totals: 'x-a' comes back to itself"),
        (
            {"x-a": {"totals": ["x-b", "x-c"]}, "x-b": {}, "x-c": {"totals": ["x-b", "x-a"]}},
            "totals: 'x-c' comes back to itself by way of x-b, x-a; take out one of the links",
        ),
    ],
)
def test_commitments_do_not_go_round_in_circles(project, links, message):
    for name, more in links.items():
        add(project, "commitments", {"commitment": name, "name": "X", **more})
    expect(told(read_registers, project.root), r"data/registers/commitments\.yaml:\d+: ", message)


def test_topics_do_not_go_round_in_circles(project):
    edit(project, "data/registers/topics.yaml", "  label: Economy\n", "  label: Economy\n  broader: trade\n")
    expect(
        told(read_registers, project.root),
        r"data/registers/topics\.yaml:3: ",
        "broader: 'economy' comes back to itself by way of trade",
    )


def test_a_house_of_one_that_is_no_publisher_is_a_slip(project):
    add(project, "publishers", {"publisher": "RFE/RL Nowhere Service", "group": "RFE/Rl"})
    expect(
        told(read_registers, project.root),
        r"data/registers/publishers\.yaml:\d+: group: ",
        "'RFE/Rl' is no publisher and no other publisher belongs to it (did you mean 'RFE/RL'?)",
    )


@pytest.mark.parametrize(
    ("register", "entry", "message"),
    [
        ("actors", {"actor": "kaz", "name": "X", "kind": "state"}, "actor: 'kaz' does not have the form"),
        ("actors", {"actor": "XAA", "name": "X", "kind": "stat"}, "'stat' is not one of state, group, organisation"),
        ("people", {"person": "X Y", "name": "X", "actor": "KAZ"}, "person: 'X Y' does not have the form"),
        ("people", {"person": "x-y", "name": "=1+1", "actor": "KAZ"}, "name: '=1+1' begins with '='"),
        ("people", {"person": "x-y", "name": "X", "actor": "KAZ", "aliases": [""]}, "aliases: is empty"),
        ("people", {"person": "x-y", "name": "X", "actor": "KAZ", "aliases": ["A", "A"]}, "'A' is given twice"),
        ("topics", {"topic": "Trade!", "label": "X", "definition": "X"}, "topic: 'Trade!' does not have the form"),
        ("topics", {"topic": "x", "label": "X", "definition": "X", "pillar": "econ"}, "pillar: 'econ' is not one of"),
        ("events", {"event": "x y", "name": "X"}, "event: 'x y' does not have the form"),
        ("events", {"event": "x", "name": "X", "former_ids": [" x"]}, "former_ids: ' x'"),
        ("milestones", {"milestone": "x", "name": "X", "weak": "yes"}, "weak: 'yes' must be true or false"),
        ("publishers", {"publisher": "X\u202eY"}, "publisher: 'X\\u202eY' holds the character U+202E"),
    ],
)
def test_values_of_registers_are_told_at_their_line(project, register, entry, message):
    add(project, register, entry)
    found = [str(one) for one in check_register_values(read_registers(project.root), read_schemas(project.root))]
    assert len(found) == 1
    expect(found, rf"data/registers/{register}\.yaml:\d+: ", message)


def test_an_empty_register_is_told_plainly(project):
    write(project, "data/registers/people.yaml", "")
    assert told(read_registers, project.root) == ["data/registers/people.yaml:1: the file is empty"]


def test_the_real_registers_pass(package):
    assert check_register_values(package.registers, package.schemas) == []


# Logs

GOOD = "- query: words\n  results: 8\n  new_sheets: []\n  remark: ''\n  date: 2026-11-23\n"


@pytest.mark.parametrize(
    ("text", "place", "message"),
    [
        ("", "1", "the file is empty"),
        ("query: x\n", "1", "expected a list of entries, each beginning with '- query: …'"),
        ("- words\n", "1", "expected an entry with the keys query, results, date"),
        (GOOD + "  reslts: 9\n", "6", "unknown key 'reslts' (did you mean 'results'?)"),
        (GOOD.replace("words", "[a]"), "1", "query: must be one text"),
        (GOOD.replace("''", "{a: b}"), "4", "remark: must be one text"),
        (GOOD.replace("''", '"=1"'), "4", "remark: '=1' begins with '='"),
        (GOOD.replace("8", "eight"), "2", "results: 'eight' is not a whole number"),
        (GOOD.replace("2026-11-23", "2026-11"), "5", "date: '2026-11' must be a full date"),
        (GOOD.replace("2026-11-23", "[2026-11-23]"), "5", "date: must be one text"),
        (GOOD.replace("[]", "a-2023"), "3", "new_sheets: must be a list of texts"),
        (GOOD.replace("[]", "[[a]]"), "3", "new_sheets: must be a list of texts"),
        (GOOD + "  about: a;b\n", "6", "about: must be a list of texts"),
        (GOOD + "  about: [a;b]\n", "6", "about: 'a;b' holds ';'"),
        (GOOD.replace("  results: 8\n", ""), "1", "'results' is missing or empty"),
        (GOOD + "  query: more\n", "6", "key 'query' given twice"),
    ],
)
def test_bad_logs_of_searches(project, text, place, message):
    write(project, "data/searches/x.yaml", text)
    expect(told(build_searches, project.root), rf"data/searches/x\.yaml:{place}: ", message)


HEADER = "auditor,source,found_page,claims,fingerprints_found,facts,correct,wrong,unsupported,debatable,missed,remark\n"
ROW = "a,x-2023,yes,1,1,1,1,0,0,0,0,\n"


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("", "1", "expected the header auditor,source,found_page"),
        ("auditor;source\n", "1", "expected the header auditor,source,found_page"),
        ((HEADER + ROW).encode() + b"b,\xe9\n", "3", "not UTF-8"),
        (
            HEADER + ROW + 'b,x,yes,1,1,1,1,0,0,0,0,"open\n',
            "3",
            "not CSV: unexpected end of data; check that each quote",
        ),
        (HEADER + ROW + "b,x\n", "3", "expected 12 values, found 2"),
        (HEADER + ROW.replace("yes", "true"), "2", "found_page: 'true' must be yes or no"),
        (HEADER + ROW.replace("yes,1", "yes,one"), "2", "claims: 'one' is not a whole number"),
        (HEADER + ROW.replace("x-2023", ""), "2", "source: is empty"),
    ],
)
def test_bad_findings_of_the_audit(project, text, line, message):
    write(project, "data/audit/findings.csv", text)
    expect(told(build_audit, project.root), rf"data/audit/findings\.csv:{line}: ", message)


def test_a_missing_audit_is_told(project):
    (project.root / "data" / "audit" / "findings.csv").unlink()
    expect(told(build_audit, project.root), r"data/audit/findings\.csv: ", "cannot be read: No such file")


# About


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("title: The C5+1 Record", "title: [x]", "title: expected one text"),
        ("title: The C5+1 Record", "title:", "title: expected one text"),
        ("title: The C5+1 Record", "titel: x", "unknown key 'titel' (did you mean 'title'?)"),
        ("title: The C5+1 Record", "titel: x", "missing: title"),
        ("name: c5plus1-record", "name: x\nname: y", "key 'name' given twice"),
        ("keywords: [", "keywords: [[x], ", "keywords: entry 1 must be a text"),
        ("keywords: [", "keywords: ['', ", "keywords: entry 1 must be a text"),
        ("keywords: [", "keywords: []\nspatial2: [", "keywords: expected a list of at least one text"),
        ("{name: CC-BY-4.0,", "{nme: CC-BY-4.0,", "licenses: an entry lacks 'name'"),
        ("{name: CC-BY-4.0,", "{nme: CC-BY-4.0,", "licenses: unknown key 'nme' (did you mean 'name'?)"),
        ("  - {title: The C5+1 Record contributors,", "  - {", "contributors: an entry lacks 'title'"),
        ("roles: [author, maintainer, publisher]", "roles: author", "roles: expected a list"),
        ("sources:\n", "origins:\n", "missing: sources"),
        ("sources:\n", "sources:\n  - x\n", "sources: expected an entry {title: …}"),
    ],
)
def test_bad_descriptions_of_the_package(project, old, new, message):
    edit(project, "data/about.yaml", old, new)
    expect(told(read_about, project.root), r"data/about\.yaml:\d+: ", message)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "data/about.yaml:1: the file is empty"),
        ("- x\n", "data/about.yaml:1: expected the keys name, id"),
        ("x", "data/about.yaml:1: expected the keys name, id"),
        (b"name: x\ntitle: \xe9\n", "data/about.yaml:2: not UTF-8"),
        ("name: [\n", "data/about.yaml:2: not YAML"),
    ],
)
def test_no_description_of_the_package(project, text, message):
    write(project, "data/about.yaml", text)
    (problem,) = told(read_about, project.root)
    assert problem.startswith(message)


def test_an_unquoted_date_stays_text(project):
    edit(project, "data/about.yaml", "title: The C5+1 Record", "title: 2023-02-28")
    assert read_about(project.root)["title"] == "2023-02-28"


# Schemas


@pytest.mark.parametrize("table", ["claims", "actors", "searches", "sources", "event_names", "votes"])
def test_a_missing_table_is_told(project, table):
    (project.root / "data" / "schemas" / f"{table}.yaml").unlink()
    expect(
        told(read_schemas, project.root), rf"data/schemas/{table}\.yaml: ", "is missing; the package needs this table"
    )


PLACE = "  - {fields: [place], reference: {resource: places, fields: [place]}}"


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("title: Meetings and visits", "", "title: is missing or empty"),
        ("unit: one convened", "uni: one convened", "unit: is missing or empty"),
        ("unit: one convened", "uni: one convened", "unknown key 'uni' (did you mean 'unit'?)"),
        ("description: >-", "description: [x]\nx: >-", "description: ['x'] is not a text"),
        ("kind: subject", "kind: [subject]", "kind: ['subject'] is not one of subject, report"),
        ("order: 1", "order: first", "order: 'first' is not a whole number"),
        ("primaryKey: [event]", "primaryKey: [evnt]", "primaryKey: there is no field 'evnt' (did you mean 'event'?)"),
        ("primaryKey: [event]", "primaryKey: event", "primaryKey: expected a list"),
        ("primaryKey: [event]", "", "primaryKey: expected a list"),
        (PLACE, PLACE.replace("places", "palces"), "there is no table 'palces' (did you mean 'places'?)"),
        (PLACE, PLACE.replace("[place]}}", "[plaec]}}"), "there is no field 'plaec' in places (did you mean 'place'?)"),
        (PLACE, PLACE.replace("{fields: [place]", "{fields: [plce]"), "there is no field 'plce' in events"),
        (PLACE, "  - place", "foreignKeys: expected {fields: [place]"),
        (PLACE, "  - {fields: [place]}", "foreignKeys: expected {fields: [place]"),
        ("fields:\n  - name: event", "felds:\n  - name: event", "fields: expected a list of at least one field"),
        ("  - name: venue", "  - name: [venue]", "name: ['venue'] is not a text"),
        ("  - name: venue", "  - name: 2023", "name: 2023 is not a text"),
        ("  - name: venue", "  - name: place", "the field 'place' is there twice"),
        ("    type: string", "    type: [string]", "type: ['string'] is not one of string, integer"),
        ("    type: string", "    type: strng", "type: 'strng' is not one of string, integer"),
        ("    title: Venue", "    titel: Venue", "title: is missing or empty"),
        ("    compare: exact", "    compare: exactly", "compare: 'exactly' is not one of exact, date"),
        ("    compare: exact", "    compare: null", "compare: None is not one of exact, date"),
        ("    compare: exact\n", "", "level has no 'compare'; say how its values agree"),
        ("'[A-Z]{3}'", "'[A-Z'", "is not a regular expression: unterminated character set"),
        ("{minimum: 1}", "{minimum: one}", "minimum: 'one' is not a number"),
        ("{minimum: 1}", "minimum", "constraints: expected a mapping"),
        ("      - value: visit", "      - value: no", "value: False is not a text; put it in quotes"),
        ("      - value: bilateral", "      - value: visit", "categories: 'visit' is there twice"),
        ("    example: '2023-02-28'", "    example: 2023-02-28", "example: expected one value (a date needs quotes)"),
        (
            "    example: '2023-02-28'",
            "    example: 2023-02-38",
            "holds a value that cannot be read; put texts in quotes",
        ),
        ("kind: subject", "kind: subject\nkind: subject", "key 'kind' given twice"),
    ],
)
def test_bad_schemas(project, old, new, message):
    edit(project, "data/schemas/events.yaml", old, new)
    expect(told(read_schemas, project.root), r"data/schemas/events\.yaml(:\d+)?: ", message)


@pytest.mark.parametrize("text", ["", "- x\n", "x", "title: [", b"title: \xe9\n", "[" * 500 + "]" * 500])
def test_files_that_are_no_schema(project, text):
    write(project, "data/schemas/events.yaml", text)
    expect(told(read_schemas, project.root), r"data/schemas/events\.yaml:\d+: ", "")


def test_shared_categories_point_at_some(project):
    for path in sorted((project.root / "data" / "schemas").glob("*.yaml")):
        if match := re.search(r"categoriesOf: (\S+)", path.read_text(encoding="utf-8")):
            edit(project, f"data/schemas/{path.name}", match.group(), "categoriesOf: events.nothing")
            expect(
                told(read_schemas, project.root), rf"data/schemas/{path.name}:\d+: ", "names no field with categories"
            )
            return
    pytest.fail("no schema shares categories any more")


def test_a_table_that_nothing_builds_is_refused(project):
    text = (project.root / "data" / "schemas" / "topics.yaml").read_text(encoding="utf-8")
    write(project, "data/schemas/topic.yaml", text)
    expect(told(read_schemas, project.root), r"data/schemas/topic\.yaml:\d+: ", "nothing builds a table 'topic'")


def test_problems_of_several_schemas_come_at_once(project):
    edit(project, "data/schemas/events.yaml", "order: 1", "order: first")
    edit(project, "data/schemas/topics.yaml", "kind: register", "kind: registre")
    assert len(told(read_schemas, project.root)) == 2
