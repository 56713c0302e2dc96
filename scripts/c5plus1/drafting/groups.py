"""States told together: by a group's name, or in a list."""

from c5plus1.drafting.record import SIX, Mentions, Reading
from c5plus1.drafting.rules import Hit, grammar


def find_groups(mentions: Mentions, reading: Reading) -> list[Hit]:
    """Named groups, and runs of three or more states of the format joined by commas and "and"."""
    joined_by = grammar(reading.rules, "joined")
    groups = [hit for hit in mentions.actors if "members" in hit.values]
    run: list[Hit] = []
    runs = []
    for hit in (hit for hit in mentions.actors if hit.rule.startswith("actors.")):
        between = mentions.text[run[-1].end : hit.start] if run else ""
        joined = run and joined_by.fullmatch(between)
        run = [*run, hit] if joined else [hit]
        if len(run) >= 3:
            runs = [one for one in runs if one[0] is not run[0]] + [run]
    for run in runs:
        members = tuple(dict.fromkeys(hit.values["actor"] for hit in run if hit.values["actor"] in SIX))
        if len(members) >= 3:
            groups.append(Hit("lists", run[0].start, run[-1].end, "", {"members": members}))
    return groups
