"""The explorer: Datasette over the SQLite export, read-only, on this machine alone, two clicks from any value to a report."""

import asyncio
import html
import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import urllib.request
from urllib.parse import quote

import pytest

import c5plus1
from c5plus1.cli import main
from c5plus1.problems import UsageProblem
from c5plus1.publishing.contents import read_contents
from c5plus1.publishing.database import make_database
from c5plus1.publishing.explorer.metadata import QUERIES, list_facets, make_metadata
from c5plus1.publishing.explorer.serve import HOST, make_datasette, require_datasette
from conftest import ROOT
from publishing_kit import SCRIPT, hostile, open_browser, small  # noqa: F401 (fixtures)

pytest.importorskip("datasette")
CELL = "votes/A/RES/ES-11/6:TKM/choice"


@pytest.fixture(scope="module")
def contents():
    return read_contents(ROOT)


@pytest.fixture(scope="module")
def ask(contents, tmp_path_factory):
    """Asks the real explorer for pages, without a port: `ask(path)` gives (status, text) of one, or of several at once."""
    return make_asker(contents, tmp_path_factory.mktemp("explorer"))


def make_asker(contents, folder):
    datasette = make_datasette(contents, folder)
    loop = asyncio.new_event_loop()
    loop.run_until_complete(datasette.invoke_startup())

    def ask(path: str) -> tuple[int, str]:
        response = loop.run_until_complete(datasette.client.get(path))
        return response.status_code, response.text

    ask.datasette = datasette
    return ask


# Pages


def test_every_table_view_and_query_has_a_page_with_its_title(ask, contents):
    for name, schema in contents.schemas.items():
        status, page = ask(f"/c5plus1/{name}?_size=2")
        assert status == 200, name
        assert f"<h1>{schema.title}" in page, name
    for name, (title, _, _) in QUERIES.items():
        status, page = ask(f"/c5plus1/{name}")
        assert status == 200 and title in page, name
    for name in ("who_says_so", "contested_cells", "who_attended", "codebook", "about"):
        assert ask(f"/c5plus1/{name}?_size=2")[0] == 200, name


def test_columns_and_facets_are_those_of_the_schemas(contents):
    tables = make_metadata(contents)["databases"]["c5plus1"]["tables"]
    for name, schema in contents.schemas.items():
        assert set(tables[name]["columns"]) == set(schema.columns), name
        assert all(tables[name]["columns"].values()), name
        assert set(list_facets(schema)) <= set(schema.columns), name
    assert tables["votes"]["facets"] == ["actor", "choice"]
    assert tables["statements"]["facets"][:2] == ["topic", "actor"]


def test_canned_queries_answer_the_common_questions(contents, tmp_path):
    file = tmp_path / "c5plus1.sqlite"
    file.write_bytes(make_database(contents))
    connection = sqlite3.connect(file)
    tables = contents.tables
    counts = {
        "timeline": ({}, len(tables["meetings"])),
        "contested": ({}, int((tables["cells"]["status"] == "contested").sum())),
        "claims_behind_a_cell": ({"cell": CELL}, int((tables["facts"]["cell"] == CELL).sum())),
        "votes_of_the_six": ({}, len(tables["resolutions"])),
        "who_attended_a_meeting": ({"meeting": ""}, len(tables["delegations"]) + len(tables["attendance"])),
        "reports_of_a_publisher": (
            {"publisher": "asia-plus"},
            int((tables["sources"]["publisher"] == "Asia-Plus").sum()),
        ),
    }
    assert set(counts) == set(QUERIES)
    for name, (parameters, expected) in counts.items():
        assert len(connection.execute(QUERIES[name][2], parameters).fetchall()) == expected > 0, name
    # The case statement of the six, checked against the table itself.
    rows = connection.execute(QUERIES["votes_of_the_six"][2]).fetchall()
    votes = {(row["resolution"], row["actor"]): row["choice"] for row in tables["votes"].to_dict("records")}
    for _, resolution, _, *choices in rows:
        six = ("USA", "KAZ", "KGZ", "TJK", "TKM", "UZB")
        assert choices == [votes.get((resolution, actor)) for actor in six]
    connection.close()


def test_every_value_of_a_subject_table_leads_to_its_claims(ask, contents):
    for name, schema in contents.schemas.items():
        if schema.kind != "subject":
            continue
        _, page = ask(f"/c5plus1/{name}?_size=5&_nofacet=1")
        asked = set(map(html.unescape, re.findall(r'class="who [^"]*" href="([^"]*)"', page)))
        table = contents.tables[name].to_dict("records")
        shown = [
            row
            for row in table
            if all(f">{row[key]}<" in page or row[key] in html.unescape(page) for key in schema.key)
        ]
        cells = set(contents.tables["cells"]["cell"])
        rows = {":".join(row[key] for key in schema.key) for row in shown}
        addresses = {f"/c5plus1/claims_behind_a_cell?cell={quote(cell, safe='')}" for cell in cells}
        assert asked <= addresses, name
        of_rows = {
            f"/c5plus1/claims_behind_a_cell?cell={quote(f'{name}/{row}/{column}', safe='')}"
            for row in rows
            for column in schema.value_columns
            if f"{name}/{row}/{column}" in cells
        }
        assert asked and asked <= of_rows, name


def test_two_clicks_from_a_value_to_the_reports(ask):
    _, page = ask("/c5plus1/votes?resolution=A/RES/ES-11/6&actor=TKM")
    link = html.unescape(re.search(r'class="who [^"]*" href="([^"]*)"[^>]*>([^<]*)', page)[1])
    status, page = ask(link)
    (answer,) = c5plus1.why(CELL)
    assert status == 200
    for voice in answer.voices:
        assert f'href="{html.escape(voice.url)}"' in page
        assert html.escape(voice.note, quote=False).replace("'", "&#39;") in page


def test_a_contested_value_says_so_where_it_stands(ask, contents):
    contested = contents.tables["cells"].query("status == 'contested' and table == 'events'").iloc[0]
    _, page = ask(f"/c5plus1/events?event={contested['row']}&_nofacet=1")
    shown = re.search(rf'href="[^"]*{re.escape(quote(contested["cell"], safe=""))}" title="([^"]*)">([^<]*)<', page)
    assert f"reports against: {contested['n_dissent']}" in shown[1]
    assert shown[2].endswith("contested")


def test_ids_lead_to_the_rows_that_they_name(ask):
    _, page = ask("/c5plus1/delegations?event=c5plus1-2023-02-28-astana&_nofacet=1")
    assert '<a href="/c5plus1/events/c5plus1-2023-02-28-astana">C5+1 ministerial, Astana</a>' in html.unescape(page)
    assert '<a href="/c5plus1/people/saidov-bakhtiyor">Bakhtiyor Saidov</a>' in page


def test_hostile_texts_are_escaped(hostile, tmp_path):  # noqa: F811
    ask = make_asker(hostile, tmp_path)
    for path in ("/c5plus1/claims", f"/c5plus1/claims_behind_a_cell?cell={quote(CELL)}", "/c5plus1/sources"):
        status, page = ask(path)
        assert status == 200
        assert SCRIPT not in page and "<img src=x" not in page, path
        assert "&lt;img src=x onerror" in page, path
        assert 'href="javascript:' not in page, path


def test_no_outside_asset(ask):
    for path in ("/", "/c5plus1", "/c5plus1/events", f"/c5plus1/claims_behind_a_cell?cell={quote(CELL)}"):
        _, page = ask(path)
        loaded = re.findall(
            r"<(?:script|img|iframe)[^>]*\bsrc=\"([^\"]*)\"|<link rel=\"stylesheet\" href=\"([^\"]*)\"", page
        )
        for address in {one or other for one, other in loaded}:
            assert address.startswith("/"), address
            assert ask(address)[0] == 200, address


def test_it_can_only_be_read(ask):
    database = ask.datasette.get_database("c5plus1")
    assert not database.is_mutable
    status, page = ask(f"/c5plus1?sql={quote('DELETE FROM facts')}")
    assert status == 400 and "Statement must be a SELECT" in page


# Serving


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    """The command as people run it: (process, address, the folder for its temporary files)."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port = probe.getsockname()[1]
    folder = tmp_path_factory.mktemp("temporary")
    process = subprocess.Popen(
        [sys.executable, "-m", "c5plus1", "explore", "--port", str(port)],
        env={**os.environ, "TMPDIR": str(folder), "PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
    )
    try:
        line = process.stdout.readline()
        assert line.startswith(f"The C5+1 Record is at http://127.0.0.1:{port}/c5plus1"), line
        yield process, f"http://127.0.0.1:{port}/c5plus1", folder
    finally:
        process.kill()
        process.communicate()


@pytest.mark.browser
def test_two_clicks_in_a_browser(served, tmp_path):
    _, address, _ = served
    with open_browser(tmp_path / "profile") as browser:
        browser.get(f"{address}/events?event=c5plus1-2023-02-28-astana")
        browser.find_element("css selector", "td.col-level a.who").click()
        assert browser.find_element("tag name", "h1").text == "Claims behind a cell"
        (answer,) = c5plus1.why("events/c5plus1-2023-02-28-astana/level")
        links = [link.get_dom_attribute("href") for link in browser.find_elements("css selector", "table td.col-url a")]
        assert sorted(links) == sorted(voice.url for voice in answer.voices)
        told = [entry for entry in browser.get_log("browser") if entry["level"] == "SEVERE"]
        assert told == []


def test_a_busy_port_is_named_with_exit_code_2(capsys):
    with socket.socket() as taken:
        taken.bind((HOST, 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(SystemExit) as left:
            main(["explore", "--port", str(port)])
    told = capsys.readouterr().err
    assert left.value.code == 2
    assert f"port {port} on 127.0.0.1 cannot be had (Address already in use); choose another with --port" in told


def test_an_impossible_port_is_wrong_use(capsys):
    with pytest.raises(SystemExit) as left:
        main(["explore", "--port", "99999"])
    assert left.value.code == 2
    assert "1<=x<=65535" in capsys.readouterr().err


def test_without_a_browser_the_address_is_told(monkeypatch, capsys):
    monkeypatch.setattr(
        "c5plus1.publishing.explorer.serve.explore", lambda root, port, announce: announce("http://127.0.0.1:1/")
    )
    monkeypatch.setattr("webbrowser.open", lambda address: False)
    main_quietly(["explore", "--open"])
    told = capsys.readouterr()
    assert "The C5+1 Record is at http://127.0.0.1:1/" in told.out
    assert "No browser could be opened from here; open that address yourself." in told.err


def main_quietly(arguments: list[str]) -> None:
    try:
        main(arguments)
    except SystemExit as left:
        assert left.code in (None, 0)


def test_without_datasette_it_says_what_to_install(monkeypatch):
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(UsageProblem, match=r"needs Datasette: pip install 'c5plus1\[explore\]'"):
        require_datasette()


def test_it_serves_on_loopback_alone_and_leaves_nothing_behind(served):
    """The last of those that use the server, which it ends."""
    process, address, folder = served
    with urllib.request.urlopen(f"{address}/about.json?_shape=array", timeout=10) as answer:
        assert c5plus1.__version__ in answer.read().decode()
    with socket.socket() as probe, pytest.raises(OSError):
        probe.connect(("127.0.0.2", int(re.search(r":(\d+)/", address)[1])))  # loopback too, and not ours
    assert list(folder.glob("c5plus1-explore-*"))
    process.send_signal(signal.SIGTERM)
    assert process.wait(timeout=20) == 0
    assert process.stdout.read() == ""
    assert list(folder.iterdir()) == []
