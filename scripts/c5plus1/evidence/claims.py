"""What evidence needs of the coding sheets: fingerprints, notes, addresses; read without judging the facts.

A reader checks a page against a sheet, also against one that is half coded: so the schemas are not asked
here.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from c5plus1.evidence.fingerprint import FEWEST_TOKENS, MOST_TOKENS, Fingerprint
from c5plus1.problems import DataError, Problem, UsageProblem, nearest
from c5plus1.reading.positions import parse_yaml, read_text


@dataclass(frozen=True)
class EvidenceClaim:
    """One claim as evidence sees it; `id` is `source#number`."""

    id: str
    number: int
    fingerprint: Fingerprint
    note: str


@dataclass(frozen=True)
class EvidenceSheet:
    """One source with its claims; `words` is what we wrote ourselves about it (notes, gists, headline)."""

    source: str
    publisher: str
    title: str
    url: str
    retrieved: str
    claims: tuple[EvidenceClaim, ...]
    words: str


def list_sources(root: Path) -> dict[str, Path]:
    """Source id -> its sheet, sorted by id."""
    paths = sorted((root / "data" / "sheets").glob("*/*.yaml"), key=lambda path: (path.stem, path.parent.name))
    if not paths:
        raise UsageProblem(f"{root}: no coding sheets (data/sheets/<year>/<source>.yaml) in it")
    return {path.stem: path for path in paths}


def find_source(name: str, root: Path) -> Path:
    """The sheet of a source id, or a sheet named by its file. Raises UsageProblem with the nearest id."""
    if name.endswith((".yaml", ".yml")):
        if Path(name).is_file():
            return Path(name)
        raise UsageProblem(f"{name}: no such sheet")
    known = list_sources(root)
    if name not in known:
        raise UsageProblem(
            f"no source {name!r}{nearest(name, known)}; source ids are the names of the files in data/sheets"
        )
    return known[name]


def read_evidence(path: Path) -> EvidenceSheet:
    """One sheet's evidence. Raises DataError naming what it lacks."""
    text, problems = read_text(path, str(path))
    document, lines = None, {}
    if text is not None:
        document, lines, problems = parse_yaml(text, str(path))
    if problems:
        raise DataError(problems)
    source = document.get("source") if isinstance(document, dict) else None
    claims = document.get("claims") if isinstance(document, dict) else None
    if not isinstance(source, dict) or not source.get("id") or not isinstance(claims, list) or not claims:
        raise DataError([Problem(str(path), 1, "no coding sheet: it needs 'source:' with an id, and 'claims:'")])
    made = [_make_claim(source["id"], index, claim) for index, claim in enumerate(claims)]
    wrong = [
        Problem(
            str(path),
            lines["claims", index],
            "evidence must be {tokens: 6 to 100, sha256: 64 hexadecimal digits}",
        )
        for index, claim in enumerate(made)
        if claim is None
    ]
    if wrong:
        raise DataError(wrong)
    told = [str(source.get(key) or "") for key in ("publisher", "title", "url", "retrieved")]
    return EvidenceSheet(source["id"], *told, tuple(made), " \n".join(_own_words(document)))


def read_all_evidence(root: Path) -> list[EvidenceSheet]:
    """Every sheet's evidence, in the order of source ids. Raises DataError with the problems of all."""
    sheets, problems = [], []
    for path in list_sources(root).values():
        try:
            sheets.append(read_evidence(path))
        except DataError as error:
            problems += error.problems
    if problems:
        raise DataError(problems)
    return sheets


def _make_claim(source: str, index: int, claim: Any) -> EvidenceClaim | None:
    evidence = claim.get("evidence") if isinstance(claim, dict) else None
    if not isinstance(evidence, dict):
        return None
    tokens, sha256 = str(evidence.get("tokens")), str(evidence.get("sha256"))
    if not (tokens.isascii() and tokens.isdigit()) or not FEWEST_TOKENS <= int(tokens) <= MOST_TOKENS:
        return None
    if len(sha256) != 64 or set(sha256) - set("0123456789abcdef"):
        return None
    note = claim.get("note")
    found = Fingerprint(int(tokens), sha256)
    return EvidenceClaim(f"{source}#{index + 1}", index + 1, found, note if isinstance(note, str) else "")


def _own_words(document: dict) -> Iterable[str]:
    """Notes, values and headline: our words about the report, likely to share some with it."""
    yield str(document["source"].get("title") or "")
    for claim in document["claims"]:
        yield str(claim.get("note") or "")
        for fact in claim.get("facts") or ():
            if isinstance(fact, dict):
                yield from (str(value) for value in fact.values() if value is not None)
