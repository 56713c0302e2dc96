"""Where the data lie: the repository's `data/` while developing, or the copy inside an installed wheel."""

from pathlib import Path

from c5plus1.problems import UsageProblem

_CODE = Path(__file__).resolve().parent


def find_root() -> Path:
    """The folder that holds `data/` and `datapackage.json`: the checkout, or the package inside the wheel."""
    for root in (_CODE.parents[1], _CODE / "record"):
        if (root / "data").is_dir():
            return root
    raise UsageProblem("no data folder found beside the code: run inside a checkout, or name one with --root FOLDER")


def check_root(root: str | Path | None) -> Path:
    """`root` as a path that has a `data/` folder, or the default one. Raises UsageProblem if it has none."""
    if root is None:
        return find_root()
    root = Path(root)
    if not (root / "data").is_dir():
        raise UsageProblem(f"{root}: no folder 'data' in it; name the folder that holds data/ and datapackage.json")
    return root
