"""Table schemas: the one definition of every field, from which all else is derived."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from c5plus1.problems import DataError, Problem
from c5plus1.reading.positions import Lines, parse_yaml, read_text
from c5plus1.reading.schema_rules import check_schemas

SUBJECT = "subject"


@dataclass(frozen=True)
class Field:
    """One column. `compare` is how its values agree or conflict (subject tables only)."""

    name: str
    type: str = "string"
    title: str = ""
    description: str = ""
    compare: str | None = None
    pattern: str | None = None
    required: bool = False
    codes: dict[str, str] = field(default_factory=dict)
    actors: bool = False
    partial_date: bool = False
    derived: bool = False
    raw: dict = field(default_factory=dict, repr=False)


@dataclass(frozen=True)
class Schema:
    """One table: its key, fields in order, and which registers or tables its columns point at."""

    name: str
    title: str
    kind: str
    order: int
    key: tuple[str, ...]
    fields: dict[str, Field]
    references: dict[str, tuple[str, str]]
    raw: dict = field(default_factory=dict, repr=False)

    @property
    def columns(self) -> list[str]:
        return list(self.fields)

    @property
    def value_columns(self) -> list[str]:
        return [name for name in self.fields if name not in self.key]


def read_schemas(root: Path) -> dict[str, Schema]:
    """The schemas in `root/data/schemas/*.yaml` by table, in package order. Raises DataError if one can't be used."""
    folder = root / "data" / "schemas"
    paths = sorted(folder.glob("*.yaml"))
    if not paths:
        raise DataError([Problem("data/schemas", 0, "no table schemas (*.yaml) found")])
    raws, lines, problems = {}, {}, []
    for path in paths:
        raws[path.stem], lines[path.stem], found = _read_raw(path)
        problems += found
    if not problems:
        problems = check_schemas(raws, lines)
    if problems:
        raise DataError(problems)
    schemas = [_make_schema(name, share_categories(raw, raws)) for name, raw in raws.items()]
    return {schema.name: schema for schema in sorted(schemas, key=lambda schema: (schema.order, schema.name))}


def _read_raw(path: Path) -> tuple[Any, Lines, list[Problem]]:
    """One file with numbers and true or false as such, unlike in the files that people code."""
    import yaml

    shown = f"data/schemas/{path.name}"
    text, problems = read_text(path, shown)
    if text is None:
        return None, {}, problems
    _, lines, problems = parse_yaml(text, shown)
    if problems:
        return None, {}, problems
    try:
        return yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)), lines, []
    except (yaml.YAMLError, ValueError, TypeError) as error:
        mark = getattr(error, "problem_mark", None)
        message = f"holds a value that cannot be read; put texts in quotes: {str(error).splitlines()[0]}"
        return None, {}, [Problem(shown, mark.line + 1 if mark else 0, message)]


def share_categories(raw: dict, raws: dict[str, dict]) -> dict:
    """The schema with the codes of `categoriesOf: table.field` put in: a code is defined once. Raises KeyError."""
    for item in raw["fields"]:
        if "categoriesOf" in item:
            table, name = item["categoriesOf"].split(".")
            item["categories"] = next(other["categories"] for other in raws[table]["fields"] if other["name"] == name)
    return raw


def subject_schemas(schemas: dict[str, Schema]) -> dict[str, Schema]:
    """The tables that sheets may fill."""
    return {name: schema for name, schema in schemas.items() if schema.kind == SUBJECT}


def _make_schema(name: str, raw: dict) -> Schema:
    references = {
        key["fields"][0]: (key["reference"]["resource"] or name, key["reference"]["fields"][0])
        for key in raw.get("foreignKeys", [])
        if len(key["fields"]) == 1
    }
    return Schema(
        name=name,
        title=raw["title"],
        kind=raw["kind"],
        order=int(raw["order"]),
        key=tuple(raw["primaryKey"]),
        fields={item["name"]: _make_field(item) for item in raw["fields"]},
        references=references,
        raw=raw,
    )


def _make_field(raw: dict) -> Field:
    constraints = raw.get("constraints", {})
    return Field(
        name=raw["name"],
        type=raw.get("type", "string"),
        title=raw.get("title", ""),
        description=raw.get("description", "").strip(),
        compare=raw.get("compare"),
        pattern=constraints.get("pattern"),
        required=bool(constraints.get("required")),
        codes={item["value"]: item["definition"] for item in raw.get("categories", [])},
        actors=bool(raw.get("actors")),
        partial_date=bool(raw.get("partialDate")),
        derived=bool(raw.get("derived")),
        raw=raw,
    )
