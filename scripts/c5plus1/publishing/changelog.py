"""CHANGELOG.md: what people wrote under Unreleased, and what the difference to the last release adds to it."""

import re

from c5plus1.problems import DataError, Problem

NAME = "CHANGELOG.md"
_UNRELEASED = "## [Unreleased]"
# The order of sections within a version: those of Keep a Changelog, then the changed values one by one.
_ORDER = ("Added", "Changed", "Deprecated", "Removed", "Fixed", "Security", "Changed values")


def stamp(changelog: str, version: str, day: str, generated: str) -> str:
    """The changelog with its Unreleased part turned into `version`, the generated sections merged into those written.

    Raises DataError if there is no Unreleased heading, if the version is there already, or if nothing is said of it.
    """
    if re.search(rf"^## \[{re.escape(version)}\]", changelog, re.M):
        raise DataError([Problem(NAME, _line_of(changelog, f"## [{version}]"), f"{version} is there already")])
    head, written, tail = _split(changelog)
    sections = _merge(_sections(written), _sections(generated))
    if not sections:
        raise DataError(
            [Problem(NAME, _line_of(changelog, _UNRELEASED), "nothing is said of the release: write it here")]
        )
    body = "\n\n".join(f"### {title}\n\n{text}" for title, text in sections.items())
    rest = f"\n\n{tail.strip()}\n" if tail.strip() else "\n"
    return f"{head}{_UNRELEASED}\n\n## [{version}] - {day}\n\n{body}{rest}"


def _split(changelog: str) -> tuple[str, str, str]:
    """What stands before the Unreleased heading, under it, and from the next version on."""
    start = changelog.find(_UNRELEASED)
    if start < 0:
        raise DataError([Problem(NAME, 0, f"expected a heading '{_UNRELEASED}'")])
    after = start + len(_UNRELEASED)
    following = changelog.find("\n## ", after)
    end = len(changelog) if following < 0 else following + 1
    return changelog[:start], changelog[after:end], changelog[end:]


def _sections(text: str) -> dict[str, str]:
    """Title -> text of each `### Title`. Text before the first title has nowhere to go and is refused."""
    parts = re.split(r"^### (.+)$", text, flags=re.M)
    if parts[0].strip():
        line = parts[0].strip().splitlines()[0]
        raise DataError([Problem(NAME, 0, f"under {_UNRELEASED}: {line[:60]!r} stands under no heading '### …'")])
    return {title.strip(): body.strip() for title, body in zip(parts[1::2], parts[2::2], strict=True) if body.strip()}


def _merge(written: dict[str, str], generated: dict[str, str]) -> dict[str, str]:
    titles = [*written, *(title for title in generated if title not in written)]
    titles.sort(key=lambda title: _ORDER.index(title) if title in _ORDER else len(_ORDER))
    return {title: "\n".join(part for part in (written.get(title), generated.get(title)) if part) for title in titles}


def _line_of(text: str, part: str) -> int:
    return text[: text.find(part)].count("\n") + 1
