"""The facts as integer arrays: what settling works on, so that it stays one vectorised pass."""

from typing import NamedTuple

import numpy as np
import pandas as pd

from c5plus1.settling.dates import UNKNOWN_FIRST, UNKNOWN_LAST, last_days
from c5plus1.settling.facts import first_versions

# How the values of a column compare (design, section 4.1).
EXACT, DATE, TEXT, CODER, MODALITY = range(5)
COMPARISONS = ("exact", "date", "text", "coder", "modality")


class Arrays(NamedTuple):
    """Per fact: cell, source, value, slip, plan (0 occurred, 1 unclear, 2 planned). Per cell: kind. The rest below."""

    cell: np.ndarray
    source: np.ndarray
    claim: np.ndarray
    value: np.ndarray
    slip: np.ndarray
    plan: np.ndarray
    kind: np.ndarray  # per cell: one of the constants above
    texts: np.ndarray  # per value: its text; codes are in text order
    tokens: tuple[np.ndarray, np.ndarray]  # (fact, token): what a fact's source shares with others of one origin
    language: np.ndarray  # per source
    official: np.ndarray  # per source
    known: np.ndarray  # per source: last possible day of publication, UNKNOWN_LAST if undated
    latest: np.ndarray  # per source: the same, UNKNOWN_FIRST if undated


def make_arrays(
    facts: pd.DataFrame, sources: pd.DataFrame, claims: pd.DataFrame, kinds: dict, houses: dict
) -> tuple[Arrays, pd.DataFrame]:
    """Arrays and the frame of cells (table, row, column; in canonical order, aligned with the cell numbers).

    `sources` and `claims` are indexed by id; `kinds` maps (table, column), in canonical order, to a comparison;
    `houses` maps a publisher to its group.
    """
    cell, cells = _number_cells(facts, kinds)
    kind = np.array([COMPARISONS.index(kinds[key]) for key in kinds])[cells["place"].to_numpy()]
    claim = facts["claim"].cat.codes.to_numpy().astype(np.int64)
    source = facts["source"].cat.codes.to_numpy().astype(np.int64)
    reports = sources.loc[facts["source"].cat.categories]
    value, texts = _number_values(facts["value"])
    published = last_days(reports["published"])
    tokens = _share_tokens(source, claim, reports, claims.loc[facts["claim"].cat.categories], houses)
    return Arrays(
        cell=cell,
        source=source,
        claim=claim,
        value=value,
        slip=facts["slip"].to_numpy(dtype=bool),
        plan=_plan_of(facts["modality"]),
        kind=kind,
        texts=texts,
        tokens=tokens,
        language=pd.factorize(reports["language"])[0],
        official=(reports["kind"] == "official").to_numpy(),
        known=published,
        latest=np.where(published == UNKNOWN_LAST, UNKNOWN_FIRST, published),
    ), cells.drop(columns="place")


def _number_cells(facts: pd.DataFrame, kinds: dict) -> tuple[np.ndarray, pd.DataFrame]:
    place_of = {key: place for place, key in enumerate(kinds)}
    tables, columns = facts["table"].cat.categories, facts["column"].cat.categories
    places = np.array([[place_of.get((table, column), -1) for column in columns] for table in tables], dtype=np.int64)
    places = places.reshape(len(tables), len(columns))
    place = places[facts["table"].cat.codes.to_numpy(), facts["column"].cat.codes.to_numpy()]
    rows = facts["row"].cat.categories
    row_order = np.argsort(np.argsort(rows.to_numpy(dtype=object), kind="stable"))
    table_place = np.array([list(dict.fromkeys(table for table, _ in kinds)).index(table) for table, _ in kinds])
    row = row_order[facts["row"].cat.codes.to_numpy()].astype(np.int64)
    # One number orders by table, then row, then column.
    key = (table_place[place] * len(rows) + row) * len(kinds) + place
    codes, unique = pd.factorize(key)
    order = np.argsort(unique)
    numbers = np.empty(len(order), dtype=np.int64)
    numbers[order] = np.arange(len(order))
    unique = unique[order]
    place, row = unique % len(kinds), (unique // len(kinds)) % len(rows)
    names, sorted_rows = list(kinds), np.sort(rows.to_numpy(dtype=object))
    frame = pd.DataFrame(
        {
            "table": pd.Categorical.from_codes(table_place[place], list(dict.fromkeys(table for table, _ in kinds))),
            "row": sorted_rows[row],
            "column": np.array([column for _, column in names], dtype=object)[place],
            "place": place,
        }
    )
    return numbers[codes], frame


def _number_values(values: pd.Series) -> tuple[np.ndarray, np.ndarray]:
    texts = values.cat.categories.to_numpy(dtype=object)
    order = np.argsort(texts, kind="stable")
    position = np.empty(len(order), dtype=np.int64)
    position[order] = np.arange(len(order))
    return position[values.cat.codes.to_numpy()], texts[order]


def _plan_of(modality: pd.Series) -> np.ndarray:
    plan = {"occurred": 0, "unclear": 1, "planned": 2}
    codes = modality.astype("category").cat
    numbers = np.array([plan[text] for text in codes.categories] + [0], dtype=np.int8)
    return numbers[codes.codes.to_numpy()]


def _share_tokens(
    source: np.ndarray, claim: np.ndarray, reports: pd.DataFrame, claims: pd.DataFrame, houses: dict
) -> tuple:
    """(fact, token) pairs. Tokens that only one source in the whole dataset carries are left out."""
    house = reports["publisher"].map(lambda name: houses.get(name, name))
    reprint = reports["reprint_of"].map(lambda name: houses.get(name, name), na_action="ignore")
    via = claims["via"].map(lambda name: houses.get(name, name), na_action="ignore")
    codes, _ = pd.factorize(np.concatenate([house, reprint, via]).astype(object))
    house_of, reprint_of, via_of = np.split(codes.astype(np.int64), [len(house), len(house) + len(reprint)])
    offset = codes.max(initial=0) + 1
    first = _first_texts(reports)
    text_of = np.where(np.bincount(first, minlength=1)[first] > 1, first + offset, -1)
    offset += first.max(initial=0) + 1
    fingerprint = pd.factorize(claims["sha256"])[0]
    print_of = np.where(np.bincount(fingerprint)[fingerprint] > 1, fingerprint + offset, -1)
    facts, tokens = [], []
    for token in (house_of[source], reprint_of[source], via_of[claim], text_of[source], print_of[claim]):
        carries = np.flatnonzero(token >= 0)
        facts.append(carries)
        tokens.append(token[carries])
    return np.concatenate(facts), np.concatenate(tokens)


def _first_texts(reports: pd.DataFrame) -> np.ndarray:
    """For each source, the number of the first version of its text (its own number if it is no copy)."""
    number = {name: index for index, name in enumerate(reports.index)}
    firsts = [first or name for first, name in zip(first_versions(reports), reports.index, strict=True)]
    # A first version outside these reports (not yet public, say) still makes its copies one text.
    outside: dict[str, int] = {}
    return np.array(
        [number[name] if name in number else len(number) + outside.setdefault(name, len(outside)) for name in firsts],
        dtype=np.int64,
    )
