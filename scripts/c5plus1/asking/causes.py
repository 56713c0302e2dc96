"""Which claims, sources or decisions changed a row or a cell between two releases."""

from collections import defaultdict
from collections.abc import Callable, Iterator

from c5plus1.asking.differences import Cause, CellChange, Kind, RowChange
from c5plus1.asking.releases import Release

# What of a source's entry can change how cells are settled.
_WEIGHING = ("publisher", "kind", "published", "country", "reprint_of", "same_text_as")
_Fact = tuple[str, str, str, str]  # source, fingerprint, value, slip


class Causes:
    """Looks both releases' facts up once, so that each change can be told its causes.

    A fact is the same while its source, its words, its place and its value are; numbers of claims may shift.
    """

    def __init__(self, before: Release, after: Release, rename: Callable[[str, str, str | None], str | None]):
        self.rename = rename
        self._keys = {name: after.key(name) for name in after.resources}
        self._old, old_claims = self._read_facts(before)
        self._new, new_claims = self._read_facts(after)
        self._claims = old_claims | new_claims
        self._statuses = (self._read_statuses(before), self._read_statuses(after))
        self._sources = (_by_key(before, "sources"), _by_key(after, "sources"))
        self._retired = _reasons(after)

    def present_row(self, table: str, row: str) -> str:
        """A row id of the old release under the ids of the new one."""
        key = self._keys.get(table, ())
        parts = row.split(":", len(key) - 1) if len(key) > 1 else [row]
        return ":".join(self.rename(table, column, part) or part for column, part in zip(key, parts, strict=False))

    def _read_facts(self, release: Release) -> tuple[dict, dict]:
        """Facts by (table, row) and column, and claims by (source, fingerprint)."""
        facts: dict[tuple[str, str], dict[str, set[_Fact]]] = defaultdict(lambda: defaultdict(set))
        claims: dict[tuple[str, str], tuple[str, str]] = {}
        if not {"facts", "claims"} <= set(release.resources):
            return facts, claims
        prints = {}
        for claim in release.table("claims").itertuples(index=False):
            prints[claim.claim] = (claim.source, claim.sha256)
            claims[claim.source, claim.sha256] = (claim.claim, claim.note)
        for fact in release.table("facts").itertuples(index=False):
            if fact.claim in prints:
                row = self.present_row(fact.table, fact.row)
                value = self.rename(fact.table, fact.column, fact.value)
                facts[fact.table, row][fact.column].add((*prints[fact.claim], value, fact.slip))
        return facts, claims

    def _read_statuses(self, release: Release) -> dict[tuple[str, str, str], tuple[str, str]]:
        """Status and value of each settled cell."""
        if "cells" not in release.resources:
            return {}
        cells = release.table("cells")[["table", "row", "column", "status", "value"]]
        return {
            (table, self.present_row(table, row), column): (status, value)
            for table, row, column, status, value in cells.itertuples(index=False)
        }

    def of_cell(self, kind: Kind, table: str, row: str, column: str, old: str | None, new: str | None) -> CellChange:
        """The change of one cell with its causes."""
        statuses = [side.get((table, row, column), (None, None))[0] for side in self._statuses]
        causes = tuple(self._why_cell(table, row, column, statuses))
        return CellChange(kind, table, row, column, old, new, *statuses, causes)

    def compare_statuses(self, table: str, told: set[tuple[str, str]]) -> Iterator[CellChange]:
        """Cells of a table whose value stayed and whose status did not; `told` are changes already reported."""
        old, new = self._statuses
        for (one, row, column), (status, value) in new.items():
            if one != table or (row, column) in told or (one, row, column) not in old:
                continue
            old_status, old_value = old[one, row, column]
            if old_status != status and self.rename(table, column, old_value) == value:
                causes = tuple(self._why_cell(table, row, column, [old_status, status]))
                yield CellChange("changed", table, row, column, value, value, old_status, status, causes)

    def of_new_row(self, table: str, row: str) -> RowChange:
        """A row that is new, with the claims that tell of it."""
        return RowChange("added", table, row, None, None, tuple(self._claims_of("+", self._new[table, row])))

    def of_lost_row(self, table: str, row: str) -> RowChange:
        """A row that went, with the claims that told of it and do so no longer."""
        present = self.present_row(table, row)
        causes = tuple(self._claims_of("-", self._old[table, present]))
        return RowChange("removed", table, row, None, self._retired.get((table, row)), causes)

    def _why_cell(self, table: str, row: str, column: str, statuses: list[str | None]) -> Iterator[Cause]:
        old, new = self._old[table, row][column], self._new[table, row][column]
        found = False
        for sign, facts in (("-", old - new), ("+", new - old)):
            for source, sha256, value, slip in sorted(facts, key=str):
                found = True
                claim, note = self._claims[source, sha256]
                yield Cause(sign, claim, value, note + (" (slip)" if slip == "true" else ""))
        for source in sorted({fact[0] for fact in old | new}):
            for cause in self._why_source(source):
                found = True
                yield cause
        if "adjudicated" in statuses and statuses[0] != statuses[1]:
            found = True
            said = "settled by hand" if statuses[1] == "adjudicated" else "no longer settled by hand"
            yield Cause("~", "data/adjudications.yaml", None, said)
        if not found and (old or new):
            yield Cause("~", "rules or registers", None, "no fact or source about it changed")

    def _why_source(self, source: str) -> Iterator[Cause]:
        old, new = (side.get(source, {}) for side in self._sources)
        for item in _WEIGHING:
            if old and new and old.get(item) != new.get(item):
                yield Cause("~", source, None, f"{item}: {old.get(item) or 'none'} -> {new.get(item) or 'none'}")

    def _claims_of(self, sign: str, facts: dict[str, set[_Fact]]) -> Iterator[Cause]:
        """Each claim with any of these facts, once."""
        for source, sha256 in sorted({fact[:2] for group in facts.values() for fact in group}):
            claim, note = self._claims[source, sha256]
            yield Cause(sign, claim, None, note)


def _by_key(release: Release, table: str) -> dict[str, dict]:
    if table not in release.resources:
        return {}
    key = release.key(table)[0]
    return {row[key]: row for row in release.table(table).to_dict("records")}


def _reasons(release: Release) -> dict[tuple[str, str], str]:
    if "former_ids" not in release.resources:
        return {}
    rows = release.table("former_ids").to_dict("records")
    return {(row["table"], row["former_id"]): row.get("reason") or "renamed" for row in rows}
