"""Registers: reference lists kept by hand. They name things; they claim nothing."""

from pathlib import Path
from typing import Any

from c5plus1.problems import DataError, Problem, nearest
from c5plus1.reading.positions import Lines, parse_yaml, read_text

# Register -> (its id, keys it must have, keys it may have, keys that hold a list).
REGISTERS: dict[str, tuple[str, set[str], set[str], set[str]]] = {
    "actors": ("actor", {"name", "kind"}, set(), set()),
    "people": ("person", {"name", "actor"}, {"aliases"}, {"aliases"}),
    "places": ("place", {"name", "country"}, {"aliases"}, {"aliases"}),
    "topics": ("topic", {"label", "definition"}, {"pillar", "broader", "cues"}, set()),
    "publishers": ("publisher", set(), {"country", "group"}, set()),
    "events": ("event", {"name"}, {"former_ids"}, {"former_ids"}),
    "commitments": (
        "commitment",
        {"name"},
        {"part_of", "totals", "overlaps", "possibly_same_as", "former_ids"},
        {"totals", "overlaps", "former_ids"},
    ),
    "resolutions": ("resolution", {"name"}, {"former_ids"}, {"former_ids"}),
    "milestones": ("milestone", {"name"}, {"weak", "former_ids"}, {"former_ids"}),
    "measures": ("measure", {"name"}, {"former_ids"}, {"former_ids"}),
}
# Table of names -> register. The other registers are tables of their own name.
NAME_TABLES = {
    "event_names": "events",
    "commitment_names": "commitments",
    "resolution_names": "resolutions",
    "milestone_names": "milestones",
    "measure_names": "measures",
}
# Keys along which entries of one register hang together, and must not come back to where they began.
_CHAINS = (("commitments", "part_of"), ("commitments", "totals"), ("topics", "broader"))
# Which key of a register names an entry of which register.
POINTERS = {
    ("people", "actor"): "actors",
    ("places", "country"): "actors",
    ("publishers", "country"): "actors",
    ("topics", "broader"): "topics",
    ("commitments", "part_of"): "commitments",
    ("commitments", "totals"): "commitments",
    ("commitments", "overlaps"): "commitments",
    ("commitments", "possibly_same_as"): "commitments",
}

Entry = dict[str, Any]


def read_registers(root: Path) -> dict[str, list[Entry]]:
    """All registers as lists of entries, each with its line under the key `_line`. Raises DataError."""
    registers, problems = {}, []
    for name in REGISTERS:
        path = root / "data" / "registers" / f"{name}.yaml"
        shown = f"data/registers/{name}.yaml"
        text, found = read_text(path, shown)
        document, lines, faults = parse_yaml(text, shown) if text is not None else (None, {}, [])
        registers[name], wrong = _take_entries(name, document, lines, shown)
        problems += found + faults + (wrong if not found and not faults else [])
    if not problems:
        problems = _check_pointers(registers) + _check_former_ids(registers)
        problems += _check_circles(registers) + _check_groups(registers["publishers"])
    if problems:
        raise DataError(problems)
    return registers


def known_ids(registers: dict[str, list[Entry]]) -> dict[str, set[str]]:
    """The ids of each register."""
    return {name: {entry[REGISTERS[name][0]] for entry in entries} for name, entries in registers.items()}


def _take_entries(name: str, document: Any, lines: Lines, shown: str) -> tuple[list[Entry], list[Problem]]:
    if not isinstance(document, list):
        return [], [Problem(shown, 1, f"expected a list of entries, each beginning with '- {REGISTERS[name][0]}: …'")]
    entries, problems, seen = [], [], {}
    for index, entry in enumerate(document):
        line = lines[(index,)]
        wrong = _check_entry(name, entry, line, shown)
        problems += wrong
        if wrong:
            continue
        identifier = entry[REGISTERS[name][0]]
        if identifier in seen:
            problems.append(Problem(shown, line, f"{identifier!r} is already given in line {seen[identifier]}"))
        seen.setdefault(identifier, line)
        entries.append({**entry, "_line": line})
    return entries, problems


def _check_entry(name: str, entry: Any, line: int, shown: str) -> list[Problem]:
    id_key, required, optional, lists = REGISTERS[name]
    if not isinstance(entry, dict):
        return [Problem(shown, line, f"expected an entry that begins with '{id_key}:'")]
    allowed = {id_key} | required | optional
    problems = [
        Problem(shown, line, f"unknown key {key!r}{nearest(key, allowed)}; known: {', '.join(sorted(allowed))}")
        for key in entry
        if key not in allowed
    ]
    problems += [
        Problem(shown, line, f"{key!r} is missing or empty")
        for key in sorted({id_key} | required)
        if not entry.get(key)
    ]
    for key, value in entry.items():
        if key in lists and not (isinstance(value, list) and all(isinstance(item, str) for item in value)):
            problems.append(Problem(shown, line, f"{key!r} must be a list of texts"))
        elif key not in lists and key != "cues" and not isinstance(value, str | None):
            problems.append(Problem(shown, line, f"{key!r} must be one text, not a list or mapping"))
    return problems


def _check_pointers(registers: dict[str, list[Entry]]) -> list[Problem]:
    ids = known_ids(registers)
    problems = []
    for (name, key), target in POINTERS.items():
        for entry in registers[name]:
            values = entry.get(key) or []
            for value in values if isinstance(values, list) else [values]:
                if value not in ids[target]:
                    message = f"{key}: {value!r} is not in the register {target}{nearest(value, ids[target])}"
                    problems.append(Problem(f"data/registers/{name}.yaml", entry["_line"], message))
    return problems


def _check_former_ids(registers: dict[str, list[Entry]]) -> list[Problem]:
    problems = []
    for name, entries in registers.items():
        current = {entry[REGISTERS[name][0]]: entry for entry in entries}
        taken: dict[str, str] = {}
        for identifier, entry in current.items():
            for former in entry.get("former_ids") or []:
                owner = former if former in current else taken.get(former)
                if owner:
                    message = f"former id {former!r} of {identifier!r} is used again by {owner!r}; ids are never reused"
                    problems.append(Problem(f"data/registers/{name}.yaml", entry["_line"], message))
                taken[former] = identifier
    return problems


def _check_circles(registers: dict[str, list[Entry]]) -> list[Problem]:
    problems = []
    for name, key in _CHAINS:
        next_ones = {entry[REGISTERS[name][0]]: _as_list(entry.get(key)) for entry in registers[name]}
        for entry in registers[name]:
            identifier = entry[REGISTERS[name][0]]
            if identifier in _reach(next_ones, identifier):
                message = f"{key}: {identifier!r} comes back to itself by way of {', '.join(next_ones[identifier])}"
                message += "; take out one of the links"
                problems.append(Problem(f"data/registers/{name}.yaml", entry["_line"], message))
    return problems


def _reach(next_ones: dict[str, list[str]], start: str) -> set[str]:
    """All that can be reached from `start` in one or more steps."""
    reached: set[str] = set()
    waiting = list(next_ones[start])
    while waiting:
        name = waiting.pop()
        if name not in reached:
            reached.add(name)
            waiting += next_ones.get(name, [])
    return reached


def _as_list(value: Any) -> list[str]:
    return value if isinstance(value, list) else [value] if value else []


def _check_groups(publishers: list[Entry]) -> list[Problem]:
    """A house with one member that is no publisher itself is most likely a slip, which would split the house."""
    names = {entry["publisher"] for entry in publishers}
    houses = [entry["group"] for entry in publishers if entry.get("group")]
    sound = names | {house for house in houses if houses.count(house) > 1}
    return [
        Problem(
            "data/registers/publishers.yaml",
            entry["_line"],
            f"group: {entry['group']!r} is no publisher and no other publisher belongs to it"
            f"{nearest(entry['group'], sound)}; name the house as the others do, or leave group out",
        )
        for entry in publishers
        if entry.get("group") and entry["group"] not in sound
    ]
