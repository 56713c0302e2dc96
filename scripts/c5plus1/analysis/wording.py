"""How numbers are worded in prose and tables."""

from collections.abc import Iterable

# Not by strftime: that would speak the reader's language.
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def number(value: float, digits: int = 0) -> str:
    """1234.5 -> '1,234' or with digits=1 '1,234.5'. A minus sign, not a hyphen, for what is below zero."""
    return f"{value:,.{digits}f}".replace("-", "−")


def percent(part: float, whole: float, digits: int = 0) -> str:
    """The share of `part` in `whole`, as '12 %'. 'none of 0' where there is no whole."""
    return f"{100 * part / whole:.{digits}f} %" if whole else "none of 0"


def money(dollars: float) -> str:
    """US dollars in the largest fitting unit, to three figures: 25000000 -> 'USD 25 million'.

    Not with a dollar sign, which Markdown and matplotlib take for the beginning of a formula.
    """
    for size, unit in ((1e12, " trillion"), (1e9, " billion"), (1e6, " million")):
        if abs(dollars) >= size:
            return f"USD {_three_figures(dollars / size)}{unit}"
    return f"USD {number(dollars)}"


def _three_figures(value: float) -> str:
    text = f"{value:.3g}"
    return number(value) if "e" in text else text


def count(number_of: int, one: str, many: str | None = None) -> str:
    """'1 source', '2 sources', '1,200 sources'."""
    return f"{number_of:,} {one if number_of == 1 else many or one + 's'}"


def listing(names: Iterable[str], last: str = "and") -> str:
    """['A', 'B', 'C'] -> 'A, B and C'."""
    names = [str(name) for name in names]
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} {last} {names[-1]}" if names else "none"


def day(date) -> str:
    """A timestamp as '1 March 2023', whatever the locale."""
    return f"{date.day} {_MONTHS[date.month - 1]} {date.year}"
