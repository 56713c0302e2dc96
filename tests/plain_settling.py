"""The design's section 4 written once more, cell by cell in plain Python: slow, readable, and independent of the code."""

from collections import defaultdict
from datetime import date, timedelta

KINDS = {"official": 1, "agency": 1, "newspaper": 2, "broadcaster": 2, "analysis": 3, "reference": 4}
FAR = "9999-99-99"


def last_day(text: str | None) -> str | None:
    """The last day of a partial date."""
    if text is None or len(text) == 10:
        return text
    year, month = int(text[:4]), int(text[5:7] or 12)
    return str(date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1))


def leaves_of(values: set[str]) -> dict[str, str | None]:
    """Each date -> the leaf it supports, None if several lie in it."""
    leaves = {v for v in values if not any(w != v and w.startswith(v + "-") for w in values)}
    aims = {}
    for value in values:
        inside = [leaf for leaf in leaves if leaf == value or leaf.startswith(value + "-")]
        aims[value] = inside[0] if len(inside) == 1 else None
    return aims


def join(voices: list[dict]) -> dict[str, int]:
    """Source -> its origin, by repeated merging of everything that shares a token."""
    tokens = defaultdict(set)
    for voice in voices:
        tokens[voice["source"]] |= voice["tokens"]
    groups = [({source}, set(shared)) for source, shared in sorted(tokens.items())]
    merged = True
    while merged:
        merged = False
        for a in range(len(groups)):
            for b in range(a + 1, len(groups)):
                if groups[a][1] & groups[b][1]:
                    groups[a] = (groups[a][0] | groups[b][0], groups[a][1] | groups[b][1])
                    del groups[b]
                    merged = True
                    break
            if merged:
                break
    groups.sort(key=lambda group: min(group[0]))
    return {source: number + 1 for number, (members, _) in enumerate(groups) for source in members}


def settle_cell(facts: list[dict], comparison: str, policy: str) -> dict:
    """`facts` have source, value, tier, plan (0, 1, 2), slip, published, tokens, kind, language."""
    heard = [fact for fact in facts if not fact["slip"]]
    if not heard:
        return {"value": None, "status": "slip_only", "n_origins": 0, "n_dissent": 0}
    best = min(fact["plan"] for fact in heard)
    if comparison == "modality":
        active = [fact for fact in heard if fact["plan"] == best]
    else:
        active = [fact for fact in heard if fact["plan"] < 2 or best == 2]
    origin = join(heard)
    values = {fact["value"] for fact in active}
    aims = leaves_of(values) if comparison == "date" else {value: value for value in values}
    behind = defaultdict(list)
    for fact in active:
        if aims[fact["value"]] is not None:
            behind[aims[fact["value"]]].append(fact)

    def key(value: str):
        voices = behind[value]
        dated = [last_day(v["published"]) for v in voices if v["published"]]
        tier, origins = min(v["tier"] for v in voices), -len({origin[v["source"]] for v in voices})
        earliest, latest = min(dated, default=FAR), max(dated, default="0000")
        if any(not v["published"] for v in voices):
            earliest = min(earliest, FAR)
        if policy == "official_first":
            return (tier, origins, earliest, value)
        if policy == "majority":
            return (origins, tier, earliest, value)
        return (_negative(latest), origins, tier, value)

    winner = min(behind, key=key)
    agree = [f for f in active if comparison == "text" or aims[f["value"]] == winner]
    against = [f for f in active if aims[f["value"]] not in (None, winner)] if comparison in ("exact", "date") else []
    origins = len({origin[f["source"]] for f in agree})
    status = "contested" if against else "corroborated" if origins > 1 else "single"
    return {
        "value": winner,
        "status": status,
        "n_origins": origins,
        "n_dissent": len({f["source"] for f in against}),
        "n_dissent_origins": len({origin[f["source"]] for f in against}),
        "n_sources": len({f["source"] for f in heard}),
        "n_languages": len({f["language"] for f in agree}),
        "n_official": len({f["source"] for f in agree if f["kind"] == "official"}),
        "same_origin_dissent": bool({origin[f["source"]] for f in agree} & {origin[f["source"]] for f in against}),
    }


def _negative(day: str) -> tuple:
    return tuple(-ord(letter) for letter in day)


def tokens_of(source: dict, claim: dict, houses: dict[str, str], sources: dict[str, dict]) -> set[tuple]:
    """What a claim's source shares with others of one origin."""
    house = lambda name: ("house", houses.get(name, name))  # noqa: E731
    tokens = {house(source["publisher"]), ("print", claim["sha256"])}
    if claim["via"]:
        tokens.add(house(claim["via"]))
    if source["reprint_of"]:
        tokens.add(house(source["reprint_of"]))
    first = source
    while first["same_text_as"] and first["same_text_as"] in sources:
        first = sources[first["same_text_as"]]
    tokens.add(("text", first["same_text_as"] or first["source"]))
    return tokens
