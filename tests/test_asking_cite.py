"""Citations: exactly the sources behind the rows, in forms that other programs read."""

import json
import re
import warnings

import bibtexparser
import pandas as pd
import pytest

import c5plus1
from c5plus1.asking.bibtex import address, date_fields, escape
from c5plus1.problems import UsageProblem
from conftest import ROOT, Project, make_claim
from release_kit import ASTANA, VOTE, build, exit_of, plant

TKM = f"votes/{VOTE}:TKM"
# Every letter that BibTeX or LaTeX reads as more than itself, a lone brace among them, and other scripts.
NASTY = 'A {lone brace, 50% & $3_000 #1 ~x^2 \\cmd <b> "q" | Встреча «C5+1» – O’Brien'


@pytest.fixture(scope="module")
def planted(tmp_path_factory):
    project = Project(tmp_path_factory.mktemp("cite") / "project")
    plant(project)
    project.sheet(
        "kun-uz-2023-03",
        make_claim({"table": "events", "event": ASTANA, "venue": "A hall"}, sha256="9" * 64),
        publisher="Kun.uz",
        title=NASTY,
        url="https://example.org/a_b?x=1%20{2}&y=#top",
        published="2023-03",
        language="ru",
    )
    project.sheet(
        "euronews-undated",
        make_claim({"table": "agenda", "event": ASTANA, "topic": "trade"}, sha256="a" * 64),
        publisher="Euronews",
        published=None,
        reprint_of="TASS",
    )
    return build(project)


def sources(*arguments, **options):
    return set(c5plus1.cite(*arguments, **options).sources)


def load(planted, table):
    return c5plus1.load(table, root=planted)


def test_a_filtered_frame_cites_its_rows_only(planted):
    events = load(planted, "events")
    assert sources(events[events["place"] == "astana"], root=planted) == {
        "asiaplus-2023-03-01",
        "tass-2023-03-01",
        "kun-uz-2023-03",
    }
    assert sources(events[events["event"].str.contains("samarkand")], root=planted) == {"kazinform-2015-11-02"}


@pytest.mark.parametrize(
    "keep",
    [
        lambda frame: frame.query("place == 'astana'"),
        lambda frame: frame.sort_values("event").iloc[[1]],
        lambda frame: frame.set_index("event").reset_index().loc[lambda rows: rows["place"] == "astana"],
        lambda frame: frame[frame["place"] == "astana"].assign(mine=1),
        lambda frame: frame[frame["place"] == "astana"].iloc[0],
        lambda frame: frame[frame["place"] == "astana"].set_index("event"),
        lambda frame: frame.set_index("event", drop=False).loc[ASTANA],
        lambda frame: frame[frame["place"] == "astana"].to_dict("records"),
        lambda frame: pd.DataFrame(frame[frame["place"] == "astana"].to_dict("records")),
    ],
    ids=[
        "query",
        "sorted",
        "reindexed",
        "with a column of one's own",
        "one row",
        "key as index",
        "one row by key",
        "dicts",
        "without attrs",
    ],
)
def test_whatever_pandas_did_to_the_frame_the_rows_are_found(planted, keep):
    rows = keep(load(planted, "events"))
    assert sources(rows, root=planted) == {"asiaplus-2023-03-01", "tass-2023-03-01", "kun-uz-2023-03"}


def test_only_the_columns_that_are_there_count(planted):
    astana = load(planted, "events").query("place == 'astana'")
    assert sources(astana[["event", "venue"]], root=planted) == {"kun-uz-2023-03"}
    assert sources(astana[["event", "start_date", "start_date_from"]], root=planted) == {"asiaplus-2023-03-01"}


def test_a_row_whose_chosen_columns_are_empty_rests_on_those_who_report_it(planted):
    samarkand = load(planted, "events").query("event.str.contains('samarkand')")
    assert samarkand["venue"].isna().all()
    assert sources(samarkand[["event", "venue"]], root=planted) == {"kazinform-2015-11-02"}


def test_who_says_otherwise_is_cited_on_request_only(planted):
    assert sources(TKM, root=planted) == {"trend-2023-02-24"}
    assert sources(TKM, dissent=True, root=planted) == {"trend-2023-02-24", "asiaplus-2023-03-01"}


def test_under_another_policy_other_sources_stand_behind_the_value(planted):
    earlier = c5plus1.load("votes", as_of="2023-02-27", root=planted)
    latest = c5plus1.load("votes", policy="latest_report", root=planted)
    assert sources(earlier, root=planted) == {"trend-2023-02-24"}
    assert sources(latest, root=planted) == {"asiaplus-2023-03-01"}


@pytest.mark.parametrize(
    "chosen",
    [TKM, f"{TKM}/choice", [TKM], [f"{TKM}/choice"], "votes/A%2FRES%2FES-11%2F6%3ATKM/choice", pd.Series([TKM])],
)
def test_ids_of_rows_and_cells(planted, chosen):
    assert sources(chosen, root=planted) == {"trend-2023-02-24"}


def test_the_answers_of_why_can_be_cited(planted):
    assert sources(c5plus1.why(f"{TKM}/choice", root=planted), root=planted) == {"trend-2023-02-24"}


def test_a_column_of_keys_stands_for_its_rows(planted):
    assert sources(load(planted, "votes")["resolution"].to_frame().assign(actor="TKM"), root=planted, table="votes")
    assert sources(load(planted, "events")["event"], root=planted) >= {"kazinform-2015-11-02", "tass-2023-03-01"}


def test_meetings_rest_on_what_they_are_drawn_from(planted):
    meetings = load(planted, "meetings").query("place == 'astana'")
    assert sources(meetings[["event", "came"]], root=planted) >= {"asiaplus-2023-03-01"}
    assert "kazinform-2015-11-02" not in sources(meetings, root=planted)


def test_frames_of_sources_claims_facts_and_cells(planted):
    assert sources(load(planted, "sources").head(1), root=planted) == {"asiaplus-2023-03-01"}
    claims = load(planted, "claims")
    assert sources(claims[claims["source"] == "euronews-undated"], root=planted) == {"euronews-undated"}
    facts = load(planted, "facts")
    assert sources(facts[facts["value"] == "abstaining"], root=planted) == {"trend-2023-02-24"}
    cells = load(planted, "cells")
    assert sources(cells[cells["table"] == "votes"], root=planted) == {"trend-2023-02-24"}


def test_a_former_id_is_followed():
    old, new = "UNGA-2025-04-16-un-council-of-europe", "A/RES/79/284"
    assert sources(f"resolutions/{old}") == sources(f"resolutions/{new}") != set()
    assert sources(f"votes/{old}:USA") == sources(f"votes/{new}:USA") != set()


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        (lambda root: c5plus1.load("events", root=root).iloc[:0], "the frame of events is empty"),
        (lambda root: [], "nothing was chosen"),
        (lambda root: c5plus1.load("events", root=root)[["place"]], "the frame lacks event"),
        (lambda root: c5plus1.load("events", root=root).assign(event="nowhere"), "not in events: 'nowhere'"),
        (lambda root: c5plus1.load("events", root=root).assign(event=None), "a row of the frame has no event"),
        (lambda root: c5plus1.load("people", root=root), "people claims nothing"),
        (lambda root: pd.DataFrame({"bird": ["owl"]}), "no table has its key among them"),
        (
            lambda root: c5plus1.load("events", root=root).merge(c5plus1.load("agenda", root=root), on="event"),
            "say table=",
        ),
        (lambda root: "vote/x", r"no table 'vote' \(did you mean 'votes'\?\)"),
        (lambda root: f"votes/{VOTE}:TKN", r"did you mean 'A/RES/ES-11/6:TKM'\?"),
        (lambda root: f"votes/{VOTE}:TKM/choice/x", "votes has no row"),
        (lambda root: "events", "is not an id; write table/row"),
        (lambda root: [3], "3 is not an id"),
        (lambda root: 3, "expected rows of a loaded table"),
    ],
)
def test_what_cannot_be_cited_is_refused_with_a_reason(planted, rows, message):
    with pytest.raises(UsageProblem, match=message):
        c5plus1.cite(rows(planted), root=planted)


def test_rows_of_another_version_are_refused(planted):
    rows = load(planted, "events")
    rows.attrs["c5plus1"] = {**rows.attrs["c5plus1"], "version": "0.0.1"}
    with pytest.raises(UsageProblem, match=r"loaded from version 0\.0\.1"):
        c5plus1.cite(rows, root=planted)


def test_an_unknown_style_offers_the_nearest(planted):
    with pytest.raises(UsageProblem, match=r"unknown style 'bibtext' \(did you mean 'bibtex'\?\)"):
        c5plus1.cite(TKM, "bibtext", root=planted)


def test_no_rows_cite_the_dataset_alone(planted):
    citation = c5plus1.cite(root=planted)
    assert citation.sources == () and citation.count("@misc{") == 1 and "The C5+1 Record" in citation
    assert repr(citation) == str(citation)


def read_bibtex(text: str) -> dict:
    library = bibtexparser.parse_string(text)
    assert not library.failed_blocks
    return {entry.key: {field.key: field.value for field in entry.fields} for entry in library.entries}


def test_another_program_reads_the_bibtex_back(planted):
    entries = read_bibtex(c5plus1.cite(load(planted, "events"), root=planted))
    assert set(entries) == {
        f"c5plus1-record-{c5plus1.__version__}",
        "asiaplus-2023-03-01",
        "kazinform-2015-11-02",
        "kun-uz-2023-03",
        "tass-2023-03-01",
    }
    kun = entries["kun-uz-2023-03"]
    assert kun["author"] == "{Kun.uz}"
    assert "50\\% \\& \\$3\\_000 \\#1" in kun["title"] and "Встреча «C5+1»" in kun["title"]
    assert kun["url"] == "https://example.org/a_b?x=1%20%7B2%7D&y=#top"
    assert (kun["year"], kun["month"], kun["date"]) == ("2023", "mar", "2023-03")


def test_every_source_of_the_real_package_survives_bibtex():
    citation = c5plus1.cite(c5plus1.load("sources"))
    assert len(read_bibtex(citation)) == len(c5plus1.load("sources")) + 1
    assert citation.count("{") == citation.count("}")


def test_escaping_leaves_no_special_letter_bare_and_braces_in_pairs():
    escaped = escape(NASTY)
    assert escaped.count("{") == escaped.count("}")
    bare = re.sub(r"\\(?:[A-Za-z]+\d*|[&%$#_])(?:\{\})?|\{\\char34\}", "", escaped)
    assert not set(bare) & set('\\{}&%$#_^~<>|"')
    assert escape("two\n lines") == "two lines"
    assert address("https://x.org/{a}") == "{https://x.org/%7Ba%7D}"


def test_dates_keep_their_precision():
    assert date_fields(None) == {}
    assert date_fields("2023") == {"year": "{2023}", "date": "{2023}"}
    assert date_fields("2023-12-01")["month"] == "dec"


def test_csl_json_is_rendered_by_another_program(planted):
    from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle, formatter
    from citeproc.source.json import CiteProcJSON

    items = json.loads(c5plus1.cite(load(planted, "events"), "csl-json", root=planted))
    assert [item["id"] for item in items][1:] == [
        "asiaplus-2023-03-01",
        "kazinform-2015-11-02",
        "kun-uz-2023-03",
        "tass-2023-03-01",
    ]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        style = CitationStylesStyle("harvard-cite-them-right", validate=False)
        bibliography = CitationStylesBibliography(style, CiteProcJSON(items), formatter.plain)
        bibliography.register(Citation([CitationItem(item["id"]) for item in items]))
        shown = [str(entry) for entry in bibliography.bibliography()]
    assert len(shown) == len(items)
    assert any(entry.startswith("Asia-Plus (2023)") and "A headline" in entry for entry in shown)


def test_csl_dates_are_as_precise_as_known(planted):
    items = {item["id"]: item for item in json.loads(c5plus1.cite(load(planted, "agenda"), "csl-json", root=planted))}
    assert "issued" not in items["euronews-undated"]
    assert items["euronews-undated"]["note"] == "Text by TASS."
    months = json.loads(c5plus1.cite("sources/kun-uz-2023-03", "csl-json", root=planted))[1]
    assert months["issued"] == {"date-parts": [[2023, 3]]}


def test_text_names_publisher_date_and_address(planted):
    lines = c5plus1.cite(load(planted, "agenda"), "text", root=planted).splitlines()
    assert lines[0].startswith("The C5+1 Record contributors (")
    assert lines[1].startswith("Euronews (undated). A headline (text by TASS). https://example.org/euronews-undated")


def test_the_same_rows_give_the_same_citation_in_any_order(planted):
    events = load(planted, "events")
    assert c5plus1.cite(events, root=planted) == c5plus1.cite(events.iloc[::-1], root=planted)


def test_the_command_reads_rows_saved_from_a_frame(planted, tmp_path, capsys):
    saved = tmp_path / "rows.csv"
    load(planted, "votes").to_csv(saved, index=False)
    assert exit_of("cite", "--from", saved, "--style", "text", "--root", planted) == 0
    assert "[trend-2023-02-24]" in capsys.readouterr().out
    assert exit_of("cite", "--from", tmp_path / "none.csv", "--root", planted) == 2
    assert "cannot be read as CSV" in capsys.readouterr().err
    assert exit_of("cite", TKM, "--table", "votes", "--root", planted) == 2


def test_no_style_holds_a_path_of_this_machine(planted):
    for style in ("bibtex", "csl-json", "text"):
        assert str(ROOT) not in c5plus1.cite(load(planted, "events"), style, root=planted)
