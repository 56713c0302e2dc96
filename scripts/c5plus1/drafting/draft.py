"""From a saved report to a draft sheet."""

from pathlib import Path

from c5plus1.drafting.assemble import draft_claims
from c5plus1.drafting.known import gather_known
from c5plus1.drafting.record import Draft
from c5plus1.drafting.report import read_report
from c5plus1.drafting.source_block import check_given, make_source, read_published
from c5plus1.problems import UsageProblem, nearest
from c5plus1.reading.registers import read_registers


def draft_report(path: str, root: Path, given: dict[str, str | None]) -> Draft:
    """A draft of the report in a file (or `-`).

    `given` holds what the user tells (None if not): url, published, retrieved, language, publisher, kind, title, id.
    Raises UsageProblem for a file without a report or an option of the wrong form.
    """
    check_given(given["url"], given["retrieved"])
    registers = read_registers(root)
    _check_publisher(given.get("publisher"), registers)
    report = read_report(path)
    published, doubt = read_published(given.get("published"), report)
    language = given.get("language") or report.language or "en"
    own = given.get("id") or _coded_already(root, registers, given["url"])
    known = gather_known(root, registers, own)
    source, doubts = make_source(report, {**given, "published": published, "language": language, "id": own}, known)
    if doubt:
        doubts["published"] = doubt
    claims = draft_claims(
        report.text, root, source=own, published=published, language=language, publisher=source["publisher"]
    )
    remarks = list(report.remarks)
    if own in known.sources and not given.get("id"):
        remarks.append(f"this address is coded already, as {own}; its sheet was not looked at for the draft")
    if not claims:
        remarks.append("no sentence gave a proposal: is this the report's text, and in the language of the rules?")
    return Draft(source, doubts, tuple(claims), tuple(remarks))


def _check_publisher(publisher: str | None, registers: dict[str, list[dict]]) -> None:
    names = [entry["publisher"] for entry in registers["publishers"]]
    if publisher is not None and publisher not in names:
        raise UsageProblem(
            f"--publisher: {publisher!r} is not in the register of publishers{nearest(publisher, names)}"
        )


def _coded_already(root: Path, registers: dict[str, list[dict]], url: str) -> str | None:
    return gather_known(root, registers).addresses.get(url)
