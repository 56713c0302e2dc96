"""Small built packages with texts that would like to be more than text, and a real browser for those tests that need one."""

import contextlib
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from c5plus1.building.build import render_package
from c5plus1.building.write import replace_files
from c5plus1.publishing.contents import Contents, read_contents
from conftest import Project, make_claim

EVENT = "c5plus1-2023-02-28-astana"
FORMULA = '=HYPERLINK("https://example.org/","press me")'
SCRIPT = "</script><script>window.hacked = 1</script><img src=x onerror='window.hacked = 2'>"
HOSTILE_TEXTS = (FORMULA, "+1+1", "-2+3", "@SUM(A1:A9)", "#REF!", "'quoted", SCRIPT, "ä “ü” 日本 \U0001f600")
HOSTILE_ADDRESS = "javascript:window.hacked=3"


def make_small_project(folder: Path) -> Project:
    """A built checkout of a few sheets: a contested date, a date without a day, a plan, a slip, an undated report."""
    project = Project(folder)
    day = {"table": "events", "event": EVENT, "start_date": "2023-02-28", "place": "astana", "level": "ministerial"}
    other_day = {"table": "events", "event": EVENT, "start_date": "2023-03-01", "venue": "Hall of the Ministry"}
    came = {"table": "delegations", "event": EVENT, "actor": ["KAZ", "USA"], "attended": "true"}
    vote = {"table": "votes", "resolution": "A/RES/ES-11/6", "actor": "TKM", "choice": "not_voting"}
    slip = {**vote, "actor": "KAZ", "choice": "against", "slip": "true"}
    month = {"table": "resolutions", "resolution": "A/RES/ES-11/6", "adopted_on": "2023-02"}
    places = range(len(HOSTILE_TEXTS))
    notes = [make_claim({**vote}, note=f"Note {place}.", tokens=20 + place) for place in places]
    project.sheet("one-2023-03-01", make_claim({**day}, came), *notes)
    project.sheet("two-2023-03-02", make_claim(other_day, month, tokens=12), publisher="Reuters", kind="agency")
    project.sheet(
        "three-undated", make_claim({**day}, slip, tokens=13), publisher="Kazinform", kind="agency", published=None
    )
    rebuild(project)
    return project


def rebuild(project: Project) -> None:
    """Build without the standard's own validation, which has tests of its own and takes its time."""
    replace_files(project.root, render_package(project.assemble()))


@pytest.fixture(scope="module")
def small(tmp_path_factory) -> Contents:
    """The small package, built once a module. Nobody may change it."""
    return read_contents(make_small_project(tmp_path_factory.mktemp("small") / "project").root)


@pytest.fixture(scope="module")
def hostile(small) -> Contents:
    """The same with texts that the reader of sheets would refuse, as if it had not: whoever publishes trusts nobody."""
    claims, sources = small.tables["claims"].copy(), small.tables["sources"].copy()
    notes = claims["note"].tolist()
    claims["note"] = [HOSTILE_TEXTS[int(n[5:-1])] if n.startswith("Note ") else n for n in notes]
    sources["title"] = [FORMULA, SCRIPT, SCRIPT]
    sources["url"] = [HOSTILE_ADDRESS, *sources["url"][1:]]
    return small._replace(tables={**small.tables, "claims": claims, "sources": sources})


@contextlib.contextmanager
def open_browser(profile: Path, width: int = 1280, height: int = 900, dark: bool = False) -> Iterator:
    """A headless Chromium of the given size, driven by selenium. Skips, saying why, where one of the three is missing."""
    webdriver = pytest.importorskip("selenium.webdriver", reason="selenium is not installed (pip install selenium)")
    chromium, driver = shutil.which("chromium"), shutil.which("chromedriver")
    if not (chromium and driver):
        pytest.skip("no chromium with chromedriver on this machine (apt-get install chromium chromium-driver)")
    options = webdriver.ChromeOptions()
    options.binary_location = chromium
    for flag in (
        "headless=new", "no-sandbox", "disable-gpu", "disable-quic", "no-first-run", "disable-background-networking",
        "disable-component-update", "disable-sync", f"user-data-dir={profile}", f"window-size={width},{height}",
    ):  # fmt: skip
        options.add_argument(f"--{flag}")
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    browser = webdriver.Chrome(options=options, service=webdriver.ChromeService(driver))
    try:
        screen = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600}
        browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", screen)
        if dark:
            preference = {"name": "prefers-color-scheme", "value": "dark"}
            browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [preference]})
        yield browser
    finally:
        browser.quit()
