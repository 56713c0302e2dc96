"""The static page: it carries every report behind every value, loads nothing, runs nothing but itself, and can be used."""

import base64
import hashlib
import json
import re
import time
from pathlib import Path

import pytest

import c5plus1
from c5plus1.publishing.contents import read_contents
from c5plus1.publishing.site.build import SCRIPTS, make_page
from c5plus1.publishing.site.data import AGREEMENTS, MODALITIES, pack_flags
from conftest import ROOT, run_command
from publishing_kit import FORMULA, HOSTILE_TEXTS, SCRIPT, hostile, open_browser, small  # noqa: F401 (fixtures)

FOLDER = ROOT / "scripts" / "c5plus1" / "publishing" / "site"
CELL = "votes/A/RES/ES-11/6:TKM/choice"


@pytest.fixture(scope="module")
def contents():
    return read_contents(ROOT)


@pytest.fixture(scope="module")
def page(contents) -> str:
    return make_page(contents).decode("utf-8")


@pytest.fixture(scope="module")
def data(page) -> dict:
    return read_data(page)


def read_data(page: str) -> dict:
    return json.loads(re.search(r'<script id="data" type="application/json">(.*?)</script>', page, re.S)[1])


def unpack(data: dict) -> dict[str, dict]:
    """Cell -> its status, reason, counts and voices, taken apart as the page's script does it."""
    strings = [*data["strings"], None]  # -1 is the last
    cells = {}
    for table in data["tables"]:
        names = [column["name"] for column in table["columns"]]
        for values, packed in table["rows"]:
            row = dict(zip(names, (strings[value] for value in values), strict=True))
            identifier = ":".join(row[key] for key in table["key"])
            for column, cell in zip((name for name in names if name not in table["key"]), packed, strict=True):
                if cell:
                    cells[f"{table['name']}/{identifier}/{column}"] = _unpack_cell(data, strings, row[column], cell)
    return cells


def _unpack_cell(data: dict, strings: list, settled: str | None, cell: list) -> dict:
    status, reason, sources, origins, against, facts = cell
    voices = []
    for claim, value, flags, origin in zip(*[iter(facts)] * 4, strict=True):
        source, number, via, note = data["claims"][claim]
        agreement, modality, derived = AGREEMENTS[flags % 5], MODALITIES[flags // 5 % 4], flags >= 20
        stated = settled if value == -1 else strings[value]
        identifier = strings[data["sources"][source][0]]
        voices.append(
            (
                f"{identifier}#{number}",
                stated,
                agreement,
                modality or None,
                derived,
                origin or None,
                strings[via],
                strings[note],
            )
        )
    counts = (sources, origins, against)
    return {"status": strings[status], "reason": strings[reason], "counts": counts, "voices": sorted(voices, key=repr)}


# What it carries


def test_every_fact_of_every_cell_is_there(data, contents):
    cells = unpack(data)
    claims = {claim["claim"]: claim for claim in contents.tables["claims"].to_dict("records")}
    expected: dict[str, list] = {}
    for fact in contents.tables["facts"].to_dict("records"):
        claim = claims[fact["claim"]]
        origin = int(fact["origin"]) if fact["origin"] else None
        told = (fact["claim"], fact["value"], fact["agreement"], fact["modality"], fact["derived"] == "true", origin)
        expected.setdefault(fact["cell"], []).append((*told, claim["via"], claim["note"]))
    rowless = set(expected) - set(cells)
    status = dict(zip(contents.tables["cells"]["cell"], contents.tables["cells"]["status"], strict=True))
    assert {status[cell] for cell in rowless} <= {"slip_only"}
    assert set(cells) <= set(expected)
    for cell, found in cells.items():
        assert found["voices"] == sorted(expected[cell], key=repr), cell


def test_status_reason_and_counts_are_those_of_why(data, contents):
    cells = unpack(data)
    table = contents.tables["cells"]
    asked = [*table.loc[table["status"].isin(["contested", "adjudicated"]), "cell"], *table["cell"][::500]]
    for cell in asked:
        if cell not in cells:
            continue
        (answer,) = c5plus1.why(cell)
        found = cells[cell]
        assert (found["status"], found["reason"]) == (answer.status, answer.reason), cell
        assert found["counts"][:2] == (answer.n_sources, answer.n_origins), cell


def test_values_titles_and_links_are_those_of_the_tables(data, contents):
    strings = [*data["strings"], None]
    for table in data["tables"]:
        rows = [[strings[value] for value in values] for values, _ in table["rows"]]
        assert rows == contents.tables[table["name"]].to_numpy(dtype=object).tolist(), table["name"]
    sources = contents.tables["sources"]
    told = [(strings[row[0]], strings[row[5]], strings[row[6]]) for row in data["sources"]]
    assert told == list(sources[["source", "title", "url"]].itertuples(index=False, name=None))
    assert [meeting["event"] for meeting in data["meetings"]] == contents.tables["meetings"]["event"].tolist()


def test_flags_can_be_taken_apart():
    seen = {pack_flags(a, m, d) for a in AGREEMENTS for m in MODALITIES for d in (True, False)}
    assert len(seen) == len(AGREEMENTS) * len(MODALITIES) * 2
    assert (len(AGREEMENTS), len(MODALITIES)) == (5, 4)  # data.js divides by these
    script = (FOLDER / "data.js").read_text(encoding="utf-8")
    assert f"const AGREEMENTS = {json.dumps(AGREEMENTS)};" in script
    assert f"const MODALITIES = {json.dumps(MODALITIES)};" in script


# What it is


def test_it_is_one_file_that_loads_nothing(page):
    assert len(page.encode("utf-8")) < 2_000_000
    shell = re.sub(r"<script.*?</script>", "", page, flags=re.S)
    assert not re.search(r"<(link|img|iframe|object|embed|audio|video|source|base|form[^>]*action)\b", shell)
    assert "src=" not in shell
    style = (FOLDER / "site.css").read_text(encoding="utf-8")
    assert not re.search(r"url\(|@import|@font-face", style)
    assert not re.search(r"animation|transition|scroll-behavior", style)  # it says that nothing moves
    code = "".join((FOLDER / name).read_text(encoding="utf-8") for name in SCRIPTS)
    assert not re.search(
        r"fetch\(|XMLHttpRequest|WebSocket|import\(|sendBeacon|EventSource|eval\(|innerHTML|outerHTML|insertAdjacent",
        code,
    )


def test_every_script_of_the_folder_is_in_it():
    assert sorted(SCRIPTS) == sorted(path.name for path in FOLDER.glob("*.js"))


def test_its_policy_allows_its_own_style_and_script_and_no_more(page):
    policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]*)"', page)[1]
    style = re.search(r"<style>(.*?)</style>", page, re.S)[1]
    script = re.search(r"<script>(.*?)</script>", page, re.S)[1]

    def digest(text: str) -> str:
        return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"

    assert (
        policy
        == f"default-src 'none'; style-src {digest(style)}; script-src {digest(script)}; base-uri 'none'; form-action 'none'"
    )


def test_two_runs_give_the_same_bytes(small, tmp_path):  # noqa: F811
    run = run_command(
        "site", "--root", str(small.root), "--out", str(tmp_path), PYTHONHASHSEED="77", TZ="Asia/Tashkent", LC_ALL="C"
    )
    assert run.returncode == 0, run.stderr
    assert (tmp_path / "index.html").read_bytes() == make_page(small)


def test_no_text_becomes_markup(hostile):  # noqa: F811
    descriptor = {**hostile.descriptor, "title": SCRIPT, "description": "{{script}}" + SCRIPT}
    page = make_page(hostile._replace(descriptor=descriptor)).decode("utf-8")
    assert page.count("<script") == 2
    assert "<img" not in page.replace("\\u003cimg", "")
    assert page.count('"use strict"') == 1
    strings = read_data(page)["strings"]
    assert set(HOSTILE_TEXTS) | {FORMULA} <= set(strings)


def test_without_scripts_the_meetings_are_a_list(page, contents):
    inside = re.search(r"<noscript>(.*?)</noscript>", page, re.S)[1]
    assert inside.count("<li>") == len(contents.tables["meetings"])
    assert "2023-02-28: C5+1 ministerial, Astana" in inside


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_colours_can_be_told_apart(scheme):
    style = (FOLDER / "site.css").read_text(encoding="utf-8")
    light, dark = re.findall(r":root \{(.*?)\}", style, re.S)
    colours = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", light))
    if scheme == "dark":
        colours |= dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", dark))
    pairs = [(ink, paper) for ink in ("ink", "soft", "link") for paper in ("paper", "tint")]
    pairs += [(name, f"{name}-tint") for name in ("contested", "sure", "hand")]
    for ink, paper in pairs:
        assert contrast(colours[ink], colours[paper]) >= 4.5, (ink, paper)
    assert contrast(colours["focus"], colours["paper"]) >= 3
    levels = re.findall(r"--level: (#[0-9a-f]{6})|--level, (#[0-9a-f]{6})", style)
    assert len(levels) >= 7
    assert all(contrast("#ffffff", one or other) >= 4.5 for one, other in levels)


def contrast(one: str, other: str) -> float:
    """The contrast of two colours as WCAG counts it, 1 to 21."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


# In a browser


def wait_for(browser, script: str, seconds: float = 5):
    """What the script returns once that is true; the test fails if it never is."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if found := browser.execute_script(f"return {script}"):
            return found
        time.sleep(0.02)
    raise AssertionError(f"never true: {script}")


def press(browser, *keys: str) -> None:
    from selenium.webdriver.common.action_chains import ActionChains

    ActionChains(browser).send_keys(*keys).perform()


def requests_made(browser) -> set[str]:
    events = [json.loads(entry["message"])["message"] for entry in browser.get_log("performance")]
    urls = {event["params"]["request"]["url"] for event in events if event["method"] == "Network.requestWillBeSent"}
    return {url.split("#")[0] for url in urls}


@pytest.fixture(scope="module")
def address(page, tmp_path_factory) -> str:
    file = tmp_path_factory.mktemp("site") / "index.html"
    file.write_text(page, encoding="utf-8", newline="\n")
    return file.as_uri()


@pytest.fixture(scope="module")
def chromium(tmp_path_factory):
    with open_browser(tmp_path_factory.mktemp("profile")) as browser:
        yield browser


@pytest.mark.browser
def test_from_a_mark_to_the_reports_and_back(chromium, address, contents):
    from selenium.webdriver.common.keys import Keys

    chromium.get("about:blank")
    requests_made(chromium)  # those of the browser's own first page
    chromium.get(address)
    meetings = contents.tables["meetings"]
    marks = chromium.find_elements("css selector", "#years .mark")
    assert len(marks) == int(meetings["start"].notna().sum())
    assert len(chromium.find_elements("css selector", "#undated li")) == int(meetings["start"].isna().sum())
    chromium.find_element("css selector", '[data-event="c5plus1-2023-02-28-astana"]').click()
    assert wait_for(chromium, "document.getElementById('meeting-title').textContent") == "C5+1 ministerial, Astana"
    asked = chromium.find_element("css selector", "#meeting-values dl button.value")
    asked.click()
    wait_for(chromium, "document.getElementById('evidence').open")
    links = {link.get_dom_attribute("href") for link in chromium.find_elements("css selector", "#evidence .voices a")}
    (answer,) = c5plus1.why("events/c5plus1-2023-02-28-astana/format")
    assert len(chromium.find_elements("css selector", "#evidence .voices li")) == len(answer.voices)
    assert len(links) == len({voice.url for voice in answer.voices})
    press(chromium, Keys.ESCAPE)
    wait_for(chromium, "!document.getElementById('evidence').open")
    assert wait_for(chromium, "document.activeElement.textContent") == asked.get_attribute("textContent")
    assert requests_made(chromium) == {address}
    assert [entry for entry in chromium.get_log("browser") if entry["level"] == "SEVERE"] == []


@pytest.mark.browser
def test_an_address_opens_the_cell_with_reports_for_and_against(chromium, address):
    chromium.get("about:blank")
    chromium.get(f"{address}#votes%2FA%2FRES%2FES-11%2F6%3ATKM%2Fchoice")
    wait_for(chromium, "document.getElementById('evidence').open")
    body = chromium.find_element("id", "evidence").text
    (answer,) = c5plus1.why(CELL)
    assert "Position: Not voting" in body and answer.reason in body and f"Cell {CELL}" in body
    for agreement in ("agrees", "dissents"):
        voices = [voice for voice in answer.voices if voice.agreement == agreement]
        shown = chromium.find_elements("css selector", f"#evidence .voices.{agreement} li")
        assert len(shown) == len(voices)
        for voice, item in zip(voices, shown, strict=True):
            assert {voice.url} == {link.get_dom_attribute("href") for link in item.find_elements("tag name", "a")}
            assert all(text in item.text for text in (voice.note, voice.claim, f"origin {voice.origin}"))
    assert "reprinting Associated Press" in body
    chromium.find_element("id", "evidence-close").click()
    wait_for(chromium, "!document.getElementById('evidence').open && !location.hash")
    chromium.get(f"{address}#votes%2Fno-such-row%2Fchoice")
    assert "no such cell" in wait_for(chromium, "document.getElementById('message').textContent")


@pytest.mark.browser
def test_tables_sort_and_filter(chromium, address, contents):
    from selenium.webdriver.support.ui import Select

    chromium.get(f"{address}#tables")
    chromium.refresh()
    Select(chromium.find_element("id", "table")).select_by_value("resolutions")
    chromium.find_element("css selector", 'button[data-column="in_favour"]').click()
    chromium.find_element("css selector", 'button[data-column="in_favour"]').click()
    assert chromium.find_element("css selector", "th[aria-sort=descending]").text.startswith("In favour")
    assert chromium.switch_to.active_element.get_attribute("data-column") == "in_favour"
    cells = chromium.execute_script(
        "return [...document.querySelectorAll('#table-holder tbody tr')].map(r => r.cells[3].textContent)"
    )
    shown = [int(re.match(r"\d+", text)[0]) for text in cells if text]
    expected = contents.tables["resolutions"]["in_favour"].dropna().astype(int)
    assert shown == sorted(expected, reverse=True)
    assert cells[: len(shown)] == [text for text in cells if text]  # empty ones last
    chromium.find_element("id", "text").send_keys("crimea")
    wait_for(chromium, "document.getElementById('table-count').textContent.includes('match')")
    rows = [row.text.lower() for row in chromium.find_elements("css selector", "#table-holder tbody tr")]
    assert rows and len(rows) < len(contents.tables["resolutions"])
    chromium.find_element("id", "text").clear()
    Select(chromium.find_element("id", "table")).select_by_value("votes")
    Select(chromium.find_element("id", "status")).select_by_value("contested")
    wait_for(chromium, "document.getElementById('table-count').textContent.includes('match')")
    table = contents.tables["cells"]
    contested = table[(table["table"] == "votes") & (table["status"] == "contested")]
    assert len(chromium.find_elements("css selector", "#table-holder tbody tr")) == contested["row"].nunique()


@pytest.mark.browser
def test_the_keyboard_is_enough_and_focus_is_seen(chromium, address):
    from selenium.webdriver.common.keys import Keys

    chromium.get("about:blank")
    chromium.get(address)
    press(chromium, Keys.TAB)
    assert chromium.switch_to.active_element.text == "Skip to the meetings"
    press(chromium, *[Keys.TAB] * 4)
    first = chromium.switch_to.active_element
    assert first.get_attribute("data-event")
    press(chromium, Keys.ARROW_LEFT)
    second = chromium.switch_to.active_element
    assert second.get_attribute("data-event") not in (None, first.get_attribute("data-event"))
    assert first.get_attribute("tabindex") == "-1" and second.get_attribute("tabindex") == "0"
    outline = chromium.execute_script(
        "const s = getComputedStyle(document.activeElement); return [s.outlineStyle, parseFloat(s.outlineWidth)]"
    )
    assert outline[0] == "solid" and outline[1] >= 2
    press(chromium, Keys.HOME)
    assert chromium.switch_to.active_element.get_attribute("data-event") == "c5plus1-2015-09-26-new-york"
    press(chromium, Keys.ARROW_DOWN)
    assert "-2016-" in chromium.switch_to.active_element.get_attribute("data-event")
    press(chromium, Keys.ENTER)
    wait_for(chromium, "document.activeElement.id === 'meeting-title'")
    press(chromium, Keys.TAB, Keys.ENTER)
    wait_for(chromium, "document.getElementById('evidence').open")
    press(chromium, *[Keys.TAB] * 3)
    assert chromium.execute_script(
        "return document.getElementById('evidence').contains(document.activeElement) || document.activeElement === document.body"
    )


@pytest.mark.browser
def test_marks_do_not_cover_one_another_and_nothing_overflows_on_a_phone(address, tmp_path):
    with open_browser(tmp_path, 390, 844, dark=True) as phone:
        phone.get(f"{address}#events%2Fc5plus1-2023-02-28-astana")
        wait_for(phone, "!document.getElementById('meeting').hidden")
        assert phone.execute_script("return [innerWidth, document.documentElement.scrollWidth]") == [390, 390]
        boxes = phone.execute_script(
            "return [...document.querySelectorAll('.track')].map(t => [...t.querySelectorAll('.mark')].map(m => {"
            " const b = m.getBoundingClientRect(); return [b.left, b.top, b.right, b.bottom]; }))"
        )
        for track in boxes:
            for place, (left, top, right, bottom) in enumerate(track):
                assert left >= 0 and right <= 390 and right - left >= 24 and bottom - top >= 24
                for other in track[:place]:
                    assert right <= other[0] or other[2] <= left or bottom <= other[1] or other[3] <= top
        paper = phone.execute_script("return getComputedStyle(document.body).backgroundColor")
        assert paper == "rgb(20, 24, 29)"
        phone.find_element("css selector", "#meeting-values button.value").click()
        wait_for(phone, "document.getElementById('evidence').open")
        assert phone.execute_script("return document.getElementById('evidence').getBoundingClientRect().width") == 390


@pytest.mark.browser
def test_hostile_texts_stay_texts_in_the_browser(chromium, hostile, tmp_path):  # noqa: F811
    file = Path(tmp_path / "index.html")
    file.write_bytes(make_page(hostile))
    chromium.get(f"{file.as_uri()}#votes%2FA%2FRES%2FES-11%2F6%3ATKM%2Fchoice")
    wait_for(chromium, "document.getElementById('evidence').open")
    shown = chromium.find_element("id", "evidence").text
    assert SCRIPT in shown and FORMULA in shown
    assert chromium.find_elements("css selector", "#evidence .voices a") == []  # its address was no web address
    assert chromium.find_elements("tag name", "img") == []
    assert chromium.execute_script("return window.hacked === undefined")
