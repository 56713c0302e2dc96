"""A sheet rewritten in the canonical order and style, with every comment kept, or refused with the reason.

ruamel.yaml carries the comments. It may only change how things are written: the sheet is read again afterwards, and
unless values and comments are the same as before nothing is changed.
"""

import io
from pathlib import Path
from typing import Any

from c5plus1.drafting.style import CLAIM_ORDER, EVIDENCE_ORDER, SOURCE_ORDER, fact_orders, needs_quotes, plain_columns
from c5plus1.problems import DataError, Problem
from c5plus1.reading.positions import parse_yaml, read_text
from c5plus1.reading.schemas import Schema

_WIDE = 1_000_000


def format_sheet(path: Path, schemas: dict[str, Schema], shown: str) -> tuple[str, str]:
    """The sheet's text and its canonical text. Raises DataError if it can't be rewritten without guessing."""
    text, problems = read_text(path, shown)
    if text is None:
        raise DataError(problems)
    return text, format_text(text, schemas, shown)


def format_text(text: str, schemas: dict[str, Schema], shown: str) -> str:
    """The canonical text of a sheet's text; `shown` names it in messages. Raises DataError."""
    plain = text.replace("\r\n", "\n").removeprefix("\ufeff")
    before, lines, problems = parse_yaml(plain, shown)
    problems = problems or _check_shape(before, lines, shown)
    if problems:
        raise DataError(problems)
    tree = _load(plain, shown)
    problems = _arrange(tree, schemas, shown)
    if problems:
        raise DataError(problems)
    after = _dump(tree)
    again, _, faults = parse_yaml(after, shown)
    if faults or again != before or _comments(after) != _comments(plain):
        message = "can't be rewritten without losing something; left as it is, mend it by hand"
        raise DataError([Problem(shown, 0, message)])
    return after


def _check_shape(document: Any, lines: dict, shown: str) -> list[Problem]:
    """The outer shape must be a sheet's, or there is no order to bring it into."""
    if not isinstance(document, dict) or not isinstance(document.get("source"), dict):
        return [Problem(shown, 1, "not a coding sheet: expected 'source:' and 'claims:' (c5plus1 check tells more)")]
    problems = []
    for index, claim in enumerate(document.get("claims") or []):
        line = lines.get(("claims", index), 1)
        if not isinstance(claim, dict) or not isinstance(claim.get("facts"), list):
            problems.append(Problem(shown, line, "a claim without a list of facts; mend it first (c5plus1 check)"))
            continue
        for position, fact in enumerate(claim["facts"]):
            if not isinstance(fact, dict) or not isinstance(fact.get("table"), str):
                line = lines.get(("claims", index, "facts", position), line)
                problems.append(Problem(shown, line, "a fact without 'table'; mend it first (c5plus1 check)"))
    return problems


def _load(text: str, shown: str):
    from ruamel.yaml import YAML
    from ruamel.yaml.error import YAMLError

    try:
        return YAML(typ="rt").load(text)
    except YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        problem = getattr(error, "problem", None) or str(error).splitlines()[0]
        raise DataError([Problem(shown, mark.line + 1 if mark else 0, f"not YAML: {problem}")]) from None


def _dump(tree) -> str:
    from ruamel.yaml import YAML

    yaml = YAML(typ="rt")
    yaml.width = _WIDE
    yaml.indent(mapping=2, sequence=4, offset=2)
    yaml.representer.add_representer(type(None), lambda one, _: one.represent_scalar("tag:yaml.org,2002:null", "null"))
    stream = io.StringIO()
    yaml.dump(tree, stream)
    return "\n".join(line.rstrip() for line in stream.getvalue().split("\n")).rstrip("\n") + "\n"


def _arrange(tree, schemas: dict[str, Schema], shown: str) -> list[Problem]:
    """Bring keys into order, set flow and block style and quotes, in place; problems where that would guess."""
    orders, typed = fact_orders(schemas), plain_columns(schemas)
    problems = _order(tree, ("source", "claims"), shown) + _order(tree["source"], SOURCE_ORDER, shown)
    tree.fa.set_block_style()
    tree["source"].fa.set_block_style()
    _set_scalars(tree["source"], frozenset())
    for claim in tree.get("claims") or []:
        claim.fa.set_block_style()
        problems += _order(claim, CLAIM_ORDER, shown)
        _set_scalars(claim, frozenset())
        if isinstance(claim.get("evidence"), dict):
            claim["evidence"].fa.set_flow_style()
            problems += _order(claim["evidence"], EVIDENCE_ORDER, shown)
            _set_scalars(claim["evidence"], frozenset({"tokens"}))
        claim["facts"].fa.set_block_style()
        for fact in claim["facts"]:
            fact.fa.set_flow_style()
            problems += _order(fact, orders.get(fact["table"], tuple(fact)), shown)
            _set_scalars(fact, frozenset(column for table, column in typed if table == fact["table"]) | {"slip"})
    return problems


def _order(mapping, order: tuple[str, ...], shown: str) -> list[Problem]:
    """Sort a mapping's keys. Comments hang on keys: one that would be carried elsewhere is the coder's to move."""
    wanted = [key for key in order if key in mapping] + [key for key in mapping if key not in order]
    if wanted == list(mapping):
        return []
    line = mapping.lc.line + 1
    if mapping.ca.items or mapping.ca.comment:
        message = f"keys should stand in the order {', '.join(wanted)}; comments stand between them: move them by hand"
        return [Problem(shown, line, message)]
    for key in wanted:
        mapping.move_to_end(key)
    return []


def _set_scalars(mapping, typed: frozenset[str]) -> None:
    for key, value in mapping.items():
        if isinstance(value, list):
            value.fa.set_flow_style() if not any(isinstance(item, dict) for item in value) else None
            for position, item in enumerate(value):
                if isinstance(item, str):
                    value[position] = _restyle(item, False)
        elif isinstance(value, str):
            mapping[key] = _restyle(value, key in typed)


def _restyle(value: str, typed: bool):
    from ruamel.yaml.scalarstring import SingleQuotedScalarString

    return SingleQuotedScalarString(value) if needs_quotes(str(value), typed) else str(value)


def _comments(text: str) -> list[str]:
    """The comments of a text in order; marks inside quotes are none (the scanner of PyYAML tells where those are)."""
    import yaml

    covered = [
        (token.start_mark.index, token.end_mark.index)
        for token in yaml.scan(text, Loader=yaml.BaseLoader)
        if isinstance(token, yaml.ScalarToken)
    ]
    found, position = [], 0
    while (position := text.find("#", position)) != -1:
        inside = any(start <= position < end for start, end in covered)
        if not inside and (position == 0 or text[position - 1].isspace()):
            end = text.find("\n", position)
            end = len(text) if end == -1 else end
            found.append(text[position:end].strip())
            position = end
        else:
            position += 1
    return found
