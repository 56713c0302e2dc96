"""The short summary at the end of a build."""

from c5plus1.building.assemble import Package
from c5plus1.problems import Problem

_STATUSES = ("corroborated", "single", "contested", "adjudicated", "slip_only")


def summarise(package: Package, problems: list[Problem], seconds: float) -> str:
    """Sources, claims, facts, rows per table, cells by status, the ten most contested cells, warnings, time taken."""
    return "\n".join(
        [*_counts(package), "", *_tables(package), "", *_contested(package), "", _ending(problems, seconds)]
    )


def _counts(package: Package) -> list[str]:
    facts, cells = package.settled.facts, package.settled.cells
    derived = int(facts["derived"].sum())
    by_status = cells["status"].value_counts()
    statuses = ", ".join(f"{by_status.get(name, 0):,} {name}" for name in _STATUSES)
    return [
        f"{len(package.sheets):,} sources, {len(package.reports.claims):,} claims, {len(facts):,} facts "
        f"({len(facts) - derived:,} coded, {derived:,} derived by rule)",
        f"{len(cells):,} cells: {statuses}",
    ]


def _tables(package: Package) -> list[str]:
    sizes = [
        f"{name} {len(package.tables[name]):,}"
        for name, s in package.schemas.items()
        if s.kind in ("subject", "derived")
    ]
    lines, line = [], "Rows: "
    for size in sizes:
        if len(line) + len(size) > 98:
            lines.append(line.rstrip())
            line = "      "
        line += size + ", "
    return [*lines, line.rstrip(", ")]


def _contested(package: Package) -> list[str]:
    cells = package.settled.cells
    contested = cells[cells["status"] == "contested"]
    most = contested.sort_values(["n_dissent_origins", "n_dissent", "cell"], ascending=[False, False, True]).head(10)
    lines = [f"The ten most contested of {len(contested)} contested cells (c5plus1 why CELL says who differs):"]
    for cell in most.itertuples():
        against = f"{cell.n_dissent} source{'s' if cell.n_dissent != 1 else ''} ({cell.n_dissent_origins} independent)"
        lines.append(f"  {cell.cell} = {cell.value}, against {against}")
    return lines


def _ending(problems: list[Problem], seconds: float) -> str:
    warnings = f"{len(problems)} warnings (c5plus1 validate lists them). " if problems else ""
    return f"{warnings}Package written and valid. {seconds:.1f} s."
