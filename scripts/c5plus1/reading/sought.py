"""Meetings that were looked for and not found: names only, so that the log of searches can say what it was about."""

from pathlib import Path

from c5plus1.problems import DataError, Problem
from c5plus1.reading.positions import parse_yaml, read_text

SHOWN = "data/registers/sought.yaml"


def read_sought(root: Path) -> dict[str, str]:
    """Id -> what was sought, in the order of the file; an absent file means none. Raises DataError."""
    path = root / "data" / "registers" / "sought.yaml"
    if not path.exists():
        return {}
    text, problems = read_text(path, SHOWN)
    document, lines, faults = parse_yaml(text, SHOWN) if text is not None else (None, {}, [])
    problems = problems + faults
    sought: dict[str, str] = {}
    for index, entry in enumerate(document if isinstance(document, list) else []):
        if not isinstance(entry, dict) or set(entry) != {"sought", "what"} or not all(entry.values()):
            problems.append(Problem(SHOWN, lines[(index,)], "expected an entry with the keys sought and what"))
        elif entry["sought"] in sought:
            problems.append(Problem(SHOWN, lines[(index,)], f"{entry['sought']!r} is given twice"))
        else:
            sought[entry["sought"]] = entry["what"]
    if problems:
        raise DataError(problems)
    return sought
