"""Ids over time: renames and withdrawals are followed, and no id is ever used again."""

import pandas as pd
import pytest

import c5plus1
from c5plus1.checking.ids import names_its_rows
from c5plus1.checking.run import run_checks
from c5plus1.problems import DataError, UsageProblem
from c5plus1.reading.retired import read_retired
from c5plus1.reading.schemas import read_schemas
from conftest import ROOT, make_claim
from release_kit import SAMARKAND, build, plant

FORMER = pd.read_csv(ROOT / "data" / "former_ids.csv", dtype=str, keep_default_na=False)


def test_no_former_id_is_in_use_and_each_leads_somewhere_or_says_why():
    schemas = read_schemas(ROOT)
    for row in FORMER.itertuples():
        key = schemas[row.table].key[0]
        current = set(pd.read_csv(ROOT / "data" / f"{row.table}.csv", dtype=str, keep_default_na=False)[key])
        assert row.former_id not in current
        assert row.id in current if row.id else row.reason


def test_every_source_that_the_audit_names_is_there_or_retired():
    audited = set(pd.read_csv(ROOT / "data" / "audit.csv", dtype=str)["source"])
    sources = set(pd.read_csv(ROOT / "data" / "sources.csv", dtype=str)["source"])
    assert audited <= sources | set(FORMER.loc[FORMER["table"] == "sources", "former_id"])


def test_which_tables_have_ids_of_their_own():
    named = {name for name, schema in read_schemas(ROOT).items() if names_its_rows(schema)}
    assert {"events", "statements", "sources", "people", "topics"} <= named
    assert not {"votes", "claims", "facts", "cells", "event_names", "searches", "meetings"} & named


def messages(project) -> list[str]:
    return [str(problem) for problem in run_checks(project.assemble())]


def test_a_retired_id_that_is_used_again_fails_the_build(project):
    plant(project)
    project.register("retired", table="sources", id="trend-2023-02-24", reason="Withdrawn.")
    assert any(
        "sources: 'trend-2023-02-24' is retired but used again; ids are never reused" in one
        for one in messages(project)
    )


def test_a_retired_event_whose_name_stands_in_the_register_fails_the_build(project):
    plant(project)
    project.register("retired", table="events", id="c5plus1-2016-12-07-hamburg", reason="Withdrawn.")
    assert any("'c5plus1-2016-12-07-hamburg' is retired but used again" in one for one in messages(project))


@pytest.mark.parametrize(
    ("entry", "message"),
    [
        ({"table": "votes", "id": "x", "reason": "r"}, "'votes' is not a table whose rows have ids"),
        ({"table": "event", "id": "x", "reason": "r"}, "(did you mean 'events'?)"),
        ({"table": "people", "id": "x", "now": "blinken-anthony", "reason": "r"}, "(did you mean 'blinken-antony'?)"),
    ],
)
def test_an_entry_that_points_nowhere_fails_the_build(project, entry, message):
    plant(project)
    project.register("retired", **entry)
    assert any(message in one for one in messages(project))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("table: events\n", "retired.yaml:1: expected a list of entries, each beginning with '- table: …'"),
        ("- events\n", "retired.yaml:1: expected an entry with the keys table, id, reason"),
        ("- table: events\n  id: x\n", "retired.yaml:1: 'reason' is missing or empty"),
        (
            "- table: events\n  id: x\n  reason: r\n  new: y\n",
            "retired.yaml:4: unknown key 'new' (did you mean 'now'?)",
        ),
        ("- {table: events, id: x, reason: r, now: [a]}\n", "'now' must be one text"),
        (
            "- {table: events, id: x, reason: r}\n- {table: events, id: x, reason: s}\n",
            "retired.yaml:2: events: 'x' is already given in line 1",
        ),
    ],
)
def test_a_malformed_register_names_file_line_and_fault(tmp_path, text, message):
    folder = tmp_path / "data" / "registers"
    folder.mkdir(parents=True)
    (folder / "retired.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(DataError) as short:
        read_retired(tmp_path)
    assert message in str(short.value)


def test_why_follows_a_rename_in_any_part_of_a_key(project):
    plant(project)
    project.sheet(
        "tass-2023-03-02",
        make_claim(
            {
                "table": "attendance",
                "event": SAMARKAND,
                "person": "blinken-antony",
                "actor": "USA",
                "office": "Secretary",
            },
            sha256="d" * 64,
        ),
        publisher="TASS",
        kind="agency",
        published="2023-03-02",
    )
    project.register("retired", table="people", id="blinken-anthony", now="blinken-antony", reason="Misspelt.")
    root = build(project)
    answer = c5plus1.why("attendance", f"{SAMARKAND}:blinken-anthony", "office", root=root)[0]
    assert answer.cell == f"attendance/{SAMARKAND}:blinken-antony/office"


def test_why_says_that_a_row_was_withdrawn_and_why(project):
    plant(project)
    project.register("retired", table="statements", id="somebody-2023-03-01-trade-urge", reason="It was another's.")
    root = build(project)
    with pytest.raises(UsageProblem, match=r"was withdrawn\. It was another's\."):
        c5plus1.why("statements", "somebody-2023-03-01-trade-urge", root=root)


def test_a_percent_encoded_cell_is_resolved():
    plain = c5plus1.why("votes/A/RES/ES-11/6:TKM/choice")
    assert c5plus1.why("votes%2FA%2FRES%2FES-11%2F6%3ATKM%2Fchoice") == plain
    assert c5plus1.why("votes/A%2FRES%2FES-11%2F6%3ATKM/choice") == plain


def test_a_search_is_about_a_meeting_that_is_known_or_sought(project):
    plant(project)
    path = project.root / "data" / "searches" / "2026-11-meetings.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("- sought-2026-after-march", "- sought-2026-after-may"), encoding="utf-8")
    found = messages(project)
    assert any("is about 'sought-2026-after-may', which is no event or meeting sought" in one for one in found)
    assert any("'sought-2026-after-march' is listed as sought, but no search is about it" in one for one in found)
