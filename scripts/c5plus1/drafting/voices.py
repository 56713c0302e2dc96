"""Whom a sentence credits (`via`), and offices with the states they belong to."""

import re
from dataclasses import dataclass

from c5plus1.drafting.names import Names, find_actors
from c5plus1.drafting.rules import Hit, Rules, find_cues, grammar

# Characters between an office and the state it belongs to, or the name of its holder.
_NEAR = 24


@dataclass(frozen=True)
class Voices:
    """Patterns of attribution, for named houses and for bodies of a state; `publishers` by the name in reports."""

    named: re.Pattern[str]
    bodies: re.Pattern[str]
    publishers: dict[str, str]
    forms: dict[str, str]


def make_voices(register: list[dict], rules: Rules, own: str | None = None) -> Voices:
    """From the register of publishers; `own` is the report's own publisher, which it doesn't credit."""
    ignored = set(rules.section("voices.ignored"))
    publishers: dict[str, str] = {}
    known = {entry["publisher"] for entry in register}
    for name in sorted(known - ignored):
        bare = re.sub(r" \(.*\)$", "", name)
        if len(bare) > 2 and " of " not in bare[:12]:
            publishers[bare] = name
    for entry in rules.section("voices.names"):
        for name in entry["names"]:
            publishers[name] = entry["publisher"]
    publishers = {form: name for form, name in publishers.items() if name in known and name != own}
    forms = {form: entry["publisher"] for entry in rules.section("voices.of_actors") for form in entry["names"]}
    return Voices(_attribution(rules, publishers), _attribution(rules, forms), publishers, forms)


def _attribution(rules: Rules, names: dict[str, str]) -> re.Pattern[str]:
    voice = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    gap, service = rules.section("voices.gap"), rules.section("voices.service")
    parts = []
    for number, template in enumerate(rules.section("voices.attribution")):
        filled = template.replace("{gap}", rf"(?P<gap{number}>{gap}(?:\w+ )??)").replace("{service}", service)
        parts.append(filled.replace("{voice}", rf"(?P<voice{number}>{voice})"))
    return re.compile(rf"(?<!\w)(?:{'|'.join(parts)})(?!\w)")


def find_via(text: str, voices: Voices, names: Names, register: set[str]) -> Hit | None:
    """The voice that the sentence credits, as a hit with `publisher`, or None; a named house before a body."""
    hits = []
    for match in voices.named.finditer(text):
        form = _group(match, "voice")
        hits.append(Hit("voices.named", match.start(), match.end(), match[0], {"publisher": voices.publishers[form]}))
    for match in voices.bodies.finditer(text):
        publisher = _body_of(text, match, voices, names)
        if publisher in register:
            hits.append(Hit("voices.bodies", match.start(), match.end(), match[0], {"publisher": publisher}))
    return max(hits, key=lambda hit: (hit.rule == "voices.named", hit.start), default=None)


def _group(match: re.Match, stem: str) -> str:
    return next(value for key, value in match.groupdict().items() if key.startswith(stem) and value)


def _body_of(text: str, match: re.Match, voices: Voices, names: Names) -> str | None:
    """The publisher's name of a ministry or press service: the state stands just before it or after "of"."""
    key = next(name for name, value in match.groupdict().items() if name.startswith("voice") and value)
    start, end = match.span(key)
    country = find_country(text, start, end, names)
    return voices.forms[match[key]].format(country=names.countries[country]) if country else None


def find_country(text: str, start: int, end: int, names: Names) -> str | None:
    """The state that an office or body belongs to: named just before it, or after it with "of"."""
    before = [hit for hit in find_actors(text[:start], names) if start - hit.end <= 2 and "actor" in hit.values]
    if before:
        return before[-1].values["actor"]
    link = grammar(names.rules, "office_to_state").match(text[end:])
    if not link:
        return None
    tail = text[end + link.end() :][: _NEAR + 10]
    following = [hit for hit in find_actors(tail, names) if hit.start == 0 and "actor" in hit.values]
    return following[0].values["actor"] if following else None


def find_offices(text: str, people: list[Hit], names: Names) -> list[Hit]:
    """Offices named, with `office`, `actor` (or None), `person` (whose it is, or None) and `former`."""
    hits = []
    taken = set()
    for hit in find_cues(names.rules, "offices.heads", text, "office"):
        actor = hit.values.get("actor") or find_country(text, hit.start, hit.end, names)
        holder = _holder(text, hit, people, taken, names.rules)
        if holder:
            taken.add(holder.start)
        former = re.search(
            rf"(?:{'|'.join(names.rules.section('offices.former'))})[ -](?:\w+ )?$", text[: hit.start], re.I
        )
        value = {
            "office": hit.values["office"],
            "actor": actor or (holder.values["actor"] if holder else None),
            "person": holder.values["person"] if holder else None,
            "former": bool(former),
        }
        hits.append(Hit(hit.rule, hit.start, hit.end, hit.text, value))
    return hits


def _holder(text: str, office: Hit, people: list[Hit], taken: set[int], rules: Rules) -> Hit | None:
    """The person whose office it is: the name follows ("Minister of Y, X") or stands before (", the …")."""
    following, leading = grammar(rules, "office_to_name"), grammar(rules, "name_to_office")
    for person in people:
        between = text[office.end : person.start]
        if office.end <= person.start and len(between) <= _NEAR and following.fullmatch(between):
            return person
    for person in people:
        between = text[person.end : office.start]
        fitting = person.end < office.start and len(between) <= _NEAR and leading.fullmatch(between)
        if person.start not in taken and fitting:
            return person
    return None
