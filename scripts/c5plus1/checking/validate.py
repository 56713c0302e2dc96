"""The verdict on a whole package: sheets, subject rules, current files, and the standard's validation."""

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from c5plus1.building.assemble import assemble
from c5plus1.building.build import DESCRIPTOR, render_package
from c5plus1.checking.package import validate_package
from c5plus1.checking.run import run_checks
from c5plus1.problems import DataError, Problem, errors_in


class Verdict(NamedTuple):
    """All problems, sorted by place; `stages` names what was checked."""

    problems: list[Problem]
    stages: list[str]

    @property
    def valid(self) -> bool:
        return not errors_in(self.problems)


def validate(root: Path, advance: Callable[[], None] = lambda: None) -> Verdict:
    """Check everything under `root` without writing or fetching anything.

    A package without sheets (as in a wheel or a release archive) is checked against its descriptor only.
    """
    problems, stages = [], []
    if (root / "data" / "sheets").is_dir():
        stages.append("sheets and registers")
        try:
            package = assemble(root, advance)
            problems += run_checks(package)
            problems += compare_with_disk(root, render_package(package))
            stages += ["subject rules", "generated files are current"]
        except DataError as short:
            problems += short.problems
    if (root / DESCRIPTOR).is_file():
        stages.append("descriptor and tables (frictionless)")
        problems += validate_package(root)
    else:
        problems.append(Problem(DESCRIPTOR, 0, "is missing; build the package (make data, or c5plus1 build)"))
    return Verdict(sorted(set(problems)), stages)


def compare_with_disk(root: Path, files: dict[str, bytes]) -> list[Problem]:
    """Generated files that are not what the sheets give: edited by hand, stale, missing, or of no table."""
    problems = []
    for name, content in files.items():
        path = root / name
        if not path.is_file():
            problems.append(Problem(name, 0, "is missing; build the package (make data, or c5plus1 build)"))
        elif (found := path.read_bytes()) != content:
            message = "is not what the sheets give: stale, or edited by hand; edit the sheets and run c5plus1 build"
            problems.append(Problem(name, _first_difference(found, content), message))
    for path in sorted((root / "data").glob("*.csv")):
        if f"data/{path.name}" not in files:
            message = "belongs to no table of the package; keep files of your own elsewhere"
            problems.append(Problem(f"data/{path.name}", 0, message, "warning"))
    return problems


def _first_difference(found: bytes, expected: bytes) -> int:
    lines, others = found.split(b"\n"), expected.split(b"\n")
    same = sum(1 for _ in _while_equal(lines, others))
    return same + 1


def _while_equal(lines: list[bytes], others: list[bytes]):
    for line, other in zip(lines, others, strict=False):
        if line != other:
            return
        yield line
