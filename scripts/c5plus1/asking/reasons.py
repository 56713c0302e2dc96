"""In one or two sentences: why a cell's value stands."""

from c5plus1.reading.schemas import Field
from c5plus1.reading.values import latest

_TIERS = (
    "an official source on its own side's act",
    "an agency, or an official source on others' acts,",
    "a newspaper or broadcaster",
    "an analysis",
    "a reference work",
)


def explain(cell: dict, voices: list, decision: dict | None, field: Field) -> str:
    """The reason for a cell's settled value. `cell` is a row of cells.csv as text, `voices` its facts."""
    if cell["status"] == "slip_only":
        return "Every report that gives a value contradicts itself on it (a slip), so the cell is empty."
    if cell["status"] == "adjudicated" and decision:
        reason = " ".join(decision["reason"].split())
        return f"Settled by hand ({decision['decided_by']}, {decision['decided_on']}): {reason}"
    rivals = {voice.value for voice in voices if voice.agreement in ("dissents", "differs")}
    if not rivals:
        return _unopposed(cell, voices, field)
    return f"{_deciding_rule(cell, voices)} {_other_policies(cell)}".strip()


def _unopposed(cell: dict, voices: list, field: Field) -> str:
    origins = int(cell["n_origins"])
    independent = "one origin" if origins == 1 else f"{origins} origins not known to be dependent"
    said = f"Nobody says otherwise; it goes back to {independent}."
    if field.compare == "text":
        return f"Wordings never dissent: the one shown ranks first under the policy. {independent.capitalize()}."
    if field.compare == "modality":
        return f"The strongest word that any report has for it, by {independent}; plans do not speak against it."
    if all(voice.derived for voice in voices):
        return f"No report states it; it follows by rule from what they do state ({independent})."
    return said


def _deciding_rule(cell: dict, voices: list) -> str:
    """Which step of the policy official_first told the winner from its rivals."""
    policy = "Policy official_first"
    groups: dict[str, list] = {}
    for voice in voices:
        if voice.agreement in ("dissents", "differs"):
            groups.setdefault(voice.value, []).append(voice)
    for_it = [voice for voice in voices if voice.agreement == "agrees"]
    tier, origins, first = _standing(for_it)
    rivals = {value: _standing(group) for value, group in groups.items()}
    most = max(count for _, count, _ in rivals.values())
    counts = f"{origins} independent origin{'s' if origins != 1 else ''} against {most} for the strongest rival"
    peers = [value for value, standing in rivals.items() if standing[0] == tier]
    if not peers:
        best = min(standing[0] for standing in rivals.values())
        return f"{policy}: {_TIERS[tier]} ranks before {_TIERS[best]} ({counts})."
    if all(rivals[value][1] < origins for value in peers):
        return f"{policy}: both have {_TIERS[tier]} behind them, so the number of origins decides: {counts}."
    if all(rivals[value][1:] != (origins, first) for value in peers):
        return (
            f"Policy official_first: equal kinds of source and of origins ({counts}); the value reported first stands."
        )
    return f"{policy}: the rivals are equal in kind, origins and date ({counts}); the first in text order stands."


def _standing(voices: list) -> tuple[int, int, str]:
    """Best tier, number of origins, and the last possible day of the earliest dated report ("9" if none is dated)."""
    dates = [latest(voice.published) for voice in voices if voice.published]
    return min(v.tier for v in voices), len({v.origin for v in voices}), min(dates, default="9")


def _other_policies(cell: dict) -> str:
    others = {"majority": cell["value_majority"], "latest_report": cell["value_latest_report"]}
    differing = [f"{name} would give {value!r}" for name, value in others.items() if value != cell["value"]]
    return f"{' and '.join(differing)}." if differing else "The other policies choose the same."
