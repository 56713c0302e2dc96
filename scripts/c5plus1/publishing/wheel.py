"""The wheel: code with the data inside, the same bytes on every run."""

import calendar
import importlib.util
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from c5plus1.building.write import write_bytes
from c5plus1.problems import DataError, UsageProblem
from c5plus1.publishing.contents import created_day, read_contents


def build_wheel(root: Path, out: Path) -> Path:
    """Build the wheel of the checkout `root` into the folder `out`; returns its path.

    Its files are dated by the data's `created`. Raises UsageProblem if `root` is no checkout or hatchling is missing,
    DataError if hatchling refuses.
    """
    if not (root / "pyproject.toml").is_file():
        raise UsageProblem(f"{root}: no pyproject.toml; a wheel is built from a checkout")
    if importlib.util.find_spec("hatchling") is None:
        raise UsageProblem("building a wheel needs hatchling: pip install hatchling")
    stamp = calendar.timegm((*created_day(read_contents(root).descriptor), 0, 0, 0))
    with tempfile.TemporaryDirectory(prefix="c5plus1-wheel-") as folder:
        run = subprocess.run(
            [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder],
            cwd=root,
            env={**os.environ, "SOURCE_DATE_EPOCH": str(stamp), "PYTHONUTF8": "1"},
            capture_output=True,
            text=True,
            encoding="utf-8",
            errors="replace",
            check=False,
        )
        made = sorted(Path(folder).glob("*.whl"))
        if run.returncode or len(made) != 1:
            raise DataError(f"hatchling could not build the wheel:\n{(run.stderr or run.stdout).strip()}")
        write_bytes(out / made[0].name, made[0].read_bytes())
        return out / made[0].name
