"""One HTTP request, within limits: of address, time and size. Redirects and retries are `visit`'s.

urllib3 rather than requests: it lets us choose the address we connect to after looking at it, and takes no
cookies, passwords or proxies from the surroundings.
"""

import contextlib
import functools
import ipaddress
import socket
import threading
import time
from dataclasses import dataclass

from c5plus1.evidence.manners import FetchError, Manners

_ACCEPT = "text/html, application/xhtml+xml, text/plain;q=0.9, application/pdf;q=0.5, */*;q=0.1"


@dataclass(frozen=True)
class Reply:
    """What came back: `url` asked, HTTP status, headers with lower-case names, the body decoded from gzip."""

    url: str
    status: int
    headers: dict[str, str]
    body: bytes


def ask(url: str, manners: Manners) -> Reply:
    """One GET request, redirects not followed. Raises FetchError."""
    import urllib3
    from urllib3.exceptions import HTTPError, LocationParseError

    watch = _Watch(manners.deadline)
    pools = _make_pools(manners, watch)
    started = time.monotonic()
    headers = {
        "User-Agent": manners.agent,
        "Accept": _ACCEPT,
        "Accept-Encoding": "gzip, deflate",
        "Connection": "close",
    }
    try:
        timeout = urllib3.Timeout(connect=manners.timeout, read=manners.timeout)
        reply = pools.request(
            "GET", url, headers=headers, redirect=False, retries=False, timeout=timeout, preload_content=False
        )
        try:
            body = _read_body(reply, manners, started)
        finally:
            reply.close()
    except (LocationParseError, UnicodeError) as error:
        raise FetchError("failed", f"no valid address ({error})") from None
    except (HTTPError, OSError, ValueError) as error:
        if time.monotonic() - started >= manners.deadline:
            raise FetchError("later", f"no full reply within {manners.deadline:g} s") from None
        raise _as_trouble(error, manners) from None
    finally:
        watch.stop()
        pools.clear()
    return Reply(url, reply.status, {name.lower(): value for name, value in reply.headers.items()}, body)


def _read_body(reply, manners: Manners, started: float) -> bytes:
    announced = reply.headers.get("Content-Length", "")
    limit = manners.most_bytes
    if announced.isdigit() and int(announced) > limit:
        raise _too_big(limit)
    chunks, size = [], 0
    while chunk := reply.read1(65536):
        chunks.append(chunk)
        size += len(chunk)
        if size > limit:
            raise _too_big(limit)
    if time.monotonic() - started >= manners.deadline:
        # The watch has cut it off, which looks like an end where no length was announced.
        raise TimeoutError
    return b"".join(chunks)


def _too_big(limit: int) -> FetchError:
    return FetchError("failed", f"more than {limit / 1_000_000:g} MB, the most that is taken of one page")


def _as_trouble(error: Exception, manners: Manners) -> FetchError:
    from urllib3 import exceptions as known

    cause = getattr(error, "reason", None) or error
    if isinstance(error, known.SSLError) or isinstance(cause, known.SSLError):
        return FetchError("failed", f"no safe connection ({cause})")
    if isinstance(error, known.NameResolutionError):
        return FetchError("later", "the host's name is not known")
    if isinstance(error, known.DecodeError):
        return FetchError("failed", "the page's compression is broken")
    if isinstance(error, known.NewConnectionError):  # counts as a time-out in urllib3
        return FetchError("later", "no connection to the host")
    if isinstance(error, known.TimeoutError | TimeoutError):
        return FetchError("later", f"no answer within {manners.timeout:g} s")
    return FetchError("later", f"the connection broke ({type(error).__name__})")


def is_public(address: str) -> bool:
    """Whether an IP address is of the open internet: not private, loopback, link-local, multicast …"""
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        # Addresses of the old kind inside the new: mapped, 6to4, and NAT64.
        inner = ip.ipv4_mapped or ip.sixtofour
        if ip in ipaddress.ip_network("64:ff9b::/96"):
            inner = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(str(inner))
    return ip.is_global and not (ip.is_multicast or ip.is_reserved or ip.is_unspecified)


class _Watch:
    """Cuts a connection off at the deadline: a host that sends a byte now and then never runs into a time-out."""

    def __init__(self, seconds: float):
        self.seconds, self.handle, self.timer = seconds, None, None

    def start(self, connected: socket.socket) -> None:
        # A second handle, since TLS takes the first one away, and http.client drops its own after the header.
        self.handle = connected.dup()
        self.timer = threading.Timer(self.seconds, self._cut_off)
        self.timer.daemon = True
        self.timer.start()

    def stop(self) -> None:
        if self.timer:
            self.timer.cancel()
            self.handle.close()

    def _cut_off(self) -> None:
        with contextlib.suppress(OSError):  # closed in the meantime
            self.handle.shutdown(socket.SHUT_RDWR)


def _make_pools(manners: Manners, watch: _Watch):
    """A pool manager whose connections go to inspected addresses only, and are watched."""
    import urllib3

    pools = urllib3.PoolManager(num_pools=1, maxsize=1, ssl_context=_trust())
    for scheme, base, connection in zip(
        ("http", "https"),
        (urllib3.HTTPConnectionPool, urllib3.HTTPSConnectionPool),
        _connection_classes(),
        strict=True,
    ):
        made = functools.partial(connection, watch=watch, allow_private=manners.allow_private)
        pools.pool_classes_by_scheme = {
            **pools.pool_classes_by_scheme,
            scheme: type("Pool", (base,), {"ConnectionCls": made}),
        }
    return pools


@functools.cache
def _trust():
    """The certificates that are believed: the system's and certifi's."""
    import ssl

    context = ssl.create_default_context()
    with contextlib.suppress(ImportError):
        import certifi

        context.load_verify_locations(certifi.where())
    return context


@functools.cache
def _connection_classes() -> tuple[type, type]:
    from urllib3.connection import HTTPConnection, HTTPSConnection
    from urllib3.exceptions import NewConnectionError

    class Guarded:
        """Resolves the name, looks at the address, connects to just that: no second look-up can differ."""

        def __init__(self, *arguments, watch: _Watch, allow_private: bool, **options):
            super().__init__(*arguments, **options)
            self._watch, self._allow_private = watch, allow_private

        def _new_conn(self):
            name = self._dns_host
            addresses = _look_up(name, self.port, self._allow_private)
            try:
                connected = self._connect_first(addresses)
            finally:
                self._dns_host = name
            self._watch.start(connected)
            return connected

        def _connect_first(self, addresses: list[str]) -> socket.socket:
            for address in addresses[:-1]:
                self._dns_host = address
                with contextlib.suppress(NewConnectionError):
                    return super()._new_conn()
            self._dns_host = addresses[-1]
            return super()._new_conn()

    return type("Plain", (Guarded, HTTPConnection), {}), type("Secure", (Guarded, HTTPSConnection), {})


def _look_up(name: str, port: int, allow_private: bool) -> list[str]:
    """The host's addresses. Raises FetchError if any is private: such a name is not to be trusted with the others."""
    try:
        answers = socket.getaddrinfo(name, port, type=socket.SOCK_STREAM)
    except (socket.gaierror, UnicodeError):
        raise FetchError("later", f"{name}: the host's name is not known", at_once=False) from None
    addresses = list(dict.fromkeys(answer[4][0] for answer in answers))
    for address in addresses:
        if not allow_private and not is_public(address):
            message = f"{name}: leads to {address}, no address of the open internet (--allow-private)"
            raise FetchError("refused", message)
    return addresses
