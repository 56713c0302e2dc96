"""The notebooks as a whole: run them side by side, store what they show, or check that it still holds."""

import os
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from c5plus1.building.write import replace_files, write_text
from c5plus1.problems import DataError, Problem
from c5plus1.publishing.notebook_compare import compare_notebooks
from c5plus1.publishing.notebook_index import build_index, compare_index
from c5plus1.publishing.notebook_prose import check_form
from c5plus1.publishing.notebook_runs import read_notebook, run_notebook

Report = Callable[[Path, float, list[Problem]], None]


def check_notebooks(root: Path, paths: list[Path], report: Report = lambda *_: None) -> None:
    """Execute `paths` and compare with what they store; `report(path, seconds, problems)` is called after each.

    Also checks their form and notebooks/README.md. Raises DataError with everything that differs; writes nothing.
    """

    def check(path: Path, fresh) -> list[Problem]:
        stored = read_notebook(path)
        return check_form(path, stored) + (compare_notebooks(path, stored, fresh) if fresh else [])

    problems = _run_all(root, paths, check, report) + compare_index(root)
    if problems:
        raise DataError(problems)


def store_notebooks(root: Path, paths: list[Path], report: Report = lambda *_: None) -> None:
    """Execute `paths`, store their outputs, and write notebooks/README.md with its thumbnails anew.

    A notebook that fails keeps what it stored. Raises DataError with everything that went wrong.
    """
    import nbformat

    def store(path: Path, fresh) -> list[Problem]:
        if fresh is not None:
            write_text(path, nbformat.writes(fresh) + "\n")
        return check_form(path, fresh) if fresh is not None else []

    problems = _run_all(root, paths, store, report)
    files, missing = build_index(root)
    replace_files(root / "notebooks", files)
    if problems or missing:
        raise DataError(problems + missing)


def _run_all(root: Path, paths: list[Path], then: Callable, report: Report) -> list[Problem]:
    def run(path: Path) -> list[Problem]:
        started = time.perf_counter()
        fresh, problems = run_notebook(path, root)
        problems = problems + then(path, fresh)
        report(path, time.perf_counter() - started, problems)
        return problems

    with ThreadPoolExecutor(max_workers=min(len(paths), os.cpu_count() or 1)) as pool:
        return [problem for problems in pool.map(run, paths) for problem in problems]
