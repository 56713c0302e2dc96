"""Checks on registers and schemas: nothing defined is unused, no id is used twice, no part of a key is empty."""

from collections.abc import Iterator

from c5plus1.building.assemble import Package
from c5plus1.checking.checks import Finding, check
from c5plus1.problems import Problem
from c5plus1.reading.registers import POINTERS, REGISTERS
from c5plus1.reading.sheet_rules import REGISTER_OF


@check("warning")
def register_entries_are_used(package: Package) -> Iterator[Problem]:
    """Each entry of a register is used somewhere."""
    used = _used_names(package)
    for name, entries in package.registers.items():
        identifier = REGISTERS[name][0]
        for entry in entries:
            if entry[identifier] not in used[name]:
                message = (
                    f"{entry[identifier]!r} is used by no sheet and no other entry; remove it, or code what needs it"
                )
                yield Problem(f"data/registers/{name}.yaml", entry["_line"], message, "warning")


def _used_names(package: Package) -> dict[str, set[str]]:
    used: dict[str, set[str]] = {name: set() for name in REGISTERS}
    for schema in package.schemas.values():
        if schema.kind not in ("subject", "report"):
            continue
        for column, (target, _) in schema.references.items():
            if target in REGISTER_OF:
                used[REGISTER_OF[target]] |= set(package.tables[schema.name][column].dropna())
    facts = package.settled.facts
    for table, register in (("events", "events"), ("resolutions", "resolutions")):
        used[register] |= set(facts.loc[facts["table"] == table, "row"])
    stated = facts[["table", "column", "value"]].drop_duplicates().astype(object)
    for table, column, value in stated.itertuples(index=False):
        target = package.schemas[table].references.get(column)
        if package.schemas[table].fields[column].actors:
            used["actors"].update(value.split(";"))
        elif target and target[0] in REGISTER_OF:
            used[REGISTER_OF[target[0]]].add(value)
    for (register, key), target in POINTERS.items():
        for entry in package.registers[register]:
            values = entry.get(key) or []
            used[target] |= set(values if isinstance(values, list) else [values])
    groups = {entry["group"] for entry in package.registers["publishers"] if entry.get("group")}
    used["publishers"] |= groups
    return used


@check("warning")
def fields_are_filled(package: Package) -> Iterator[Problem]:
    """Each field of a schema is filled somewhere."""
    for name, schema in package.schemas.items():
        table = package.tables[name]
        for column in schema.columns:
            if len(table) and table[column].isna().all():
                message = f"no row of {name} fills {column!r}; remove the field, or code what fills it"
                yield Problem(f"data/schemas/{name}.yaml", 0, message, "warning")


@check("error")
def keys_are_whole_and_unique(package: Package) -> Iterator[Finding]:
    """No part of a primary key is empty, and no key is there twice."""
    for name, schema in package.schemas.items():
        keys = package.tables[name][list(schema.key)]
        for row in keys[keys.isna().any(axis=1)].itertuples(index=False):
            yield Finding(name, ":".join(map(str, row)), None, f"{name}: a part of the key is empty in {tuple(row)}")
        for row in keys[keys.duplicated()].itertuples(index=False):
            yield Finding(name, ":".join(map(str, row)), None, f"{name}: the key {tuple(row)} is there twice")


@check("error")
def named_rows_exist(package: Package) -> Iterator[Finding]:
    """An event or resolution that a row names has a row of its own."""
    for name, schema in package.schemas.items():
        if schema.kind != "subject":
            continue
        for column, (target, _) in schema.references.items():
            if package.schemas[target].kind == "subject":
                yield from _find_unknown(package, name, column, target)


def _find_unknown(package: Package, name: str, column: str, target: str) -> Iterator[Finding]:
    known = set(package.tables[target][package.schemas[target].key[0]])
    rows = package.tables[name][[*package.schemas[name].key, column]]
    rows = rows.loc[:, ~rows.columns.duplicated()]
    for row in rows[rows[column].notna() & ~rows[column].isin(known)].to_dict("records"):
        message = f"{name} names {target} {row[column]}, about which no fact says anything; add {{table: {target}, …}}"
        yield Finding(name, ":".join(str(row[key]) for key in package.schemas[name].key), column, message)


@check("error")
def required_columns_are_filled(package: Package) -> Iterator[Finding]:
    """A row has every value that its schema requires."""
    for name, schema in package.schemas.items():
        if schema.kind != "subject":
            continue
        table = package.tables[name]
        for column in (c for c, field in schema.fields.items() if field.required and c not in schema.key):
            for key in table.loc[table[column].isna(), list(schema.key)].itertuples(index=False):
                yield Finding(
                    name, ":".join(key), column, f"{name}: {':'.join(key)} has no {column}, which is required"
                )


@check("error")
def every_value_rests_on_a_fact(package: Package) -> Iterator[Finding]:
    """Every value of a subject table that is no key rests on at least one fact that agrees with it."""
    facts = package.settled.facts
    agreed = set(facts.loc[facts["agreement"] == "agrees", "cell"])
    for name, schema in package.schemas.items():
        if schema.kind != "subject":
            continue
        table = package.tables[name]
        for column in schema.value_columns:
            for key in table.loc[table[column].notna(), list(schema.key)].itertuples(index=False):
                row = ":".join(key)
                if f"{name}/{row}/{column}" not in agreed:
                    yield Finding(name, row, column, f"{name}/{row}/{column} rests on no fact")
