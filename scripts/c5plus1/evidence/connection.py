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

    pools = _make_pools(manners)
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
    if isinstance(error, known.TimeoutError | TimeoutError):
        return FetchError("later", f"no answer within {manners.timeout:g} s")
    if isinstance(error, known.DecodeError):
        return FetchError("failed", "the page's compression is broken")
    if isinstance(error, known.NewConnectionError):
        return FetchError("later", "no connection to the host")
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


def _make_pools(manners: Manners):
    """A pool manager whose connections go to inspected addresses only and end at the deadline."""
    import ssl

    import urllib3

    context = ssl.create_default_context()
    try:
        import certifi

        context.load_verify_locations(certifi.where())
    except ImportError:
        pass  # the system's own certificates have to do
    pools = urllib3.PoolManager(num_pools=1, maxsize=1, ssl_context=context)
    plain, secure = _connection_classes()
    pools.pool_classes_by_scheme = {
        "http": _pool_class(urllib3.HTTPConnectionPool, plain, manners),
        "https": _pool_class(urllib3.HTTPSConnectionPool, secure, manners),
    }
    return pools


def _pool_class(base, connection, manners: Manners):
    return type("Pool", (base,), {"ConnectionCls": functools.partial(connection, manners=manners)})


@functools.cache
def _connection_classes():
    from urllib3.connection import HTTPConnection, HTTPSConnection

    class Guarded:
        """Resolves the name, looks at the address, connects to just that: no second look-up can differ."""

        def __init__(self, *arguments, manners: Manners, **options):
            super().__init__(*arguments, **options)
            self._manners = manners
            self._watch = self._handle = None

        def _new_conn(self):
            name = self._dns_host
            self._dns_host = _choose_address(name, self.port, self._manners.allow_private)
            try:
                connected = super()._new_conn()
            finally:
                self._dns_host = name
            # A host that sends a byte now and then never runs into the time-out of a single wait.
            self._handle = connected.dup()
            self._watch = threading.Timer(self._manners.deadline, _shut, (self._handle,))
            self._watch.daemon = True
            self._watch.start()
            return connected

        def close(self):
            if self._watch:
                self._watch.cancel()
                self._handle.close()
                self._watch = None
            super().close()

    return type("Plain", (Guarded, HTTPConnection), {}), type("Secure", (Guarded, HTTPSConnection), {})


def _shut(handle: socket.socket) -> None:
    with contextlib.suppress(OSError):  # closed in the meantime
        handle.shutdown(socket.SHUT_RDWR)


def _choose_address(name: str, port: int, allow_private: bool) -> str:
    try:
        answers = socket.getaddrinfo(name, port, type=socket.SOCK_STREAM)
    except (socket.gaierror, UnicodeError):
        raise FetchError("later", f"{name}: the host's name is not known") from None
    addresses = [answer[4][0] for answer in answers]
    if not allow_private:
        for address in addresses:
            if not is_public(address):
                raise FetchError(
                    "refused",
                    f"{name}: leads to {address}, no address of the open internet (--allow-private)",
                )
    return addresses[0]
