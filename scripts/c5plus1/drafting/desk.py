"""What drafting needs at hand, read once for however many reports: rules, registers, schemas, the coded sheets."""

from dataclasses import dataclass, field
from pathlib import Path

from c5plus1.drafting.known import Known, gather_known, read_documents
from c5plus1.drafting.rules import Rules, read_rules
from c5plus1.drafting.topics import Topics, make_topics
from c5plus1.reading.registers import read_registers
from c5plus1.reading.schemas import Schema, read_schemas


@dataclass(frozen=True)
class Desk:
    """For one language. `documents` are all coded sheets as written."""

    rules: Rules
    registers: dict[str, list[dict]] = field(repr=False)
    schemas: dict[str, Schema] = field(repr=False)
    topics: Topics = field(repr=False)
    documents: tuple[dict, ...] = field(repr=False)

    def known(self, without: str | None) -> Known:
        """What the sheets tell, without the one of the report in hand."""
        return gather_known(self.documents, self.registers, without)


def open_desk(root: Path, language: str) -> Desk:
    """Raises UsageProblem if the language has no rules, DataError if registers or schemas can't be read."""
    rules = read_rules(language)
    registers = read_registers(root)
    topics = make_topics(registers["topics"], rules)
    return Desk(rules, registers, read_schemas(root), topics, read_documents(root))
