"""The vectorised settling against the same rules written cell by cell, on the real facts and on random ones."""

import itertools

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from c5plus1.settling.policy import POLICIES
from c5plus1.settling.settle import settle
from plain_settling import KINDS, settle_cell, tokens_of

PLANS = {"occurred": 0, "unclear": 1, "planned": 2}
COUNTS = [
    "n_origins",
    "n_dissent",
    "n_dissent_origins",
    "n_sources",
    "n_languages",
    "n_official",
    "same_origin_dissent",
]


def settle_plainly(facts: pd.DataFrame, sources, claims, kinds, houses, policy) -> dict[tuple, dict]:
    sources = {row["source"]: row for row in sources.astype(object).where(sources.notna(), None).to_dict("records")}
    claims = {row["claim"]: row for row in claims.astype(object).where(claims.notna(), None).to_dict("records")}
    cells: dict[tuple, list[dict]] = {}
    for fact in facts.astype(object).to_dict("records"):
        source = sources[fact["source"]]
        cells.setdefault((fact["table"], fact["row"], fact["column"]), []).append(
            {
                **{name: fact[name] for name in ("source", "value", "slip", "tier")},
                **{name: source[name] for name in ("published", "kind", "language")},
                "plan": PLANS.get(fact["modality"], 0),
                "tokens": tokens_of(source, claims[fact["claim"]], houses, sources),
            }
        )
    return {cell: settle_cell(voices, kinds[cell[0], cell[2]], policy) for cell, voices in cells.items()}


def compare(settled, plain: dict[tuple, dict], status: bool = True) -> None:
    assert len(settled.cells) == len(plain)
    for cell in settled.cells.astype(object).to_dict("records"):
        expected = plain[cell["table"], cell["row"], cell["column"]]
        found = {name: cell[name] for name in expected if name in ("value", *COUNTS)}
        assert {k: None if v is np.nan else v for k, v in found.items()} == {
            k: v for k, v in expected.items() if k != "status"
        }, cell["cell"]
        if status:
            assert cell["status"] == expected["status"], cell["cell"]


@pytest.mark.parametrize("policy", POLICIES)
def test_the_real_facts_settle_as_the_design_says(package, policy):
    from c5plus1.settling.pipeline import make_reference, settle_reports

    reference = make_reference(package.schemas, package.registers)
    settled = settle_reports(package.reports, reference, policy)
    plain = settle_plainly(
        settled.facts, package.reports.sources, package.reports.claims, reference.kinds, reference.houses, policy
    )
    compare(settled, plain)


KINDS_OF_COLUMN = {
    ("events", "place"): "exact",
    ("events", "start_date"): "date",
    ("events", "venue"): "text",
    ("events", "format"): "coder",
    ("events", "modality"): "modality",
}
VALUES = {
    "place": ["astana", "tashkent"],
    "start_date": ["2023", "2023-02", "2023-02-28", "2023-02-27", "2023-03", "2024"],
    "venue": ["A", "B"],
    "format": ["C5+1", "other"],
}
source_rows = st.fixed_dictionaries(
    {
        "publisher": st.sampled_from(["A", "A1", "B", "C", "D"]),
        "kind": st.sampled_from(list(KINDS)),
        "published": st.sampled_from([None, "2023", "2023-02", "2023-02-28", "2024-01-01"]),
        "language": st.sampled_from(["en", "ru"]),
        "reprint_of": st.sampled_from([None, None, "C", "E"]),
        "via": st.sampled_from([None, None, "B", "F"]),
        "sha256": st.sampled_from(["1", "2", "3", "4", "5"]),
        "same_text_as": st.sampled_from([None, None, None, 0, 1]),
    }
)
fact_rows = st.tuples(
    st.integers(0, 5),
    st.sampled_from(list(KINDS_OF_COLUMN)),
    st.integers(0, 5),
    st.booleans(),
    st.sampled_from(list(PLANS)),
    st.integers(0, 4),
)


def make_frames(rows: list[dict], facts: list[tuple]):
    names = [f"s{number}" for number in range(len(rows))]
    sources = pd.DataFrame(rows).drop(columns=["via", "sha256"]).assign(source=names).astype(object)
    same = [
        names[r["same_text_as"]] if r["same_text_as"] is not None and r["same_text_as"] < n else None
        for n, r in enumerate(rows)
    ]
    sources["same_text_as"] = same
    claims = pd.DataFrame(
        {"claim": [f"{n}#1" for n in names], "via": [r["via"] for r in rows], "sha256": [r["sha256"] for r in rows]}
    )
    records = []
    for source, (table, column), value, slip, modality, tier in facts:
        source %= len(rows)
        choices = VALUES.get(column)
        text = modality if column == "modality" else choices[value % len(choices)]
        records.append(
            (
                f"{names[source]}#1",
                names[source],
                table,
                f"row{value % 2}",
                column,
                text,
                modality,
                slip and value == 0,
                tier,
            )
        )
    columns = ["claim", "source", "table", "row", "column", "value", "modality", "slip", "tier"]
    frame = pd.DataFrame(records, columns=columns)
    for name in ("claim", "source", "table", "row", "column", "value", "modality"):
        frame[name] = frame[name].astype("category")
    return frame, sources.set_index("source", drop=False), claims.astype(object).set_index("claim", drop=False)


@settings(max_examples=150, deadline=None)
@given(
    st.lists(source_rows, min_size=1, max_size=6),
    st.lists(fact_rows, min_size=1, max_size=25),
    st.sampled_from(POLICIES),
)
def test_random_facts_settle_as_the_design_says(rows, facts, policy):
    frame, sources, claims = make_frames(rows, facts)
    # A source has one tier in a cell: ranking gives it, so the random one is made constant per source.
    frame["tier"] = frame["source"].map({name: n % 5 for n, name in enumerate(sources.index)}).astype(int)
    houses = {"A1": "A"}
    settled = settle(frame, sources, claims, KINDS_OF_COLUMN, houses, frame["tier"].to_numpy(), policy)
    compare(settled, settle_plainly(frame, sources, claims, KINDS_OF_COLUMN, houses, policy))


def test_the_order_of_facts_does_not_matter():
    rows = [
        {
            "publisher": p,
            "kind": "agency",
            "published": "2023",
            "language": "en",
            "reprint_of": None,
            "via": None,
            "sha256": p,
            "same_text_as": None,
        }
        for p in "ABCD"
    ]
    facts = [(n, ("events", "start_date"), v, False, "occurred", 1) for n, v in itertools.product(range(4), range(3))]
    frame, sources, claims = make_frames(rows, facts)
    first = settle(frame, sources, claims, KINDS_OF_COLUMN, {}, frame["tier"].to_numpy()).cells
    shuffled = frame.sample(frac=1, random_state=3).reset_index(drop=True)
    for name in ("source", "value", "claim"):
        shuffled[name] = (
            shuffled[name].astype(object).astype(pd.CategoricalDtype(sorted(set(shuffled[name]), reverse=True)))
        )
    second = settle(shuffled, sources, claims, KINDS_OF_COLUMN, {}, shuffled["tier"].to_numpy()).cells
    pd.testing.assert_frame_equal(first, second)
