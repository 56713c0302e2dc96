"""The web archive's copy of a page nearest to a day."""

import re

from c5plus1.evidence.connection import Reply
from c5plus1.evidence.manners import FetchError

_CAPTURE = re.compile(r"/(\d{4})(\d{2})(\d{2})\d{0,6}(?:id_)?/")


def archive_address(archive: str, url: str, day: str) -> str:
    """Where the archive redirects to its copy of `url` nearest to `day` (YYYY, YYYY-MM or YYYY-MM-DD).

    `id_` asks for the page as it was taken, without the archive's bar and with its links as they were.
    """
    stamp = day.replace("-", "")
    if not stamp.isdigit():
        raise FetchError("failed", f"the retrieval date {day!r} is no date: the archive can't be asked for that day")
    return f"{archive.rstrip('/')}/{stamp}id_/{url}"


def captured_on(reply: Reply) -> str | None:
    """The day on which the archive took the copy, as its address tells."""
    found = _CAPTURE.search(reply.url)
    return "-".join(found.groups()) if found else None
