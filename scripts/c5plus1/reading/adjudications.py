"""Adjudications: the few cells that a person settles by hand, each with a reason and a guard that makes it expire."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from c5plus1.problems import Problem, nearest
from c5plus1.reading.entries import only_texts, read_entries, refuse_twice
from c5plus1.reading.values import check_full_date

SHOWN = "data/adjudications.yaml"
_KEYS = ("cell", "value", "reason", "decided_by", "decided_on", "guard")


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
    entries = read_entries(root, SHOWN, _KEYS, _KEYS, _check_entry, _make_entry)
    refuse_twice(SHOWN, ((entry.cell, entry.line) for entry in entries))
    return entries


def _check_entry(entry: dict[str, Any], at: dict[str, int]) -> Iterator[tuple[int, str]]:
    yield from only_texts(entry, at, but=("guard",))
    if isinstance(entry["decided_on"], str) and (wrong := check_full_date(entry["decided_on"])):
        yield at["decided_on"], f"decided_on: {wrong}"
    guard = entry["guard"]
    lists = [guard.get(key) for key in ("values", "rests_on")] if isinstance(guard, dict) else [None]
    if not all(isinstance(one, list) and one and all(isinstance(text, str) for text in one) for one in lists):
        message = (
            "guard needs two lists of texts: 'values' (all that reports state), 'rests_on' (claims for the chosen one)"
        )
        yield at["guard"], message


def _make_entry(entry: dict[str, Any], line: int) -> Adjudication:
    guard = entry["guard"]
    texts = {key: entry[key] for key in _KEYS if key != "guard"}
    return Adjudication(**texts, values=tuple(guard["values"]), rests_on=tuple(guard["rests_on"]), line=line)


def check_guards(entries: list[Adjudication], facts) -> list[Problem]:
    """Adjudications that no longer hold: the cell is gone, a new value is stated, a claim no longer states it.

    `facts` is the settled frame of facts with `cell`, `claim`, `value`, `slip`, `agreement` and `comparison`.
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
        messages = _stale(entry, stated) or _unfit(entry, stated, about)
        problems += [Problem(SHOWN, entry.line, message) for message in messages]
    return problems


def _unfit(entry: Adjudication, stated: dict[str, set[str]], about) -> list[str]:
    """Why a stated value can't stand in its cell: reports that look back, or a finer date, leave it no place."""
    finer = sorted(other for other in stated if other.startswith(entry.value + "-"))
    if finer and about["comparison"].iloc[0] == "date":
        return [
            f"{entry.cell}: {entry.value!r} is coarser than {finer[0]!r}, which reports state as well; choose that one"
        ]
    if (about.loc[about["value"].astype(object) == entry.value, "agreement"] == "neutral").all():
        return [
            f"{entry.cell}: only plans say {entry.value!r}, beside reports of what took place; choose what they say"
        ]
    return []


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
