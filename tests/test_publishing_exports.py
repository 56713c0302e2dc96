"""Exports: what goes in comes out, in every format; nothing runs; the same package gives the same bytes."""

import csv
import datetime
import hashlib
import io
import json
import sqlite3
import xml.etree.ElementTree as ElementTree
import zipfile
from pathlib import Path

import pandas as pd
import pytest

import c5plus1
from c5plus1.building.write import replace_files
from c5plus1.cli import main
from c5plus1.problems import DataError, UsageProblem
from c5plus1.publishing.archive import PAPERS, make_archive
from c5plus1.publishing.contents import read_contents
from c5plus1.publishing.database import VIEWS, make_database
from c5plus1.publishing.exports import make_exports, render_exports
from c5plus1.publishing.parquet import make_parquet
from c5plus1.publishing.workbook import make_workbook
from conftest import ROOT, run_command
from publishing_kit import FORMULA, HOSTILE_TEXTS, hostile, make_small_project, small  # noqa: F401 (fixtures)

pytest.importorskip("pyarrow")
openpyxl = pytest.importorskip("openpyxl")


def read_rows(root: Path, table: str) -> list[list[str]]:
    """A CSV by the standard library alone, without its header."""
    with (root / "data" / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))[1:]


def as_csv(value) -> str:
    """A value as our CSV writes it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime.datetime):
        return value.date().isoformat()
    return "" if value is None else str(value)


@pytest.fixture(scope="module")
def exported(contents, tmp_path_factory):
    """The real package as archive, SQLite and Parquet."""
    out = tmp_path_factory.mktemp("exports")
    files = {f"parquet/{table}.parquet": content for table, content in make_parquet(contents).items()}
    replace_files(out, {**files, "c5plus1.sqlite": make_database(contents), "archive.zip": make_archive(contents)})
    return out


@pytest.fixture(scope="module")
def contents():
    return read_contents(ROOT)


@pytest.fixture
def connection(exported):
    connection = sqlite3.connect(exported / "c5plus1.sqlite")
    yield connection
    connection.close()


# SQLite


def test_sqlite_holds_what_the_tables_hold(connection, contents):
    for name, schema in contents.schemas.items():
        booleans = [place for place, field in enumerate(schema.fields.values()) if field.type == "boolean"]
        rows = []
        for row in connection.execute(f'SELECT * FROM "{name}"'):
            values = [None if v is None else bool(v) if i in booleans else v for i, v in enumerate(row)]
            rows.append([as_csv(value) for value in values])
        assert rows == read_rows(ROOT, name), name


def test_sqlite_types_keys_and_indexes_follow_the_schemas(connection, contents):
    types = {"integer": "INTEGER", "number": "REAL", "boolean": "BOOLEAN"}
    for name, schema in contents.schemas.items():
        columns = connection.execute(f'PRAGMA table_info("{name}")').fetchall()
        assert [column[1] for column in columns] == schema.columns
        for _, column, declared, not_null, _, key in columns:
            field = schema.fields[column]
            assert declared == types.get(field.type, "TEXT"), (name, column)
            assert bool(not_null) == (field.required or column in schema.key), (name, column)
            assert key == (schema.key.index(column) + 1 if column in schema.key else 0), (name, column)
        foreign = {row[3]: (row[2], row[4]) for row in connection.execute(f'PRAGMA foreign_key_list("{name}")')}
        assert foreign == schema.references, name
        indexed = {
            connection.execute(f'PRAGMA index_info("{index[1]}")').fetchone()[2]
            for index in connection.execute(f'PRAGMA index_list("{name}")').fetchall()
        }
        assert set(schema.references) <= indexed, name


def test_sqlite_is_sound_by_its_own_checks(connection):
    assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert connection.execute("PRAGMA foreign_key_check").fetchall() == []


def test_sqlite_stores_values_by_type(connection):
    assert connection.execute("SELECT DISTINCT typeof(amount) FROM commitments").fetchall() == [("integer",), ("null",)]
    # A year alone must not become a number.
    assert connection.execute("SELECT DISTINCT typeof(published) FROM sources ORDER BY 1").fetchall() == [
        ("null",),
        ("text",),
    ]
    with pytest.raises(sqlite3.IntegrityError):
        connection.execute("UPDATE facts SET agreement = 'nonsense'")


def test_views_join_cells_to_claims_and_sources(connection):
    assert connection.execute("SELECT count(*) FROM who_says_so").fetchone()[0] == len(read_rows(ROOT, "facts"))
    cell = "votes/A/RES/ES-11/6:TKM/choice"
    heard = connection.execute(
        "SELECT claim, says, agreement, origin, url FROM who_says_so WHERE cell = ?", (cell,)
    ).fetchall()
    (answer,) = c5plus1.why(cell)
    assert sorted(heard) == sorted((v.claim, v.value, v.agreement, v.origin, v.url) for v in answer.voices)
    contested = [row for row in read_rows(ROOT, "cells") if row[5] == "contested"]
    rivals = connection.execute("SELECT cell, rival_values FROM contested_cells").fetchall()
    assert {cell for cell, _ in rivals} == {row[0] for row in contested}
    assert all(values for _, values in rivals)
    present = connection.execute("SELECT count(*) FROM who_attended").fetchone()[0]
    assert present == len(read_rows(ROOT, "delegations")) + len(read_rows(ROOT, "attendance"))
    linked = "SELECT count(*) FROM who_attended WHERE cell NOT IN (SELECT cell FROM cells)"
    assert connection.execute(linked).fetchone()[0] == 0


def test_every_view_says_what_it_is_for():
    assert all(description.endswith(".") for description, _ in VIEWS.values())


def test_the_codebook_is_in_the_database(connection, contents):
    columns = connection.execute('SELECT "table", "column", refers_to, allowed_values FROM codebook').fetchall()
    assert len(columns) == sum(len(schema.fields) for schema in contents.schemas.values())
    by_place = {column[:2]: column[2:] for column in columns}
    assert by_place["events", "place"] == ("places.place", None)
    assert "not_voting: " in by_place["votes", "choice"][1]


def test_a_dangling_key_is_refused_by_name(small):  # noqa: F811
    tables = dict(small.tables)
    tables["claims"] = tables["claims"].assign(source="nobody-2020")
    with pytest.raises(DataError, match="claims, row 1: points at a row that sources does not have"):
        make_database(small._replace(tables=tables))


# Parquet


def test_parquet_gives_back_what_load_gives(exported, contents):
    for name in contents.schemas:
        read = pd.read_parquet(exported / "parquet" / f"{name}.parquet")
        pd.testing.assert_frame_equal(read, c5plus1.load(name), check_exact=True)
        assert read.attrs["c5plus1"]["version"] == c5plus1.__version__


def test_duckdb_reads_parquet_and_csv(exported):
    duckdb = pytest.importorskip("duckdb")
    for table in ("facts", "votes", "events"):
        ours = len(read_rows(ROOT, table))
        parquet = str(exported / "parquet" / f"{table}.parquet")
        assert duckdb.sql(f"SELECT count(*) FROM '{parquet}'").fetchall() == [(ours,)]
        assert duckdb.sql(f"SELECT count(*) FROM '{ROOT / 'data' / table}.csv'").fetchall() == [(ours,)]
    kinds = dict(
        duckdb.sql(f"DESCRIBE FROM '{exported / 'parquet' / 'commitments.parquet'}'")
        .project("column_name, column_type")
        .fetchall()
    )
    assert (kinds["amount"], kinds["announced_on"]) == ("BIGINT", "VARCHAR")


# Excel


def test_the_workbook_holds_what_the_tables_hold(contents):
    """Every table of the real package, of the longest only the first rows: a workbook takes its time."""
    some = contents._replace(tables={name: table.head(300) for name, table in contents.tables.items()})
    book = openpyxl.load_workbook(io.BytesIO(make_workbook(some)), read_only=True)
    assert book.sheetnames == ["about", "codebook", *contents.schemas]
    for name, schema in contents.schemas.items():
        header, *rows = book[name].iter_rows(values_only=True)
        assert list(header) == schema.columns
        width = len(header)
        told = [[as_csv(value) for value in (*row, *[None] * (width - len(row)))] for row in rows]
        assert told == read_rows(ROOT, name)[:300], name
    described = len(list(book["codebook"].iter_rows())) - 1
    assert described == sum(len(schema.fields) for schema in contents.schemas.values())
    book.close()


def test_full_dates_are_dates_and_others_stay_text(small):  # noqa: F811
    book = openpyxl.load_workbook(io.BytesIO(make_workbook(small)))
    (start,) = [cell for cell in book["events"][2] if book["events"].cell(1, cell.column).value == "start_date"]
    assert (start.value, start.number_format, start.is_date) == (datetime.datetime(2023, 2, 28), "yyyy-mm-dd", True)
    adopted = [cell for cell in book["resolutions"][2] if cell.value == "2023-02"]
    assert [cell.data_type for cell in adopted] == ["s"]


def test_headers_are_frozen_on_every_sheet(small):  # noqa: F811
    book = openpyxl.load_workbook(io.BytesIO(make_workbook(small)))
    assert {sheet.freeze_panes for sheet in book} == {"A2"}
    assert all(sheet.auto_filter.ref for sheet in book)


def test_no_cell_runs(hostile):  # noqa: F811
    content = make_workbook(hostile)
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        for name in parts.namelist():
            tags = {element.tag.rsplit("}", 1)[-1] for element in ElementTree.fromstring(parts.read(name)).iter()}
            assert not tags & {"f", "hyperlink", "oleObject"}, name
            assert "vba" not in name.lower() and "externalLink" not in name
    book = openpyxl.load_workbook(io.BytesIO(content))
    cells = {cell.value: cell for row in book["claims"].iter_rows() for cell in row}
    for text in HOSTILE_TEXTS:
        assert cells[text].data_type == "s"
    risky = [text for text in HOSTILE_TEXTS if text.startswith(tuple("=+-@#'"))]
    assert len(risky) >= 6
    assert all(cells[text].quotePrefix for text in risky)
    assert FORMULA in {cell.value for row in book["sources"].iter_rows() for cell in row}


# Archive, checksums, the whole folder


def test_checksums_cover_every_file(small, tmp_path):  # noqa: F811
    exported = tmp_path / "exports"
    sizes = make_exports(small.root, exported)
    assert {Path(name).suffix for name in sizes} == {".zip", ".sqlite", ".parquet", ".xlsx", ""}
    lines = (exported / "SHA256SUMS").read_text(encoding="utf-8").splitlines()
    told = {name: digest for digest, name in (line.split("  ", 1) for line in lines)}
    there = {path.relative_to(exported).as_posix() for path in exported.rglob("*") if path.is_file()} - {"SHA256SUMS"}
    assert set(told) == there
    for name, digest in told.items():
        assert hashlib.sha256((exported / name).read_bytes()).hexdigest() == digest, name


def test_the_archive_is_the_package_and_works_unpacked(exported, tmp_path):
    name = f"c5plus1-record-{c5plus1.__version__}"
    with zipfile.ZipFile(exported / "archive.zip") as archive:
        names = archive.namelist()
        assert {entry.split("/")[0] for entry in names} == {name}
        archive.extractall(tmp_path)
    root = tmp_path / name
    sums = dict(
        reversed(line.split("  ", 1)) for line in (root / "SHA256SUMS").read_text(encoding="utf-8").splitlines()
    )
    assert {f"{name}/{file}" for file in sums} | {f"{name}/SHA256SUMS"} == set(names)
    assert all(hashlib.sha256((root / file).read_bytes()).hexdigest() == digest for file, digest in sums.items())
    for file in ("datapackage.json", "data/facts.csv", "data/schemas/facts.yaml"):
        assert (root / file).read_bytes() == (ROOT / file).read_bytes()
    assert {paper for paper in PAPERS if (ROOT / paper).is_file() and (ROOT / paper).stat().st_size} <= set(sums)
    (answer,) = c5plus1.why("votes/A/RES/ES-11/6:TKM/choice", root=root)
    assert answer.value == "not_voting"
    pd.testing.assert_frame_equal(c5plus1.load("events", root=root), c5plus1.load("events"))


def test_the_archive_refuses_a_table_that_was_changed(tmp_path):
    project = make_small_project(tmp_path / "project")
    path = project.root / "data" / "votes.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("not_voting", "abstaining"), encoding="utf-8")
    with pytest.raises(DataError, match=r"data/votes.csv: is not the file that datapackage.json describes"):
        make_archive(read_contents(project.root))


def test_two_runs_give_the_same_bytes(small, tmp_path):  # noqa: F811
    strange = {"PYTHONHASHSEED": "2", "TZ": "Asia/Tashkent", "LC_ALL": "C"}
    run = run_command("exports", "--root", str(small.root), "--out", str(tmp_path / "out"), **strange)
    assert run.returncode == 0, run.stderr
    made = {
        path.relative_to(tmp_path / "out").as_posix(): path for path in (tmp_path / "out").rglob("*") if path.is_file()
    }
    expected = render_exports(small)
    assert set(made) == set(expected)
    assert [name for name, path in made.items() if path.read_bytes() != expected[name]] == []


def test_dates_inside_come_from_the_data_and_not_from_the_clock(small):  # noqa: F811
    created = json.loads((small.root / "datapackage.json").read_text(encoding="utf-8"))["created"][:10]
    for content in (make_workbook(small), make_archive(small)):
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            assert {"{:04}-{:02}-{:02}".format(*entry.date_time) for entry in parts.infolist()} == {created}
    with zipfile.ZipFile(io.BytesIO(make_workbook(small))) as parts:
        core = parts.read("docProps/core.xml").decode()
    assert core.count(f"{created}T00:00:00Z") == 2


def test_only_our_own_earlier_files_are_removed(small, tmp_path):  # noqa: F811
    (tmp_path / "parquet").mkdir()
    for name in ("old.zip", "mine.txt", "parquet/gone.parquet", "kept.sqlite"):
        (tmp_path / name).write_bytes(b"x")
    digest = "0" * 64
    listed = f"{digest}  old.zip\n{digest}  parquet/gone.parquet\n{digest}  mine.txt\n{digest}  ../up.zip\n"
    (tmp_path / "SHA256SUMS").write_text(listed, encoding="utf-8")
    (tmp_path.parent / "up.zip").write_bytes(b"x")
    make_exports(small.root, tmp_path)
    assert not (tmp_path / "old.zip").exists()
    assert not (tmp_path / "parquet" / "gone.parquet").exists()
    assert (
        (tmp_path / "mine.txt").exists()
        and (tmp_path / "kept.sqlite").exists()
        and (tmp_path.parent / "up.zip").exists()
    )


# Wrong use


def test_a_folder_that_cannot_be_written_is_named(small, tmp_path, monkeypatch):  # noqa: F811
    (tmp_path / "file").write_text("x", encoding="utf-8")
    with pytest.raises(UsageProblem, match=r"file: is a file; name a folder to write to"):
        make_exports(small.root, tmp_path / "file")
    with pytest.raises(UsageProblem, match=r"there is no folder .*nowhere to make it in"):
        make_exports(small.root, tmp_path / "nowhere" / "exports")

    def refuse(*_, **__):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "mkdir", refuse)
    with pytest.raises(UsageProblem, match=r"exports: cannot be made .Permission denied"):
        make_exports(small.root, tmp_path / "exports")


def test_missing_libraries_are_named_with_the_cure(small, tmp_path, monkeypatch):  # noqa: F811
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(
        UsageProblem, match=r"Parquet and Excel files need pyarrow and openpyxl: pip install 'c5plus1\[exports\]'"
    ):
        make_exports(small.root, tmp_path)


@pytest.mark.parametrize("name", ["exports", "site", "wheel"])
def test_the_commands_say_wrong_use_with_exit_code_2(name, tmp_path, capsys):
    for arguments, message in (
        (["--out", str(tmp_path / "a" / "b")], "there is no folder"),
        (["--root", str(tmp_path)], "no folder 'data'"),
    ):
        with pytest.raises(SystemExit) as left:
            main([name, *arguments])
        assert (left.value.code, message in capsys.readouterr().err) == (2, True), arguments


def test_a_package_older_than_its_schemas_is_refused(tmp_path):
    project = make_small_project(tmp_path / "project")
    schema = project.root / "data" / "schemas" / "votes.yaml"
    more = "  - {name: extra, type: string, title: Extra, compare: exact, description: New., example: x}\n"
    schema.write_text(schema.read_text(encoding="utf-8") + more, encoding="utf-8")
    message = r"data/votes.csv:1: its columns are not those of the schema; expected .*; build the package again"
    with pytest.raises(DataError, match=message):
        read_contents(project.root)
    (project.root / "datapackage.json").write_text("{", encoding="utf-8")
    with pytest.raises(DataError, match=r"datapackage.json: cannot be used"):
        read_contents(project.root)
