"""The form of a notebook: the parts of a short paper, and no number typed into its prose."""

import ast
import re
from pathlib import Path

from c5plus1.problems import Problem
from c5plus1.publishing.notebook_runs import show_path

SECTIONS = ("Question", "Data", "Method", "Figure", "Finding", "Limits", "What to try next")
_MONTH = "(?:January|February|March|April|May|June|July|August|September|October|November|December)"
# Digits that are names, not findings: they cannot go stale when the data change.
_NAMES = re.compile(
    rf"""```.*?``` | `[^`]*` | \$[^$]*\$ | \]\([^)]*\) | https?://\S+
    | \b[CB]5(?:\+1)?\b | \bA/(?:RES/)?[\w/.-]+
    | \b(?:\d{{1,2}}\s)?{_MONTH}\s(?:\d{{1,2}},\s)?\d{{4}}\b | \b\d{{1,2}}\s{_MONTH}\b | \b\d{{4}}-\d{{2}}-\d{{2}}\b
    | \b(?:19|20)\d\d\b | \bnotebooks?\s\d(?:\s(?:to|and)\s\d)? | \bCC-BY-4\.0\b
    | \b95\s?%""",
    re.VERBOSE | re.DOTALL | re.IGNORECASE,
)
_LIST_NUMBER = re.compile(r"^\s*\d+\.\s", re.MULTILINE)
# Small numbers in words are ordinary English ("one report", "the five"); from seven on they count something.
_WORDED = re.compile(
    r"\b(?:seven|eight|nine|ten|eleven|twelve|\w+teen|(?:twen|thir|for|fif|six|seven|eigh|nine)ty(?:-\w+)?"
    r"|hundreds?|thousands?|millions?|billions?|trillions?)\b",
    re.IGNORECASE,
)
# The calls whose text a reader sees as prose, whether or not it is an f-string.
_PROSE_CALLS = {"Markdown", "show_figure", "show_table", "set_title", "suptitle"}


def check_form(path: Path, notebook) -> list[Problem]:
    """Problems with a notebook's parts, tags, cell ids and typed numbers."""
    return [
        Problem(show_path(path), 0, message)
        for message in [*_check_parts(notebook), *_check_tags(path, notebook), *_check_numbers(notebook)]
    ]


def typed_numbers(text: str) -> list[str]:
    """The numbers in `text` that only a run should put there; dates, ids in code marks and names are none."""
    rest = _LIST_NUMBER.sub("", _NAMES.sub(" ", text))
    return [*re.findall(r"\d[\d,.]*", rest), *_WORDED.findall(rest)]


def _check_parts(notebook) -> list[str]:
    headings = re.findall(
        r"^##\s+(.+?)\s*$", "\n".join(c.source for c in notebook.cells if c.cell_type == "markdown"), re.M
    )
    places = [headings.index(name) if name in headings else None for name in SECTIONS]
    missing = [name for name, place in zip(SECTIONS, places, strict=True) if place is None]
    if missing:
        return [f"has no section '## {name}'; a notebook has {', '.join(SECTIONS)}" for name in missing]
    return [] if places == sorted(places) else [f"has its sections in another order than {', '.join(SECTIONS)}"]


def _check_tags(path: Path, notebook) -> list[str]:
    messages = []
    for tag, kind in (("question", "markdown"), ("finding", "code")):
        tagged = [cell for cell in notebook.cells if tag in cell.metadata.get("tags", [])]
        if len(tagged) != 1 or tagged[0].cell_type != kind:
            messages.append(f"must have one {kind} cell tagged '{tag}'; it has {len(tagged)} so tagged")
    # nbformat gives a random id to a cell without one, and to the second of two that have the same.
    unnamed = [cell.id for cell in notebook.cells if re.fullmatch(r"[0-9a-f]{8}", cell.id)]
    return messages + [f"cell `{name}` has a random id; give it a name that says what it does" for name in unnamed]


def _check_numbers(notebook) -> list[str]:
    messages = []
    for cell in notebook.cells:
        pieces = [cell.source] if cell.cell_type == "markdown" else prose_in_code(cell.source)
        for piece in pieces:
            for found in typed_numbers(piece):
                line = next((line for line in piece.splitlines() if found in line), piece).strip()
                messages.append(f"cell `{cell.id}`: the number {found!r} is typed in prose ({line[:80]!r}); compute it")
    return messages


def prose_in_code(source: str) -> list[str]:
    """The constant text of a code cell that a reader sees as prose: f-strings and arguments of `Markdown` and such."""
    tree = ast.parse(source)
    pieces: list[str] = []
    formats = {id(node.format_spec) for node in ast.walk(tree) if isinstance(node, ast.FormattedValue)}
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr) and id(node) not in formats:
            pieces.append(_constant_part(node))
        elif isinstance(node, ast.Call) and _name(node.func) in _PROSE_CALLS:
            given = [*node.args, *(word.value for word in node.keywords)]
            pieces += [one.value for one in given if isinstance(one, ast.Constant) and isinstance(one.value, str)]
    return pieces


def _constant_part(joined: ast.JoinedStr) -> str:
    """The typed text; each computed value leaves a mark in which no digit can hide. Format codes are not text."""
    return "".join(part.value if isinstance(part, ast.Constant) else "{}" for part in joined.values)


def _name(function: ast.expr) -> str:
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
