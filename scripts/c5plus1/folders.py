"""Where the data lie: the repository's `data/` while developing, or the copy inside an installed wheel."""

import os
from pathlib import Path

from c5plus1.problems import UsageProblem

_CODE = Path(__file__).resolve().parent


def find_root() -> Path:
    """The folder that holds `data/` and `datapackage.json`: the checkout one stands in, else the one of this code, else
    the package inside the wheel.

    The environment variable C5PLUS1_ROOT names another one, for code that cannot be told, such as a notebook.
    """
    if os.environ.get("C5PLUS1_ROOT"):
        return check_root(os.environ["C5PLUS1_ROOT"])
    here = Path.cwd()
    for root in (here, *here.parents):
        if is_checkout(root):
            return root
    # The wheel's copy first: beside an installed package lies whatever its user has, perhaps `data` of their own.
    for root in (_CODE / "record", _CODE.parents[1]):
        if (root / "data").is_dir():
            return root
    raise UsageProblem("no data folder found beside the code: run inside a checkout, or name one with --root FOLDER")


def is_checkout(root: Path) -> bool:
    """Whether a folder is a checkout of the Record, and not just any folder with `data` in it."""
    return (root / "data" / "sheets").is_dir() and (root / "data" / "schemas" / "facts.yaml").is_file()


def check_root(root: str | Path | None) -> Path:
    """`root` as a path that has a `data/` folder, or the default one. Raises UsageProblem if it has none."""
    if root is None:
        return find_root()
    root = Path(root)
    if not (root / "data").is_dir():
        raise UsageProblem(f"{root}: no folder 'data' in it; name the folder that holds data/ and datapackage.json")
    return root
