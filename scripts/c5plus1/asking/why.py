"""`why`: who says so? The claims for and against a cell, and the reason why its value stands."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path

import pandas as pd

from c5plus1.asking.cells import find_cells, split_cell
from c5plus1.asking.package import locate, package_schemas, read_table
from c5plus1.asking.reasons import explain

_ORDER = ("agrees", "dissents", "differs", "neutral", "slip")


@dataclass(frozen=True)
class Voice:
    """One fact about a cell with its claim and source. `origin` numbers independent origins within the cell;
    `tier` is the source's rank in it (0 first)."""

    agreement: str
    value: str
    claim: str
    source: str
    publisher: str
    kind: str
    country: str | None
    published: str | None
    language: str
    via: str | None
    reprint_of: str | None
    modality: str | None
    derived: bool
    note: str
    title: str
    url: str
    sheet: str
    origin: int | None
    tier: int


@dataclass(frozen=True)
class Answer:
    """One cell: its value, status, counts, the reason why the value stands, and all voices, those for it first."""

    cell: str
    value: str | None
    status: str
    comparison: str
    reason: str
    n_sources: int
    n_origins: int
    n_dissent: int
    value_majority: str | None
    value_latest_report: str | None
    voices: tuple[Voice, ...]


class Answers(tuple):
    """The answers for one cell or for all cells of a row. Prints as text, shows as HTML in a notebook."""

    def to_frame(self) -> pd.DataFrame:
        """One row for each voice, with the cell and its settled value."""
        rows = [{"cell": a.cell, "settled": a.value, "status": a.status, **asdict(v)} for a in self for v in a.voices]
        return pd.DataFrame(rows)

    def to_json(self) -> str:
        """A list of answers, each with its voices, as JSON text."""
        return json.dumps([asdict(answer) for answer in self], ensure_ascii=False, indent=2)

    def __repr__(self) -> str:
        from c5plus1.asking.show import render_text

        return render_text(self)

    def _repr_html_(self) -> str:
        from c5plus1.asking.show import render_html

        return render_html(self)


def why(table: str, row: str | None = None, column: str | None = None, root: str | Path | None = None) -> Answers:
    """Who says so? For one cell, or for every filled cell of a row if `column` is left out.

    `why("votes", "A/RES/ES-11/6:TKM", "choice")` and `why("votes/A/RES/ES-11/6:TKM/choice")` are the same.
    Raises UsageProblem for an unknown table, row or column, naming the nearest.
    """
    root = locate(root)
    if row is None:
        table, row, column = split_cell(table)
    cells = find_cells(table, row, column, root)
    voices = _hear(cells["cell"].tolist(), root)
    decided = _decisions(root)
    return Answers(_answer(cell, voices[cell["cell"]], decided, root) for cell in cells.to_dict("records"))


def _hear(cells: list[str], root: Path) -> dict[str, list[Voice]]:
    facts = read_table("facts", root)
    facts = facts[facts["cell"].isin(cells)]
    claims = read_table("claims", root)
    claims = claims[claims["claim"].isin(facts["claim"])].set_index("claim")
    sources = read_table("sources", root).set_index("source")
    heard: dict[str, list[Voice]] = {cell: [] for cell in cells}
    for fact in facts.to_dict("records"):
        claim = claims.loc[fact["claim"]].to_dict()
        source = sources.loc[claim["source"]].to_dict()
        heard[fact["cell"]].append(
            Voice(
                agreement=fact["agreement"],
                value=fact["value"],
                claim=fact["claim"],
                source=claim["source"],
                modality=fact["modality"],
                derived=fact["derived"] == "true",
                via=claim["via"],
                note=claim["note"],
                tier=int(fact["tier"]),
                origin=int(fact["origin"]) if fact["origin"] else None,
                **{
                    k: source[k]
                    for k in (
                        "publisher",
                        "kind",
                        "country",
                        "published",
                        "language",
                        "reprint_of",
                        "title",
                        "url",
                        "sheet",
                    )
                },
            )
        )
    return {cell: sorted(voices, key=_by_weight) for cell, voices in heard.items()}


def _by_weight(voice: Voice) -> tuple:
    return (_ORDER.index(voice.agreement), voice.value, voice.origin or 0, voice.published or "9999", voice.claim)


def _decisions(root: Path) -> dict[str, dict]:
    from c5plus1.reading.adjudications import read_adjudications

    return {entry.cell: asdict(entry) for entry in read_adjudications(root)}


def _answer(cell: dict, voices: list[Voice], decided: dict, root: Path) -> Answer:
    field = package_schemas(root)[cell["table"]].fields[cell["column"]]
    return Answer(
        cell=cell["cell"],
        value=cell["value"],
        status=cell["status"],
        comparison=cell["comparison"],
        reason=explain(cell, voices, decided.get(cell["cell"]), field),
        n_sources=int(cell["n_sources"]),
        n_origins=int(cell["n_origins"]),
        n_dissent=int(cell["n_dissent"]),
        value_majority=cell["value_majority"],
        value_latest_report=cell["value_latest_report"],
        voices=tuple(voices),
    )
