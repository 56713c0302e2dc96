"""Commitments of money: whose, for whom, how much, new or told before."""

from c5plus1.drafting.amounts import find_amounts
from c5plus1.drafting.dates import days_between
from c5plus1.drafting.likeness import likeness
from c5plus1.drafting.links import date_in
from c5plus1.drafting.mentions import not_denied
from c5plus1.drafting.record import CENTRAL_ASIA, TODO, Mentions, Proposal, Reading
from c5plus1.drafting.rules import Hit, compile_cues, find_cues, grammar, has_cue
from c5plus1.drafting.telling import Told
from c5plus1.drafting.topics import choose_topic

# Words before and after a sum in which it is called new or known.
_REACH = 48
# Days within which new money may have been announced, and within which two sums can't be told apart.
_RECENT, _QUARTER = 45, 92


def propose_commitments(told: list[Told], mentions: Mentions, reading: Reading) -> list[Proposal]:
    """One commitment per sum, where the sentence is about an undertaking."""
    amounts = find_amounts(mentions.text, reading.rules)
    if not amounts or has_cue(reading.rules, "money.not_undertaken", mentions.text):
        return []
    undertakings = find_cues(reading.rules, "money.undertaking", mentions.text)
    if not undertakings or len(not_denied(undertakings, mentions.text, reading)) < len(undertakings):
        return []
    reading.fired(*amounts)
    return [_commitment(number, amounts, told, mentions, reading) for number in range(len(amounts))]


def _commitment(number: int, amounts: list[Hit], told: list[Told], mentions: Mentions, reading: Reading) -> Proposal:
    hit = amounts[number]
    donor, recipient = _donor(hit, mentions, reading)
    recipient = recipient or _recipient(hit, mentions, reading)
    novelty = _novelty(number, amounts, mentions, reading)
    values: dict = {"donor": donor, "recipient": recipient if recipient != donor else None}
    for column, key in (
        ("amount", "amount"),
        ("amount_low", "low"),
        ("amount_high", "high"),
        ("amount_bound", "bound"),
    ):
        if hit.values.get(key) is not None:
            values[column] = str(hit.values[key])
    values |= {"currency": hit.values["currency"], "novelty": novelty}
    if has_cue(reading.rules, "money.planned", mentions.text):
        values["stage"] = "planned"
    if novelty == "new":
        values |= _announcement(hit, told, mentions, reading)
    values["topic"] = choose_topic(_part_about(number, amounts, mentions.text), reading.topics)
    values = {column: value for column, value in values.items() if value}
    identifier, doubt = _link(values, novelty, mentions.text, reading)
    doubt = doubt or (None if donor else "whose money? name the donor")
    return Proposal("commitments", {"commitment": identifier, **values}, hit.rule, doubt)


def _part_about(number: int, amounts: list[Hit], text: str) -> str:
    """The words of the sentence that belong to one sum: from it to the next one, for the first also those before."""
    start = amounts[number].start if number else 0
    return text[start : amounts[number + 1].start if number + 1 < len(amounts) else len(text)]


def _donor(hit: Hit, mentions: Mentions, reading: Reading) -> tuple[str | None, str | None]:
    """The last state or person's state before the sum; one right before it ("give Y a million") receives it.

    Where none is named, the state of the person spoken of (he, she).
    """
    before = [actor for actor in mentions.actors if "actor" in actor.values and actor.end <= hit.start]
    people = [person for person in mentions.people if person.end <= hit.start]
    named = sorted([*before, *people], key=lambda one: one.end)
    if len(named) > 1 and hit.start - named[-1].end <= 2 and named[-2].values["actor"] != named[-1].values["actor"]:
        return named[-2].values["actor"], named[-1].values["actor"]
    if named:
        return named[-1].values["actor"], None
    pronoun = has_cue(reading.rules, "pronouns", mentions.text[: hit.start])
    return (reading.speaker[1] if reading.speaker and pronoun else None), None


def _recipient(hit: Hit, mentions: Mentions, reading: Reading) -> str | None:
    tail = mentions.text[hit.end :]
    states = [one.values["actor"] for one in mentions.actors if "actor" in one.values and one.start >= hit.end]
    region = compile_cues(reading.rules.section("money.region"))
    if region.search(tail):
        return "C5"
    members = sorted({state for state in states if state in CENTRAL_ASIA})
    if members:
        return "C5" if len(members) == len(CENTRAL_ASIA) else ";".join(members)
    led = [
        one
        for one in mentions.actors
        if "actor" in one.values and grammar(reading.rules, "recipient_before").search(mentions.text[: one.start])
    ]
    others = [one.values["actor"] for one in led if one.start >= hit.end]
    if others:
        return others[0]
    return "C5" if region.search(mentions.text) else None


def _novelty(number: int, amounts: list[Hit], mentions: Mentions, reading: Reading) -> str | None:
    """The nearest word that calls the sum new, repeated or a total, up to the neighbouring sums."""
    hit = amounts[number]
    start = amounts[number - 1].end if number else 0
    end = amounts[number + 1].start if number + 1 < len(amounts) else len(mentions.text)
    before = mentions.text[max(start, hit.start - _REACH) : hit.start]
    after = mentions.text[hit.end : min(end, hit.end + _REACH + 20)]
    if number + 1 < len(amounts):
        # What leads over to the next sum ("on top of") belongs to that one.
        after = grammar(reading.rules, "next_sum").split(after)[0]
    found = []
    for entry in reading.rules.section("money.novelty"):
        found += [
            (len(before) - match.end(), entry["novelty"]) for match in compile_cues(entry["before"]).finditer(before)
        ]
        found += [(match.start(), entry["novelty"]) for match in compile_cues(entry["after"]).finditer(after)]
    return min(found)[1] if found else None


def _announcement(hit: Hit, told: list[Told], mentions: Mentions, reading: Reading) -> dict:
    """Where, when and by whom it was announced, as far as the sentence says."""
    found: dict = {}
    dates = [date.values["start"] for date in mentions.dates if not date.values["end"]]
    if dates:
        found["announced_on"] = dates[0]
    sessions = [item.meeting for item in told if item.meeting.format != "visit" and item.meeting.doubt is None]
    if sessions:
        found["event"] = sessions[0].event
    before = [person for person in mentions.people if person.end <= hit.start and not person.values["doubt"]]
    if before:
        found["announced_by"] = before[-1].values["person"]
    elif reading.speaker and has_cue(reading.rules, "pronouns", mentions.text[: hit.start]):
        found["announced_by"] = reading.speaker[0]
    return found


def _link(values: dict, novelty: str | None, text: str, reading: Reading) -> tuple[str, str | None]:
    """The known commitment of that sum and donor whose day fits; else a blank with the reason."""
    table = reading.known.table("commitments")
    fitting = []
    for identifier, row in table.items():
        if any(values.get(column) != row.get(column) for column in ("amount", "currency", "amount_low", "amount_high")):
            continue
        if values.get("donor") and row.get("donor") not in (None, values["donor"]):
            continue
        if values.get("recipient") and row.get("recipient") not in (None, values["recipient"]):
            continue
        fitting.append((date_in(identifier.partition("-")[2]), identifier))
    names = reading.known.names["commitments"]
    dated = [
        (likeness(names[name], names, text), day, name) for day, name in fitting if _day_fits(day, novelty, reading)
    ]
    if dated:
        # The one whose own words the sentence has, else the latest; one as good within a quarter leaves it open.
        alike, day, best = max(dated)
        rivals = [
            name
            for other, when, name in sorted(dated)
            if name != best and other == alike and abs(days_between(when, day) or 0) < _QUARTER
        ]
        doubt = f"several known commitments fit: {best}, {', '.join(rivals)}" if rivals else None
        return best, doubt
    hint = f" (same sum: {', '.join(identifier for _, identifier in sorted(fitting))})" if fitting else ""
    return TODO, f"not in the register of commitments: name it there{hint}"


def _day_fits(day: str, novelty: str | None, reading: Reading) -> bool:
    """New money was announced about when the report came out, repeated money before; without a day nothing is sure."""
    published = reading.own.start if reading.own and reading.own.start else reading.published
    if not published or len(published) < 10 or len(day) < 10:
        return False
    apart = days_between(day, published)
    if novelty == "new":
        return -2 <= apart <= _RECENT
    return apart > 2 if novelty == "repeated" else apart >= -2
