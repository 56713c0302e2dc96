"""Serving the explorer: the SQLite export made afresh, read-only, on the loopback address."""

import contextlib
import importlib.util
import signal
import socket
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from c5plus1.problems import UsageProblem
from c5plus1.publishing.contents import Contents, read_contents
from c5plus1.publishing.database import make_database
from c5plus1.publishing.explorer.metadata import DATABASE, make_metadata

# Never another: the explorer is for the person at this machine.
HOST = "127.0.0.1"
_HERE = Path(__file__).resolve().parent
_SETTINGS = {"default_page_size": 100, "sql_time_limit_ms": 3000, "facet_time_limit_ms": 1000, "suggest_facets": False}


def explore(root: str | Path | None, port: int, announce: Callable[[str], None]) -> None:
    """Serve until interrupted; `announce(address)` is called when the explorer answers.

    Raises UsageProblem if Datasette is not installed or the port is taken.
    """
    require_datasette()
    require_port(port)
    with _ending_cleanly(), tempfile.TemporaryDirectory(prefix="c5plus1-explore-") as folder:
        _serve(make_datasette(read_contents(root), Path(folder)), port, announce)


@contextlib.contextmanager
def _ending_cleanly() -> Iterator[None]:
    """A plain kill ends like Ctrl-C does: quietly, and the temporary folder goes."""
    previous = signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    try:
        with contextlib.suppress(KeyboardInterrupt):
            yield
    finally:
        signal.signal(signal.SIGTERM, previous)


def require_datasette() -> None:
    """Raises UsageProblem, saying what to install, where Datasette is missing."""
    if importlib.util.find_spec("datasette") is None:
        raise UsageProblem("the explorer needs Datasette: pip install 'c5plus1[explore]'")


def require_port(port: int) -> None:
    """Raises UsageProblem if `port` cannot be had on the loopback address."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        if sys.platform != "win32":
            # As the server does: a port that was closed a moment ago is free.
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as error:
            reason = error.strerror or str(error)
            raise UsageProblem(f"port {port} on {HOST} cannot be had ({reason}); choose another with --port") from None


def make_datasette(contents: Contents, folder: Path):
    """A Datasette application over the SQLite export, which is written into `folder` and served as immutable."""
    from datasette.app import Datasette

    file = folder / f"{DATABASE}.sqlite"
    file.write_bytes(make_database(contents))
    return Datasette(
        immutables=[str(file)],
        metadata=make_metadata(contents),
        plugins_dir=str(_HERE / "plugins"),
        static_mounts=[("assets", str(_HERE / "assets"))],
        settings=_SETTINGS,
    )


def _serve(datasette, port: int, announce: Callable[[str], None]) -> None:
    import uvicorn

    class Server(uvicorn.Server):
        async def startup(self, sockets=None):
            await super().startup(sockets)
            if self.started:
                announce(f"http://{HOST}:{port}/{DATABASE}")

    Server(uvicorn.Config(datasette.app(), host=HOST, port=port, log_level="warning", lifespan="on")).run()
