"""From a saved report to a draft sheet."""

from pathlib import Path

from c5plus1.drafting.assemble import draft_claims
from c5plus1.drafting.desk import Desk, open_desk
from c5plus1.drafting.record import Draft
from c5plus1.drafting.report import read_report
from c5plus1.drafting.source_block import check_given, make_source, read_published
from c5plus1.problems import DataError, UsageProblem, nearest


def draft_report(path: str, root: Path, given: dict[str, str | None]) -> Draft:
    """A draft of the report in a file (or `-`).

    `given` holds what the user tells (None if not): url, published, retrieved, language, publisher, kind, title, id.
    Raises UsageProblem for a file without text or an option of the wrong form, DataError if no rule finds anything.
    """
    check_given(given["url"], given["retrieved"])
    report = read_report(path)
    published, doubt = read_published(given.get("published"), report)
    language = given.get("language") or report.language or "en"
    desk = open_desk(root, language)
    _check_publisher(given.get("publisher"), desk)
    own = given.get("id") or desk.known(None).addresses.get(given["url"])
    known = desk.known(own)
    source, doubts = make_source(report, {**given, "published": published, "language": language, "id": own}, known)
    if doubt:
        doubts["published"] = doubt
    claims = draft_claims(report.text, desk, source=own, published=published, publisher=source["publisher"])
    if not claims:
        raise DataError(f"{path}: no sentence gave a proposal; is it the report's text, in the language {language!r}?")
    remarks = list(report.remarks)
    if own in known.sources and not given.get("id"):
        remarks.append(f"this address is coded already, as {own}; its sheet was not looked at for the draft")
    return Draft(source, doubts, tuple(claims), tuple(remarks))


def _check_publisher(publisher: str | None, desk: Desk) -> None:
    names = [entry["publisher"] for entry in desk.registers["publishers"]]
    if publisher is not None and publisher not in names:
        raise UsageProblem(
            f"--publisher: {publisher!r} is not in the register of publishers{nearest(publisher, names)}"
        )
