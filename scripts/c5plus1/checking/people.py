"""Checks on people: who was there, who spoke, who led."""

from collections.abc import Iterator

from c5plus1.building.assemble import Package
from c5plus1.checking.checks import Finding, check


@check("warning")
def speakers_attended(package: Package) -> Iterator[Finding]:
    """Who made a statement at an event is in its attendance."""
    there = set(package.tables["attendance"][["event", "person"]].itertuples(index=False, name=None))
    for statement, event, speaker in package.tables["statements"][["statement", "event", "speaker"]].itertuples(
        index=False
    ):
        if event and speaker and (event, speaker) not in there:
            message = f"{speaker} spoke at {event}, but no report names them as present"
            yield Finding("statements", statement, "speaker", message)


@check("warning")
def heads_attended(package: Package) -> Iterator[Finding]:
    """The head of a delegation is in the event's attendance."""
    there = set(package.tables["attendance"][["event", "person"]].itertuples(index=False, name=None))
    for event, actor, head in package.tables["delegations"][["event", "actor", "head"]].itertuples(index=False):
        if head and (event, head) not in there:
            message = f"{head} heads the delegation of {actor}, but is not in the attendance of {event}"
            yield Finding("delegations", f"{event}:{actor}", "head", message)


@check("error")
def somebody_speaks(package: Package) -> Iterator[Finding]:
    """Each statement has a speaker or an actor."""
    for statement, speaker, actor in package.tables["statements"][["statement", "speaker", "actor"]].itertuples(
        index=False
    ):
        if not speaker and not actor:
            yield Finding("statements", statement, None, f"{statement} has neither speaker nor actor")


@check("warning")
def absent_delegations_have_nobody_present(package: Package) -> Iterator[Finding]:
    """An actor reported as not attending has nobody in the attendance."""
    delegations = package.tables["delegations"]
    absent = delegations[delegations["attended"] == "false"][["event", "actor"]]
    attendance = package.tables["attendance"][["event", "actor", "person"]]
    for event, actor, person in absent.merge(attendance, on=["event", "actor"]).itertuples(index=False):
        message = f"{person} is in the attendance of {event} for {actor}, which is reported as not attending"
        yield Finding("delegations", f"{event}:{actor}", "attended", message)
