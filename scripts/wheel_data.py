"""Puts the data inside the wheel, as c5plus1/record/, where `folders.py` finds them. Run by hatchling, not by us."""

import json
from pathlib import Path

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

# Everything that some command reads; sheets too (under 1 MB packed), so that `verify` and `reuse` work from a wheel.
_SUFFIXES = (".csv", ".md", ".yaml")
_PAPERS = ("README.md", "CODEBOOK.md", "CHANGELOG.md", "LICENSE", "LICENSE-DATA", "CITATION.cff")


class WheelData(BuildHookInterface):
    """Adds the package's files to a wheel; an editable install reads the checkout itself and gets none."""

    def initialize(self, version, build_data):
        if version == "standard":
            root = Path(self.root)
            build_data["force_include"].update(
                {str(root / name): f"c5plus1/record/{name}" for name in list_files(root)}
            )


def list_files(root: Path) -> list[str]:
    """The files to take along, relative to `root`. Raises FileNotFoundError if the package has not been built."""
    descriptor = json.loads((root / "datapackage.json").read_text(encoding="utf-8"))
    tables = [resource["path"] for resource in descriptor["resources"]]
    missing = [name for name in tables if not (root / name).is_file()]
    if missing:
        raise FileNotFoundError(f"build the package first (make data): {', '.join(missing)} missing")
    data = root / "data"
    # A table that the descriptor does not know is left over from an older build.
    found = [path.relative_to(root).as_posix() for path in data.rglob("*") if path.suffix in _SUFFIXES]
    edited = [name for name in found if "/." not in name and not (name.endswith(".csv") and name.count("/") == 1)]
    papers = [name for name in _PAPERS if (root / name).is_file()]
    return sorted({"datapackage.json", *tables, *edited, *papers})
