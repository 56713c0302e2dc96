"""Instant feedback on single sheets: the same rules as the build's, and what only a coder at work needs to hear."""

import re
from dataclasses import replace
from pathlib import Path

from c5plus1.drafting.record import TODO
from c5plus1.problems import Problem, UsageProblem, nearest
from c5plus1.reading.registers import known_ids, read_registers
from c5plus1.reading.schemas import read_schemas
from c5plus1.reading.sheet_rules import Rules, make_rules
from c5plus1.reading.sheets import Sheet, find_sheets, read_sheet, show_path

_PROPOSAL = re.compile(r"#.*(?:- \{table: |- evidence: |proposed by |unsure \()")
_URL = re.compile(r"^  url: *'?([^'\s]+)'? *$", re.M)
# Longer than almost any note in the dataset: such a note has begun to retell the report.
_LONG_NOTE = 200


def check_files(paths: list[Path], root: Path) -> list[Problem]:
    """Every problem of the given sheets, by file and line. Raises UsageProblem for a path that is no file."""
    for path in paths:
        if not path.is_file():
            raise UsageProblem(f"{path}: {'a folder; name the sheets in it' if path.is_dir() else 'no such file'}")
    rules = make_rules(read_schemas(root), known_ids(read_registers(root)))
    problems: list[Problem] = []
    others = _Others(root)
    for path in paths:
        problems += check_file(path, root, rules, others)
    return sorted(problems, key=lambda one: (one.path, one.line, one.message))


def check_file(path: Path, root: Path, rules: Rules, others: "_Others") -> list[Problem]:
    """The problems of one sheet: its form, its names, and what is unfinished in it."""
    shown = show_path(path.resolve(), root.resolve())
    in_place = shown.startswith("data/sheets/")
    # A draft still lying elsewhere is not told off for its folder.
    sheet, problems = read_sheet(path, rules, root if in_place else path.parent)
    if sheet is not None:
        twins = others.check(sheet, path)
        # A second draft of a coded report, lying elsewhere, does no harm yet.
        problems += _check_unfinished(sheet, path)
        problems += twins if in_place else [replace(twin, severity="warning") for twin in twins]
    name = shown if in_place else path.as_posix()
    return [replace(problem, path=name) for problem in problems]


def _check_unfinished(sheet: Sheet, path: Path) -> list[Problem]:
    warnings = []
    if TODO in sheet.source.title.split():
        warnings.append(_warn(sheet.lines["source", "title"], "title: still to be filled in (TODO)"))
    for claim in sheet.claims:
        if TODO in claim.note.split():
            warnings.append(_warn(claim.line, f"claim {claim.number}: the note is still the draft's (TODO)"))
        elif len(claim.note) > _LONG_NOTE:
            warnings.append(
                _warn(
                    claim.line, f"claim {claim.number}: a note of {len(claim.note)} characters; one short line will do"
                )
            )
        for fact in claim.facts:
            if any(isinstance(value, str) and TODO in value.split() for value in fact.values.values()):
                warnings.append(_warn(fact.line, f"{fact.table}: still to be filled in (TODO)"))
    left = [
        number for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"), 1) if _PROPOSAL.search(line)
    ]
    if left:
        what = "mark or proposal" if len(left) == 1 else "marks or proposals"
        warnings.append(_warn(left[0], f"{len(left)} {what} of the draft not yet decided"))
    return warnings


def _warn(line: int, message: str) -> Problem:
    return Problem("", line, message, "warning")


class _Others:
    """The other sheets' ids and addresses, looked at once and only if needed, without parsing them."""

    def __init__(self, root: Path):
        self._root = root
        self._urls: dict[str, Path] | None = None

    def check(self, sheet: Sheet, path: Path) -> list[Problem]:
        """A second sheet for one report, an id used twice, a same_text_as that leads nowhere."""
        if self._urls is None:
            self._read()
        problems, here = [], path.resolve()
        other = self._urls.get(sheet.source.url)
        if other is not None and other != here:
            message = f"the same url as {other.name}; one report has one sheet: put the claims there"
            problems.append(Problem("", sheet.lines["source", "url"], message))
        twin = self._paths.get(sheet.source.id)
        if twin is not None and twin != here:
            message = f"source id {sheet.source.id!r} is already used by {twin.parent.name}/{twin.name}; add -b, -c …"
            problems.append(Problem("", sheet.lines["source", "id"], message))
        target = sheet.source.same_text_as
        if target is not None and (target not in self._paths or target == sheet.source.id):
            message = f"same_text_as: no other source {target!r}{nearest(target, self._paths)}"
            problems.append(Problem("", sheet.lines["source", "same_text_as"], message))
        return problems

    def _read(self) -> None:
        self._paths = {path.stem: path.resolve() for path in find_sheets(self._root)}
        self._urls = {}
        for path in self._paths.values():
            match = _URL.search(path.read_bytes().decode("utf-8", "replace"))
            if match:
                self._urls.setdefault(match[1], path)
