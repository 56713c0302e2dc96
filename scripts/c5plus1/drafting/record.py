"""The records that pass through drafting: a report's sentences, what is proposed for them, and the draft."""

from dataclasses import dataclass, field
from typing import Any

from c5plus1.drafting.rules import Hit, Rules
from c5plus1.evidence.fingerprint import Fingerprint

TODO = "TODO"
CENTRAL_ASIA = ("KAZ", "KGZ", "TJK", "TKM", "UZB")
SIX = frozenset({*CENTRAL_ASIA, "USA"})


@dataclass(frozen=True)
class Report:
    """The words of one report, and what its page says about itself. `published` is only what the page declares."""

    text: str
    title: str | None = None
    published: str | None = None
    language: str | None = None
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True)
class Sentence:
    """One sentence, with plain quotation marks; `paragraph` counts from 0."""

    number: int
    paragraph: int
    text: str


@dataclass(frozen=True)
class Proposal:
    """One proposed fact. `doubt` says why a person must decide first (the fact is then commented out)."""

    table: str
    values: dict[str, Any] = field(compare=False)
    rule: str = ""
    doubt: str | None = None


@dataclass(frozen=True)
class DraftClaim:
    """The proposals for one sentence. The sentence itself is never written to a sheet."""

    sentence: Sentence
    fingerprint: Fingerprint
    via: str | None
    proposals: tuple[Proposal, ...]
    trace: tuple[Hit, ...] = ()

    @property
    def sure(self) -> list[Proposal]:
        """The proposals that are written as facts."""
        return [proposal for proposal in self.proposals if proposal.doubt is None]


@dataclass(frozen=True)
class Draft:
    """A draft sheet: the source block (values as text, None unknown), its doubts by key, and the claims."""

    source: dict[str, str | None]
    source_doubts: dict[str, str]
    claims: tuple[DraftClaim, ...]
    remarks: tuple[str, ...] = ()


@dataclass
class Meeting:
    """A meeting or visit as the report tells it; filled up while the report is read. `event` is its id."""

    format: str
    event: str = ""
    level: str | None = None
    start: str | None = None
    end: str | None = None
    place: str | None = None
    country: str | None = None
    ordinal: str | None = None
    planned: bool = False
    people: tuple[str, ...] = ()
    actors: tuple[str, ...] = ()
    name: str = ""
    nearby: tuple[str | None, str | None] = (None, None)
    doubt: str | None = None


@dataclass(frozen=True)
class Mentions:
    """What one sentence names. `told` is its text without direct speech in the first person, of the same length."""

    text: str
    told: str
    planned: bool
    dates: tuple[Hit, ...]
    places: tuple[Hit, ...]
    people: tuple[Hit, ...]
    actors: tuple[Hit, ...]
    offices: tuple[Hit, ...]
    formats: tuple[Hit, ...]


@dataclass
class Reading:
    """What is known while a report is read, sentence by sentence: the one changing thing of drafting."""

    rules: Rules
    published: str | None
    known: Any
    names: Any
    topics: Any
    meetings: list[Meeting] = field(default_factory=list)
    own: Meeting | None = None
    spoken_of: Meeting | None = None
    nearby: tuple[str | None, str | None] = (None, None)
    speaker: tuple[str, str] | None = None
    resolution: tuple[str, str | None] | None = None
    only_resolution: tuple[str, None] | None = None
    offices: dict[str, tuple[str, str]] = field(default_factory=dict)
    trace: list[Hit] = field(default_factory=list)

    def fired(self, *hits: Hit) -> None:
        """Keep what fired in the sentence in hand, for --explain."""
        self.trace.extend(hits)
