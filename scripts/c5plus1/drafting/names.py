"""Names in a sentence: people of the register with their spelling variants, states and groups, cities."""

import re
import unicodedata
from dataclasses import dataclass

from c5plus1.drafting.rules import Hit, Rules, compile_cues, find_cues, grammar, keep_longest

_WORD = re.compile(r"[^\W\d_]\.|[^\W\d_][\w'-]*")
# How alike (0 to 100) two surnames, and two given names, must be after spelling is made alike.
_SURNAME_LIKE, _GIVEN_LIKE, _CITY_LIKE = 88, 75, 88
# A short family name alone is too often another word (Power, West, Lu): it needs the full name elsewhere in the report.
_LONG_SURNAME = 6


@dataclass(frozen=True)
class Names:
    """The registers made ready for looking up, for one language and one report."""

    rules: Rules
    people: tuple[tuple[str, str, tuple[str, ...], str], ...]
    actors: tuple[tuple[str, re.Pattern[str]], ...]
    adjectives: tuple[tuple[str, re.Pattern[str]], ...]
    places: dict[str, tuple[str, str]]
    countries: dict[str, str]
    introduced: frozenset[str] = frozenset()


def make_names(registers: dict[str, list[dict]], rules: Rules, text: str = "") -> Names:
    """Look-ups from the registers of people, actors and places; `text` is the report, to see whom it names in full."""
    people = []
    for entry in registers["people"]:
        for form in (entry["name"], *(entry.get("aliases") or []), " ".join(reversed(entry["person"].split("-", 1)))):
            words = [alike(word, rules) for word in re.split(r"[\s-]+", form) if len(word.strip(".")) > 1]
            surname = alike(form.split()[-1], rules)
            if words:
                people.append((entry["person"], entry["actor"], tuple(words[:-1]) or (), surname))
    other = {entry["actor"]: entry["cues"] for entry in rules.section("actors")}
    states = [(entry["actor"], entry["name"]) for entry in registers["actors"] if entry["kind"] == "state"]
    adjectives = tuple(
        (entry["actor"], compile_cues(entry["adjectives"]))
        for entry in rules.section("actors")
        if "adjectives" in entry
    )
    actors = tuple((code, compile_cues([f"={name}", *other.get(code, [])])) for code, name in states)
    places = {}
    for entry in registers["places"]:
        for form in (entry["name"], *(entry.get("aliases") or [])):
            places[form] = (entry["place"], entry["country"])
    countries = {code: name.split(" (")[0] for code, name in states}
    names = Names(rules, tuple(dict.fromkeys(people)), actors, adjectives, places, countries)
    introduced = frozenset(hit.values["person"] for hit in find_people(text, names) if hit.values["full"])
    return Names(rules, names.people, actors, adjectives, places, countries, introduced)


def alike(word: str, rules: Rules) -> str:
    """A name's word without accents, case, doubled letters and the differences that transliteration makes."""
    bare = unicodedata.normalize("NFKD", word.casefold())
    bare = "".join(sign for sign in bare if sign.isalpha())
    for one, other in rules.section("spelling"):
        bare = bare.replace(one, other)
    return re.sub(r"(.)\1+", r"\1", bare)


def find_people(text: str, names: Names) -> list[Hit]:
    """Persons named, with `person`, `actor`, `full` (given name too) and `doubt` (None, or why it may be another)."""
    from rapidfuzz.fuzz import ratio

    words = list(_WORD.finditer(text))
    hits = []
    for position, word in enumerate(words):
        if not word[0][0].isupper():
            continue
        surname = alike(grammar(names.rules, "possessive").sub("", word[0]), names.rules)
        if len(surname) < 2:
            continue
        fitting = [entry for entry in names.people if ratio(surname, entry[3], score_cutoff=_SURNAME_LIKE)]
        if fitting:
            hit = _choose_person(text, words, position, fitting, names)
            if hit:
                hits.append(hit)
    return keep_longest(hits)


def _choose_person(text, words, position, fitting, names: Names) -> Hit | None:
    from rapidfuzz.fuzz import ratio

    word = words[position]
    given = _given_before(text, words, position)
    end = word.end() - (len(word[0]) - len(grammar(names.rules, "possessive").sub("", word[0])))
    for person, actor, firsts, _ in fitting:
        for start, spelt in given:
            parts = [alike(part, names.rules) for part in spelt.split("-")]
            if firsts and max(ratio(part, first) for part in parts for first in firsts) >= _GIVEN_LIKE:
                value = {"person": person, "actor": actor, "full": True, "doubt": None}
                return Hit("names.full", start, end, text[start:end], value)
    persons = sorted({(person, actor) for person, actor, _, _ in fitting})
    named = [entry for entry in persons if entry[0] in names.introduced]
    choice = named or persons
    person, actor = choice[0]
    exact = any(alike(word[0][: end - word.start()], names.rules) == entry[3] for entry in fitting)
    doubt = None
    if len(choice) > 1:
        doubt = "several people of that name"
    elif not named and (len(word[0]) < _LONG_SURNAME or not exact):
        return None
    elif not named and given and not _is_title(given[0][1], names):
        doubt = "given name not in the register"
    value = {"person": person, "actor": actor, "full": False, "doubt": doubt}
    return Hit("names.family", word.start(), end, text[word.start() : end], value)


def _given_before(text: str, words, position: int) -> list[tuple[int, str]]:
    """Up to three capitalised words just before, nearest first, with where they start."""
    given = []
    for earlier in range(position - 1, max(-1, position - 4), -1):
        gap = text[words[earlier].end() : words[earlier + 1].start()]
        if gap not in (" ", "-", "- ", " -") or not words[earlier][0][0].isupper():
            break
        given.append((words[earlier].start(), words[earlier][0]))
    return given


def _is_title(word: str, names: Names) -> bool:
    heads = " ".join(cue for entry in names.rules.section("offices.heads") for cue in entry["cues"])
    return word.casefold().rstrip("'s") in heads.casefold().split() or word.casefold() in heads.casefold()


def find_actors(text: str, names: Names) -> list[Hit]:
    """States named by noun or adjective, as hits with `actor`; groups as hits with `members` and `all`."""
    hits = [
        Hit(f"{kind}.{code}", match.start(), match.end(), match[0], {"actor": code})
        for kind, patterns in (("actors", names.actors), ("adjectives", names.adjectives))
        for code, pattern in patterns
        for match in pattern.finditer(text)
    ]
    groups = [
        Hit(
            "groups",
            hit.start,
            hit.end,
            hit.text,
            {"members": tuple(hit.values["members"]), "all": "all" in hit.values},
        )
        for hit in find_cues(names.rules, "groups", text)
    ]
    return keep_longest(groups + hits)


def find_places(text: str, names: Names) -> list[Hit]:
    """Cities where something takes place, with `place`, `country` and `stated` (the country stands beside it)."""
    from rapidfuzz.fuzz import ratio

    candidates = []
    for form, (place, country) in names.places.items():
        length = len(form.split())
        for match in re.finditer(rf"(?<!\w)[A-Z][\w-]*(?: [A-Z][\w-]*){{{length - 1}}}(?!\w)", text):
            if ratio(match[0].casefold(), form.casefold()) >= _CITY_LIKE:
                value = {"place": place, "country": country, "stated": _country_beside(text, match, country, names)}
                candidates.append((match, Hit("places." + place, match.start(), match.end(), match[0], value)))
    hits: list[Hit] = []
    for match, hit in sorted(candidates, key=lambda pair: pair[1].start):
        listed = hits and re.fullmatch(r"(?:, | and |, and )", text[hits[-1].end : hit.start])
        if listed or hit.values["stated"] or _is_location(text, match, names):
            hits.append(hit)
    return keep_longest(hits)


def _either(country: str, names: Names) -> re.Pattern[str]:
    patterns = [dict(kind)[country].pattern for kind in (names.actors, names.adjectives) if country in dict(kind)]
    return re.compile("|".join(patterns))


def _country_beside(text: str, match: re.Match, country: str, names: Names) -> bool:
    after = text[match.end() : match.end() + 2 + len(names.countries.get(country, ""))]
    before = text[max(0, match.start() - 24) : match.start()]
    pattern = _either(country, names)
    return bool(re.match(r",? ?\(?", after) and pattern.match(after.lstrip(" ,(")) and after[:1] in ", (") or bool(
        grammar(names.rules, "capital_before").search(before) and pattern.search(before)
    )


def _is_location(text: str, match: re.Match, names: Names) -> bool:
    before, after = text[: match.start()].rstrip(' ,"'), text[match.end() :].lstrip()
    leading = compile_cues(names.rules.section("places.before"))
    hosting = compile_cues(names.rules.section("places.after"))
    tail = before[-24:]
    return any(hit.end() == len(tail) for hit in leading.finditer(tail)) or bool(hosting.match(after))
