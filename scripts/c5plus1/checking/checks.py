"""The register of checks: each a short function with a name and a sentence, run over the assembled package.

A check yields findings; the finding names the table, row and column, and is traced here to the line of a sheet.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import Literal, NamedTuple

from c5plus1.building.assemble import Package
from c5plus1.problems import Problem


class Finding(NamedTuple):
    """What a check found. Its place is `fact` if given, else the first fact of the cell, else of the row."""

    table: str
    row: str
    column: str | None
    message: str
    fact: str | None = None


class Check(NamedTuple):
    name: str
    severity: Literal["error", "warning"]
    sentence: str
    run: Callable[[Package], Iterable[Finding | Problem]]


CHECKS: dict[str, Check] = {}


def check(severity: Literal["error", "warning"]) -> Callable:
    """Register a function as a check; its name and the first line of its docstring are shown to users."""

    def register(function: Callable[[Package], Iterator[Finding | Problem]]) -> Callable:
        sentence = (function.__doc__ or "").strip().split("\n")[0]
        CHECKS[function.__name__] = Check(function.__name__, severity, sentence, function)
        return function

    return register
