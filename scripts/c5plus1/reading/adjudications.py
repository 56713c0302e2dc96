"""Adjudications: the few cells that a person settles by hand, each with a reason and a guard that makes it expire."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from c5plus1.problems import DataError, Problem, nearest
from c5plus1.reading.positions import Lines, parse_yaml, read_text

SHOWN = "data/adjudications.yaml"
_KEYS = {"cell", "value", "reason", "decided_by", "decided_on", "guard"}


@dataclass(frozen=True)
class Adjudication:
    """`values` are the values that reports stated at the decision; `rests_on` are claims that state the chosen one."""

    cell: str
    value: str
    reason: str
    decided_by: str
    decided_on: str
    values: tuple[str, ...]
    rests_on: tuple[str, ...]
    line: int


def read_adjudications(root: Path) -> list[Adjudication]:
    """All adjudications; an absent file means none. Raises DataError with every problem of form."""
    path = root / "data" / "adjudications.yaml"
    if not path.exists():
        return []
    text, problems = read_text(path, SHOWN)
    document, lines, faults = parse_yaml(text, SHOWN) if text is not None else (None, {}, [])
    problems = problems + faults
    if not problems and not isinstance(document, list):
        problems = [Problem(SHOWN, 1, "expected a list of adjudications, each beginning with '- cell: …'")]
    entries = []
    for index, entry in enumerate(document if not problems else []):
        wrong = _check_entry(entry, lines, index)
        problems += wrong
        if not wrong:
            entries.append(_make_entry(entry, lines[(index,)]))
    problems += _check_twice(entries)
    if problems:
        raise DataError(problems)
    return entries


def _check_entry(entry: Any, lines: Lines, index: int) -> list[Problem]:
    line = lines[(index,)]
    if not isinstance(entry, dict):
        return [Problem(SHOWN, line, f"expected an adjudication with the keys {', '.join(sorted(_KEYS))}")]
    problems = [
        Problem(SHOWN, lines[index, key], f"unknown key {key!r}{nearest(key, _KEYS)}")
        for key in entry
        if key not in _KEYS
    ]
    problems += [Problem(SHOWN, line, f"an adjudication needs {key!r}") for key in sorted(_KEYS) if not entry.get(key)]
    guard = entry.get("guard")
    if guard and not (
        isinstance(guard, dict) and all(isinstance(guard.get(k), list) and guard[k] for k in ("values", "rests_on"))
    ):
        message = (
            "guard needs two lists: 'values' (all that reports state) and 'rests_on' (claims that state the chosen)"
        )
        problems.append(Problem(SHOWN, lines[index, "guard"], message))
    return problems


def _make_entry(entry: dict, line: int) -> Adjudication:
    guard = entry["guard"]
    texts = {key: entry[key] for key in ("cell", "value", "reason", "decided_by", "decided_on")}
    return Adjudication(**texts, values=tuple(guard["values"]), rests_on=tuple(guard["rests_on"]), line=line)


def _check_twice(entries: list[Adjudication]) -> list[Problem]:
    seen: dict[str, int] = {}
    problems = []
    for entry in entries:
        if entry.cell in seen:
            problems.append(
                Problem(SHOWN, entry.line, f"{entry.cell} is already adjudicated in line {seen[entry.cell]}")
            )
        seen.setdefault(entry.cell, entry.line)
    return problems


def check_guards(entries: list[Adjudication], facts) -> list[Problem]:
    """Adjudications that no longer hold: the cell is gone, a new value is stated, a claim no longer states it.

    `facts` is the settled frame of facts with `cell`, `claim`, `value` and `slip`.
    """
    problems = []
    known = set(facts["cell"])
    for entry in entries:
        about = facts[(facts["cell"] == entry.cell) & ~facts["slip"]]
        if not len(about):
            message = (
                f"{entry.cell!r} matches no cell{nearest(entry.cell, known)}; remove the adjudication or mend its cell"
            )
            problems.append(Problem(SHOWN, entry.line, message))
            continue
        stated = {value: set(claims) for value, claims in about.groupby(about["value"].astype(object))["claim"]}
        problems += [Problem(SHOWN, entry.line, message) for message in _stale(entry, stated)]
    return problems


def _stale(entry: Adjudication, stated: dict[str, set[str]]) -> list[str]:
    messages = []
    if set(stated) != set(entry.values):
        was, now = ", ".join(sorted(entry.values)), ", ".join(sorted(stated))
        messages.append(f"{entry.cell} is stale: decided between {was}, but reports now state {now}; decide again")
    if entry.value not in stated:
        messages.append(
            f"{entry.cell}: no report states {entry.value!r}; an adjudication may only choose a stated value"
        )
    for claim in entry.rests_on:
        if claim not in stated.get(entry.value, ()):
            messages.append(f"{entry.cell} is stale: claim {claim} no longer states {entry.value!r}; decide again")
    return messages
