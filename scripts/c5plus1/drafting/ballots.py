"""Votes in the UN General Assembly: states and their choices, totals, and which resolution it is."""

import re

from c5plus1.drafting.dates import days_between, fits
from c5plus1.drafting.groups import find_groups
from c5plus1.drafting.record import TODO, Mentions, Proposal, Reading
from c5plus1.drafting.rules import Hit, find_cues, grammar, has_cue

_TOTALS = ("in_favour", "against", "abstaining", "not_voting")
# Characters between a list of states and the verb that says how they voted.
_BEFORE, _AFTER = 90, 45
_SYMBOL = re.compile(r"A/(?:RES/)?(?:ES-\d+/\d+|\d{2}/\d+)", re.I)


def propose_votes(mentions: Mentions, reading: Reading) -> list[Proposal]:
    """Facts of resolutions and votes from one sentence about a vote in the General Assembly."""
    text = mentions.text
    if not has_cue(reading.rules, "votes.about", text) or _is_elsewhere(text, reading):
        return []
    totals = _find_totals(text, reading)
    choices = find_cues(reading.rules, "votes.choices", text, "choice")
    if not totals and not choices:
        return []
    resolution, doubt = _link(totals, mentions, reading)
    reading.fired(*choices)
    proposals = []
    adopted = _adopted(mentions, totals)
    if totals or adopted:
        proposals.append(
            Proposal("resolutions", {"resolution": resolution, **adopted, **totals}, "votes.totals", doubt)
        )
    for choice in choices:
        states, unsure = _states_of(choice, choices, mentions, reading)
        if states:
            values = {"resolution": resolution, "actor": states, "choice": choice.values["choice"]}
            proposals.append(Proposal("votes", values, choice.rule, doubt or unsure))
    return proposals


def _is_elsewhere(text: str, reading: Reading) -> bool:
    assembly = grammar(reading.rules, "assembly").search(text)
    return has_cue(reading.rules, "votes.elsewhere", text) and not assembly


def _find_totals(text: str, reading: Reading) -> dict[str, str]:
    numbers = reading.rules.section("numbers")
    number = rf"(?<![\w+.,-])(?P<n>\d{{1,3}}|{'|'.join(numbers)})(?![\w%])"
    totals: dict[str, str] = {}
    if match := re.search(rf"(?<!\d){reading.rules.section('votes.score')}", text):
        totals |= {key: value for key, value in match.groupdict().items() if value}
    for entry in reading.rules.section("votes.totals"):
        patterns = [rf"{number} {after}(?!\w)" for after in entry["after"]] + [
            rf"(?:{before}){number}" for before in entry["before"]
        ]
        for pattern in patterns:
            match = re.search(pattern, text, re.I)
            if match and entry["choice"] not in totals:
                found = match["n"].lower()
                totals[entry["choice"]] = numbers.get(found, found)
    wrong = any(int(value) > 193 for value in totals.values())
    return {} if wrong else {key: totals[key] for key in _TOTALS if key in totals}


def _states_of(choice: Hit, choices: list[Hit], mentions: Mentions, reading: Reading) -> tuple[list[str], str | None]:
    """The states whose choice it is: the nearest list before the verb, else the list right after it."""
    runs = _runs(mentions, reading)
    start = max((other.end for other in choices if other.end <= choice.start), default=0)
    end = min((other.start for other in choices if other.start >= choice.end), default=len(mentions.text))
    before = [
        run for run in runs if start <= run.start and run.end <= choice.start and choice.start - run.end <= _BEFORE
    ]
    after = [run for run in runs if choice.end <= run.start < end and run.start - choice.end <= _AFTER]
    # "abstentions included A and B": a noun has its states after it.
    listed = after and grammar(reading.rules, "states_after").match(mentions.text[choice.end :])
    chosen = after[0] if listed else before[-1] if before else after[0] if after else None
    if chosen is None:
        return [], None
    members = list(chosen.values["members"])
    return members, chosen.values.get("doubt")


def _runs(mentions: Mentions, reading: Reading) -> list[Hit]:
    """Lists of states as the sentence joins them, a single state included; adjectives ("Russian") are left out."""
    runs: list[Hit] = [hit for hit in find_groups(mentions, reading) if hit.rule == "groups"]
    runs = [
        Hit(
            hit.rule,
            hit.start,
            hit.end,
            hit.text,
            {"members": hit.values["members"], "doubt": None if hit.values["all"] else "all five?"},
        )
        for hit in runs
    ]
    current: list[Hit] = []
    joined = grammar(reading.rules, "joined")
    for hit in (hit for hit in mentions.actors if hit.rule.startswith("actors.")):
        between = mentions.text[current[-1].end : hit.start] if current else None
        if between is not None and joined.fullmatch(between):
            current.append(hit)
            continue
        runs += _close(current)
        current = [hit]
    runs += _close(current)
    return sorted(runs, key=lambda hit: hit.start)


def _close(run: list[Hit]) -> list[Hit]:
    if not run:
        return []
    members = tuple(dict.fromkeys(hit.values["actor"] for hit in run))
    return [Hit("states", run[0].start, run[-1].end, "", {"members": members, "doubt": None})]


def _adopted(mentions: Mentions, totals: dict) -> dict[str, str]:
    days = [
        date.values["start"] for date in mentions.dates if not date.values["told"] and len(date.values["start"]) == 10
    ]
    return {"adopted_on": days[0]} if days and totals else {}


def _link(totals: dict[str, str], mentions: Mentions, reading: Reading) -> tuple[str, str | None]:
    """The resolution: by its symbol, by totals or day that only one known resolution has, else the one spoken of."""
    table = reading.known.table("resolutions")
    symbol = _SYMBOL.search(mentions.text)
    if symbol:
        name = symbol[0].upper().replace("A/RES/", "A/").replace("A/", "A/RES/", 1)
        reading.resolution = (name, None if name in table else "not in the register of resolutions: add it there")
        return reading.resolution
    days = [date.values["start"] for date in mentions.dates]
    fitting = []
    for identifier, row in table.items():
        same = [row.get(key) == value for key, value in totals.items() if row.get(key)]
        adopted = row.get("adopted_on", "")
        dated = any(adopted and fits(adopted, day) and len(day) > 4 for day in days)
        later = reading.published and adopted and (days_between(adopted, reading.published) or 0) < 0
        if not later and ((same and all(same)) or (dated and not same)):
            fitting.append((dated, len(same), adopted, identifier))
    if fitting:
        best = max(fitting)
        rivals = [identifier for dated, count, _, identifier in fitting if (dated, count) == best[:2]]
        doubt = f"several known resolutions fit: {', '.join(sorted(rivals))}" if len(rivals) > 1 else None
        reading.resolution = (best[3], doubt)
    if reading.resolution is None or reading.resolution[1]:
        reading.resolution = reading.only_resolution or reading.resolution
    return reading.resolution or (TODO, "which resolution? name it by its symbol")


def find_only_resolution(texts: list[Mentions], reading: Reading) -> tuple[str, None] | None:
    """The one resolution that the report names beyond doubt, for the sentences that only list states."""
    found = set()
    for mentions in texts:
        if not has_cue(reading.rules, "votes.about", mentions.text) or _is_elsewhere(mentions.text, reading):
            continue
        totals = _find_totals(mentions.text, reading)
        if len(totals) > 1 or _SYMBOL.search(mentions.text):
            found.add(_link(totals, mentions, reading))
    reading.resolution = None
    sure = {name for name, doubt in found if doubt is None}
    return (min(sure), None) if len(sure) == 1 else None
