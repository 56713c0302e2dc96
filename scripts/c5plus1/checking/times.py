"""Checks on dates: order of things, and reports that tell of what had not yet happened."""

from collections.abc import Iterator
from itertools import pairwise

from c5plus1.building.assemble import Package
from c5plus1.building.subject_tables import name_rows
from c5plus1.checking.checks import Finding, check
from c5plus1.reading.values import latest

# Table and column that says when a thing happened, whose reports can't be older than the thing.
_HAPPENED = {"resolutions": "adopted_on", "statements": "said_on", "commitments": "announced_on"}


def _spans(package: Package) -> dict[str, tuple[str | None, str | None]]:
    """First and last day of each event, as partial dates."""
    events = package.tables["events"][["event", "start_date", "end_date"]]
    return {event: (start, end or start) for event, start, end in events.itertuples(index=False)}


@check("error")
def end_not_before_start(package: Package) -> Iterator[Finding]:
    """An event does not end before it begins."""
    for event, start, end in package.tables["events"][["event", "start_date", "end_date"]].itertuples(index=False):
        if start and end and latest(end) < start:
            yield Finding("events", event, "end_date", f"{event} ends on {end}, before it begins on {start}")


@check("error")
def told_after_it_happened(package: Package) -> Iterator[Finding]:
    """A report published before an event does not say that it has taken place."""
    starts = dict(package.tables["events"][["event", "start_date"]].itertuples(index=False))
    published = dict(package.tables["sources"][["source", "known"]].itertuples(index=False))
    facts = package.settled.facts
    stated = facts[(facts["column"] == "modality") & ~facts["derived"] & (facts["value"] == "occurred")]
    for fact, table, row, source in stated[["fact", "table", "row", "source"]].itertuples(index=False):
        start = starts.get(row.split(":")[0])
        if start and published[source] < start:
            message = (
                f"{source} was published by {published[source]}, yet says that {row} took place, which began {start}"
            )
            yield Finding(table, row, "modality", message + "; write modality: planned", fact)


@check("error")
def dated_not_after_the_report(package: Package) -> Iterator[Finding]:
    """A report does not date an adoption, a statement or an announcement after its own publication."""
    published = dict(package.tables["sources"][["source", "published"]].itertuples(index=False))
    facts = package.settled.facts
    for table, column in _HAPPENED.items():
        stated = facts[(facts["table"] == table) & (facts["column"] == column) & ~facts["slip"]]
        for fact, row, source, value in stated[["fact", "row", "source", "value"]].itertuples(index=False):
            if published[source] and latest(published[source]) < value:
                message = f"{source}, published {published[source]}, dates {row} on {value}, after itself"
                yield Finding(table, row, column, f"{message}; check {column} and published", fact)


@check("warning")
def ordinals_rise_with_dates(package: Package) -> Iterator[Finding]:
    """Within one format and level, a later meeting has a higher ordinal."""
    events = package.tables["events"]
    counted = events[events["ordinal"].notna() & events["start_date"].notna() & events["level"].notna()]
    for (_, level), group in counted.groupby([counted["format"].fillna("C5+1"), "level"]):
        rows = sorted(zip(group["start_date"], group["ordinal"].astype(int), group["event"], strict=True))
        for (_, earlier, first), (date, later, second) in pairwise(rows):
            if later <= earlier:
                message = (
                    f"{second} ({date}) is number {later} of its series ({level}), but {first} before it is {earlier}"
                )
                yield Finding("events", second, "ordinal", message)


@check("warning")
def announced_while_the_event_lasted(package: Package) -> Iterator[Finding]:
    """Money announced at an event is announced on a day of it."""
    spans = _spans(package)
    money = package.tables["commitments"]
    for commitment, date, event in money[["commitment", "announced_on", "event"]].itertuples(index=False):
        start, end = spans.get(event, (None, None))
        if date and start and (latest(date) < start or date > latest(end)):
            message = f"{commitment} was announced on {date}, but {event}, where it was announced, was on {start}"
            yield Finding("commitments", commitment, "announced_on", message)


@check("warning")
def statement_dated_as_its_event(package: Package) -> Iterator[Finding]:
    """A statement made at an event is dated on a day of it."""
    spans = _spans(package)
    statements = package.tables["statements"]
    rows = name_rows(statements, package.schemas["statements"])
    for row, date, event in zip(rows, statements["said_on"], statements["event"], strict=True):
        start, end = spans.get(event, (None, None))
        if date and start and (latest(date) < start or date > latest(end)):
            yield Finding("statements", row, "said_on", f"{row} was said on {date}, but {event} was on {start}")
