"""One page, politely: against a real server on loopback."""

import shutil
import socket
import ssl
import subprocess
import time

import pytest

from c5plus1.evidence import connection
from c5plus1.evidence.connection import is_public
from c5plus1.evidence.manners import FetchError, Manners, check_contact
from c5plus1.evidence.visit import Visitor
from c5plus1.problems import UsageProblem
from evidence_server import Clock, serve


@pytest.fixture
def site():
    with serve() as running:
        yield running


@pytest.fixture
def clock():
    return Clock()


def visitor(clock, **manners):
    manners = {"timeout": 2.0, "deadline": 5.0, "allow_private": True, **manners}
    return Visitor(Manners(contact="tests@example.org", **manners), sleep=clock.sleep, now=clock.now)


def trouble(visit, url) -> FetchError:
    with pytest.raises(FetchError) as wrong:
        visit.get(url)
    return wrong.value


def test_a_page_is_got_by_a_visitor_that_says_who_it_is(site, clock):
    url = site.put("/page#part", "hello").replace("#part", "")
    site.put("/page", "hello")
    reply = visitor(clock).get(url + "#part")
    assert (reply.status, reply.body, reply.url) == (200, b"hello", url)
    assert [path for path, _ in site.log] == ["/robots.txt", "/page"]
    (agent,) = site.agents
    assert agent.startswith("c5plus1/") and agent.endswith("contact: tests@example.org)")


def test_addresses_in_other_scripts_are_encoded(site, clock):
    path = "/ru/%D0%BE%D0%B7%D0%B5%D1%80%D0%BE?q=%D1%91"
    site.put(path, "page")
    assert visitor(clock).get(site.address + "/ru/озеро?q=ё").body == b"page"
    site.put("/a", status=302, Location="/ru/озеро?q=ё".encode().decode("latin-1"))
    assert visitor(clock).get(site.address + "/a").body == b"page"


def test_redirects_are_followed(site, clock):
    site.put("/a", status=301, Location="/b?x=1")
    site.put("/b?x=1", status=302, Location="c")
    site.put("/c", "there")
    assert visitor(clock).get(site.address + "/a").url == site.address + "/c"


def test_redirects_that_never_end(site, clock):
    site.put("/a", status=302, Location="/b")
    site.put("/b", status=302, Location="/a")
    for number in range(20):
        site.put(f"/{number}", status=302, Location=f"/{number + 1}")
    assert "round in a circle" in str(trouble(visitor(clock), site.address + "/a"))
    assert "more than 10 redirects" in str(trouble(visitor(clock), site.address + "/0"))
    assert len(site.paths()) == 2 + 11


def test_redirects_leave_http_for_nothing_else(site, clock):
    for path, place in (("/f", "file:///etc/hostname"), ("/g", "ftp://127.0.0.1/x"), ("/h", "http://a:b@127.0.0.1/")):
        site.put(path, status=302, Location=place)
        wrong = trouble(visitor(clock), site.address + path)
        assert wrong.kind == "refused"
    site.put("/i", status=302, Location="http://[broken")
    assert "no valid address" in str(trouble(visitor(clock), site.address + "/i"))


@pytest.mark.parametrize("url", ["file:///etc/x", "ftp://example.org/x", "javascript:1", "example.org", "http://", ""])
def test_only_web_addresses_are_asked(url, clock):
    assert trouble(visitor(clock), url).kind == "refused"


def test_pauses_between_requests_to_one_host(site, clock):
    visit = visitor(clock, delay=3.0)
    for name in "ab":
        visit.get(site.put(f"/{name}", name))
    assert clock.naps == [3.0, 3.0]


def test_back_off_grows_until_the_host_recovers(site, clock):
    url = site.put_in_turn("/a", ("", 503, {}), ("", 500, {}), ("", 502, {}), ("well", 200, {}))
    assert visitor(clock, delay=1.0).get(url).body == b"well"
    assert clock.naps == [1.0, 2.0, 4.0, 8.0]


def test_a_host_that_stays_troubled_is_left_for_later(site, clock):
    visit = visitor(clock, delay=0.0)
    url = site.put("/a", status=503)
    wrong = trouble(visit, url)
    assert (wrong.kind, wrong.status) == ("later", 503) and site.paths() == ["/a"] * 4
    assert "asked 4 times" in str(trouble(visit, site.put("/b", "fine"))) and "/b" not in site.paths()


@pytest.mark.parametrize("asked", ["7", "date"])
def test_retry_after_is_honoured(site, clock, asked):
    if asked == "date":
        asked = time.strftime("%a, %d %b %Y %H:%M:%S GMT", time.gmtime(clock.now() + 7.9))
    url = site.put_in_turn("/a", ("", 429, {"Retry_After": asked}), ("well", 200, {}))
    assert visitor(clock, delay=0.5).get(url).body == b"well"
    # A date has whole seconds, and the first nap has passed by then: up to 1.5 s less than was asked for.
    assert clock.naps[0] == 0.5 and 6 <= clock.naps[1] <= 8


def test_a_long_retry_after_ends_all_requests_to_that_host(site, clock):
    visit = visitor(clock, longest_wait=60.0)
    wrong = trouble(visit, site.put("/a", status=429, Retry_After="3600"))
    assert (wrong.kind, wrong.status, wrong.wait) == ("later", 429, 3600.0)
    assert "left alone for 3600 s" in str(trouble(visit, site.put("/b", "fine")))
    assert site.paths() == ["/a"]


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410, 451])
def test_answers_that_will_not_change_are_not_asked_for_again(site, clock, status):
    wrong = trouble(visitor(clock), site.put("/a", status=status))
    assert (wrong.kind, wrong.status) == ("failed", status)
    assert site.paths() == ["/a"]


def trickle(handler, head=False):
    try:
        if not head:
            handler.send_response(200)
            handler.end_headers()
        for _ in range(300):
            handler.wfile.write(b"a")
            handler.wfile.flush()
            time.sleep(0.02)
    except OSError:
        pass


@pytest.mark.parametrize("head", [False, True], ids=["body", "header"])
def test_a_host_that_sends_a_byte_now_and_then_is_cut_off(site, clock, head):
    site.answers["/a"] = lambda handler: trickle(handler, head)
    started = time.monotonic()
    wrong = trouble(visitor(clock, deadline=0.4, attempts=1), site.address + "/a")
    assert wrong.kind == "later" and "no full reply within 0.4 s" in str(wrong)
    assert time.monotonic() - started < 2


def test_a_host_that_says_nothing(site, clock):
    site.answers["/a"] = lambda handler: time.sleep(1)
    wrong = trouble(visitor(clock, timeout=0.2, attempts=1), site.address + "/a")
    assert wrong.kind == "later" and "no answer within 0.2 s" in str(wrong)


def test_huge_bodies_are_not_taken(site, clock):
    visit = visitor(clock, most_bytes=100_000)
    assert visit.get(site.put("/limit", b"a" * 100_000)).body == b"a" * 100_000
    announced = trouble(visit, site.put("/announced", b"", Content_Length="100001"))

    def endless(handler):
        handler.send_response(200)
        handler.end_headers()
        while True:
            handler.wfile.write(b"a" * 10_000)

    site.answers["/endless"] = endless
    import gzip

    bomb = gzip.compress(b"\0" * 30_000_000)
    packed = trouble(visit, site.put("/bomb", bomb, Content_Encoding="gzip"))
    for wrong in (announced, trouble(visit, site.address + "/endless"), packed):
        assert wrong.kind == "failed" and "more than 0.1 MB" in str(wrong)


def test_compressed_pages_are_unpacked_and_broken_ones_told(site, clock):
    import gzip

    visit = visitor(clock)
    assert visit.get(site.put("/a", gzip.compress(b"lake"), Content_Encoding="gzip")).body == b"lake"
    assert "compression is broken" in str(trouble(visit, site.put("/b", b"lake", Content_Encoding="gzip")))


def test_cut_off_bodies_are_not_taken_for_whole(site, clock):
    wrong = trouble(visitor(clock, attempts=2, delay=0.0), site.put("/a", b"half", Content_Length="4000"))
    assert wrong.kind == "later" and "connection broke" in str(wrong) and len(site.paths()) == 2


def test_a_host_that_is_not_there(clock):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    wrong = trouble(visitor(clock, attempts=2), f"http://127.0.0.1:{port}/a")
    assert wrong.kind == "later" and "no connection to the host" in str(wrong)


def test_a_name_that_nobody_knows_is_not_tried_again_and_again(clock, monkeypatch):
    looks = []

    def know_nothing(*arguments, **_):
        looks.append(arguments)
        raise socket.gaierror(-2, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", know_nothing)
    visit = visitor(clock)
    for path in "ab":
        wrong = trouble(visit, f"http://no-such-host.example/{path}")
        assert wrong.kind == "later" and "name is not known" in str(wrong)
    assert len(looks) == 1


def test_another_address_of_the_host_is_tried(site, clock, monkeypatch):
    real = socket.getaddrinfo

    def look_up(name, port, *arguments, **options):
        names = ["127.0.0.2", "127.0.0.1"] if name == "two-homes.example" else [name]
        return [found for each in names for found in real(each, port, *arguments, **options)]

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    url = site.put("/a", "page").replace("127.0.0.1", "two-homes.example")
    assert visitor(clock).get(url).body == b"page"


@pytest.mark.parametrize(
    ("rules", "path", "allowed"),
    [
        ("User-agent: *\nDisallow: /private/", "/private/a", False),
        ("User-agent: *\nDisallow: /private/", "/a", True),
        ("User-agent: *\nDisallow: /*.pdf$", "/x/a.pdf", False),
        ("User-agent: c5plus1\nDisallow: /\n\nUser-agent: *\nAllow: /", "/a", False),
        ("User-agent: *\nDisallow: /\n\nUser-agent: c5plus1\nAllow: /", "/a", True),
        ("User-agent: *\nDisallow: /\nAllow: /open/", "/open/a", True),
        ("<html>no rules but a page</html>", "/a", True),
    ],
)
def test_robots_txt_is_obeyed(site, clock, rules, path, allowed):
    site.put("/robots.txt", rules)
    url = site.put(path, "page")
    if allowed:
        assert visitor(clock).get(url).body == b"page"
    else:
        wrong = trouble(visitor(clock), url)
        assert wrong.kind == "refused" and "robots.txt asks robots not to" in str(wrong)
        assert site.paths() == []


def test_robots_txt_is_read_once_and_its_pace_kept(site, clock):
    site.put("/robots.txt", "User-agent: *\nCrawl-delay: 11")
    visit = visitor(clock, delay=1.0)
    for name in "abc":
        visit.get(site.put(f"/{name}", name))
    assert [path for path, _ in site.log].count("/robots.txt") == 1
    assert clock.naps == [1.0, 11.0, 11.0]


def test_robots_txt_that_cannot_be_read_forbids_for_now(site, clock):
    site.put("/robots.txt", status=503)
    visit = visitor(clock, delay=0.0)
    for name in "ab":
        wrong = trouble(visit, site.put(f"/{name}", "page"))
        assert wrong.kind == "later" and "robots.txt can't be read" in str(wrong)
    assert site.paths() == [] and len(site.log) == 4


def test_robots_txt_of_the_place_redirected_to_counts(site, clock):
    with serve() as other:
        other.put("/robots.txt", "User-agent: *\nDisallow: /")
        other.put("/b", "page")
        url = site.put("/a", status=302, Location=other.address + "/b")
        assert trouble(visitor(clock), url).kind == "refused"
        assert other.paths() == []


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("127.0.0.1", False), ("10.1.2.3", False), ("172.16.0.1", False), ("192.168.1.1", False),
        ("169.254.1.1", False),
        ("100.64.0.1", False), ("0.0.0.0", False), ("224.0.0.1", False), ("255.255.255.255", False), ("::1", False),
        ("fe80::1%eth0", False), ("fc00::1", False), ("::ffff:127.0.0.1", False), ("64:ff9b::7f00:1", False),
        ("2002:7f00:1::", False), ("::", False), ("ff02::1", False), ("8.8.8.8", True), ("2606:4700::1111", True),
        ("::ffff:8.8.8.8", True),
    ],
)  # fmt: skip
def test_which_addresses_are_public(address, public):
    assert is_public(address) is public


def test_private_addresses_are_not_asked(site, clock):
    url = site.put("/a", "page")
    for address in (
        url,
        url.replace("127.0.0.1", "localhost"),
        "http://[::1]/",
        "http://2130706433/",
        "http://0x7f.1/",
    ):
        wrong = trouble(visitor(clock, allow_private=False), address)
        assert wrong.kind == "refused" and "no address of the open internet" in str(wrong)
    assert site.log == []


def test_private_addresses_are_not_asked_after_a_redirect_either(site, clock, monkeypatch):
    # For this test the server's own address is public, and another of loopback's is not.
    monkeypatch.setattr(connection, "is_public", lambda address: address == "127.0.0.1")
    site.put("/b", "page")
    url = site.put("/a", status=302, Location=site.address.replace("127.0.0.1", "127.0.0.2") + "/b")
    wrong = trouble(visitor(clock, allow_private=False), url)
    assert wrong.kind == "refused" and "127.0.0.2" in str(wrong)
    assert site.paths() == ["/a"]


def test_the_address_looked_at_is_the_one_connected_to(site, clock, monkeypatch):
    """A name server that gives a private address at the second look (DNS rebinding) gets no second look."""
    monkeypatch.setattr(connection, "is_public", lambda address: address == "127.0.0.1")
    looks, real = [], socket.getaddrinfo

    def look_up(name, port, *arguments, **options):
        if name == "turncoat.example":
            looks.append(name)
            name = "127.0.0.1" if len(looks) <= 2 else "127.0.0.2"
        return real(name, port, *arguments, **options)

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    url = site.put("/a", "page").replace("127.0.0.1", "turncoat.example")
    assert visitor(clock, allow_private=False).get(url).body == b"page"
    assert len(looks) == 2  # robots.txt and the page
    assert trouble(visitor(clock, allow_private=False), url).kind == "refused"


@pytest.mark.skipif(not shutil.which("openssl"), reason="no openssl here to make a certificate with")
def test_a_certificate_that_nobody_vouches_for_is_not_trusted(tmp_path, clock):
    pair = ["-keyout", str(tmp_path / "key.pem"), "-out", str(tmp_path / "cert.pem")]
    made = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=127.0.0.1", "-days", "2", *pair]
    subprocess.run(made, check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(tmp_path / "cert.pem", tmp_path / "key.pem")
    with serve(secure=context) as site:
        wrong = trouble(visitor(clock), site.address + "/a")
    assert wrong.kind == "failed" and "no safe connection" in str(wrong)


@pytest.mark.parametrize(
    ("contact", "message"),
    [
        (None, "say whom a host's keeper can write to"),
        ("me", "say whom"),
        ("ä@b.example", "ASCII"),
        ("a@b\r\nX: y", "ASCII"),
    ],
)
def test_contacts_must_be_such(contact, message):
    with pytest.raises(UsageProblem, match=message):
        check_contact(contact)
