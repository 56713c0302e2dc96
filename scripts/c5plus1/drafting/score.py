"""How near drafts come to the coded sheets: precision, recall and F1 by table and by column, with the misses."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from c5plus1.drafting.align import Sheetful, align_names, gather_rows, rename_rows
from c5plus1.drafting.assemble import draft_claims
from c5plus1.drafting.desk import Desk, open_desk
from c5plus1.drafting.record import DraftClaim
from c5plus1.drafting.report import read_report, split_sentences
from c5plus1.drafting.rules import known_languages
from c5plus1.evidence.find import find_spans, index_claims
from c5plus1.evidence.fingerprint import Fingerprint, tokenise
from c5plus1.evidence.pages import find_pages
from c5plus1.problems import DataError, UsageProblem
from c5plus1.reading.registers import known_ids
from c5plus1.reading.schemas import subject_schemas
from c5plus1.reading.sheet_rules import make_rules
from c5plus1.reading.sheets import Sheet, find_sheets, read_sheet

METHOD = (
    "Each report is drafted without looking at its own sheet, then compared with that sheet. A row counts as found "
    "if a coded row has the same key; ids that a draft makes up are matched first: events by format, day and place; "
    "resolutions by day or totals; commitments by sum, currency and novelty; milestones by kind and year; measures by "
    "kind, issuer and target; statements by speaker (or actor), topic and act. A column's value counts as found if "
    "that row has it; office, venue, agency and names without regard to case and punctuation. Our own words (gist, "
    "purpose, title, target_text, programme) and modality are not compared. 'claims' compares sentences: those with a "
    "coded claim against those with a drafted one, and via. 'sure' counts what a draft writes as facts, 'all' also "
    "what it comments out as unsure."
)
CLAIMS = "claims"


@dataclass
class Tally:
    """Counts of agreement: found in both, only in the draft, only in the coded sheet."""

    both: int = 0
    extra: int = 0
    missed: int = 0

    def add(self, both: int, extra: int, missed: int) -> None:
        self.both += both
        self.extra += extra
        self.missed += missed

    def rates(self) -> dict[str, float | int | None]:
        """The counts with precision, recall and F1 to three places; None where there is nothing to divide by."""
        precision = _share(self.both, self.both + self.extra)
        recall = _share(self.both, self.both + self.missed)
        f1 = _share(2 * self.both, 2 * self.both + self.extra + self.missed)
        return {
            "both": self.both, "only_draft": self.extra, "only_coded": self.missed,
            "precision": precision, "recall": recall, "f1": f1,
        }  # fmt: skip


def _share(part: int, whole: int) -> float | None:
    return round(part / whole, 3) if whole else None


@dataclass
class Score:
    """Tallies by table and by table.column for the sure proposals and for all; misses and extras as plain ids."""

    sources: list[str] = field(default_factory=list)
    skipped: list[str] = field(default_factory=list)
    tables: dict[str, dict[str, Tally]] = field(default_factory=lambda: {"sure": {}, "all": {}})
    columns: dict[str, dict[str, Tally]] = field(default_factory=lambda: {"sure": {}, "all": {}})
    missed: list[str] = field(default_factory=list)
    extra: list[str] = field(default_factory=list)


def score_folder(folder: Path, root: Path, advance: Callable[[], None] = lambda: None) -> Score:
    """The score of all texts in a folder that are named by source id. Raises UsageProblem if there is none to score."""
    desks = {language: open_desk(root, language) for language in known_languages()}
    desk = desks[min(desks)]
    rules = make_rules(desk.schemas, known_ids(desk.registers))
    paths = {path.stem: path for path in find_sheets(root)}
    pages = find_pages(folder, set(paths))
    score = Score(skipped=list(pages.skipped))
    for source, page in pages.files:
        sheet, problems = read_sheet(paths[source], rules, root)
        if sheet is None:
            raise DataError(problems)
        _score_page(score, sheet, page, desks)
        advance()
    if not score.sources:
        raise UsageProblem(f"{folder}: nothing to score; {'; '.join(score.skipped[:5])}")
    return score


def _score_page(score: Score, sheet: Sheet, page: Path, desks: dict[str, Desk]) -> None:
    source = sheet.source
    if source.language not in desks:
        score.skipped.append(f"{page.name}: no drafting rules for the language {source.language!r}")
        return
    try:
        report = read_report(str(page))
    except UsageProblem as wrong:
        score.skipped.append(str(wrong))
        return
    desk = desks[source.language]
    claims = draft_claims(report.text, desk, source=source.id, published=source.published, publisher=source.publisher)
    score.sources.append(source.id)
    keys = {name: schema.key for name, schema in subject_schemas(desk.schemas).items()}
    coded = gather_rows(((fact.table, fact.values) for claim in sheet.claims for fact in claim.facts), keys)
    for kind in ("sure", "all"):
        facts = (
            (one.table, one.values) for claim in claims for one in (claim.sure if kind == "sure" else claim.proposals)
        )
        draft = gather_rows(facts, keys)
        draft = rename_rows(draft, align_names(draft, coded), keys)
        _count_rows(score, kind, source.id, draft, coded)
        drafted = [claim for claim in claims if claim.sure or kind == "all"]
        _count_claims(score, kind, sheet, drafted, report.text)


def _count_rows(score: Score, kind: str, source: str, draft: Sheetful, coded: Sheetful) -> None:
    for table in sorted({*draft.tables, *coded.tables}):
        mine, theirs = draft.rows(table), coded.rows(table)
        shared = mine.keys() & theirs.keys()
        tally = score.tables[kind].setdefault(table, Tally())
        tally.add(len(shared), len(mine.keys() - shared), len(theirs.keys() - shared))
        for key in sorted(mine.keys() | theirs.keys()):
            _count_columns(score, kind, source, table, key, mine.get(key, {}), theirs.get(key, {}))
        if kind == "all":
            score.missed += [f"{source}: {table}/{':'.join(key)}" for key in sorted(theirs.keys() - shared)]
            score.extra += [f"{source}: {table}/{':'.join(key)}" for key in sorted(mine.keys() - shared)]


def _count_columns(score: Score, kind: str, source: str, table: str, key: tuple, mine: dict, theirs: dict) -> None:
    for column in sorted({*mine, *theirs}):
        drafted, told = mine.get(column, set()), theirs.get(column, set())
        tally = score.columns[kind].setdefault(f"{table}.{column}", Tally())
        tally.add(len(drafted & told), len(drafted - told), len(told - drafted))
        if kind == "all" and mine and theirs:
            row = f"{source}: {table}/{':'.join(key)}/{column}"
            score.missed += [f"{row} = {value}" for value in sorted(told - drafted)]
            score.extra += [f"{row} = {value}" for value in sorted(drafted - told)]


def _count_claims(score: Score, kind: str, sheet: Sheet, drafted: list[DraftClaim], text: str) -> None:
    """Sentences with a coded claim (found by its fingerprint) against sentences with a drafted one."""
    coded = _sentences_of(sheet, text)
    mine = {claim.sentence.number: claim.via for claim in drafted}
    shared = mine.keys() & coded.keys()
    score.tables[kind].setdefault(CLAIMS, Tally()).add(
        len(shared), len(mine.keys() - shared), len(coded.keys() - shared)
    )
    via = score.columns[kind].setdefault(f"{CLAIMS}.via", Tally())
    for number in mine.keys() | coded.keys():
        one, other = {mine.get(number)} - {None}, coded.get(number, set()) - {None}
        via.add(len(one & other), len(one - other), len(other - one))


def _sentences_of(sheet: Sheet, text: str) -> dict[int, set[str | None]]:
    """Sentence numbers that coded claims begin in, with whom those credit."""
    tokens, owner = [], []
    for sentence in split_sentences(text, sheet.source.language):
        words = tokenise(sentence.text)
        tokens += words
        owner += [sentence.number] * len(words)
    wanted = index_claims((claim.id, Fingerprint(claim.tokens, claim.sha256)) for claim in sheet.claims)
    via = {claim.id: claim.via for claim in sheet.claims}
    found: dict[int, set[str | None]] = {}
    for hit in find_spans(tokens, wanted):
        found.setdefault(owner[hit.start], set()).add(via[hit.key])
    return found


def score_as_data(score: Score) -> dict:
    """The score for JSON: the number of texts it rests on first, then rates, then misses. No word of any report."""

    def rates(tallies: dict[str, Tally]) -> dict:
        return {name: tally.rates() for name, tally in sorted(tallies.items())}

    def total(kind: str, exclude: str) -> dict:
        sum_of = Counter()
        for name, tally in score.tables[kind].items():
            if name != exclude:
                sum_of.update(both=tally.both, extra=tally.extra, missed=tally.missed)
        return Tally(sum_of["both"], sum_of["extra"], sum_of["missed"]).rates()

    return {
        "texts": len(score.sources),
        "sources": score.sources,
        "skipped": score.skipped,
        "method": METHOD,
        "rows": {kind: total(kind, CLAIMS) for kind in score.tables},
        "tables": {kind: rates(tallies) for kind, tallies in score.tables.items()},
        "columns": {kind: rates(tallies) for kind, tallies in score.columns.items()},
        "missed": score.missed,
        "only_in_draft": score.extra,
    }
