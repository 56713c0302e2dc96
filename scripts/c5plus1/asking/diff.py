"""`diff`: what changed between two releases, row by row and cell by cell, and which claims changed it."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pandas as pd

from c5plus1.asking.causes import Causes
from c5plus1.asking.differences import CellChange, Count, Difference, RowChange, StructureChange
from c5plus1.asking.releases import Release, open_release
from c5plus1.folders import check_root
from c5plus1.problems import UsageProblem
from c5plus1.reading.sheet_rules import REGISTER_OF

# Tables drawn from others: what changed in them follows from the rest, so that only their rows are counted.
_FOLLOWING = ("derived", "log")
# Claims and facts are numbered within their sheet; a claim is the same while its source and words are.
_IDENTITY = {"claims": ("source", "sha256")}
_STRUCTURAL = (("type", "type"), ("compare", "comparison"))
_Row = tuple[str, ...]


def diff(old: str | Path, new: str | Path | None = None, root: str | Path | None = None) -> Difference:
    """What changed from the release `old` to `new`, each a folder, an archive, or a tag or revision of this repository.

    Without `new`, the package at `root` (default: this checkout). Raises UsageProblem if one is no release, or if the
    two are not releases of one dataset.
    """
    repository = check_root(root)
    before = open_release(str(old), repository)
    after = open_release(str(repository if new is None else new), repository)
    return compare(before, after)


def compare(before: Release, after: Release) -> Difference:
    """The difference of two releases of one dataset. Raises UsageProblem if they are of two."""
    names = [release.descriptor.get("name") for release in (before, after)]
    if names[0] != names[1] or not set(before.resources) & set(after.resources):
        raise UsageProblem(
            f"{before.label} holds {names[0]!r} and {after.label} holds {names[1]!r}: not two releases of one dataset"
        )
    causes = Causes(before, after, _make_renamer(before, after))
    rows, cells, statuses, counts = [], [], [], []
    for table in [name for name in after.resources if name in before.resources]:
        detailed = after.resources[table].get("kind") not in _FOLLOWING
        came, went, kept, changed = _compare_table(table, before, after, causes)
        if came or went or changed or any(row.kind == "renamed" for row in kept):
            counts.append(Count(table, len(came), len(went), len({cell.row for cell in changed})))
        if detailed:
            rows += [*went, *kept, *came]
            cells += changed
            statuses += list(causes.compare_statuses(table, {(cell.row, cell.column) for cell in changed}))
    return Difference(
        old=before.label,
        new=after.label,
        old_version=before.version,
        new_version=after.version,
        structure=tuple(_compare_structure(before, after)),
        rows=tuple(rows),
        cells=tuple(cells),
        statuses=tuple(statuses),
        counts=tuple(counts),
        pairing=tuple(table for table in after.resources if len(after.key(table)) > 1),
    )


def _make_renamer(before: Release, after: Release) -> Callable[[str, str, str | None], str | None]:
    """A function (table, column, value) -> the value with former ids in it replaced by the present ones."""
    present: dict[tuple[str, str], str] = {}
    if "former_ids" in after.resources:
        for row in after.table("former_ids").to_dict("records"):
            if row.get("id"):
                present[row["table"], row["former_id"]] = row["id"]
    targets = {
        (table, column): _id_table(after, table, column) for table in after.resources for column in after.fields(table)
    }

    def rename(table: str, column: str, value: str | None) -> str | None:
        register = targets.get((table, column))
        return value if value is None or register is None else present.get((register, value), value)

    return rename


def _id_table(release: Release, table: str, column: str) -> str | None:
    """The table whose ids a column holds, if it holds ids."""
    for key in release.resources[table]["schema"].get("foreignKeys", []):
        if key["fields"] in ([column], column):
            target = key["reference"]["resource"] or table
            return REGISTER_OF.get(target, target)
    return REGISTER_OF.get(table, table) if release.key(table) == (column,) else None


def _compare_table(
    table: str, before: Release, after: Release, causes: Causes
) -> tuple[list[RowChange], list[RowChange], list[RowChange], list[CellChange]]:
    """Rows that came, rows that went, rows renamed, and cells changed in rows that both have."""
    key = _IDENTITY.get(table) or after.key(table)
    old_key = _IDENTITY.get(table) or before.key(table)
    if key != old_key or not set(key) <= set(before.table(table).columns) & set(after.table(table).columns):
        return [], [], [], []  # told as a change of structure; rows cannot be matched
    old = _index(before.table(table), key, lambda column, value: causes.rename(table, column, value))
    new = _index(after.table(table), key)
    came = [causes.of_new_row(table, values["_id"]) for row, values in new.items() if row not in old]
    went = [causes.of_lost_row(table, values["_id"]) for row, values in old.items() if row not in new]
    renamed = [
        RowChange("renamed", table, old[row]["_id"], values["_id"], None, ())
        for row, values in new.items()
        if len(key) == 1 and row in old and old[row]["_id"] != values["_id"]
    ]
    shared = [column for column in after.table(table).columns if column in before.table(table).columns]
    if table == "claims":
        shared = [column for column in shared if column not in ("claim", "number")]
    changed = [cell for row in new if row in old for cell in _compare_row(table, old[row], new[row], shared, causes)]
    return came, went, renamed, changed


def _index(
    frame: pd.DataFrame, key: _Row, rename: Callable[[str, str | None], str | None] = lambda column, value: value
) -> dict[_Row, dict]:
    """Rows by their (present) key; `_id` is the row's id as it stands (a claim's own, else its key joined)."""
    rows: dict[_Row, dict] = {}
    for record in frame.to_dict("records"):
        record = {column: None if value is None or value != value else value for column, value in record.items()}
        as_it_stands = record["claim"] if "sha256" in key else ":".join(record[column] or "" for column in key)
        record = {column: rename(column, value) for column, value in record.items()}
        rows[tuple(record[column] or "" for column in key)] = {**record, "_id": as_it_stands}
    return rows


def _compare_row(table: str, old: dict, new: dict, columns: list[str], causes: Causes) -> Iterator[CellChange]:
    for column in columns:
        if old[column] != new[column]:
            kind = "added" if old[column] is None else "removed" if new[column] is None else "changed"
            yield causes.of_cell(kind, table, new["_id"], column, old[column], new[column])


def _compare_structure(before: Release, after: Release) -> Iterator[StructureChange]:
    for table in before.resources:
        if table not in after.resources:
            yield StructureChange("removed", "table", table)
    for table in after.resources:
        if table not in before.resources:
            yield StructureChange("added", "table", table)
            continue
        if before.key(table) != after.key(table):
            detail = f"{', '.join(before.key(table))} -> {', '.join(after.key(table))}"
            yield StructureChange("changed", "key", table, detail)
        yield from _compare_words(
            table, before.resources[table], after.resources[table], ("title", "description", "unit")
        )
        yield from _compare_fields(table, before.fields(table), after.fields(table))


def _compare_fields(table: str, old: dict[str, dict], new: dict[str, dict]) -> Iterator[StructureChange]:
    yield from (StructureChange("removed", "column", f"{table}.{name}") for name in old if name not in new)
    yield from (StructureChange("added", "column", f"{table}.{name}") for name in new if name not in old)
    for name in [name for name in new if name in old]:
        shown = f"{table}.{name}"
        for item, what in _STRUCTURAL:
            if old[name].get(item) != new[name].get(item):
                yield StructureChange("changed", what, shown, f"{old[name].get(item)} -> {new[name].get(item)}")
        codes = [{one["value"]: one for one in side.get("categories", [])} for side in (old[name], new[name])]
        yield from (StructureChange("removed", "code", f"{shown}={code}") for code in codes[0] if code not in codes[1])
        yield from (StructureChange("added", "code", f"{shown}={code}") for code in codes[1] if code not in codes[0])
        for code in [code for code in codes[1] if code in codes[0]]:
            yield from _compare_words(f"{shown}={code}", codes[0][code], codes[1][code], ("label", "definition"))
        rest = ("title", "description", "unit", "example", "constraints")
        yield from _compare_words(shown, _without_codes(old[name]), _without_codes(new[name]), rest)


def _without_codes(field: dict) -> dict:
    """A field whose constraints leave out the list of codes, which is compared by itself."""
    constraints = {name: value for name, value in field.get("constraints", {}).items() if name != "enum"}
    return {**field, "constraints": constraints}


def _compare_words(name: str, old: dict, new: dict, items: tuple[str, ...]) -> Iterator[StructureChange]:
    for item in items:
        if old.get(item) == new.get(item):
            continue
        if item == "constraints":
            detail = " -> ".join(json.dumps(side.get(item), ensure_ascii=False) for side in (old, new))
            yield StructureChange("changed", "constraint", name, detail)
        else:
            yield StructureChange("changed", "text", name, item)


def to_json(difference: Difference) -> str:
    """The difference as JSON text."""
    return json.dumps(difference.to_dict(), ensure_ascii=False, indent=2)
