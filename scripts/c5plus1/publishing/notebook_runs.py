"""Executing a notebook so that two runs, on whatever machine, give the same outputs."""

import os
import tempfile
from pathlib import Path

from c5plus1.problems import Problem

SECONDS_ALLOWED = 120  # for one cell; a notebook is meant to take under 20
# What nbformat may keep: everything else tells of the machine or the moment.
METADATA = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"file_extension": ".py", "mimetype": "text/x-python", "name": "python"},
}


def find_notebooks(root: Path, names: tuple[str, ...] = ()) -> list[Path]:
    """The notebooks of `root`, or those named (with or without folder and ending). Raises UsageProblem."""
    from c5plus1.problems import UsageProblem, nearest

    found = {path.stem: path for path in sorted((root / "notebooks").glob("*.ipynb"))}
    if not found:
        raise UsageProblem(f"{root / 'notebooks'}: no notebook in it")
    wanted = [Path(name).stem for name in names] or list(found)
    for name in wanted:
        if name not in found:
            raise UsageProblem(f"there is no notebook {name!r}{nearest(name, found)}; notebooks: {', '.join(found)}")
    return [found[name] for name in wanted]


def read_notebook(path: Path):
    """The notebook as it is stored. Raises DataError if it is none."""
    import nbformat

    from c5plus1.problems import DataError

    try:
        return nbformat.read(path, 4)
    except (ValueError, KeyError, AttributeError) as error:
        raise DataError([Problem(show_path(path), 0, f"is not a notebook ({error})")]) from None


def show_path(path: Path) -> str:
    return f"{path.parent.name}/{path.name}"


def run_notebook(path: Path, root: Path):
    """The notebook executed afresh, in its own folder, on the data of `root`. Gives (notebook, problems).

    A cell that raises, or writes to standard error, is a problem; the notebook is then None.
    """
    notebook = read_notebook(path)
    for cell in notebook.cells:
        cell.metadata = {"tags": cell.metadata.tags} if cell.metadata.get("tags") else {}
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    notebook.metadata = METADATA
    problems = _execute(notebook, path, root)
    for cell in notebook.cells:
        cell.metadata.pop("execution", None)
        for output in cell.get("outputs", []):
            if output.output_type == "stream" and output.name == "stderr":
                problems.append(_problem(path, cell, f"writes to standard error: {output.text.strip()[:300]}"))
    notebook.metadata = METADATA
    return (None if problems else notebook), problems


def _execute(notebook, path: Path, root: Path) -> list[Problem]:
    from nbclient import NotebookClient
    from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError

    with tempfile.TemporaryDirectory(prefix="c5plus1-") as folder:
        client = NotebookClient(
            notebook,
            timeout=SECONDS_ALLOWED,
            kernel_name="python3",
            record_timing=False,
            resources={"metadata": {"path": str(path.parent)}},
            config=_configure(folder),
        )
        try:
            client.execute(env=_environment(root, folder))
        except CellExecutionError as error:
            return [_problem(path, _failed(notebook), f"raises {error.ename}: {error.evalue}")]
        except (CellTimeoutError, DeadKernelError) as error:
            return [_problem(path, _failed(notebook), f"does not end: {str(error).splitlines()[0]}")]
    return []


def _configure(folder: str):
    """Sockets as files in a folder of this run: no ports, no clash of runs side by side. Windows has none."""
    from traitlets.config import Config

    config = Config()
    if os.name != "nt":
        config.KernelManager.transport = "ipc"
    config.KernelManager.connection_file = str(Path(folder) / "kernel.json")
    # No kernel of the same name that the user may have installed: the one beside this Python.
    config.KernelSpecManager.kernel_dirs = []
    return config


def _environment(root: Path, folder: str) -> dict[str, str]:
    """IPYTHONDIR: the user's start-up files and history stay out. C5PLUS1_ROOT: where `load` looks."""
    return os.environ | {
        "PYTHONHASHSEED": "0",
        "TZ": "UTC",
        "LC_ALL": "C.UTF-8",
        "IPYTHONDIR": folder,
        "C5PLUS1_ROOT": str(root.resolve()),
    }


def _failed(notebook):
    """The cell at which execution stopped: the last one that was started."""
    started = [cell for cell in notebook.cells if cell.cell_type == "code" and (cell.execution_count or cell.outputs)]
    return started[-1] if started else notebook.cells[0]


def _problem(path: Path, cell, message: str) -> Problem:
    return Problem(show_path(path), 0, f"cell `{cell.id}` {message}")
