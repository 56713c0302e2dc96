"""The standard's own validation of the package, by frictionless; offline."""

from pathlib import Path

from c5plus1.problems import Problem

DESCRIPTOR = "datapackage.json"


def validate_package(root: Path) -> list[Problem]:
    """What frictionless finds wrong with `root/datapackage.json` and its tables: schema, keys, references, hashes."""
    from frictionless import Package, system
    from frictionless.exception import FrictionlessException

    try:
        with system.use_context(trusted=False):
            report = Package(str(root / DESCRIPTOR)).validate()
    except FrictionlessException as error:
        notes = [reason.note for reason in error.reasons] or [error.error.note]
        return [Problem(DESCRIPTOR, 0, note) for note in sorted(set(notes))]
    problems = [Problem(DESCRIPTOR, 0, error.note) for error in report.errors]
    for task in report.tasks:
        for error in task.errors:
            row = getattr(error, "row_number", 0)
            cell = f" ({error.field_name}: {error.cell!r})" if hasattr(error, "cell") else ""
            problems.append(Problem(task.place or DESCRIPTOR, row or 0, f"{error.title}: {error.note}{cell}"))
    return sorted(set(problems))
