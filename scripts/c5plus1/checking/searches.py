"""Checks on the log of searches: what a search is about and led to is known, and what is sought was searched for."""

from collections.abc import Iterator

from c5plus1.building.assemble import Package
from c5plus1.checking.checks import check
from c5plus1.problems import Problem, nearest
from c5plus1.reading.retired import read_retired
from c5plus1.reading.sought import SHOWN, read_sought


@check("error")
def searches_are_about_known_meetings(package: Package) -> Iterator[Problem]:
    """A search is about events of the register, or about meetings listed as sought."""
    known = {entry["event"] for entry in package.registers["events"]} | set(read_sought(package.root))
    searches = package.tables["searches"].dropna(subset=["about"])
    for file, query, about in searches[["file", "query", "about"]].itertuples(index=False):
        for one in about.split(";"):
            if one not in known:
                message = f"the search {query[:60]!r} is about {one!r}, which is no event or meeting sought"
                yield Problem(f"data/searches/{file}.yaml", 0, message + nearest(one, known))


@check("error")
def sought_meetings_were_searched_for(package: Package) -> Iterator[Problem]:
    """A meeting listed as sought has a search about it."""
    searched = {one for about in package.tables["searches"]["about"].dropna() for one in about.split(";")}
    for sought in read_sought(package.root):
        if sought not in searched:
            yield Problem(SHOWN, 0, f"{sought!r} is listed as sought, but no search is about it")


@check("error")
def new_sheets_of_searches_exist(package: Package) -> Iterator[Problem]:
    """A sheet that a search is said to have led to is there, or is listed as retired."""
    known = {sheet.source.id for sheet in package.sheets}
    retired = {entry.id for entry in read_retired(package.root) if entry.table == "sources"}
    searches = package.tables["searches"].dropna(subset=["new_sheets"])
    for file, query, sheets in searches[["file", "query", "new_sheets"]].itertuples(index=False):
        for one in sheets.split(";"):
            if one not in known | retired:
                message = f"the search {query[:60]!r} led to the sheet {one!r}, which is not there{nearest(one, known)}"
                yield Problem(f"data/searches/{file}.yaml", 0, f"{message}; mend the id, or take it out")
