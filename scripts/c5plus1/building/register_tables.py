"""Registers and logs as tables, so that foreign keys in the package have something to point at."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pandas as pd

from c5plus1.reading.logs import AUDIT_COLUMNS, read_audit, read_searches
from c5plus1.reading.registers import NAME_TABLES, REGISTERS
from c5plus1.reading.retired import Retired

Registers = dict[str, list[dict[str, Any]]]

_RELATIONS = ("part_of", "totals", "overlaps", "possibly_same_as")


def build_register_tables(registers: Registers, retired: Iterable[Retired] = ()) -> dict[str, pd.DataFrame]:
    """One frame a register, plus aliases, former_ids and commitment_relations, which hold their lists."""
    tables = {name: _frame(registers[name]) for name in ("actors", "people", "places", "topics", "publishers")}
    tables |= {table: _frame(registers[register]) for table, register in NAME_TABLES.items()}
    tables["aliases"] = _rows(
        ["register", "id", "alias"],
        [
            (name, e[REGISTERS[name][0]], alias)
            for name in ("people", "places")
            for e in registers[name]
            for alias in e.get("aliases") or []
        ],
    )
    tables["former_ids"] = _rows(
        ["table", "former_id", "id", "reason"],
        [
            (name, former, e[REGISTERS[name][0]], None)
            for name in NAME_TABLES.values()
            for e in registers[name]
            for former in e.get("former_ids") or []
        ]
        + [(entry.table, entry.id, entry.now, entry.reason) for entry in retired],
    )
    tables["commitment_relations"] = _rows(
        ["commitment", "relation", "other"],
        [
            (e["commitment"], relation, other)
            for e in registers["commitments"]
            for relation in _RELATIONS
            for other in _as_list(e.get(relation))
        ],
    )
    return tables


def _as_list(value: Any) -> list[str]:
    return value if isinstance(value, list) else [value] if value else []


def _frame(entries: list[dict[str, Any]]) -> pd.DataFrame:
    scalars = [{key: value for key, value in entry.items() if not isinstance(value, list | dict)} for entry in entries]
    frame = pd.DataFrame(scalars, dtype=object).drop(columns="_line", errors="ignore")
    frame = frame.sort_values(frame.columns[0], kind="stable").reset_index(drop=True)
    if "weak" in frame:
        frame["weak"] = frame["weak"].fillna("false")
    return frame.where(frame.notna(), None)


def _rows(columns: list[str], rows: list[tuple]) -> pd.DataFrame:
    return pd.DataFrame(sorted(rows, key=lambda row: [part or "" for part in row]), columns=columns, dtype=object)


def build_searches(root: Path) -> pd.DataFrame:
    """The log of searches: what was searched, when, with what result. Raises DataError if a file is unusable."""
    rows = [
        {"file": file, **entry, "remark": entry.get("remark") or None}
        | {key: ";".join(entry.get(key) or []) or None for key in ("about", "new_sheets")}
        for file, entry, _ in read_searches(root)
    ]
    columns = ["file", "query", "about", "date", "results", "new_sheets", "remark"]
    frame = pd.DataFrame(rows, columns=columns, dtype=object)
    frame.insert(0, "search", [str(number + 1) for number in range(len(frame))])
    return frame


def build_audit(root: Path) -> pd.DataFrame:
    """The auditors' findings, one row a sheet and auditor. Raises DataError if the file is unusable."""
    frame = pd.DataFrame(read_audit(root), columns=list(AUDIT_COLUMNS), dtype=object)
    frame["found_page"] = frame["found_page"].map({"yes": "true", "no": "false"})
    return frame.astype(object).where(frame != "", None)
