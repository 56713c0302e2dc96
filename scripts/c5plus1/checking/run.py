"""Running all checks over the assembled package, and tracing each finding to the line where it is mended."""

from c5plus1.building.assemble import Package
from c5plus1.checking import ids, money, people, registers, searches, texts, times, votes  # noqa: F401  (they register)
from c5plus1.checking.checks import CHECKS, Finding
from c5plus1.problems import Problem


def run_checks(package: Package) -> list[Problem]:
    """Every problem that any check finds, sorted by place."""
    found = [(one, finding) for one in CHECKS.values() for finding in one.run(package)]
    places = _trace(package, [finding for _, finding in found if isinstance(finding, Finding)])
    problems = []
    for one, finding in found:
        if isinstance(finding, Problem):
            problems.append(finding)
            continue
        path, line = places[finding]
        message = f"{finding.message} [{one.name}]"
        problems.append(Problem(path, line, message, one.severity))
    return sorted(set(problems))


def _trace(package: Package, findings: list[Finding]) -> dict[Finding, tuple[str, int]]:
    """Where each finding is mended: the line of the fact behind it."""
    facts = package.settled.facts
    wanted = {(finding.table, finding.row) for finding in findings}
    about = facts[[pair in wanted for pair in zip(facts["table"], facts["row"], strict=True)]]
    by_fact = {fact: (path, line) for fact, path, line in zip(about["fact"], about["path"], about["line"], strict=True)}
    by_cell, by_row = {}, {}
    voices = about.sort_values("agreement", kind="stable")
    for table, row, column, path, line in zip(
        *(voices[name] for name in ("table", "row", "column", "path", "line")), strict=True
    ):
        by_cell.setdefault((table, row, column), (path, line))
        by_row.setdefault((table, row), (path, line))
    fallback = {finding: (f"data/{finding.table}.csv", 0) for finding in findings}
    return {
        finding: by_fact.get(finding.fact)
        or by_cell.get((finding.table, finding.row, finding.column))
        or by_row.get((finding.table, finding.row))
        or fallback[finding]
        for finding in findings
    }
