"""Markdown in small pieces: tables whose cells stay cells, and inline code."""

from collections.abc import Iterable, Sequence


def table(heads: Sequence[str], rows: Iterable[Sequence[object]], numbers: Sequence[int] = ()) -> str:
    """A Markdown table; columns whose places are in `numbers` stand to the right."""
    lines = [_row(heads), "|" + "|".join("---:" if place in numbers else "---" for place in range(len(heads))) + "|"]
    return "\n".join([*lines, *(_row(row) for row in rows)])


def _row(cells: Sequence[object]) -> str:
    return "| " + " | ".join(str(cell).replace("|", "\\|").replace("\n", " ") for cell in cells) + " |"


def code(text: object) -> str:
    """Inline code; backticks in it become primes."""
    return "`" + str(text).replace("`", "'") + "`"


def plural(count: int, one: str, many: str | None = None) -> str:
    """`1 source`, `1,200 sources`."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def share(part: int, whole: int, digits: int = 0) -> str:
    """A share as a percentage that is 0 or 100 only if it is."""
    if not whole:
        return "–"
    shown = f"{100 * part / whole:.{digits}f}"
    if 0 < part < whole and float(shown) in (0, 100):
        return "<1 %" if float(shown) == 0 else ">99 %"
    return f"{shown} %"
