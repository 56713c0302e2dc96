"""Register entries against the schemas of their tables, so that a bad value is told where it was written."""

from collections.abc import Iterator

from c5plus1.problems import Problem
from c5plus1.reading.registers import NAME_TABLES, REGISTERS, Entry
from c5plus1.reading.schemas import Field, Schema
from c5plus1.reading.values import Check, make_check

_TABLE_OF = {register: table for table, register in NAME_TABLES.items()}
# Keys that hold a list -> the table and column in which the parts of the list are laid out.
_LISTS = {"aliases": ("aliases", "alias"), "former_ids": ("former_ids", "former_id")}


def check_register_values(registers: dict[str, list[Entry]], schemas: dict[str, Schema]) -> list[Problem]:
    """What is wrong with the single values of the registers: form, codes, plain text; with file and line."""
    problems = []
    for name, entries in registers.items():
        checks = {key: make_check(field, None) for key, field in _fields_of(name, schemas).items()}
        for entry in entries:
            problems += [
                Problem(f"data/registers/{name}.yaml", entry["_line"], message)
                for message in _check_values(entry, checks)
            ]
    return problems


def _fields_of(register: str, schemas: dict[str, Schema]) -> dict[str, Field]:
    """The schema's field for each key of a register whose values some table holds."""
    _, required, optional, _ = REGISTERS[register]
    own = schemas[_TABLE_OF.get(register, register)].fields
    lists = {key: schemas[table].fields[column] for key, (table, column) in _LISTS.items() if key in optional}
    return {key: own[key] for key in {REGISTERS[register][0]} | required | optional if key in own} | lists


def _check_values(entry: Entry, checks: dict[str, Check]) -> Iterator[str]:
    for key, value in entry.items():
        if value is None or isinstance(value, dict | int):
            continue
        values = value if isinstance(value, list) else [value]
        for one in values:
            if key in checks and (wrong := checks[key](one)):
                yield f"{key}: {wrong}"
        for one in sorted({one for one in values if values.count(one) > 1}):
            yield f"{key}: {one!r} is given twice; keep one"
