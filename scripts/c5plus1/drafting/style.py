"""The one way in which a coding sheet is written: order of keys, flow lines for facts, when a text gets quotes."""

import re
from functools import lru_cache
from typing import Any

from c5plus1.reading.schemas import Schema, subject_schemas
from c5plus1.reading.sheet_rules import CLAIM_KEYS, SOURCE_KEYS, SOURCE_OPTIONAL

SOURCE_ORDER = SOURCE_KEYS + SOURCE_OPTIONAL
CLAIM_ORDER = CLAIM_KEYS
EVIDENCE_ORDER = ("tokens", "sha256")
# Marks that a reader of YAML might take for its own, wherever they stand.
_RISKY = re.compile(r"[:,\[\]{}#?]")
_RISKY_START = re.compile(r"""["'&*!|>%@`=-]|\s""")
_FULL_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_PARTIAL_DATE = re.compile(r"\d{4}(?:-\d{2})?")


def fact_orders(schemas: dict[str, Schema]) -> dict[str, tuple[str, ...]]:
    """The order of a fact's keys for each table: the schema's columns between `table` and the marks."""
    return {
        name: ("table", *(column for column in schema.columns if column != "modality"), "modality", "slip")
        for name, schema in subject_schemas(schemas).items()
    }


def plain_columns(schemas: dict[str, Schema]) -> frozenset[tuple[str, str]]:
    """Columns whose whole numbers and true/false are written without quotes, as (table, column)."""
    return frozenset(
        (name, column)
        for name, schema in subject_schemas(schemas).items()
        for column, field in schema.fields.items()
        if field.type in ("integer", "boolean")
    )


def needs_quotes(text: str, typed: bool = False) -> bool:
    """Whether a text is written in single quotes. `typed` says that its column holds whole numbers or true and false.

    Full dates go without; partial dates, and all else that YAML readers take for a number, date or truth value, with.
    """
    if _RISKY.search(text) or _RISKY_START.match(text) or text != text.strip() or not text:
        return True
    if _FULL_DATE.fullmatch(text):
        return False
    return not typed and bool(_PARTIAL_DATE.fullmatch(text) or _is_taken_for_other(text))


@lru_cache(maxsize=4096)
def _is_taken_for_other(text: str) -> bool:
    import yaml

    resolver = yaml.resolver.Resolver()
    return resolver.resolve(yaml.ScalarNode, text, (True, False)) != "tag:yaml.org,2002:str"


def quote(text: str, typed: bool = False) -> str:
    """The text as a sheet writes it."""
    return "'" + text.replace("'", "''") + "'" if needs_quotes(text, typed) else text


def write_flow(mapping: dict[str, Any], typed: frozenset[str] = frozenset()) -> str:
    """A mapping as `{key: value, key: [a, b]}`; `typed` names the keys of whole numbers and truth values."""
    parts = []
    for key, value in mapping.items():
        if isinstance(value, list):
            written = "[" + ", ".join(quote(item) for item in value) + "]" if len(value) > 1 else quote(value[0])
        else:
            written = quote(value, key in typed)
        parts.append(f"{key}: {written}")
    return "{" + ", ".join(parts) + "}"


def in_order(mapping: dict[str, Any], order: tuple[str, ...]) -> dict[str, Any]:
    """The mapping with its keys in the given order; unknown keys last, as they stood."""
    known = {key: mapping[key] for key in order if key in mapping}
    return known | {key: value for key, value in mapping.items() if key not in known}
