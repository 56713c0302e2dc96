"""Milestones in the life of the format, and measures of governments."""

from c5plus1.drafting.dates import fits
from c5plus1.drafting.likeness import likeness
from c5plus1.drafting.links import date_in
from c5plus1.drafting.mentions import nearest_hit, not_denied
from c5plus1.drafting.record import TODO, Mentions, Proposal, Reading
from c5plus1.drafting.rules import Hit, find_cues, has_cue

# A link needs this share of a name's own words in the sentence.
_LIKE = 0.5


def propose_milestones(mentions: Mentions, reading: Reading) -> list[Proposal]:
    """A milestone where the sentence names the format (or is about its secretariat or groups) and a step."""
    hits = not_denied(find_cues(reading.rules, "milestones", mentions.text, "kind"), mentions.text, reading)
    if not hits or not mentions.formats:
        return []
    order = [entry["kind"] for entry in reading.rules.section("milestones")]
    hit = min(hits, key=lambda one: order.index(one.values["kind"]))
    reading.fired(hit)
    dates = [date for date in mentions.dates if not date.values["told"]]
    date = dates[0].values["start"] if dates else None
    kind = hit.values["kind"]
    usual = _usual(hit, date, mentions, reading)
    identifier, doubt = (usual, None) if usual else _link("milestones", kind, {}, date, mentions, reading)
    values = {"milestone": identifier, "date": date, "kind": kind, "gist": f"{TODO} ({kind})"}
    return [Proposal("milestones", {key: value for key, value in values.items() if value}, hit.rule, doubt)]


def _usual(hit: Hit, date: str | None, mentions: Mentions, reading: Reading) -> str | None:
    """The milestone that such words ordinarily mean for the format named nearest, unless its date speaks against it."""
    series = nearest_hit(mentions.formats, hit.start, hit.end).values["prefix"]
    table = reading.known.table("milestones")
    for identifier in hit.values.get("usual", []):
        if identifier.startswith(f"{series}-") and identifier in table:
            known = table[identifier].get("date")
            if not date or not known or fits(known[:4], date[:4]):
                return identifier
    return None


def propose_measures(mentions: Mentions, reading: Reading) -> list[Proposal]:
    """A measure where the sentence says that one was taken; which one stays with the coder unless one known fits."""
    kinds = find_cues(reading.rules, "measures.kinds", mentions.text, "kind")
    acts = not_denied(find_cues(reading.rules, "measures.acts", mentions.text), mentions.text, reading)
    if not kinds or not acts:
        return []
    if has_cue(reading.rules, "measures.not_acts", mentions.text):
        return []
    order = [entry["kind"] for entry in reading.rules.section("measures.kinds")]
    hit = min(kinds, key=lambda one: order.index(one.values["kind"]))
    reading.fired(hit)
    values = {"kind": hit.values["kind"], **_issuer(hit, mentions, reading)}
    dates = [date.values["start"] for date in mentions.dates if not date.values["told"]]
    date = dates[0] if dates else None
    identifier, doubt = _link("measures", hit.values["kind"], values, date, mentions, reading)
    found = {"measure": identifier, "date": date, **values, "gist": f"{TODO} ({hit.values['kind']})"}
    return [Proposal("measures", {key: value for key, value in found.items() if value}, hit.rule, doubt)]


def _issuer(hit: Hit, mentions: Mentions, reading: Reading) -> dict[str, str]:
    """Agency and issuer as the sentence names them; the target's state where it stands after the cue."""
    found: dict[str, str] = {}
    for agency in find_cues(reading.rules, "measures.agencies", mentions.text[: hit.start], "agency"):
        found["agency"] = agency.values["agency"]
        if "actor" in agency.values:
            found["issuer"] = agency.values["actor"]
    before = [one.values["actor"] for one in mentions.actors if "actor" in one.values and one.end <= hit.start]
    issuers = [actor for actor in before if actor in ("USA", "GBR", "KAZ", "KGZ", "TJK", "TKM", "UZB")]
    if issuers and "issuer" not in found:
        found["issuer"] = issuers[-1]
    after = [one.values["actor"] for one in mentions.actors if "actor" in one.values and one.start >= hit.end]
    targets = [actor for actor in after if actor != found.get("issuer")]
    if targets and hit.values["kind"] not in ("licence", "waiver"):
        found["target"] = targets[0]
    return {key: found[key] for key in ("issuer", "agency", "target") if key in found}


def _link(
    table: str, kind: str, values: dict, date: str | None, mentions: Mentions, reading: Reading
) -> tuple[str, str | None]:
    """The known row of that kind, day and issuer whose own words (those of no other name) stand in the sentence."""
    names = reading.known.names[table]
    ranked = []
    for identifier, row in reading.known.table(table).items():
        if row.get("kind") != kind or (values.get("issuer") and row.get("issuer") not in (None, values["issuer"])):
            continue
        known = row.get("date") or date_in(identifier.partition("-")[2])
        if (date and known and not fits(known, date)) or (reading.published and known > reading.published):
            continue
        ranked.append((likeness(names[identifier], names, mentions.text), bool(date and known), identifier))
    ranked.sort(key=lambda entry: (-entry[0], -entry[1], entry[2]))
    best = ranked[0] if ranked else (0, False, "")
    if best[0] >= _LIKE and (len(ranked) == 1 or ranked[1][0] < best[0]):
        return best[2], None
    hint = f"; near: {', '.join(entry[2] for entry in ranked[:3])}" if ranked else ""
    return TODO, f"which {table.removesuffix('s')}? take a known one, or add one to the register{hint}"
