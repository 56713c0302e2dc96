"""What is wrong, where, and how bad: the one form in which every reader and check reports."""

import difflib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, order=True)
class Problem:
    """One thing that is wrong. `path` is shown as given; `line` counts from 1, 0 where a line makes no sense."""

    path: str
    line: int
    message: str
    severity: Literal["error", "warning"] = "error"

    def __str__(self) -> str:
        place = f"{self.path}:{self.line}" if self.line else self.path
        return f"{place}: {'warning: ' if self.severity == 'warning' else ''}{self.message}"


class DataError(Exception):
    """The data fall short (exit 1). Carries every problem found, not just the first."""

    def __init__(self, problems: Iterable[Problem] | str):
        self.problems = [] if isinstance(problems, str) else sorted(set(problems))
        super().__init__(problems if isinstance(problems, str) else "\n".join(map(str, self.problems)))


class UsageProblem(Exception):
    """The command or call was used wrongly (exit 2): unknown name, missing folder, bad option."""


def errors_in(problems: Iterable[Problem]) -> list[Problem]:
    """The problems that stop a build, without the warnings."""
    return [problem for problem in problems if problem.severity == "error"]


def nearest(name: str, known: Iterable[str]) -> str:
    """A hint ` (did you mean 'x'?)` for a near miss, or an empty string. Slips are rare in first letters."""
    name = str(name)
    close = difflib.get_close_matches(name, list(known), n=5, cutoff=0.6)
    if not close:
        return ""
    best = max(close, key=lambda other: (_likeness(name, other), other))
    return f" (did you mean {best!r}?)"


def _likeness(name: str, other: str) -> tuple[float, int]:
    ratio = difflib.SequenceMatcher(None, name, other).ratio()
    same = next((n for n, (a, b) in enumerate(zip(name, other, strict=False)) if a != b), min(len(name), len(other)))
    return ratio, same
