"""What the tests of evidence share: an invented report, its sheet in a folder of its own, and the command line."""

import io
import sys
from pathlib import Path

import pytest

from c5plus1.cli import main
from c5plus1.evidence.fingerprint import evidence_line, fingerprint

# Invented; no such meeting took place.
REPORT = """\
Ministers from the five lake districts gathered in Port Ardley on Tuesday for their second water council.

The council's chair, Orla Venn, said the districts "won't wait for another dry summer" before they rebuild the dams.
She promised forty million crowns for pumps and pipes, to be spent within three years of signing.

Delegates from Kestrel Bay left before the vote. Four districts voted for the plan and none against it.

The first such council was held at Mirefold in the spring of last year, when only three districts sent anyone.
"""
SPANS = (
    "Ministers from the five lake districts gathered in Port Ardley on Tuesday for their second water council",
    'said the districts "won\'t wait for another dry summer" before they rebuild the dams',
    "She promised forty million crowns for pumps and pipes, to be spent within three years of signing",
    "Delegates from Kestrel Bay left before the vote",
    "Four districts voted for the plan and none against it",
    "The first such council was held at Mirefold in the spring of last year",
)
NOTES = (
    "Five districts met at Port Ardley for the second time.",
    "Venn: dams come first.",
    "Forty million for pumps over three years.",
    "Kestrel Bay cast no ballot.",
    "Plan carried by four districts.",
    "First council: Mirefold, a year before.",
)
SOURCE = "lake-herald-2023-03-01"
URL = "http://lake-herald.example/council"


def page(body: str = REPORT, title: str = "Water council meets") -> str:
    """The report as a page with navigation, a script full of text, an aside and a footer."""
    paragraphs = "".join(f"<p>{part}</p>\n" for part in body.split("\n\n"))
    links = "".join(f'<li><a href="/{name}">{name.title()}</a></li>' for name in ("home", "news", "sport", "boats"))
    return (
        f"<!DOCTYPE html><html><head><meta charset='utf-8'><title>{title}</title>"
        "<script>var teaser = 'the ferry will not run on any day of the coming week at all';</script></head>"
        f"<body><nav><ul>{links}</ul></nav><article><h1>{title}</h1>{paragraphs}</article>"
        "<footer><p>Lake Herald. All rights reserved by nobody in particular.</p></footer></body></html>"
    )


def write_sheet(root: Path, source: str = SOURCE, spans=SPANS, notes=NOTES, url: str = URL) -> Path:
    """A sheet with one claim for each span, under root/data/sheets."""
    lines = [
        "source:",
        f"  id: {source}",
        "  publisher: Lake Herald",
        "  kind: newspaper",
        "  title: Water council meets",
        f"  url: '{url}'",
        "  published: 2023-03-01",
        "  language: en",
        "  retrieved: 2023-03-05",
        "claims:",
    ]
    for span, note in zip(spans, notes, strict=False):
        lines += [f"  - {evidence_line(fingerprint(span))}", f"    note: '{note}'", "    facts:"]
        lines += ["      - {table: agenda, event: water-council, topic: water}"]
    path = root / "data" / "sheets" / "2023" / f"{source}.yaml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")
    return path


def run(*arguments, stdin: bytes | None = None) -> tuple[int, str, str]:
    """Exit code, standard output and standard error of a `c5plus1` command run in this process."""
    kept = sys.stdin, sys.stdout, sys.stderr
    out, err = io.StringIO(), io.StringIO()
    sys.stdin = io.TextIOWrapper(io.BytesIO(stdin or b""), encoding="utf-8")
    sys.stdout, sys.stderr = out, err
    try:
        with pytest.raises(SystemExit) as ended:
            main([str(argument) for argument in arguments])
            raise SystemExit(0)
    finally:
        sys.stdin, sys.stdout, sys.stderr = kept
    assert "Traceback" not in err.getvalue()
    return ended.value.code or 0, out.getvalue(), err.getvalue()
