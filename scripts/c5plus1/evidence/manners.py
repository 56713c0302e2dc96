"""How `fetch` behaves towards the hosts it asks, in one place, and what can go wrong with a page."""

from dataclasses import dataclass
from typing import Literal
from urllib.parse import urlsplit

from c5plus1.problems import UsageProblem
from c5plus1.version import __version__

ROBOT = "c5plus1"
WEB_ARCHIVE = "https://web.archive.org/web"


@dataclass(frozen=True)
class Manners:
    """Times in seconds. `contact` is a mail or web address at which a host's keeper reaches whoever fetches.

    `timeout` bounds each wait for bytes, `deadline` a whole reply; a host that asks for a longer wait than
    `longest_wait` is left alone for this run. `archive` is None or the address that comes before
    `/<date>id_/<url>`.
    """

    contact: str
    delay: float = 2.0
    timeout: float = 20.0
    deadline: float = 90.0
    attempts: int = 4
    longest_wait: float = 120.0
    most_bytes: int = 10_000_000
    allow_private: bool = False
    archive: str | None = WEB_ARCHIVE

    @property
    def agent(self) -> str:
        """The User-Agent header: what asks, for what, and whom to write to."""
        return f"{ROBOT}/{__version__} (checks cited reports, one request at a time; contact: {self.contact})"


class FetchError(Exception):
    """A page that can't be had. `kind`: 'refused' (we may not), 'failed' (for good), 'later' (try again).

    `status` is the HTTP status if there was one, `wait` the seconds that the host asked to be left alone;
    `at_once` whether another attempt in this run may help.
    """

    def __init__(
        self,
        kind: Literal["refused", "failed", "later"],
        message: str,
        status: int | None = None,
        wait: float | None = None,
        at_once: bool = True,
    ):
        super().__init__(message)
        self.kind, self.status, self.wait, self.at_once = kind, status, wait, at_once


def check_contact(contact: str | None) -> str:
    """A contact fit for a header. Raises UsageProblem without one: a host's keeper must be able to write."""
    contact = (contact or "").strip()
    if "@" not in contact and not contact.startswith(("https://", "http://")):
        raise UsageProblem(
            "say whom a host's keeper can write to: --contact MAIL-OR-WEB-ADDRESS, or set C5PLUS1_CONTACT; "
            "it goes into the User-Agent of every request"
        )
    if not contact.isascii() or not contact.isprintable():
        raise UsageProblem("--contact: only plain ASCII signs in one line can stand in a request's header")
    return contact


def check_address(url: str) -> str:
    """The host of an http(s) address. Raises FetchError for any other, and for names and passwords in it."""
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError as error:
        raise FetchError("failed", f"{url}: no valid address ({error})") from None
    if parts.scheme not in ("http", "https") or not host:
        raise FetchError("refused", f"{url}: only http and https addresses are fetched")
    if parts.username or parts.password:
        raise FetchError("refused", f"{host}: an address with a user name or password in it is not fetched")
    return host.lower()
