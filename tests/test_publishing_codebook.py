"""CODEBOOK.md: up to date, whole, and its numbers those of the data."""

import re

import pandas as pd
import pytest
import yaml

from c5plus1.problems import DataError
from c5plus1.publishing.codebook import fill, render_codebook
from c5plus1.publishing.codebook_blocks import audit_figures, read_crosswalk
from c5plus1.publishing.codebook_coverage import coverage_of_events
from c5plus1.publishing.markdown import share, table
from c5plus1.publishing.versions import read_released, read_version
from c5plus1.reading.schemas import read_schemas
from c5plus1.reading.sought import read_sought
from conftest import ROOT
from release_kit import exit_of, make_checkout, plant


@pytest.fixture(scope="module")
def text():
    return render_codebook(ROOT, read_version(ROOT), read_released(ROOT))["CODEBOOK.md"].decode("utf-8")


def read(name: str) -> pd.DataFrame:
    return pd.read_csv(ROOT / "data" / f"{name}.csv", dtype=str, keep_default_na=False, encoding="utf-8")


def test_the_committed_codebook_is_what_is_generated(text):
    assert (ROOT / "CODEBOOK.md").read_text(encoding="utf-8") == text, "run c5plus1 codebook"


def test_every_column_has_its_rule_and_every_code_its_definition_and_count(text):
    for name, schema in read_schemas(ROOT).items():
        frame = read(name)
        for field in schema.fields.values():
            start = text.index(f"##### `{name}.{field.name}`: ")
            part = text[start : text.find("\n####", start + 5)]
            assert " ".join(field.description.split()) in part
            for code, definition in field.codes.items():
                shown = " ".join(definition.split()).replace("|", "\\|")
                count = f"{(frame[field.name] == code).sum():,}"
                assert re.search(rf"^\| `{re.escape(code)}` \| .* \| {re.escape(shown)} \| {count} \|$", part, re.M), (
                    code
                )


def test_links_inside_the_codebook_lead_somewhere(text):
    anchors = set(re.findall(r'<a id="([^"]+)"', text))
    for title in re.findall(r"^#+ (.+)$", text, re.M):
        anchors.add(re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-"))
    assert set(re.findall(r"\]\(#([^)]+)\)", text)) <= anchors


def test_the_audit_figures_are_recomputed_from_the_findings(text):
    audit = read("audit")
    found = audit[audit["found_page"] == "true"]
    sums = {name: found[name].astype(int).sum() for name in ("correct", "wrong", "unsupported", "debatable", "missed")}
    judged = sums["correct"] + sums["wrong"] + sums["unsupported"] + sums["debatable"]
    assert audit_figures(ROOT)["judged"] == judged
    assert f"| **precision, strict** | {sums['correct']} of {judged} | {100 * sums['correct'] / judged:.1f} % |" in text
    lenient = sums["correct"] + sums["debatable"]
    assert f"| **precision, lenient** | {lenient} of {judged} | {100 * lenient / judged:.1f} % |" in text
    recalled = sums["correct"] + sums["missed"]
    assert (
        f"| **recall, strict** | {sums['correct']} of {recalled} | {100 * sums['correct'] / recalled:.1f} % |" in text
    )


def test_coverage_tells_present_silent_and_not_searched_apart():
    lines = coverage_of_events(ROOT).splitlines()
    heads = [head.strip() for head in lines[0].strip("|").split("|")]
    rows = {
        cells[0]: dict(zip(heads, cells, strict=True))
        for cells in ([c.strip() for c in line.strip("|").split("|")] for line in lines[2:])
    }
    assert len(rows) == len(read("events"))
    names = dict(read("event_names").itertuples(index=False))
    searched = {one for about in read("searches")["about"] if about for one in about.split(";")}
    agenda = read("agenda")["event"].value_counts()
    for event, name in names.items():
        expected = agenda.get(event, "–" if event in searched else "·")
        assert rows[name]["agenda"] == str(expected)


def test_meetings_sought_in_vain_are_listed_with_their_searches(text):
    about = read("searches")["about"]
    for sought, what in read_sought(ROOT).items():
        searches = sum(sought in one.split(";") for one in about)
        assert searches > 0 and f"| {what} | {searches} | `{sought}` |" in text


def test_the_crosswalk_of_votes_has_every_code_once():
    rows = read_crosswalk(ROOT, "voeten_codes.csv")
    assert {row["choice"]: row["voeten"] for row in rows} == {
        "in_favour": "1",
        "abstaining": "2",
        "against": "3",
        "not_voting": "8",
    }
    assert {row["choice"] for row in rows} == set(read_schemas(ROOT)["votes"].fields["choice"].codes)


def test_the_crosswalk_of_states_has_every_state_once():
    rows = read_crosswalk(ROOT, "cow_codes.csv")
    actors = read("actors")
    assert [row["actor"] for row in rows] == sorted(actors.loc[actors["kind"] == "state", "actor"])
    numbers = [row["cow"] for row in rows if row["cow"]]
    assert len(numbers) == len(set(numbers)) and all(2 <= int(number) <= 990 for number in numbers)
    assert all(row["cow"] or row["note"] for row in rows)
    known = {row["actor"]: row["cow"] for row in rows}
    assert [known[code] for code in ("USA", "TKM", "TJK", "KGZ", "UZB", "KAZ")] == [
        "2",
        "701",
        "702",
        "703",
        "704",
        "705",
    ]


def test_no_number_is_typed_where_it_would_go_stale():
    """Numbers in the template are of the method or of others' codes, never counts of the data."""
    prose = (ROOT / "data" / "codebook" / "codebook.md").read_text(encoding="utf-8")
    prose = re.sub(r"`[^`]*`|\{\{[^}]*\}\}|\]\([^)]*\)", "", prose)
    numbers = set(re.findall(r"(?<![\w/+.-])\d[\d,.]*(?![\w/+-])", prose))
    assert numbers <= {"2,000", "2026", "2026,", "9", "1990", "1990;", "3166", "1.0.0"}, numbers


def test_blanks_and_what_fills_them_must_agree():
    assert fill("a {{ b }} c", {"b": lambda: "{{ d }}"}) == "a {{ d }} c"
    with pytest.raises(DataError) as short:
        fill("x\n{{ edtion }}\n", {"edition": lambda: "1"})
    assert "data/codebook/codebook.md:2: nothing fills {{ edtion }} (did you mean 'edition'?)" in str(short.value)
    assert "data/codebook/codebook.md: {{ edition }} is never used" in str(short.value)


def test_a_changed_value_makes_the_codebook_stale(project, capsys):
    root = make_checkout(plant(project))
    assert exit_of("codebook", "--check", "--root", root) == 0
    sheet = root / "data" / "sheets" / "2023" / "asiaplus-2023-03-01.yaml"
    held = yaml.safe_load(sheet.read_text(encoding="utf-8"))
    held["claims"][0]["facts"][0]["level"] = "summit"
    sheet.write_text(yaml.safe_dump(held, sort_keys=False, allow_unicode=True), encoding="utf-8")
    from release_kit import build

    build(project)
    assert exit_of("codebook", "--check", "--root", root) == 1
    assert re.search(r"CODEBOOK\.md:\d+: is stale; run c5plus1 codebook", capsys.readouterr().err)
    assert exit_of("codebook", "--root", root) == 0 == exit_of("codebook", "--check", "--root", root)


def test_markdown_tables_keep_their_cells():
    assert table(["a", "b"], [("x|y", "two\nlines")], numbers=(1,)) == "| a | b |\n|---|---:|\n| x\\|y | two lines |"
    assert [share(0, 3), share(3, 3), share(1, 1000), share(999, 1000), share(1, 3, 1), share(0, 0)] == [
        "0 %",
        "100 %",
        "<1 %",
        ">99 %",
        "33.3 %",
        "–",
    ]
