"""The drafting rules of one language, read from `rules/<language>.yaml`: cue phrases made into patterns."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from c5plus1.problems import UsageProblem, nearest

_FOLDER = Path(__file__).resolve().parent / "rules"
_GAP = r"(?:\W+\w+){0,6}?"
_BETWEEN = r"[\s\-–—]+"


@dataclass(frozen=True)
class Hit:
    """One place where a rule fired: characters `start` to `end` of the sentence, and what the rule says of them."""

    rule: str
    start: int
    end: int
    text: str
    values: dict[str, Any] = field(default_factory=dict, compare=False)


@dataclass(frozen=True)
class Rules:
    """The rules of one language as read; every scalar is text."""

    language: str
    data: dict[str, Any] = field(repr=False)

    def __hash__(self) -> int:
        return hash(self.language)

    def section(self, path: str) -> Any:
        """The part under a path such as `money.bounds`."""
        part = self.data
        for key in path.split("."):
            part = part[key]
        return part


def known_languages() -> list[str]:
    """The languages that have rules."""
    return sorted(path.stem for path in _FOLDER.glob("*.yaml"))


@lru_cache(maxsize=4)
def read_rules(language: str) -> Rules:
    """The rules of a language such as `en`. Raises UsageProblem if there are none."""
    known = known_languages()
    if language not in known:
        raise UsageProblem(
            f"no drafting rules for the language {language!r}{nearest(language, known)}; there are: {', '.join(known)}"
        )
    text = (_FOLDER / f"{language}.yaml").read_text(encoding="utf-8")
    return Rules(language, yaml.load(text, Loader=getattr(yaml, "CBaseLoader", yaml.BaseLoader)))


def find_cues(rules: Rules, path: str, text: str, values: str | None = None) -> list[Hit]:
    """Where the cues of a section occur in `text`, the longest first where they overlap, in order of place.

    A section is a list of cues, or a list of entries with `cues` and values; `values` names the key that labels an
    entry in the rule's name.
    """
    hits = []
    for label, pattern, entry in _compiled(rules, path, values):
        for match in pattern.finditer(text):
            hits.append(Hit(f"{path}{label}", match.start(), match.end(), match[0], entry))
    return keep_longest(hits)


@lru_cache(maxsize=64)
def grammar(rules: Rules, name: str) -> re.Pattern[str]:
    """One of the language's small patterns (`grammar`), case ignored."""
    pattern = rules.section(f"grammar.{name}")
    sessions = "|".join(map(re.escape, rules.section("meetings.not_sessions")))
    return re.compile(pattern.replace("{not_sessions}", sessions), re.IGNORECASE)


def has_cue(rules: Rules, path: str, text: str) -> bool:
    """Whether any cue of the section occurs."""
    return any(pattern.search(text) for _, pattern, _ in _compiled(rules, path, None))


def keep_longest(hits: Iterable[Hit]) -> list[Hit]:
    """The hits that lie in no longer one (the first given wins a tie), by place."""
    kept: list[Hit] = []
    for hit in sorted(hits, key=lambda hit: hit.start - hit.end):
        if not any(hit.start < other.end and other.start < hit.end for other in kept):
            kept.append(hit)
    return sorted(kept, key=lambda hit: hit.start)


def compile_cues(cues: Iterable[str]) -> re.Pattern[str]:
    """One pattern for cue phrases in the notation that rules/en.yaml explains."""
    return re.compile("|".join(_cue_pattern(cue) for cue in sorted(set(cues), key=lambda cue: (-len(cue), cue))))


@lru_cache(maxsize=256)
def _compiled(rules: Rules, path: str, values: str | None) -> tuple[tuple[str, re.Pattern[str], dict], ...]:
    part = rules.section(path)
    if all(isinstance(item, str) for item in part):
        return (("", compile_cues(part), {}),)
    compiled = []
    for item in part:
        entry = {key: value for key, value in item.items() if key not in ("cues", "before", "after", "verbs", "words")}
        label = f".{item[values]}" if values else ""
        compiled.append((label, compile_cues(item["cues"]), entry))
    return tuple(compiled)


def _cue_pattern(cue: str) -> str:
    sensitive = cue.startswith("=")
    words = cue.removeprefix("=").split()
    pattern = ""
    for position, word in enumerate(words):
        if word == "...":
            pattern += _GAP
            continue
        if position:
            pattern += r"\W+" if words[position - 1] == "..." else _BETWEEN
        pattern += "(?:" + "|".join(_word_pattern(choice) for choice in word.split("|")) + ")"
    return rf"(?<!\w)(?{'' if sensitive else 'i'}:{pattern})(?!\w)"


def _word_pattern(word: str) -> str:
    if word == "*":
        return r"\w+"
    ending = r"\w*" if word.endswith("*") else ""
    return re.escape(word.removesuffix("*")) + ending
