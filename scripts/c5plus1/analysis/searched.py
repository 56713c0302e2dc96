"""Which months were searched for by name."""

import re

import pandas as pd

# English names and Russian stems, January first; "мая" and "май" are the same month.
_NAMES = (
    *("january январ", "february феврал", "march март", "april апрел", "may мая май", "june июн", "july июл"),
    *("august август", "september сентябр", "october октябр", "november ноябр", "december декабр"),
)
_MONTHS = {name: number for number, names in enumerate(_NAMES, start=1) for name in names.split()}
_MONTH = re.compile(r"\b(" + "|".join(_MONTHS) + r")\w{0,2}\b", re.IGNORECASE)
_YEAR = re.compile(r"\b(20[0-3]\d)\b")


def find_months(query: str) -> list[pd.Period]:
    """The months that a query names, in English or Russian, each with the year that stands nearest to it."""
    years = [(found.start(), int(found.group())) for found in _YEAR.finditer(query)]
    months = set()
    for found in _MONTH.finditer(query):
        if years:
            _, year = min(years, key=lambda place: abs(place[0] - found.end()))
            months.add(pd.Period(year=year, month=_MONTHS[found.group(1).lower()], freq="M"))
    return sorted(months)
