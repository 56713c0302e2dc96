"""YAML read with every scalar as text and a line for every key and item.

All scalars stay what was written, so that `no`, `12:30` and `010` are not turned into something else; the schema
types them later. Problems are collected, never raised one by one.
"""

import re
from pathlib import Path
from typing import Any

import yaml

from c5plus1.problems import Problem

_LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
_NULLS = {"", "~", "null"}
# Our deepest file has six levels; without a limit a file of brackets exhausts the stack.
_DEEPEST = 20
# What YAML does not take, and the rarer line breaks, after which lines would be counted otherwise than in editors.
_UNREADABLE = re.compile("[^\t\n\r\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")
_TOO_DEEP = f"lists or mappings lie more than {_DEEPEST} deep in each other; check for brackets that are not closed"

Lines = dict[tuple, int]


def read_text(path: Path, shown: str) -> tuple[str | None, list[Problem]]:
    """A file's text as UTF-8, or the problem that prevents it."""
    try:
        return path.read_bytes().decode("utf-8"), []
    except UnicodeDecodeError as error:
        line = path.read_bytes()[: error.start].count(b"\n") + 1
        return None, [Problem(shown, line, "not UTF-8; save the file with the encoding UTF-8")]
    except OSError as error:
        return None, [Problem(shown, 0, f"cannot be read: {error.strerror or error}")]


def parse_yaml(text: str, shown: str, empty_hint: str = "") -> tuple[Any, Lines, list[Problem]]:
    """The document as dicts, lists, text and None; a line for each path in it; and what is wrong with it.

    `empty_hint` says how to mend a file without content, as in "; start from the template".
    """
    text = text.removeprefix("\ufeff")
    refused = _refuse_before_parsing(text, shown)
    if refused:
        return None, {}, refused
    try:
        root = yaml.compose(text, Loader=_LOADER)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        hint = _yaml_hint(error.problem or "")
        return None, {}, [Problem(shown, mark.line + 1 if mark else 0, f"not YAML: {error.problem}{hint}")]
    except yaml.YAMLError as error:
        return None, {}, [Problem(shown, 0, f"not YAML: {str(error).splitlines()[0]}")]
    except RecursionError:
        return None, {}, [Problem(shown, 0, _TOO_DEEP)]
    if root is None:
        return None, {}, [Problem(shown, 1, f"the file is empty{empty_hint}")]
    return _walk_document(root, shown)


def _refuse_before_parsing(text: str, shown: str) -> list[Problem]:
    problems = [
        Problem(
            shown,
            text.count("\n", 0, match.start()) + 1,
            f"holds the character U+{ord(match.group()):04X}, which cannot be seen and is not allowed; delete it",
        )
        for match in _UNREADABLE.finditer(text)
    ]
    for number, line in enumerate(text.split("\n"), 1):
        if "\t" in line[: len(line) - len(line.lstrip())]:
            problems.append(Problem(shown, number, "a tab in the indentation; YAML takes only spaces there"))
    if problems or not ("&" in text or "*" in text):
        return problems
    # Anchors make small files grow without bound (a "YAML bomb"); no sheet needs one.
    try:
        for event in yaml.parse(text, Loader=_LOADER):
            if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
                line = event.start_mark.line + 1
                return [Problem(shown, line, "anchors and aliases (& and *) are not allowed; write the value out")]
    except yaml.YAMLError:
        return []  # told better by compose
    return []


def _yaml_hint(problem: str) -> str:
    if "mapping values are not allowed" in problem:
        return "; a text that holds ': ' needs quotes"
    if "could not find expected" in problem or "while scanning" in problem:
        return "; check quotes and brackets above this line"
    return ""


def _walk_document(root: yaml.Node, shown: str) -> tuple[Any, Lines, list[Problem]]:
    lines: Lines = {}
    problems: list[Problem] = []

    def walk(node: yaml.Node, path: tuple) -> Any:
        lines[path] = node.start_mark.line + 1
        if len(path) > _DEEPEST:
            problems.append(Problem(shown, lines[path], _TOO_DEEP))
            return None
        if isinstance(node, yaml.MappingNode):
            mapping: dict[str, Any] = {}
            for key_node, value_node in node.value:
                line = key_node.start_mark.line + 1
                key = key_node.value
                if not isinstance(key, str):
                    problems.append(Problem(shown, line, "a key must be a plain word"))
                    continue
                if key in mapping:
                    problems.append(Problem(shown, line, f"key {key!r} given twice; keep one"))
                    continue
                mapping[key] = walk(value_node, (*path, key))
                lines[(*path, key)] = line
            return mapping
        if isinstance(node, yaml.SequenceNode):
            return [walk(item, (*path, index)) for index, item in enumerate(node.value)]
        return None if not node.style and node.value in _NULLS else node.value

    return walk(root, ()), lines, problems
