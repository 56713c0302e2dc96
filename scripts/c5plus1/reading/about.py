"""data/about.yaml: the one place for the package's title, licences, people and sources, checked key by key."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from c5plus1.problems import DataError, Problem, nearest
from c5plus1.reading.positions import Lines, parse_yaml, read_text

ABOUT = "data/about.yaml"
_TEXTS = ("name", "id", "title", "description", "homepage", "doi")
_TEXT_LISTS = ("keywords", "spatial")
# Key whose value is a list of mappings -> the keys that each must have, and those it may have.
_MAPPING_LISTS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "licenses": (("name", "title", "path"), ()),
    "contributors": (("title", "roles"), ("path", "email", "organization", "givenName", "familyName")),
    "sources": (("title",), ("path", "email", "version")),
}
_OPTIONAL = ("homepage", "doi", "spatial")
_KNOWN = (*_TEXTS, *_TEXT_LISTS, *_MAPPING_LISTS)

Report = Iterator[tuple[tuple, str]]


def read_about(root: Path) -> dict[str, Any]:
    """The package's title, licences, contributors and so on, as dicts, lists and text. Raises DataError."""
    text, problems = read_text(root / ABOUT, ABOUT)
    document, lines, faults = parse_yaml(text, ABOUT) if text is not None else (None, {}, [])
    problems += faults
    if not problems:
        problems = [Problem(ABOUT, _line_of(path, lines), message) for path, message in _check_about(document)]
    if problems:
        raise DataError(problems)
    return document


def _line_of(path: tuple, lines: Lines) -> int:
    while path not in lines:
        path = path[:-1]
    return lines[path]


def _check_about(document: Any) -> Report:
    if not isinstance(document, dict):
        yield (), f"expected the keys {', '.join(_KNOWN)}"
        return
    for key in document:
        if key not in _KNOWN:
            yield (key,), f"unknown key {key!r}{nearest(key, _KNOWN)}; known: {', '.join(_KNOWN)}"
    for key in _KNOWN:
        if key not in document:
            if key not in _OPTIONAL:
                yield (), f"missing: {key}"
            continue
        yield from _check_of(key)((key,), document[key])


def _check_of(key: str) -> Callable[[tuple, Any], Report]:
    if key in _TEXTS:
        return _check_text
    if key in _TEXT_LISTS:
        return _check_texts
    return _check_mappings


def _check_text(path: tuple, value: Any) -> Report:
    if not isinstance(value, str):
        yield path, f"{path[-1]}: expected one text; leave the key out if there is none"
    elif not value.strip():
        yield path, f"{path[-1]}: is empty"


def _check_texts(path: tuple, value: Any) -> Report:
    if not isinstance(value, list) or not value:
        yield path, f"{path[-1]}: expected a list of at least one text"
        return
    for index, one in enumerate(value):
        if not isinstance(one, str) or not one.strip():
            yield (*path, index), f"{path[-1]}: entry {index + 1} must be a text that is not empty"


def _check_mappings(path: tuple, value: Any) -> Report:
    needed, optional = _MAPPING_LISTS[path[0]]
    form = "{" + ", ".join(f"{key}: …" for key in needed) + "}"
    if not isinstance(value, list) or not value:
        yield path, f"{path[0]}: expected a list of at least one {form}"
        return
    for index, one in enumerate(value):
        here = (*path, index)
        if not isinstance(one, dict):
            yield here, f"{path[0]}: expected an entry {form}"
            continue
        for key in one:
            if key not in needed + optional:
                yield (*here, key), f"{path[0]}: unknown key {key!r}{nearest(key, needed + optional)}"
        for key in needed:
            if key not in one:
                yield here, f"{path[0]}: an entry lacks {key!r}; expected {form}"
        for key in (key for key in needed + optional if key in one):
            yield from (_check_texts if key == "roles" else _check_text)((*here, key), one[key])
