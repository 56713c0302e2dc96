"""Checks on UN votes: what is counted by name against the totals, and the totals against the membership."""

from collections.abc import Iterator

from c5plus1.building.assemble import Package
from c5plus1.checking.checks import Finding, check

CHOICES = ("in_favour", "against", "abstaining", "not_voting")
MEMBERS = 193


@check("error")
def votes_within_totals(package: Package) -> Iterator[Finding]:
    """Votes counted by name do not exceed the resolution's total for that choice."""
    counts = package.tables["votes"].groupby(["resolution", "choice"]).size()
    for resolution in package.tables["resolutions"].to_dict("records"):
        for choice in CHOICES:
            counted, total = counts.get((resolution["resolution"], choice), 0), resolution[choice]
            if total is not None and counted > int(total):
                message = (
                    f"{counted} states are recorded as {choice}, but the total of {resolution['resolution']} is {total}"
                )
                yield Finding("resolutions", resolution["resolution"], choice, message)


@check("error")
def complete_lists_equal_totals(package: Package) -> Iterator[Finding]:
    """Where one report names as many states as the total has, the settled votes hold all of them."""
    facts, votes = package.settled.facts, package.tables["votes"]
    totals = {row["resolution"]: row for row in package.tables["resolutions"].to_dict("records")}
    stated = facts[(facts["table"] == "votes") & (facts["column"] == "choice") & ~facts["slip"]]
    stated = stated.assign(
        resolution=[row.rsplit(":", 1)[0] for row in stated["row"]], choice=stated["value"].astype(object)
    )
    listed = stated.groupby(["source", "resolution", "choice"], observed=True)["row"].nunique()
    settled = votes.groupby(["resolution", "choice"]).size()
    for (source, resolution, choice), number in listed.items():
        total = totals[resolution][choice] if resolution in totals else None
        counted = settled.get((resolution, choice), 0)
        if total is not None and number == int(total) != counted:
            message = f"{source} lists all {total} states {choice} on {resolution}, but {counted} are settled so"
            yield Finding("resolutions", resolution, choice, message)


@check("error")
def totals_fit_the_membership(package: Package) -> Iterator[Finding]:
    """The four totals of a resolution together are no more than the members of the United Nations."""
    for resolution in package.tables["resolutions"].to_dict("records"):
        known = [int(resolution[choice]) for choice in CHOICES if resolution[choice] is not None]
        if sum(known) > MEMBERS or (len(known) == 4 and sum(known) != MEMBERS):
            message = (
                f"the totals of {resolution['resolution']} add up to {sum(known)}, but there are {MEMBERS} members"
            )
            yield Finding("resolutions", resolution["resolution"], "in_favour", message)
