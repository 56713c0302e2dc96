"""What the page carries: the subject tables with, for each value, the reports for and against, packed tight."""

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from c5plus1.asking.reasons import explain
from c5plus1.asking.why import Voice
from c5plus1.publishing.contents import Contents
from c5plus1.reading.adjudications import read_adjudications
from c5plus1.reading.schemas import Schema

AGREEMENTS = ("agrees", "dissents", "differs", "neutral", "slip")
MODALITIES = ("", "occurred", "planned", "unclear")
# A fact's agreement, modality and whether a rule filled it in travel as one number: see pack_flags.
_DERIVED = len(AGREEMENTS) * len(MODALITIES)
# Register table -> column with the name to show.
_NAMES = {
    "actors": "name",
    "people": "name",
    "places": "name",
    "topics": "label",
    "event_names": "name",
    "resolution_names": "name",
    "commitment_names": "name",
    "milestone_names": "name",
    "measure_names": "name",
}
# Tables whose rows are named by a register of their own.
_NAMED_IN = {"events": "event_names", "resolutions": "resolution_names"}


class Pool:
    """Each text once: `add` gives its number; the page looks it up."""

    def __init__(self):
        self.numbers: dict[str, int] = {}

    def add(self, text: str | None) -> int:
        return -1 if text is None else self.numbers.setdefault(text, len(self.numbers))


def make_data(contents: Contents) -> dict[str, Any]:
    """The page's data, ready for JSON. Texts are numbers into `strings`, -1 where there is none."""
    pool = Pool()
    sources, claims = contents.tables["sources"], contents.tables["claims"]
    source_numbers = {source: number for number, source in enumerate(sources["source"])}
    cells = _pack_cells(contents, pool)
    tables = [
        _pack_table(contents, schema, cells, pool) for schema in contents.schemas.values() if schema.kind == "subject"
    ]
    columns = ("source", "publisher", "kind", "published", "language", "title", "url", "reprint_of")
    return {
        "version": contents.descriptor["version"],
        "created": contents.descriptor["created"][:10],
        "statuses": _name_codes(contents.schemas["cells"], "status"),
        "agreements": _name_codes(contents.schemas["facts"], "agreement"),
        "names": {table: _read_names(contents, table, column) for table, column in _NAMES.items()},
        "meetings": _pack_meetings(contents),
        "tables": tables,
        "sources": [[pool.add(value) for value in row] for row in _rows(sources, columns)],
        "claims": [
            [source_numbers[source], int(number), pool.add(via), pool.add(note)]
            for source, number, via, note in _rows(claims, ("source", "number", "via", "note"))
        ],
        "strings": list(pool.numbers),
    }


def pack_flags(agreement: str, modality: str | None, derived: bool) -> int:
    """Agreement, modality and origin by rule in one number; the page takes it apart by division."""
    return (
        AGREEMENTS.index(agreement) + len(AGREEMENTS) * MODALITIES.index(modality or "") + (_DERIVED if derived else 0)
    )


def _rows(frame, columns: Iterable[str]) -> Iterable[tuple]:
    return zip(*(frame[column] for column in columns), strict=True)


def _read_names(contents: Contents, table: str, column: str) -> dict[str, str]:
    key = contents.schemas[table].key[0]
    return dict(_rows(contents.tables[table], (key, column)))


def _name_codes(schema: Schema, column: str) -> dict[str, list[str]]:
    """Code -> [label, definition]."""
    field = schema.fields[column]
    return {c["value"]: [c["label"], " ".join(c["definition"].split())] for c in field.raw.get("categories", ())}


def _pack_meetings(contents: Contents) -> list[dict[str, Any]]:
    """For the timeline: one object a meeting, in the table's order, without what is empty."""
    columns = ("event", "name", "level", "start_date", "start", "precision", "modality", "status", "place_name")
    columns += ("came", "came_planned", "n_sources", "n_origins")
    rows = contents.tables["meetings"][list(columns)].to_dict("records")
    return [{key: value for key, value in row.items() if value is not None} for row in rows]


def _pack_table(contents: Contents, schema: Schema, cells: dict[str, list], pool: Pool) -> dict[str, Any]:
    table = contents.tables[schema.name]
    rows = []
    for values in _rows(table, schema.columns):
        named = dict(zip(schema.columns, values, strict=True))
        row = f"{schema.name}/{':'.join(named[key] for key in schema.key)}/"
        packed = [cells.get(row + column, 0) for column in schema.value_columns]
        rows.append([[pool.add(value) for value in values], packed])
    return {
        "name": schema.name,
        "title": schema.title,
        "description": " ".join(schema.raw["description"].split()),
        "key": list(schema.key),
        "columns": [_describe_column(schema, name) for name in schema.columns],
        "rows": rows,
    }


def _describe_column(schema: Schema, name: str) -> dict[str, Any]:
    field = schema.fields[name]
    refers_to = schema.references.get(name, ("actors",) if field.actors else (None,))[0]
    about = {
        "name": name,
        "title": field.title or name,
        "description": " ".join(field.description.split()),
        "compare": field.compare,
        "type": field.type if field.type != "string" else None,
        "names": _NAMED_IN.get(refers_to, refers_to),
        "several": field.actors or None,
        "date": field.partial_date or None,
        "codes": _name_codes(schema, name) or None,
    }
    return {key: value for key, value in about.items() if value is not None}


def _pack_cells(contents: Contents, pool: Pool) -> dict[str, list]:
    """Cell -> [status, reason, sources, origins for, origins against, facts]; four numbers a fact.

    A fact is the number of its claim, its value (-1: the settled one), its flags, and its origin (0: a slip).
    """
    claim_numbers = {claim: number for number, claim in enumerate(contents.tables["claims"]["claim"])}
    decided = {entry.cell: asdict(entry) for entry in read_adjudications(contents.root)}
    voices = hear_all(contents)
    packed = {}
    for cell in contents.tables["cells"].to_dict("records"):
        heard = voices[cell["cell"]]
        field = contents.schemas[cell["table"]].fields[cell["column"]]
        reason = explain(cell, heard, decided.get(cell["cell"]), field)
        facts = []
        for voice in heard:
            value = -1 if voice.value == cell["value"] else pool.add(voice.value)
            flags = pack_flags(voice.agreement, voice.modality, voice.derived)
            facts += [claim_numbers[voice.claim], value, flags, voice.origin or 0]
        counts = [int(cell[name]) for name in ("n_sources", "n_origins", "n_dissent_origins")]
        packed[cell["cell"]] = [pool.add(cell["status"]), pool.add(reason), *counts, facts]
    return packed


def hear_all(contents: Contents) -> dict[str, list[Voice]]:
    """Cell -> its voices as `why` gives them, for all cells at once."""
    claims = {claim["claim"]: claim for claim in contents.tables["claims"].to_dict("records")}
    sources = {source["source"]: source for source in contents.tables["sources"].to_dict("records")}
    voices: dict[str, list[Voice]] = {cell: [] for cell in contents.tables["cells"]["cell"]}
    for fact in contents.tables["facts"].to_dict("records"):
        claim = claims[fact["claim"]]
        voices[fact["cell"]].append(_make_voice(fact, claim, sources[claim["source"]]))
    for heard in voices.values():
        heard.sort(key=_by_weight)
    return voices


def _make_voice(fact: dict, claim: dict, source: dict) -> Voice:
    of_source = ("publisher", "kind", "country", "published", "language", "reprint_of", "title", "url", "sheet")
    return Voice(
        **{name: fact[name] for name in ("agreement", "value", "claim", "modality")},
        **{name: claim[name] for name in ("source", "via", "note")},
        **{name: source[name] for name in of_source},
        derived=fact["derived"] == "true",
        origin=int(fact["origin"]) if fact["origin"] else None,
        tier=int(fact["tier"]),
    )


def _by_weight(voice: Voice) -> tuple:
    return (
        AGREEMENTS.index(voice.agreement),
        voice.value,
        voice.origin or 0,
        voice.published or "9999",
        voice.claim,
    )
