"""`make bench`: how reading, settling and validating grow, beside two peers on the same facts in the same run.

Synthetic facts are copies of the real ones under other names (rows, sources, claims and fingerprints renamed; publishers,
credited voices, values and dates kept), so that contested cells, origins and precisions are mixed as in the real data.
Every measurement is a process of its own: seconds of the work itself after imports, and the process's peak memory.

    python tests/bench/bench_settling.py            the table (some minutes)
    python tests/bench/bench_settling.py --quick    1x and 10x only
"""

import argparse
import json
import math
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SCALES = (1, 10, 100)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--quick", action="store_true", help="leave the 100x runs out")
    parser.add_argument("--runs", type=int, default=3, help="runs of each measurement at 1x and 10x; the median counts")
    parser.add_argument("--one", nargs=2, metavar=("WORK", "SCALE"), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one:
        print(json.dumps(measure_here(options.one[0], int(options.one[1]))))
        return
    scales = SCALES[:2] if options.quick else SCALES
    report_growth(scales, options.runs)
    if not options.quick:
        report_million()
    report_end_to_end(options.runs)


def report_growth(scales: tuple[int, ...], runs: int) -> None:
    """The main table: seconds, facts per second, peak memory and the growth exponent of each work."""
    print(
        f"{'work':<24}"
        + "".join(f"{f'{scale}x: s':>12}{'facts/s':>12}{'MB':>8}" for scale in scales)
        + f"{'exponent':>10}"
    )
    for work in WORKS:
        results = [measure(work, scale, runs if scale < 100 else 1) for scale in scales]
        cells = "".join(
            f"{r['seconds']:>12.2f}{r['facts'] / r['seconds']:>12,.0f}{r['megabytes']:>8.0f}" for r in results
        )
        last, first = results[-1], results[-2]
        exponent = math.log(last["seconds"] / first["seconds"]) / math.log(last["facts"] / first["facts"])
        print(f"{work:<24}{cells}{exponent:>10.2f}", flush=True)
    print("exponent: of seconds over facts between the two largest scales; 1.00 is linear.")


def report_million() -> None:
    """The aim: a million facts settled in under 5 s and 2 GB."""
    for work in ("settling", "followthemoney", "duckdb"):
        result = measure(work, 50, 1)
        print(
            f"{work}: {result['facts']:,} facts in {result['seconds']:.2f} s "
            f"({result['facts'] / result['seconds']:,.0f} facts/s), peak {result['megabytes']:.0f} MB"
        )


def report_end_to_end(runs: int) -> None:
    """The aim: today's package in at most twice the time of importing pandas and frictionless and reading the sheets."""
    script = (
        "import pandas, frictionless\nfrom pathlib import Path\nfrom c5plus1.reading.sheets import read_sheets\n"
        f"read_sheets(Path({str(ROOT)!r}))"
    )
    build, bare = [], []
    for _ in range(runs):  # side by side, so that both meet the same noise
        bare.append(time_process([sys.executable, "-c", script]))
        build.append(time_process([sys.executable, "-m", "c5plus1", "build", "--root", str(ROOT)]))
    low, high = sorted(bare)[runs // 2], sorted(build)[runs // 2]
    print(f"end to end: build {high:.2f} s, imports and reading alone {low:.2f} s, ratio {high / low:.2f} (aim: 2)")


def time_process(command: list[str]) -> float:
    started = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True)
    return time.perf_counter() - started


def measure(work: str, scale: int, runs: int) -> dict:
    """The median run, each in a process of its own."""
    command = [sys.executable, __file__, "--one", work, str(scale)]
    results = [
        json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout) for _ in range(runs)
    ]
    return sorted(results, key=lambda result: result["seconds"])[len(results) // 2]


def measure_here(work: str, scale: int) -> dict:
    prepare, run = WORKS[work]
    prepared = prepare(scale)
    started = time.perf_counter()
    facts = run(prepared)
    seconds = time.perf_counter() - started
    megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (2**20 if sys.platform == "darwin" else 2**10)
    return {"facts": facts, "seconds": seconds, "megabytes": megabytes}


def real_parts():
    from c5plus1.reading.registers import read_registers
    from c5plus1.reading.schemas import read_schemas
    from c5plus1.reading.sheets import read_sheets
    from c5plus1.settling.facts import expand_sheets
    from c5plus1.settling.pipeline import make_reference

    schemas, registers = read_schemas(ROOT), read_registers(ROOT)
    sheets = read_sheets(ROOT, registers, schemas)
    reports = expand_sheets(sheets, schemas, registers["publishers"])
    return reports, make_reference(schemas, registers), schemas


def multiply(scale: int):
    """Reports with `scale` times the real facts."""
    import pandas as pd

    from c5plus1.settling.facts import Reports

    reports, reference, _ = real_parts()
    renamed = {
        "sources": ["source", "same_text_as"],
        "claims": ["claim", "source", "sha256"],
        "facts": ["fact", "claim", "source", "row"],
    }
    frames = {}
    for name, columns in renamed.items():
        frame = getattr(reports, name).astype(object)
        copies = []
        for number in range(scale):
            copy = frame.copy()
            for column in columns:
                copy[column] = _rename(frame[column], number)
            copies.append(copy)
        frames[name] = pd.concat(copies, ignore_index=True)
    facts = frames["facts"]
    facts["slip"] = facts["slip"].astype(bool)
    facts["derived"] = facts["derived"].astype(bool)
    return Reports(frames["sources"], frames["claims"], facts), reference


def _rename(column, number: int):
    # The event stays at the head of a row's id, so that each copy of a row belongs to its own copy of the event.
    return column if number == 0 else column.map(lambda text: f"{number}~{text}", na_action="ignore")


def prepare_sheets(scale: int):
    """A folder with `scale` times the sheets, under other names."""
    import shutil

    folder = tempfile.TemporaryDirectory(prefix="bench-")
    root = Path(folder.name)
    shutil.copytree(ROOT / "data", root / "data", ignore=shutil.ignore_patterns("*.csv"))
    for path in sorted((ROOT / "data" / "sheets").glob("*/*.yaml")):
        text = path.read_text(encoding="utf-8")
        for number in range(1, scale):
            name = f"{path.stem}-copy{number}"
            copy = text.replace(f"id: {path.stem}\n", f"id: {name}\n", 1).replace(
                "  url: '", f"  url: 'https://example.org/{number}/", 1
            )
            copy = copy.replace("  url: http", f"  url: https://example.org/{number}/http", 1)
            (root / "data" / "sheets" / path.parent.name / f"{name}.yaml").write_text(copy, encoding="utf-8")
    return folder, root


def run_reading(prepared) -> int:
    from c5plus1.reading.sheets import read_sheets

    _, root = prepared
    sheets = read_sheets(root)
    return len(sheets) * FACTS_PER_SHEET // 1000


# Single values in a thousand sheets, for facts per second in reading: 15,591 coded facts in 859 sheets.
FACTS_PER_SHEET = 18150


def run_settling(prepared) -> int:
    from c5plus1.settling.pipeline import settle_reports

    reports, reference = prepared
    return len(settle_reports(code_texts(reports), reference).facts)


def code_texts(reports):
    """Text to categories, which reading does as it goes; timed with settling, since the peers start from text as well."""
    facts = reports.facts
    columns = ("claim", "source", "table", "row", "column", "value", "modality")
    return reports._replace(facts=facts.assign(**{column: facts[column].astype("category") for column in columns}))


def prepare_settled(scale: int):
    """The facts and cells as CSV files with a descriptor, for frictionless."""
    from c5plus1.building.descriptor import make_table_schema, render_json
    from c5plus1.building.write import render_csv
    from c5plus1.reading.schemas import read_schemas
    from c5plus1.settling.pipeline import settle_reports

    reports, reference = multiply(scale)
    settled, schemas = settle_reports(code_texts(reports), reference), read_schemas(ROOT)
    folder = tempfile.TemporaryDirectory(prefix="bench-")
    resources = []
    for name, frame in (("facts", settled.facts), ("cells", settled.cells)):
        schema = make_table_schema(schemas[name])
        schema["foreignKeys"] = [
            key for key in schema.get("foreignKeys", []) if key["reference"]["resource"] == "cells"
        ]
        for field in schema["fields"]:
            field.get("constraints", {}).pop("pattern", None)  # the copies' names fit no pattern
        content = render_csv(frame.reindex(columns=schemas[name].columns).astype(object), schemas[name])
        (Path(folder.name) / f"{name}.csv").write_bytes(content)
        resource_ = {
            "name": name,
            "type": "table",
            "path": f"{name}.csv",
            "encoding": "utf-8",
            "dialect": {"delimiter": ","},
        }
        resources.append({**resource_, "schema": schema})
    (Path(folder.name) / "datapackage.json").write_bytes(
        render_json(
            {
                "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
                "name": "bench",
                "resources": resources,
            }
        )
    )
    return folder, len(settled.facts)


def run_validating(prepared) -> int:
    from c5plus1.checking.package import validate_package

    folder, facts = prepared
    problems = validate_package(Path(folder.name))
    assert not problems, problems[:3]
    return facts


def prepare_statements(scale: int):
    reports, _ = multiply(scale)
    facts = reports.facts
    facts = facts[facts["value"].notna()]
    import followthemoney.statement  # noqa: F401  (imports are not timed)

    columns = {name: PROPERTIES[place % len(PROPERTIES)] for place, name in enumerate(sorted(set(facts["column"])))}
    rows = (facts["table"] + "/" + facts["row"]).tolist()
    return list(zip(rows, facts["column"].map(columns), facts["value"], facts["source"], strict=True))


# Properties of followthemoney's broadest schema, in place of our columns.
PROPERTIES = [
    "name",
    "alias",
    "notes",
    "summary",
    "keywords",
    "topics",
    "description",
    "address",
    "country",
    "sourceUrl",
    "publisher",
]


def run_followthemoney(facts) -> int:
    from itertools import groupby

    from followthemoney.dataset import Dataset
    from followthemoney.statement import Statement, StatementEntity

    dataset = Dataset.make({"name": "bench", "title": "bench"})
    statements = [
        Statement(entity_id=row, prop=prop, schema="Thing", value=value, dataset="bench", origin=source)
        for row, prop, value, source in facts
    ]
    statements.sort(key=lambda statement: statement.entity_id)
    for _, group in groupby(statements, key=lambda statement: statement.entity_id):
        StatementEntity.from_statements(dataset, group).to_dict()
    return len(statements)


def prepare_duckdb(scale: int):
    import duckdb

    reports, _ = multiply(scale)
    facts = reports.facts[["table", "row", "column", "value", "source"]]  # noqa: F841  (DuckDB reads it)
    connection = duckdb.connect()
    connection.execute('create table f as select "table", "row", "column", "value", source from facts')
    return connection


def run_duckdb(connection) -> int:
    connection.execute('select "table", "row", "column", "value", count(*) from f group by all').fetchall()
    return connection.execute("select count(*) from f").fetchone()[0]


WORKS = {
    "reading": (prepare_sheets, run_reading),
    "settling": (multiply, run_settling),
    "validating": (prepare_settled, run_validating),
    "followthemoney": (prepare_statements, run_followthemoney),
    "duckdb": (prepare_duckdb, run_duckdb),
}

if __name__ == "__main__":
    main()
