"""A progress bar where a person watches, nothing where none does."""

import contextlib
import sys
from collections.abc import Callable, Iterator


@contextlib.contextmanager
def count_with_bar(title: str, total: int) -> Iterator[Callable[[], None]]:
    """Gives a function to call once for each of `total` things done; the bar is shown on a terminal only."""
    if not sys.stderr.isatty():
        yield lambda: None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task(title, total=total)
        yield lambda: progress.advance(task)
