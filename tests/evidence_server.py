"""A web server of the tests' own on loopback, whose pages are functions, and a clock that does not make tests wait."""

import contextlib
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Site:
    """Paths and what they answer; `log` has each request's path and time, `busiest` the most requests at one time."""

    def __init__(self):
        self.answers: dict[str, Callable] = {}
        self.log: list[tuple[str, float]] = []
        self.agents: set[str] = set()
        self.busiest = self.now = 0
        self.lock = threading.Lock()
        self.address = ""

    def paths(self) -> list[str]:
        """The paths asked for, in order, without robots.txt."""
        return [path for path, _ in self.log if path != "/robots.txt"]

    def put(self, path: str, body: str | bytes = b"", status: int = 200, **headers: str) -> str:
        """Answer a path with a body, and give its address; header names with _ for -."""
        raw = body.encode() if isinstance(body, str) else body
        headers.setdefault("Content_Type", "text/html; charset=utf-8")
        self.answers[path] = lambda handler: answer(handler, raw, status, headers)
        return self.address + path

    def put_in_turn(self, path: str, *replies: tuple[bytes | str, int, dict[str, str]]) -> str:
        """Answer a path differently each time, the last reply for good."""
        left = list(replies)

        def next_reply(handler):
            body, status, headers = left.pop(0) if len(left) > 1 else left[0]
            answer(
                handler,
                body.encode() if isinstance(body, str) else body,
                status,
                {"Content_Type": "text/html", **headers},
            )

        self.answers[path] = next_reply
        return self.address + path


def answer(handler: BaseHTTPRequestHandler, body: bytes, status: int, headers: dict[str, str]) -> None:
    """Send a whole reply."""
    handler.send_response(status)
    for name, value in headers.items():
        handler.send_header(name.replace("_", "-"), value)
    if "Content_Length" not in headers:
        handler.send_header("Content-Length", str(len(body)))
    handler.end_headers()
    handler.wfile.write(body)


@contextlib.contextmanager
def serve(secure=None) -> Iterator[Site]:
    """A running site; `secure` is an SSL context to serve https with."""
    site = Site()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            with site.lock:
                site.log.append((self.path, time.monotonic()))
                site.agents.add(self.headers.get("User-Agent", ""))
                site.now += 1
                site.busiest = max(site.busiest, site.now)
            try:
                site.answers.get(self.path, lambda handler: answer(handler, b"not here", 404, {}))(self)
            except OSError:
                pass  # the asker has hung up
            finally:
                with site.lock:
                    site.now -= 1

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.handle_error = lambda *_: None
    if secure:
        server.socket = secure.wrap_socket(server.socket, server_side=True)
    site.address = f"{'https' if secure else 'http'}://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()


class Clock:
    """Time that passes when somebody sleeps; `naps` are the sleeps asked for, in seconds."""

    def __init__(self):
        self.moment, self.naps = time.time(), []

    def now(self) -> float:
        """Seconds since 1970."""
        return self.moment

    def sleep(self, seconds: float) -> None:
        """Let time pass without waiting."""
        self.naps.append(seconds)
        self.moment += seconds
