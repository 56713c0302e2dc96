"""A polite visitor: robots.txt, one request at a time, a pause per host, redirects, retries with back-off."""

import email.utils
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from urllib.parse import urldefrag, urljoin, urlsplit

from c5plus1.evidence.connection import Reply, ask
from c5plus1.evidence.manners import ROBOT, FetchError, Manners, check_address

MOST_REDIRECTS = 10
_ROBOTS_REDIRECTS = 5
_ROBOTS_BYTES = 500_000
_REDIRECTS = (301, 302, 303, 307, 308)
_RETRIED = (408, 425, 429, 500, 502, 503, 504)


@dataclass
class Visitor:
    """Remembers, for one run, each host's rules and when it may be asked again. `now`: seconds since 1970."""

    manners: Manners
    sleep: Callable[[float], None] = time.sleep
    now: Callable[[], float] = time.time
    ready: dict[str, float] = field(default_factory=dict)
    rules: dict[str, object] = field(default_factory=dict)
    # host -> why it isn't asked any more in this run, and until when it wants to be left alone
    silent: dict[str, tuple[str, float | None]] = field(default_factory=dict)

    def get(self, url: str) -> Reply:
        """The page at the end of the redirects, with status 200. Raises FetchError."""
        seen = set()
        url = urldefrag(url).url
        while url not in seen:
            if len(seen) > MOST_REDIRECTS:
                raise FetchError("failed", f"more than {MOST_REDIRECTS} redirects")
            seen.add(url)
            host = check_address(url)
            self._obey_rules(url, host)
            reply = self._ask_patiently(url, host)
            if reply.status not in _REDIRECTS or "location" not in reply.headers:
                return _want_success(reply)
            url = _follow(url, reply)
        raise FetchError("failed", "the redirects go round in a circle")

    def _ask_patiently(self, url: str, host: str) -> Reply:
        """The reply, after as many attempts as needed and allowed."""
        if host in self.silent:
            reason, until = self.silent[host]
            raise FetchError("later", reason, wait=None if until is None else until - self.now())
        for attempt in range(1, self.manners.attempts + 1):
            self._await_turn(host)
            try:
                reply = ask(url, self.manners)
                if reply.status not in _RETRIED:
                    return reply
                trouble = FetchError("later", f"the host answers {reply.status}", reply.status)
                wait = _asked_wait(reply, self.now())
            except FetchError as error:
                if error.kind != "later":
                    raise
                trouble, wait = error, None
            finally:
                self.ready[host] = self.now() + self._pause(url)
            self._back_off(host, trouble, wait, attempt)
            if not trouble.at_once:
                break
        if trouble.status in (None, 429, 503):
            # Its other pages needn't wait as long for the same; a mere error 500 may be this page's own.
            self.silent[host] = (f"{trouble} (asked {attempt} times in this run)", None)
        raise trouble

    def _back_off(self, host: str, trouble: FetchError, wait: float | None, attempt: int) -> None:
        if wait is not None and wait > self.manners.longest_wait:
            message = f"{trouble} and asks to be left alone for {wait:.0f} s"
            self.silent[host] = (message, self.now() + wait)
            raise FetchError("later", message, trouble.status, wait)
        if attempt < self.manners.attempts or wait is not None:
            pause = self.manners.delay * 2**attempt if wait is None else wait
            self.ready[host] = max(self.ready[host], self.now() + min(pause, self.manners.longest_wait))

    def _await_turn(self, host: str) -> None:
        wait = self.ready.get(host, 0) - self.now()
        if wait > 0:
            self.sleep(wait)

    def _pause(self, url: str) -> float:
        rules = self.rules.get(_site(url))
        asked = rules.crawl_delay(ROBOT) if rules else None
        return max(self.manners.delay, min(asked or 0, self.manners.longest_wait))

    def _obey_rules(self, url: str, host: str) -> None:
        site = _site(url)
        if site not in self.rules:
            self.rules[site] = self._read_rules(site, host)
        rules = self.rules[site]
        if rules is not None and not rules.can_fetch(url, ROBOT):
            raise FetchError("refused", f"{host}: robots.txt asks robots not to fetch this page; save it by hand")

    def _read_rules(self, site: str, host: str):
        """The site's robots.txt, None if it has none. RFC 9309: where it can't be read, nothing may be."""
        from protego import Protego

        url = f"{site}/robots.txt"
        try:
            for _ in range(_ROBOTS_REDIRECTS + 1):
                reply = self._ask_patiently(url, check_address(url))
                if reply.status not in _REDIRECTS or "location" not in reply.headers:
                    break
                url = _follow(url, reply)
        except FetchError as trouble:
            if trouble.kind != "later":
                raise
            message = f"{host}: robots.txt can't be read: {trouble}"
            self.silent[host] = (message, self.silent.get(host, (message, None))[1])
            raise FetchError("later", message, trouble.status, trouble.wait) from None
        if reply.status != 200:
            return None
        return Protego.parse(reply.body[:_ROBOTS_BYTES].decode("utf-8", "replace"))


def _site(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def _follow(url: str, reply: Reply) -> str:
    # Header bytes come as Latin-1; addresses in UTF-8 are sent all the same.
    place = reply.headers["location"].encode("latin-1", "replace").decode("utf-8", "replace")
    try:
        return urldefrag(urljoin(url, place.strip())).url
    except ValueError:
        raise FetchError("failed", "redirected to no valid address", reply.status) from None


def _want_success(reply: Reply) -> Reply:
    if reply.status == 200:
        return reply
    raise FetchError("failed", f"the host answers {reply.status}", reply.status)


def _asked_wait(reply: Reply, now: float) -> float | None:
    """Seconds to wait by the Retry-After header (a number or a date), or None."""
    asked = reply.headers.get("retry-after", "").strip()
    if asked.isascii() and asked.isdigit():
        return float(asked)
    try:
        when = email.utils.parsedate_to_datetime(asked)
    except ValueError:
        return None
    if when.tzinfo is None:
        when = when.replace(tzinfo=UTC)
    return max(0.0, (when - datetime.fromtimestamp(now, UTC)).total_seconds())
