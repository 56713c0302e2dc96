"""Which row of a draft is which row of the coded sheet, although a draft makes up ids of its own."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from c5plus1.drafting.dates import fits

Values = dict[str, set[str]]
Rows = dict[tuple[str, ...], Values]

# Our own words: a draft can't have them, so they are not compared. Modality is mostly left to derivation by coders.
NOT_COMPARED = frozenset({"gist", "purpose", "title", "target_text", "programme", "modality"})
# Wordings of the report in standard English: compared without case and punctuation.
LOOSELY = frozenset({"office", "venue", "reported_name", "margins_of", "agency"})


@dataclass
class Sheetful:
    """The rows of one sheet by table: key values -> column -> the values given for it."""

    tables: dict[str, Rows] = field(default_factory=dict)

    def rows(self, table: str) -> Rows:
        return self.tables.setdefault(table, {})


def gather_rows(facts: Iterable[tuple[str, dict]], keys: dict[str, tuple[str, ...]]) -> Sheetful:
    """Fact lines as rows: lists in key columns are taken apart, the facts about one row put together."""
    sheetful = Sheetful()
    for table, values in facts:
        for key in _spread(values, keys[table]):
            columns = sheetful.rows(table).setdefault(key, {})
            for column, value in values.items():
                if column not in keys[table] and column not in NOT_COMPARED and isinstance(value, str):
                    columns.setdefault(column, set()).add(_bare(value) if column in LOOSELY else value)
    return sheetful


def _spread(values: dict, key: tuple[str, ...]) -> list[tuple[str, ...]]:
    rows: list[tuple[str, ...]] = [()]
    for column in key:
        value = values.get(column, "")
        rows = [(*row, one) for row in rows for one in (value if isinstance(value, list) else [value])]
    return rows


def _bare(text: str) -> str:
    return " ".join("".join(sign if sign.isalnum() else " " for sign in text.casefold()).split())


def align_names(draft: Sheetful, coded: Sheetful) -> dict[str, dict[str, str]]:
    """For each table with ids of its own: draft id -> coded id. The same id, or values that tell the row.

    events: format, and place or first day alike and neither at odds; resolutions: day or totals; commitments: sum,
    currency and novelty; milestones: kind and year; measures: kind, issuer and target; statements: speaker (or actor),
    topic and act.
    """
    names = {}
    for table, alike in _ALIKE.items():
        mine, theirs = draft.rows(table), coded.rows(table)
        found = {key[0]: key[0] for key in mine if key in theirs}
        free = [key for key in theirs if key[0] not in found]
        for key in sorted(key for key in mine if key[0] not in found):
            match = next((other for other in sorted(free) if alike(mine[key], theirs[other])), None)
            if match:
                found[key[0]] = match[0]
                free.remove(match)
        names[table] = found
    return names


def rename_rows(draft: Sheetful, names: dict[str, dict[str, str]], keys: dict[str, tuple[str, ...]]) -> Sheetful:
    """The draft's rows under the coded sheet's ids, in keys and in columns that point at them."""
    renamed = Sheetful()
    for table, rows in draft.tables.items():
        for key, values in rows.items():
            new = tuple(_rename(table, column, value, names) for column, value in zip(keys[table], key, strict=True))
            columns = renamed.rows(table).setdefault(new, {})
            for column, found in values.items():
                columns.setdefault(column, set()).update(_rename(table, column, value, names) for value in found)
    return renamed


def _rename(table: str, column: str, value: str, names: dict[str, dict[str, str]]) -> str:
    owner = {"event": "events", "resolution": "resolutions"}.get(column, table if column == _ID.get(table) else None)
    return names.get(owner, {}).get(value, value) if owner else value


_ID = {
    "events": "event",
    "resolutions": "resolution",
    "commitments": "commitment",
    "milestones": "milestone",
    "measures": "measure",
    "statements": "statement",
}


def _one(values: Values, column: str) -> str:
    return min(values.get(column, {""}))


def _events_alike(one: Values, other: Values) -> bool:
    if _one(one, "format") and _one(other, "format") and _one(one, "format") != _one(other, "format"):
        return False
    days, places = (_one(one, "start_date"), _one(other, "start_date")), (_one(one, "place"), _one(other, "place"))
    if (all(days) and not fits(*days)) or (all(places) and places[0] != places[1]):
        return False
    return all(days) or all(places)


def _same(*columns: str):
    def alike(one: Values, other: Values) -> bool:
        return all(one.get(column) == other.get(column) for column in columns) and any(one.get(c) for c in columns)

    return alike


def _resolutions_alike(one: Values, other: Values) -> bool:
    shared = [c for c in ("adopted_on", "in_favour", "against", "abstaining", "not_voting") if c in one and c in other]
    return bool(shared) and all(one[column] == other[column] for column in shared)


def _statements_alike(one: Values, other: Values) -> bool:
    speaker = "speaker" if "speaker" in one or "speaker" in other else "actor"
    return _same(speaker, "topic", "act")(one, other)


def _steps_alike(one: Values, other: Values) -> bool:
    years = _one(one, "date")[:4], _one(other, "date")[:4]
    return _same("kind")(one, other) and (years[0] == years[1] or not all(years))


_ALIKE = {
    "events": _events_alike,
    "resolutions": _resolutions_alike,
    "commitments": _same("amount", "amount_low", "currency", "novelty"),
    "milestones": _steps_alike,
    "measures": _same("kind", "issuer", "target"),
    "statements": _statements_alike,
}
