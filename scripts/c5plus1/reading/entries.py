"""Short lists that people keep in YAML (adjudications, retired ids, meetings sought), read alike."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, TypeVar

from c5plus1.problems import DataError, Problem, nearest
from c5plus1.reading.positions import parse_yaml, read_text

Record = TypeVar("Record")
# What is wrong with an entry, given the line of each of its keys ("" for the entry itself): (line, message) pairs.
Check = Callable[[dict[str, Any], dict[str, int]], Iterable[tuple[int, str]]]


def read_entries(
    root: Path,
    shown: str,
    keys: Iterable[str],
    required: Iterable[str],
    check: Check,
    make: Callable[[dict, int], Record],
) -> list[Record]:
    """The entries of the list in `root/shown`; an absent file means none. Raises DataError."""
    path = root / shown
    if not path.exists():
        return []
    text, problems = read_text(path, shown)
    document, lines, faults = parse_yaml(text, shown) if text is not None else (None, {}, [])
    problems = problems + faults
    keys, required = tuple(keys), tuple(required)
    if not problems and not isinstance(document, list):
        problems = [Problem(shown, 1, f"expected a list of entries, each beginning with '- {keys[0]}: …'")]
    records = []
    for index, entry in enumerate(document if not problems else []):
        at = {"": lines[(index,)]} | {
            path[1]: line for path, line in lines.items() if len(path) == 2 and path[0] == index
        }
        wrong = _check_keys(entry, at, keys, required) or list(check(entry, at))
        problems += [Problem(shown, line, message) for line, message in wrong]
        if not wrong:
            records.append(make(entry, at[""]))
    if problems:
        raise DataError(problems)
    return records


def _check_keys(entry: Any, at: dict[str, int], keys: tuple, required: tuple) -> list[tuple[int, str]]:
    if not isinstance(entry, dict):
        return [(at[""], f"expected an entry with the keys {', '.join(required)}")]
    unknown = [
        (at[key], f"unknown key {key!r}{nearest(key, keys)}; known: {', '.join(keys)}")
        for key in entry
        if key not in keys
    ]
    return unknown + [(at[""], f"{key!r} is missing or empty") for key in required if not entry.get(key)]


def refuse_twice(shown: str, names: Iterable[tuple[str, int]]) -> None:
    """Raises DataError for each name that an earlier line has given. `names` are (name, line) pairs."""
    first: dict[str, int] = {}
    problems = []
    for name, line in names:
        earlier = first.setdefault(name, line)
        if earlier != line:
            problems.append(Problem(shown, line, f"{name} is already given in line {earlier}"))
    if problems:
        raise DataError(problems)


def only_texts(entry: dict[str, Any], at: dict[str, int], but: tuple[str, ...] = ()) -> Iterable[tuple[int, str]]:
    """A check for entries whose values are single texts, except those of the keys `but`."""
    for key, value in entry.items():
        if key not in but and not isinstance(value, str):
            yield at[key], f"{key!r} must be one text, not a list or mapping"
