"""Topics in a sentence, by the cue words that the register of topics keeps."""

import re
from collections import Counter
from dataclasses import dataclass

from c5plus1.drafting.rules import Hit, Rules, compile_cues


@dataclass(frozen=True)
class Topics:
    """The register's cues compiled for one language, and which topics are broad."""

    patterns: tuple[tuple[str, re.Pattern[str]], ...]
    broad: frozenset[str]
    yielding: frozenset[str]
    agenda_yielding: frozenset[str]


def make_topics(register: list[dict], rules: Rules) -> Topics:
    """Topics with cues in the rules' language; those without are never proposed."""
    patterns = []
    for entry in register:
        cues = (entry.get("cues") or {}).get(rules.language)
        if cues:
            patterns.append((entry["topic"], compile_cues(cues)))
    broad = frozenset(entry["topic"] for entry in register if not entry.get("broader"))
    return Topics(
        tuple(patterns), broad, frozenset(rules.section("yielding_topics")), frozenset(rules.section("agenda_yielding"))
    )


def find_topics(text: str, topics: Topics) -> list[Hit]:
    """The topics named, by place. A broad topic's cue inside a longer cue of another topic doesn't count."""
    hits = []
    for topic, pattern in topics.patterns:
        for match in pattern.finditer(text):
            hits.append(Hit(f"topics.{topic}", match.start(), match.end(), match[0], {"topic": topic}))
    kept = [hit for hit in hits if not any(_hides(other, hit, topics) for other in hits)]
    return sorted(kept, key=lambda hit: (hit.start, hit.end, hit.rule))


def list_topics(text: str, topics: Topics) -> list[str]:
    """The topics of a sentence for an agenda, as first named; one that only fits in general gives way to others."""
    found = list(dict.fromkeys(hit.values["topic"] for hit in find_topics(text, topics)))
    return [topic for topic in found if topic not in topics.agenda_yielding] or found


def choose_topic(text: str, topics: Topics) -> str | None:
    """The one topic that the words fit best: most cues, then a narrow one before a broad one, then the first named."""
    hits = find_topics(text, topics)
    if not hits:
        return None
    counts = Counter(hit.values["topic"] for hit in hits)
    first = {hit.values["topic"]: hit.start for hit in reversed(hits)}

    def rank(topic: str) -> tuple:
        gives_way = topic in topics.yielding and len(counts) > 1
        return gives_way, -counts[topic], topic in topics.broad, first[topic]

    return min(counts, key=rank)


def _hides(longer: Hit, hit: Hit, topics: Topics) -> bool:
    inside = longer.start <= hit.start and hit.end <= longer.end and longer.end - longer.start > hit.end - hit.start
    if not inside:
        return False
    same_pair = longer.values["topic"] in topics.broad and hit.values["topic"] not in topics.broad
    return hit.values["topic"] in topics.broad or same_pair
