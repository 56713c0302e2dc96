"""What the coded sheets already tell: known meetings, sums, resolutions, milestones, measures and houses.

Read leniently (a colleague's half-written sheet must not stop a draft) and without the sheet of the report in hand, so
that a draft never copies what was coded from the same words.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from c5plus1.reading.positions import parse_yaml, read_text
from c5plus1.reading.sheets import find_sheets

Row = dict[str, str]


@dataclass(frozen=True)
class Known:
    """The value most often coded for each column of each row, the people at each event, and houses by address."""

    rows: dict[str, dict[str, Row]] = field(repr=False)
    people: dict[str, frozenset[str]] = field(repr=False)
    actors: dict[str, frozenset[str]] = field(repr=False)
    houses: dict[str, dict[str, str]] = field(repr=False)
    sources: frozenset[str] = field(repr=False)
    addresses: dict[str, str] = field(repr=False)
    names: dict[str, dict[str, str]] = field(repr=False)

    def table(self, name: str) -> dict[str, Row]:
        """The rows of one table by id: every id of the register, with the values that sheets give it."""
        return self.rows[name]


_TABLES = {
    "events": "event",
    "commitments": "commitment",
    "resolutions": "resolution",
    "milestones": "milestone",
    "measures": "measure",
}


def gather_known(documents: tuple[dict, ...], registers: dict[str, list[dict]], without: str | None = None) -> Known:
    """What all sheets but `without` (a source id) say, together with the registers' names."""
    values: dict[str, dict[str, dict[str, Counter]]] = {
        table: defaultdict(lambda: defaultdict(Counter)) for table in _TABLES
    }
    people, actors, houses, sources = defaultdict(set), defaultdict(set), defaultdict(Counter), set()
    addresses: dict[str, str] = {}
    for document in documents:
        source = document["source"]
        sources.add(source.get("id"))
        addresses.setdefault(source.get("url"), source.get("id"))
        if source.get("id") == without:
            continue
        prefix = _slug_of(source.get("id") or "")
        houses[_host(source.get("url"))][
            source.get("publisher"), source.get("kind"), source.get("language"), prefix
        ] += 1
        for fact in (fact for claim in document["claims"] for fact in claim["facts"]):
            _take_fact(fact, values, people, actors)
    rows, names = {}, {}
    for table, key in _TABLES.items():
        names[table] = {entry[key]: entry["name"] for entry in registers[table]}
        rows[table] = {identifier: _most_common(values[table].get(identifier, {})) for identifier in names[table]}
    return Known(
        rows=rows,
        people={event: frozenset(found) for event, found in people.items()},
        actors={event: frozenset(found) for event, found in actors.items()},
        houses={host: _house(found) for host, found in houses.items()},
        sources=frozenset(sources - {None}),
        addresses=addresses,
        names=names,
    )


def read_documents(root: Path) -> tuple[dict, ...]:
    """All sheets as written that have the outer shape of one."""
    documents = []
    for path in find_sheets(root):
        text, _ = read_text(path, path.name)
        document = parse_yaml(text, path.name)[0] if text else None
        try:
            [fact["table"] for claim in document["claims"] for fact in claim["facts"]]
            document["source"]["id"]
        except (TypeError, KeyError, AttributeError):
            continue
        documents.append(document)
    return tuple(documents)


def _take_fact(fact: dict, values: dict, people: dict, actors: dict) -> None:
    table = fact["table"]
    if fact.get("slip"):
        return
    if table in _TABLES:
        row = values[table][fact.get(_TABLES[table])]
        for column, value in fact.items():
            if isinstance(value, str):
                row[column][value] += 1
    elif table == "attendance":
        people[fact.get("event")].add(fact.get("person"))
    elif table == "delegations":
        found = fact.get("actor")
        actors[fact.get("event")].update(found if isinstance(found, list) else [found])


def _most_common(columns: dict[str, Counter]) -> Row:
    """For dates the finest one that is common; for the rest the commonest; ties by the value itself."""
    row = {}
    for column, counts in columns.items():
        length = 10 if column in ("start_date", "end_date", "adopted_on", "date", "announced_on") else 0
        row[column] = min(counts, key=lambda value: (-counts[value] - (100 if len(value) == length else 0), value))
    return row


def _house(found: Counter) -> dict[str, str]:
    publisher, kind, language, prefix = min(found, key=lambda key: (-found[key], tuple(map(str, key))))
    return {"publisher": publisher, "kind": kind, "language": language, "prefix": prefix}


def _host(url: str | None) -> str:
    host = urlsplit(url or "").netloc.lower().split(":")[0]
    return host.removeprefix("www.").removeprefix("m.").removeprefix("amp.")


def find_house(known: Known, url: str) -> dict[str, str] | None:
    """The publisher, kind, language and id prefix coded for other pages of the same address, if any."""
    return known.houses.get(_host(url))


def _slug_of(identifier: str) -> str:
    """The house's part of a source id: what stands before the date or `undated`."""
    words = identifier.split("-")
    for position, word in enumerate(words):
        if position and (word == "undated" or (len(word) == 4 and word.isdigit())):
            return "-".join(words[:position])
    return identifier
