"""Shared fixtures: the real package, and small projects with the real schemas and whatever sheets a test plants."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parent.parent
SHA = "0123456789abcdef" * 4


def make_claim(*facts: dict, tokens: int = 10, sha256: str = SHA, note: str = "A note of ours.", **more) -> dict:
    """A claim for `Project.sheet`; every fact is a mapping such as {"table": "votes", …}."""
    return {"evidence": {"tokens": tokens, "sha256": sha256}, "note": note, "facts": list(facts), **more}


class Project:
    """A small checkout in a folder of the test's own: real schemas and registers, planted sheets."""

    def __init__(self, root: Path):
        self.root = root
        data = root / "data"
        for folder in ("schemas", "registers", "searches"):
            shutil.copytree(ROOT / "data" / folder, data / folder)
        for log in (data / "searches").glob("*.yaml"):  # the sheets that the searches led to are not here
            found = re.sub(r"(?m)^  new_sheets:\n(?:  - .*\n)+", "  new_sheets: []\n", log.read_text(encoding="utf-8"))
            log.write_text(found, encoding="utf-8", newline="\n")
        shutil.copy(ROOT / "data" / "about.yaml", data / "about.yaml")
        (data / "audit").mkdir()
        header = (ROOT / "data" / "audit" / "findings.csv").read_text(encoding="utf-8").splitlines()[0]
        (data / "audit" / "findings.csv").write_text(header + "\n", encoding="utf-8")

    def sheet(self, identifier: str, *claims: dict, **source) -> Path:
        """Write one sheet; `source` overrides or adds keys of its source block."""
        block = {
            "id": identifier,
            "publisher": "Asia-Plus",
            "kind": "newspaper",
            "title": "A headline",
            "url": f"https://example.org/{identifier}",
            "published": "2023-03-01",
            "language": "en",
            "retrieved": "2026-11-23",
            **source,
        }
        text = yaml.safe_dump(
            {"source": block, "claims": list(claims)}, sort_keys=False, allow_unicode=True, default_flow_style=False
        )
        year = str(block["published"])[:4]
        return self.raw(identifier, text, year if year.isdigit() else "undated" if not block["published"] else "2023")

    def raw(self, identifier: str, text: str | bytes, year: str = "2023") -> Path:
        """Write a sheet's file as it is given."""
        path = self.root / "data" / "sheets" / year / f"{identifier}.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8"))
        return path

    def register(self, name: str, /, **entry) -> None:
        """Add an entry to a register."""
        path = self.root / "data" / "registers" / f"{name}.yaml"
        text = path.read_text(encoding="utf-8")
        path.write_text(text + yaml.safe_dump([entry], allow_unicode=True, sort_keys=False), encoding="utf-8")

    def problems(self) -> list[str]:
        """Every problem of the sheets and registers, as shown to people."""
        from c5plus1.building.assemble import assemble
        from c5plus1.problems import DataError

        try:
            assemble(self.root)
        except DataError as short:
            return [str(problem) for problem in short.problems]
        return []

    def assemble(self):
        from c5plus1.building.assemble import assemble

        return assemble(self.root)

    def run(self, *arguments: str, **environment: str) -> subprocess.CompletedProcess:
        """Run the command line on this project in a process of its own."""
        return run_command(*arguments, "--root", str(self.root), **environment)


def run_command(*arguments: str, cwd: Path | None = None, **environment: str) -> subprocess.CompletedProcess:
    """`c5plus1 …` in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "c5plus1", *arguments],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONIOENCODING": "utf-8", **environment},
        cwd=cwd,
        check=False,
    )


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return Project(tmp_path / "project")


@pytest.fixture(scope="session")
def root() -> Path:
    """The real package."""
    return ROOT


@pytest.fixture(scope="session")
def package():
    """The real package, assembled in memory once a process."""
    from c5plus1.building.assemble import assemble

    return assemble(ROOT)
