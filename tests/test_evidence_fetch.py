"""`c5plus1 fetch` as a whole: what is kept and noted, the archive, going on after an interrupt; on loopback only."""

import itertools
import json
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from c5plus1.evidence import cache
from evidence_kit import REPORT, SOURCE, page, run, write_sheet
from evidence_server import serve

ALONE = ("--contact", "a@b.example", "--allow-private", "--no-archive")
OTHER = "bay-news-2023-03-02"


@pytest.fixture
def site():
    with serve() as running:
        yield running


@pytest.fixture
def root(tmp_path, site):
    write_sheet(tmp_path, SOURCE, url=site.address + "/council")
    return tmp_path


def fetch(site, root, *arguments):
    always = ["--contact", "tests@example.org", "--allow-private", "--delay", "0", "--archive", site.address + "/web"]
    return run("fetch", *arguments, *always, "--root", root)


def archived(site, day="20230305", path="/council"):
    """Where the archive's copy is asked for, and where it lies."""
    asked = f"/web/{day}id_/{site.address}{path}"
    return asked, f"/web/20230307111213id_/{site.address}{path}"


def manifest(root):
    return [
        json.loads(line) for line in (root / ".cache/pages/manifest.jsonl").read_text(encoding="utf-8").splitlines()
    ]


def test_a_page_is_kept_noted_and_not_asked_for_again(site, root):
    site.put("/council", page())
    code, out, err = fetch(site, root)
    assert (code, err) == (0, "") and "1 kept, live" in out
    assert (root / ".cache/pages" / f"{SOURCE}.html").read_text(encoding="utf-8") == page()
    text = (root / ".cache/texts" / f"{SOURCE}.txt").read_text(encoding="utf-8")
    assert "forty million crowns" in text and "ferry" not in text
    (line,) = manifest(root)
    assert (line["url"], line["status"], line["outcome"], line["origin"]) == (
        site.address + "/council",
        200,
        "kept",
        "live",
    )
    assert (line["found"], line["claims"]) == (6, 6)
    assert len(line["sha256"]) == 64 and line["time"].endswith("Z") and line["bytes"] == len(page().encode())
    asked = len(site.log)
    assert "1 already there" in fetch(site, root)[1] and fetch(site, root, SOURCE)[0] == 0
    assert len(site.log) == asked and len(manifest(root)) == 1
    assert run("verify", "--all", root / ".cache/pages", "--root", root)[0] == 0
    assert run("verify", "--all", root / ".cache/texts", "--root", root)[0] == 0


def test_a_page_that_is_gone_is_taken_from_the_archive(site, root):
    asked, lies = archived(site)
    site.put(asked, status=302, Location=lies)
    site.put(lies, page())
    code, out, _ = fetch(site, root)
    assert code == 0 and "kept: the host answers 404" in out
    (line,) = manifest(root)
    assert (line["origin"], line["captured"], line["final_url"]) == ("archive", "2023-03-07", site.address + lies)
    assert site.paths() == ["/council", asked, lies]


def test_a_page_that_is_gone_everywhere(site, root):
    code, out, _ = fetch(site, root)
    assert code == 1 and f"{SOURCE}: failed: the host answers 404; archive: the host answers 404" in out
    asked = len(site.log)
    code, out, _ = fetch(site, root)
    assert code == 1 and "--retry asks again" in out and len(site.log) == asked
    site.put("/council", page())
    assert fetch(site, root, "--retry")[0] == 0


def test_a_page_that_changed_gives_way_to_the_archives_copy(site, root):
    site.put("/council", page(REPORT.replace("forty million", "a few")))
    asked, _ = archived(site)
    site.put(asked, page())
    code, out, _ = fetch(site, root)
    assert code == 0 and "the live page has 5 of 6 claims" in out
    assert [(line["origin"], line["found"]) for line in manifest(root)] == [("archive", 6)]


def test_a_page_that_changed_is_kept_if_the_archive_has_no_better_one(site, root):
    site.put("/council", page(REPORT.replace("forty million", "a few")))
    assert fetch(site, root)[0] == 0
    assert [(line["origin"], line["found"]) for line in manifest(root)] == [("live", 5)]
    code, out, _ = run("verify", "--all", root / ".cache/pages", "--root", root)
    assert code == 1 and "5 of 6 claims found" in out and ", 1 changed" in out


def test_asking_again_keeps_what_was_there_before(site, root):
    site.put("/council", page())
    fetch(site, root)
    changed = page(REPORT + "\nCorrection: the lake is wet.\n")
    site.put("/council", changed)
    code, out, _ = fetch(site, root, "--again")
    assert code == 0 and "not the same bytes as on 2" in out
    assert (root / ".cache/pages" / f"{SOURCE}.html").read_text(encoding="utf-8") == changed
    (earlier,) = (root / ".cache/pages/earlier").iterdir()
    assert earlier.read_text(encoding="utf-8") == page() and earlier.name.startswith(SOURCE)
    site.put("/council", REPORT, Content_Type="text/plain")
    assert fetch(site, root, "--again")[0] == 0
    assert [path.name for path in (root / ".cache/pages").glob(f"{SOURCE}.*")] == [f"{SOURCE}.txt"]
    site.put("/council", changed)
    fetch(site, root, "--again")
    site.put("/council", status=404)
    assert fetch(site, root, "--again")[0] == 0
    assert (root / ".cache/pages" / f"{SOURCE}.html").read_text(encoding="utf-8") == changed


def test_what_robots_txt_forbids_is_not_taken_from_the_archive_either(site, root):
    site.put("/robots.txt", "User-agent: *\nDisallow: /council")
    site.put(archived(site)[0], page())
    code, out, _ = fetch(site, root)
    assert code == 1 and "refused" in out and "save it by hand" in out
    assert site.paths() == []


def test_a_host_that_asks_to_be_left_alone_is_left_alone_in_the_next_run_too(site, root):
    site.put("/council", status=429, Retry_After="5000")
    code, out, _ = fetch(site, root)
    assert code == 1 and "later: the host answers 429 and asks to be left alone for 5000 s" in out
    asked = len(site.log)
    code, out, _ = fetch(site, root)
    assert code == 1 and "not before 2" in out and len(site.log) == asked


def test_so_are_the_hosts_other_pages(site, root):
    write_sheet(root, OTHER, url=site.address + "/other")
    write_sheet(root, OTHER + "-b", url=site.address + "/third")
    site.put("/other", status=429, Retry_After="5000")
    assert fetch(site, root, OTHER, OTHER + "-b", "--no-archive")[0] == 2  # --archive is given already
    run("fetch", OTHER, OTHER + "-b", *ALONE, "--delay", "0", "--root", root)
    assert site.paths() == ["/other"] and all("not_before" in line for line in manifest(root))
    code, out, _ = run("fetch", *ALONE, "--root", root)
    assert code == 1 and f"{SOURCE}: later" in out and site.paths() == ["/other"]


def test_private_addresses_need_a_flag(site, root):
    code, out, _ = run("fetch", "--contact", "a@b.example", "--no-archive", "--root", root)
    assert code == 1 and "no address of the open internet (--allow-private)" in out
    assert site.log == []


def test_encodings_told_by_the_header_are_remembered(site, root):
    russian = "Министры пяти озёрных округов собрались в порту на второй совет по воде"
    write_sheet(root, OTHER, [russian], ["Пять округов."], site.address + "/ru")
    body = f"<html><body><article><p>{russian}. {russian} ещё раз.</p></article></body></html>"
    site.put("/ru", body.encode("koi8-r"), Content_Type="text/html; charset=KOI8-R")
    assert fetch(site, root, OTHER)[0] == 0
    assert manifest(root)[0]["encoding"] == "koi8-r"
    assert russian in (root / ".cache/texts" / f"{OTHER}.txt").read_text(encoding="utf-8")
    assert run("verify", "--all", root / ".cache/pages", "--root", root)[0] == 0


@pytest.mark.parametrize(
    ("body", "kind", "message"),
    [
        (b"\x89PNG....", "image/png", "neither a page nor a text but image/png"),
        (b"\x89PNG....", "text/html", "not text but a picture"),
        (b"", "text/html", "empty"),
        (b"<ul>" + b"<li><a href='/x'>Sport</a></li>" * 40 + b"</ul>", "text/html", "no main text in the page"),
    ],
)
def test_replies_that_are_no_report(site, root, body, kind, message):
    site.put("/council", body, Content_Type=kind)
    code, out, _ = fetch(site, root)
    assert code == 1 and message in out
    assert sorted(path.name for path in (root / ".cache/pages").iterdir()) == [".lock", "manifest.jsonl"]


def test_pdfs_and_plain_texts_are_kept_too(site, root):
    write_sheet(root, OTHER, url=site.address + "/report.pdf")
    site.put("/council", REPORT, Content_Type="text/plain")
    site.put("/report.pdf", b"%PDF-1.7 ...", Content_Type="application/pdf")
    assert fetch(site, root)[0] == 0
    assert sorted(path.name for path in (root / ".cache/pages").glob("*-*")) == [f"{OTHER}.pdf", f"{SOURCE}.txt"]


def test_requests_to_a_host_come_one_at_a_time_with_pauses(site, root):
    for number in range(4):
        write_sheet(root, f"{OTHER}-{number}", url=f"{site.address}/{number}")
        site.put(f"/{number}", page())
    site.put("/council", page())
    code, *_ = run("fetch", *ALONE, "--delay", "0.1", "--root", root)
    assert code == 0 and site.busiest == 1
    times = [moment for _, moment in site.log]
    assert len(times) == 6 and all(after - before >= 0.1 for before, after in itertools.pairwise(times))


def test_hosts_take_turns(site, root):
    with serve() as second:
        for number in range(2):
            write_sheet(root, f"a-{number}", url=f"{site.address}/{number}")
            site.put(f"/{number}", page())
            write_sheet(root, f"b-{number}", url=f"{second.address}/{number}")
            second.put(f"/{number}", page())
        assert fetch(site, root, "a-0", "a-1", "b-0", "b-1")[0] == 0
        order = sorted([(moment, path, "a") for path, moment in site.log] + [(m, p, "b") for p, m in second.log])
        assert [host + path for _, path, host in order if path != "/robots.txt"] == ["a/0", "b/0", "a/1", "b/1"]


def start(root):
    command = [sys.executable, "-m", "c5plus1", "fetch", *ALONE, "--delay", "0", "--root", str(root)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)


@pytest.mark.parametrize("kill", [signal.SIGKILL, signal.SIGINT], ids=["killed", "interrupted"])
def test_a_run_that_is_stopped_goes_on_where_it_was(site, root, kill):
    stuck, free = threading.Event(), threading.Event()
    for number in range(5):
        write_sheet(root, f"{OTHER}-{number}", url=f"{site.address}/{number}")
        site.put(f"/{number}", page())
    site.put("/council", page())
    quick = site.answers["/2"]

    def slow(handler):
        stuck.set()
        free.wait(20)
        quick(handler)

    site.answers["/2"] = slow
    running = start(root)
    assert stuck.wait(20)
    running.send_signal(kill)
    _, err = running.communicate(timeout=20)
    free.set()
    assert b"Traceback" not in err and running.returncode in (-signal.SIGKILL, 130)
    assert len(manifest(root)) == 2
    site.answers["/2"] = quick
    assert run("fetch", *ALONE, "--delay", "0", "--root", root)[0] == 0
    asked = site.paths()
    assert sorted(set(asked)) == ["/0", "/1", "/2", "/3", "/4", "/council"]
    assert [path for path in set(asked) if asked.count(path) > 1] == ["/2"]  # the one that was under way
    assert len(manifest(root)) == 6


def test_a_page_whose_line_was_written_is_put_in_place_without_asking(site, root):
    site.put("/council", page())
    fetch(site, root)
    asked, pages = len(site.log), root / ".cache/pages"
    place = pages / f"{SOURCE}.html"
    place.rename(place.with_name(place.name + ".part"))  # as if killed just before the page was put in its place
    (root / ".cache/texts" / f"{SOURCE}.txt").unlink()
    (pages / f"{OTHER}.html.part").write_bytes(b"half a pa")  # and here before its line was written
    assert fetch(site, root)[0] == 0
    assert place.read_text(encoding="utf-8") == page() and (root / ".cache/texts" / f"{SOURCE}.txt").exists()
    assert len(site.log) == asked and not list(pages.glob("*.part"))


def test_a_line_cut_short_and_a_page_spoilt_are_mended(site, root):
    site.put("/council", page())
    fetch(site, root)
    pages = root / ".cache/pages"
    with (pages / "manifest.jsonl").open("a", encoding="utf-8") as file:
        file.write('{"source": "bay-ne')
    (pages / f"{SOURCE}.html").write_text("spoilt", encoding="utf-8")
    assert fetch(site, root)[0] == 0
    assert (pages / f"{SOURCE}.html").read_text(encoding="utf-8") == page()
    assert [attempt.outcome for attempt in cache.read_manifest(pages)[SOURCE]] == ["kept", "kept"]
    lines = (pages / "manifest.jsonl").read_text(encoding="utf-8").splitlines()
    assert len(lines) == 3 and json.loads(lines[2])["source"] == SOURCE


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([], "say whom a host's keeper can write to: --contact"),
        (["--contact", "a@b.example", "lake-herold-2023-03-01"], "(did you mean 'lake-herald-2023-03-01'?)"),
        (["--contact", "a@b.example", "--archive", "http://x.example", "--no-archive"], "exclude each other"),
        (["--contact", "a@b.example", "--delay", "-1"], "--delay"),
    ],
)
def test_wrong_use(site, root, arguments, message, monkeypatch):
    monkeypatch.delenv("C5PLUS1_CONTACT", raising=False)
    code, _, err = run("fetch", *arguments, "--root", root)
    assert code == 2 and message in err and site.log == []


def test_two_runs_at_once_and_a_cache_that_cannot_be_written(site, root):
    with cache.hold_cache(root / ".cache/pages"):
        code, _, err = fetch(site, root)
    assert code == 2 and "another fetch is running" in err
    (root / "file").write_text("", encoding="utf-8")
    code, _, err = fetch(site, root, "--cache", root / "file")
    assert code == 2 and "cannot be written" in err and site.log == []
    site.put("/council", page())
    assert fetch(site, root, "--cache", root / "else")[0] == 0
    assert sorted(path.name for path in (root / "else").iterdir()) == ["pages", "texts"]
    assert Path(root / "file").read_text(encoding="utf-8") == ""


def test_a_full_disk_is_told(site, root, monkeypatch):
    site.put("/council", page())

    def refuse(_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", refuse)
    code, _, err = fetch(site, root)
    assert code == 2 and "cannot be written (No space left on device)" in err
    monkeypatch.undo()
    assert fetch(site, root)[0] == 0
