"""The rules of a sheet, made from the schemas and registers, and the check of one sheet against them."""

from dataclasses import dataclass
from typing import Any

from c5plus1.problems import Problem, nearest
from c5plus1.reading.positions import Lines
from c5plus1.reading.schemas import Schema, subject_schemas
from c5plus1.reading.values import Check, check_integer, check_line, make_check

# Tables that a fact's key or value points at -> the register in which the name must stand.
REGISTER_OF = {
    "actors": "actors",
    "people": "people",
    "places": "places",
    "topics": "topics",
    "publishers": "publishers",
    "event_names": "events",
    "events": "events",
    "commitment_names": "commitments",
    "commitments": "commitments",
    "resolution_names": "resolutions",
    "resolutions": "resolutions",
    "milestone_names": "milestones",
    "measure_names": "measures",
}
SOURCE_KEYS = ("id", "publisher", "kind", "title", "url", "published", "language", "retrieved")
SOURCE_OPTIONAL = ("reprint_of", "same_text_as")
CLAIM_KEYS = ("evidence", "via", "note", "facts")
LIST_COLUMNS = ("actor", "topic")
MARKS = ("table", "slip", "modality")


@dataclass(frozen=True)
class Rules:
    """What the schemas and registers allow: a check per column of each table, and each table's key."""

    tables: dict[str, dict[str, Check]]
    keys: dict[str, tuple[str, ...]]
    exact: dict[str, set[str]]
    modal: frozenset[str]
    derived: dict[str, set[str]]
    source: dict[str, Check]
    claim: dict[str, Check]


def make_rules(schemas: dict[str, Schema], known: dict[str, set[str]]) -> Rules:
    """Rules from the schemas and the ids known to each register."""

    def checks(schema: Schema) -> dict[str, Check]:
        return {name: make_check(field, *_ids_for(schema, name, known)) for name, field in schema.fields.items()}

    subject = subject_schemas(schemas)
    source = checks(schemas["sources"])
    return Rules(
        tables={name: checks(schema) for name, schema in subject.items()},
        keys={name: schema.key for name, schema in subject.items()},
        exact={
            name: {column for column, field in schema.fields.items() if field.compare == "exact"}
            for name, schema in subject.items()
        },
        modal=frozenset(name for name, schema in subject.items() if "modality" in schema.fields),
        derived={name: {c for c, f in schema.fields.items() if f.derived} for name, schema in subject.items()},
        source={"id": source["source"], **source},
        claim=checks(schemas["claims"]),
    )


def _ids_for(schema: Schema, column: str, known: dict[str, set[str]]) -> tuple[set[str] | None, str]:
    """The ids that a column may name, and the register they stand in."""
    if schema.fields[column].actors:
        return known["actors"], "actors"
    register = REGISTER_OF.get(schema.references.get(column, ("", ""))[0], "")
    return known.get(register), register


def check_sheet(document: Any, lines: Lines, shown: str, rules: Rules) -> list[Problem]:
    """Every problem of one parsed sheet."""
    problems: list[Problem] = []

    def report(path: tuple, message: str) -> None:
        while path not in lines:
            path = path[:-1]
        problems.append(Problem(shown, lines[path], message))

    if not isinstance(document, dict):
        report((), "expected the two keys 'source:' and 'claims:'")
        return problems
    for key in document:
        if key not in ("source", "claims"):
            report((key,), f"unknown key {key!r}{nearest(key, ('source', 'claims'))}; known: source, claims")
    _check_source(document.get("source"), shown, rules, report)
    claims = document.get("claims")
    if not isinstance(claims, list) or not claims:
        report(("claims",), "'claims' must be a list of at least one claim, each beginning with '- evidence: …'")
        return problems
    stated: dict[tuple, tuple[str, int]] = {}
    for index, claim in enumerate(claims):
        _check_claim(claim, ("claims", index), rules, report, stated, lines)
    return problems


def _check_source(source: Any, shown: str, rules: Rules, report) -> None:
    here = ("source",)
    if not isinstance(source, dict):
        report(here, f"'source' is missing; it needs {', '.join(SOURCE_KEYS)}")
        return
    allowed = SOURCE_KEYS + SOURCE_OPTIONAL
    for key, value in source.items():
        if key not in allowed:
            report((*here, key), f"unknown key {key!r} in source{nearest(key, allowed)}; known: {', '.join(allowed)}")
        elif key == "published" and value is None:
            continue
        elif wrong := rules.source[key](value):
            report((*here, key), f"{key}: {wrong}")
    for key in SOURCE_KEYS:
        if key not in source:
            extra = " (write 'published: null' if it is unknown)" if key == "published" else ""
            report(here, f"source has no {key!r}{extra}")
    _check_place_of_file(source, shown, rules, report)


def _check_place_of_file(source: dict, shown: str, rules: Rules, report) -> None:
    folder, _, name = shown.rpartition("/")
    stem = name.removesuffix(".yaml")
    identifier = source.get("id")
    if isinstance(identifier, str) and identifier != stem:
        report(("source", "id"), f"id {identifier!r} is not the file's name {stem!r}; make them the same")
    published = source.get("published", "")
    if published is not None and rules.source["published"](published):
        return  # told already; which folder is right shows when the date is
    year = published[:4] if published else "undated"
    if "/" in folder and folder.rpartition("/")[2] != year:
        report(
            ("source", "published"),
            f"a report published {published or 'at an unknown date'} belongs in the folder {year!r}",
        )


def _check_claim(claim: Any, here: tuple, rules: Rules, report, stated: dict, lines: Lines) -> None:
    if not isinstance(claim, dict):
        report(here, f"expected a claim with the keys {', '.join(CLAIM_KEYS)}")
        return
    for key in claim:
        if key not in CLAIM_KEYS:
            report(
                (*here, key),
                f"unknown key {key!r} in a claim{nearest(key, CLAIM_KEYS)}; known: {', '.join(CLAIM_KEYS)}",
            )
    _check_evidence(claim.get("evidence"), (*here, "evidence"), report)
    if "note" not in claim:
        report(here, "claim has no 'note': say in one line of your own what the span states")
    elif wrong := check_line(claim["note"]) if isinstance(claim["note"], str) else "must be one line of text":
        report((*here, "note"), f"note: {wrong}")
    if "via" in claim and (wrong := rules.claim["via"](claim["via"])):
        report((*here, "via"), f"via: {wrong}")
    facts = claim.get("facts")
    if not isinstance(facts, list) or not facts:
        report((*here, "facts"), "a claim needs 'facts:', a list of at least one '{table: …}'")
        return
    for position, fact in enumerate(facts):
        _check_fact(fact, (*here, "facts", position), rules, report, stated, lines)


def _check_evidence(evidence: Any, here: tuple, report) -> None:
    if not isinstance(evidence, dict):
        report(here, "claim has no 'evidence: {tokens: …, sha256: …}'; c5plus1 fingerprint prints it for a span")
        return
    for key in evidence:
        if key not in ("tokens", "sha256"):
            report((*here, key), f"unknown key {key!r} in evidence{nearest(key, ('tokens', 'sha256'))}")
    tokens, sha256 = evidence.get("tokens"), evidence.get("sha256")
    if "tokens" not in evidence:
        wrong = "is missing"
    else:
        wrong = check_integer(tokens) if isinstance(tokens, str) else "expected one value"
    if wrong:
        report((*here, "tokens"), f"tokens: {wrong}")
    elif not 6 <= int(tokens) <= 100:
        report(
            (*here, "tokens"),
            f"a span of {tokens} tokens; a fingerprint needs 6 to 100: choose a longer or shorter span",
        )
    if not isinstance(sha256, str) or len(sha256) != 64 or set(sha256) - set("0123456789abcdef"):
        shown = f"{len(sha256)} characters" if isinstance(sha256, str) else "nothing"
        report((*here, "sha256"), f"sha256: expected 64 hexadecimal digits (0-9, a-f), found {shown}; copy it whole")


def _check_fact(fact: Any, here: tuple, rules: Rules, report, stated: dict, lines: Lines) -> None:
    if not isinstance(fact, dict):
        report(here, "expected a fact such as {table: votes, resolution: …, actor: …, choice: …}")
        return
    table = fact.get("table")
    if not isinstance(table, str) or table not in rules.tables:
        what = f"unknown table {table!r}{nearest(table, rules.tables)}" if table else "the fact names no 'table'"
        report((*here, "table"), f"{what}; known: {', '.join(rules.tables)}")
        return
    checks, key = rules.tables[table], rules.keys[table]
    for column in key:
        if column not in fact:
            report(here, f"{table}: the key column {column!r} is missing")
    for column, value in fact.items():
        if column in MARKS:
            continue
        if column not in checks or column in rules.derived[table]:
            allowed = [name for name in checks if name not in rules.derived[table]]
            report(
                (*here, column),
                f"{table} has no column {column!r}{nearest(column, allowed)}; known: {', '.join(allowed)}",
            )
            continue
        if wrong := _check_value(column, value, column in key, checks[column]):
            report((*here, column), f"{table}.{column}: {wrong}")
    if table not in rules.modal and not set(fact) - set(key) - set(MARKS):
        report(here, f"{table}: the fact states nothing beside its key; give at least one column a value")
    _check_marks(fact, table, here, rules, report)
    if fact.get("slip") != "true":
        _check_single_voice(fact, table, here, rules, report, stated, lines)


def _check_value(column: str, value: Any, in_key: bool, check: Check) -> str | None:
    if not isinstance(value, list):
        return check(value)
    if not (in_key and column in LIST_COLUMNS):
        return "a list is allowed only in the key columns actor and topic; join several actors by ';'"
    if not value:
        return "the list is empty"
    for item in value:
        if wrong := check(item):
            return wrong
    doubles = sorted({item for item in value if value.count(item) > 1})
    return f"{doubles[0]!r} is given twice in the list" if doubles else None


def _check_marks(fact: dict, table: str, here: tuple, rules: Rules, report) -> None:
    if "slip" in fact and fact["slip"] != "true":
        report((*here, "slip"), f"slip: {fact['slip']!r}; write 'slip: true' or leave it out")
    if "modality" not in fact:
        return
    if table not in rules.modal:
        report((*here, "modality"), f"modality belongs to facts of {', '.join(sorted(rules.modal))}, not of {table}")
    elif wrong := rules.tables[table]["modality"](fact["modality"]):
        report((*here, "modality"), f"modality: {wrong}")


def _check_single_voice(fact: dict, table: str, here: tuple, rules: Rules, report, stated: dict, lines: Lines) -> None:
    """One source has one value for one exact column of one row, unless it marks the other as a slip."""
    rows = _rows_of(fact, rules.keys[table])
    for column in rules.exact[table] & fact.keys():
        if not isinstance(fact[column], str):
            continue
        for row in rows:
            cell = (table, row, column)
            value, line = stated.setdefault(cell, (fact[column], lines.get((*here, column), 0)))
            if value != fact[column]:
                message = (
                    f"{table}.{column} of {row!r} is {fact[column]!r} here and {value!r} in line {line}; "
                    "one source has one value: keep one, or mark the wrong one 'slip: true'"
                )
                report((*here, column), message)


def _rows_of(fact: dict, key: tuple[str, ...]) -> list[str]:
    rows = [""]
    for column in key:
        values = fact.get(column)
        values = values if isinstance(values, list) else [values]
        rows = [f"{row}:{value}" if row else str(value) for row in rows for value in values]
    return rows
