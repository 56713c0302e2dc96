"""The built package as it lies on disk: its tables as text, its schemas, and what settling needs of it."""

import csv
from functools import lru_cache
from pathlib import Path

import pandas as pd

from c5plus1.folders import check_root
from c5plus1.problems import DataError, Problem, UsageProblem, nearest
from c5plus1.reading.schemas import Schema, read_schemas
from c5plus1.settling.facts import MODALITY, Reports
from c5plus1.settling.pipeline import Reference, make_reference

_REPORT_TABLES = ("sources", "claims", "facts")


def locate(root: str | Path | None = None) -> Path:
    """The folder of a built package. Raises UsageProblem where there is none, or it has not been built."""
    root = check_root(root)
    if not (root / "datapackage.json").is_file():
        raise UsageProblem(f"{root}: no datapackage.json; build the package first (make data, or c5plus1 build)")
    return root


def package_schemas(root: Path) -> dict[str, Schema]:
    """The schemas of the package, cached while they do not change."""
    stamps = [path.stat().st_mtime_ns for path in (root / "data" / "schemas").glob("*.yaml")]
    return _cached_schemas(root, max(stamps, default=0))


@lru_cache(maxsize=4)
def _cached_schemas(root: Path, stamp: int) -> dict[str, Schema]:
    return read_schemas(root)


def find_schema(table: str, root: Path) -> Schema:
    """The schema of `table`. Raises UsageProblem with the nearest name."""
    schemas = package_schemas(root)
    if table not in schemas:
        raise UsageProblem(f"there is no table {table!r}{nearest(table, schemas)}; tables: {', '.join(schemas)}")
    return schemas[table]


def read_table(table: str, root: Path) -> pd.DataFrame:
    """A table as text (None where empty), cached while its file does not change. Callers must not change it."""
    schema = find_schema(table, root)
    path = root / "data" / f"{table}.csv"
    if not path.is_file():
        raise UsageProblem(f"{path}: the table is missing; build the package (make data, or c5plus1 build)")
    try:
        frame = _cached_table(path, path.stat().st_mtime_ns)
    except (OSError, ValueError) as error:  # pandas' own errors for broken tables are ValueErrors
        message = f"cannot be read as a table ({str(error).splitlines()[0]}); build the package again"
        raise DataError([Problem(f"data/{table}.csv", 0, message)]) from None
    if frame.columns.tolist() != schema.columns:
        message = (
            f"its columns are not those of the schema; expected {', '.join(schema.columns)}; build the package again"
        )
        raise DataError([Problem(f"data/{table}.csv", 1, message)])
    return frame


@lru_cache(maxsize=128)
def _cached_table(path: Path, stamp: int) -> pd.DataFrame:
    frame = pd.read_csv(
        path, dtype=object, keep_default_na=False, na_values=[], encoding="utf-8", quoting=csv.QUOTE_MINIMAL
    )
    return frame.where(frame != "", None)


def package_reports(root: Path) -> Reports:
    """What the reports say, read back from the package: the same frames as from the sheets. Callers must not change it.

    Facts that were derived where all were silent are left out, and derived modality is unset, so that both can be
    derived anew from fewer reports. Cached while the tables do not change.
    """
    for name in _REPORT_TABLES:
        read_table(name, root)  # says what is missing
    stamps = ((root / "data" / f"{name}.csv").stat().st_mtime_ns for name in _REPORT_TABLES)
    return _cached_reports(root, tuple(stamps))


@lru_cache(maxsize=4)
def _cached_reports(root: Path, stamps: tuple[int, ...]) -> Reports:
    facts = read_table("facts", root)
    facts = facts[~facts["fact"].str.contains("+", regex=False)].reset_index(drop=True)
    derived = facts["derived"] == "true"
    stated = facts[(facts["column"] == MODALITY) & ~derived].set_index(["claim", "table", "row"])["value"]
    stated = stated[~stated.index.duplicated()]
    keys = pd.MultiIndex.from_frame(facts[["claim", "table", "row"]])
    facts = pd.DataFrame(
        {
            "fact": facts["fact"],
            "claim": facts["claim"],
            "source": facts["claim"].str.rsplit("#", n=1).str[0],
            "table": facts["table"],
            "row": facts["row"],
            "column": facts["column"],
            "value": facts["value"].where(~derived, None),
            MODALITY: pd.Series(stated.reindex(keys).to_numpy(dtype=object), dtype=object),
            "slip": facts["slip"] == "true",
            "derived": derived,
            "line": facts.index,
        }
    )
    for name in ("claim", "source", "table", "row", "column", "value", MODALITY):
        facts[name] = facts[name].astype("category")
    return Reports(read_table("sources", root), read_table("claims", root), facts)


def package_reference(root: Path) -> Reference:
    """What settling needs of the registers, read back from the package."""
    registers = {name: read_table(name, root).to_dict("records") for name in ("publishers", "people", "places")}
    return make_reference(package_schemas(root), registers)


def adjudicated_values(root: Path) -> dict[str, str]:
    """Cell -> the value that a person chose."""
    cells = read_table("cells", root)
    cells = cells[cells["status"] == "adjudicated"]
    return dict(zip(cells["cell"], cells["value"], strict=True))
