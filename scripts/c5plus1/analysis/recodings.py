"""The audit's recodings beside the sheets: which rows of one report match, though the auditor named them freely.

The auditors coded without seeing the sheets. Within one report,
1. names of events, commitments, resolutions, milestones and measures match if they are the same; of those left over,
   two match if the shorter shares at least half of its words with the other, best pair first (in a tie, the pair whose
   values share more words);
2. rows match on their whole key, after the names in it are matched;
3. statements, whose ids are free, match on who speaks, topic and act (strict), then on two of the three (lenient).
"""

import re
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from c5plus1.asking.package import locate, package_schemas
from c5plus1.problems import DataError
from c5plus1.reading.positions import parse_yaml, read_text
from c5plus1.reading.schemas import Schema
from c5plus1.reading.sheets import FactLine
from c5plus1.settling.facts import row_ids

NAMED_TABLES = ("events", "commitments", "resolutions", "milestones", "measures")
EVENT_TABLES = ("events", "delegations", "attendance", "agenda")
STATEMENTS = "statements"
_SHARED_WORDS = 0.5

Unit = tuple[str, str]  # table, row


class Units(NamedTuple):
    """`matched`: source, table, sheet_row, auditor_row, strict. `only_sheet`, `only_auditor`: source, table, row."""

    matched: pd.DataFrame
    only_sheet: pd.DataFrame
    only_auditor: pd.DataFrame


def read_recodings(root: str | Path | None = None) -> pd.DataFrame:
    """The auditors' own coding: auditor, source, table, row, column, value; column and value None for keys alone.

    Raises DataError if a file under data/audit cannot be read.
    """
    root = locate(root)
    schemas, rows, problems = package_schemas(root), [], []
    for path in sorted((root / "data" / "audit").glob("recoding-*/*.yaml")):
        shown = f"data/audit/{path.parent.name}/{path.name}"
        text, found = read_text(path, shown)
        document, _, faults = parse_yaml(text, shown) if text is not None else (None, {}, [])
        problems += found + faults
        for claim in (document or {}).get("claims", []):
            for fact in claim["facts"]:
                rows += [(path.parent.name[-1], path.stem, *one) for one in _expand(fact, schemas[fact["table"]])]
    if problems:
        raise DataError(problems)
    return pd.DataFrame(rows, columns=["auditor", "source", "table", "row", "column", "value"], dtype=object)


def _expand(fact: dict, schema: Schema) -> list[tuple]:
    values = {key: value for key, value in fact.items() if key not in ("table", "slip", "modality")}
    line = FactLine(fact["table"], values, False, None, 0)
    stated = [(column, value) for column, value in values.items() if column not in schema.key] or [(None, None)]
    return [(fact["table"], row, column, value) for row in row_ids(line, schema) for column, value in stated]


def take_sheets(facts: pd.DataFrame, claims: pd.DataFrame, sources) -> pd.DataFrame:
    """What the sheets of `sources` state today, in the form of the recodings; what a rule filled in is left out."""
    stated = facts.assign(source=facts["claim"].map(claims.set_index("claim")["source"]))
    stated = stated[stated["source"].isin(list(sources)) & ~stated["fact"].str.contains("+", regex=False)]
    bare = stated["column"].eq("modality")
    stated = stated[["source", "table", "row", "column", "value"]].astype(object)
    return stated.assign(column=stated["column"].where(~bare, None), value=stated["value"].where(~bare, None))


def match_units(sheets: pd.DataFrame, recodings: pd.DataFrame, lenient: tuple[str, ...] = ("voice", "topic")) -> Units:
    """Match the rows of each recoded report with those of its sheet; `lenient` is what statements match on last."""
    matched, only_sheet, only_auditor = [], [], []
    for source in sorted(set(recodings["source"])):
        mine, theirs = (frame[frame["source"] == source] for frame in (sheets, recodings))
        pairs = _pair_rows(mine, theirs) + _pair_statements(mine, theirs, lenient)
        matched += [(source, one[0], one[1], other[1], strict) for one, other, strict in pairs]
        taken_mine, taken_theirs = {one for one, _, _ in pairs}, {other for _, other, _ in pairs}
        only_sheet += [(source, *unit) for unit in _units(mine) if unit not in taken_mine]
        only_auditor += [(source, *unit) for unit in _units(theirs) if unit not in taken_theirs]
    return Units(
        pd.DataFrame(matched, columns=["source", "table", "sheet_row", "auditor_row", "strict"]),
        pd.DataFrame(only_sheet, columns=["source", "table", "row"]),
        pd.DataFrame(only_auditor, columns=["source", "table", "row"]),
    )


def _units(frame: pd.DataFrame) -> list[Unit]:
    return sorted(set(zip(frame["table"], frame["row"], strict=True)))


def _pair_rows(mine: pd.DataFrame, theirs: pd.DataFrame) -> list[tuple[Unit, Unit, bool]]:
    names = _match_names(mine, theirs)
    left = {unit for unit in _units(mine) if unit[0] != STATEMENTS}
    pairs, taken = [], set()
    for unit in _units(theirs):
        table, row = unit
        name, colon, rest = row.partition(":")
        renamed = (table, names.get((_name_kind(table), name), name) + colon + rest)
        if table != STATEMENTS and renamed in left and renamed not in taken:
            pairs.append((renamed, unit, True))
            taken.add(renamed)
    return pairs


def _name_kind(table: str) -> str:
    return "events" if table in EVENT_TABLES else "resolutions" if table == "votes" else table


def _names(frame: pd.DataFrame) -> set[tuple[str, str]]:
    return {(_name_kind(table), row.split(":", 1)[0]) for table, row in _units(frame) if table != STATEMENTS}


def _match_names(mine: pd.DataFrame, theirs: pd.DataFrame) -> dict[tuple[str, str], str]:
    """(kind, the auditor's name) -> the sheet's name."""
    ours, others = _names(mine), _names(theirs)
    found = {key: key[1] for key in others & ours}
    said, said_otherwise = _words_of_values(mine), _words_of_values(theirs)
    candidates = [
        (-_share_words(other[1], our[1]), -len(said.get(our, set()) & said_otherwise.get(other, set())), other, our)
        for other in others - ours
        for our in ours - others
        if other[0] == our[0] and _share_words(other[1], our[1]) >= _SHARED_WORDS
    ]
    used: set[tuple[str, str]] = set()
    for _, _, other, our in sorted(candidates):
        if other not in found and our not in used:
            found[other] = our[1]
            used.add(our)
    return found


def _words_of_values(frame: pd.DataFrame) -> dict[tuple[str, str], set[str]]:
    """The words of what is said of each name in its own table."""
    named = frame[frame["table"].isin(NAMED_TABLES)].dropna(subset=["value"])
    return {key: _words(" ".join(map(str, values))) for key, values in named.groupby(["table", "row"])["value"]}


def _share_words(one: str, other: str) -> float:
    """The share of the shorter name's words that the other has too."""
    first, second = _words(one), _words(other)
    return len(first & second) / max(1, min(len(first), len(second)))


def _words(text: str) -> set[str]:
    return set(re.findall(r"[^\W_]+", text.lower()))


def _pair_statements(mine: pd.DataFrame, theirs: pd.DataFrame, lenient) -> list[tuple[Unit, Unit, bool]]:
    left, right = describe_statements(mine), describe_statements(theirs)
    pairs = []
    for keys, strict in ((("voice", "topic", "act"), True), (lenient, False)):
        for other in list(right):
            wanted = tuple(right[other][key] for key in keys)
            one = next((row for row, said in left.items() if tuple(said[key] for key in keys) == wanted), None)
            if one is not None:
                pairs.append(((STATEMENTS, one), (STATEMENTS, other), strict))
                del left[one], right[other]
    return pairs


def describe_statements(frame: pd.DataFrame) -> dict[str, dict[str, str | None]]:
    """statement -> its voice (the speaker, else the actor), topic and act."""
    said = frame[frame["table"] == STATEMENTS]
    wide = {
        row: dict(zip(group["column"], group["value"], strict=True)) for row, group in said.groupby("row", sort=True)
    }
    return {
        row: {
            "voice": values.get("speaker") or values.get("actor"),
            "topic": values.get("topic"),
            "act": values.get("act"),
        }
        for row, values in wide.items()
    }


def pair_values(units: Units, sheets: pd.DataFrame, recodings: pd.DataFrame) -> pd.DataFrame:
    """Columns that both sides fill on a matched row: source, table, column, sheet, auditor (values as text)."""
    keys = ["source", "table", "row", "column"]
    left = sheets.dropna(subset=["column"]).drop_duplicates(keys).rename(columns={"row": "sheet_row", "value": "sheet"})
    right = recodings.dropna(subset=["column"]).drop_duplicates(keys)
    right = right.rename(columns={"row": "auditor_row", "value": "auditor_value"})
    both = units.matched.merge(left, on=["source", "table", "sheet_row"])
    both = both.merge(right, on=["source", "table", "auditor_row", "column"])
    return both[["source", "table", "column", "sheet", "auditor_value"]].rename(columns={"auditor_value": "auditor"})
