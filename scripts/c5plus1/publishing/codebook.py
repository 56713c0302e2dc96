"""CODEBOOK.md: edited prose (data/codebook/codebook.md), filled in with the schemas' rules and the data's numbers."""

import re
from collections.abc import Callable
from pathlib import Path

from c5plus1.asking.package import locate
from c5plus1.problems import DataError, Problem, nearest

TEMPLATE = "data/codebook/codebook.md"
NAME = "CODEBOOK.md"
_BLANK = re.compile(r"\{\{ *([a-z_]+) *\}\}")


def render_codebook(root: str | Path | None, version: str, released: str | None) -> dict[str, bytes]:
    """CODEBOOK.md as bytes by its name. Raises DataError if the template's blanks and what fills them don't agree."""
    from c5plus1.publishing.codebook_blocks import make_blocks

    root = locate(root)
    path = root / TEMPLATE
    if not path.is_file():
        raise DataError([Problem(TEMPLATE, 0, "the template of the codebook is missing")])
    text = fill(path.read_text(encoding="utf-8"), make_blocks(root, version, released))
    return {NAME: text.encode("utf-8")}


def fill(template: str, blocks: dict[str, Callable[[], str]]) -> str:
    """The template with each `{{ name }}` replaced. Raises DataError with the line of every blank that is unknown, and
    with every block that the template never asks for: nothing defined is unused."""
    problems, asked = [], set()
    for number, line in enumerate(template.split("\n"), 1):
        for name in _BLANK.findall(line):
            asked.add(name)
            if name not in blocks:
                problems.append(Problem(TEMPLATE, number, f"nothing fills {{{{ {name} }}}}{nearest(name, blocks)}"))
    problems += [Problem(TEMPLATE, 0, f"{{{{ {name} }}}} is never used") for name in blocks if name not in asked]
    if problems:
        raise DataError(problems)
    return _BLANK.sub(lambda blank: blocks[blank[1]](), template)
