"""How answers look: text for a terminal of 100 columns, HTML for a notebook."""

import html
import textwrap

_WIDTH = 100
_HEADINGS = {
    "agrees": "For it",
    "dissents": "Against it",
    "differs": "Classified otherwise (no dissent: it is the coders' classification)",
    "neutral": "Neither for nor against (a coarser date, or a plan beside reports of what took place)",
    "slip": "Slips (the source contradicts itself; kept as printed, never counted)",
}


def render_text(answers) -> str:
    """All answers as plain text, at most 100 columns wide."""
    return "\n\n".join(_render_answer(answer) for answer in answers)


def _render_answer(answer) -> str:
    value = "(empty)" if answer.value is None else answer.value
    lines = [
        *_wrap(f"{answer.cell} = {value}", ""),
        *_wrap(_status_line(answer), "  "),
        *_wrap(f"Why: {answer.reason}", "  "),
    ]
    for agreement, heading in _HEADINGS.items():
        voices = [voice for voice in answer.voices if voice.agreement == agreement]
        if voices:
            lines += ["", *_wrap(f"{heading}: {_count(voices)}", "  ")]
            for voice in voices:
                lines += _render_voice(voice, answer)
    return "\n".join(lines)


def _status_line(answer) -> str:
    parts = [f"status: {answer.status}", f"compared as {answer.comparison}"]
    parts.append(f"{answer.n_sources} source{'s' if answer.n_sources != 1 else ''}")
    parts.append(f"independent origins for it: {answer.n_origins} (upper bound)")
    return ", ".join(parts)


def _count(voices: list) -> str:
    sources = len({voice.source for voice in voices})
    origins = len({voice.origin for voice in voices if voice.origin})
    text = f"{sources} source{'s' if sources != 1 else ''}"
    return f"{text}, {origins} origin{'s' if origins != 1 else ''}" if origins else text


def _render_voice(voice, answer) -> list[str]:
    origin = f"[{voice.origin}] " if voice.origin else ""
    stated = f" says {voice.value}" if voice.value != answer.value else ""
    via = f", crediting {voice.via}" if voice.via else ""
    reprint = f", reprinting {voice.reprint_of}" if voice.reprint_of else ""
    marks = "".join(f" ({mark})" for mark in _marks(voice))
    about = f"{voice.kind}, {voice.published or 'undated'}, {voice.language}"
    head = f"{origin}{voice.publisher} ({about}){via}{reprint}{stated}{marks}"
    return [
        *_wrap(head, "    ", "      "),
        *_wrap(f"{voice.claim}: {voice.note}", "        "),
        f"        {voice.url}",
    ]


def _marks(voice) -> list[str]:
    marks = ["derived by rule"] if voice.derived else []
    return marks + ([voice.modality] if voice.modality in ("planned", "unclear") else [])


def _wrap(text: str, indent: str, rest: str | None = None) -> list[str]:
    rest = indent + "  " if rest is None else rest
    return textwrap.wrap(
        text, _WIDTH, initial_indent=indent, subsequent_indent=rest, break_long_words=False, break_on_hyphens=False
    )


def render_html(answers) -> str:
    """All answers as HTML without scripts or styles of its own, every text escaped."""
    return "".join(_answer_html(answer) for answer in answers)


def _answer_html(answer) -> str:
    rows = "".join(_voice_html(voice) for voice in answer.voices)
    value = "(empty)" if answer.value is None else html.escape(answer.value)
    heads = "".join(f"<th scope='col'>{name}</th>" for name in ("", "says", "source", "date", "credits", "our note"))
    return (
        f"<h4><code>{html.escape(answer.cell)}</code> = {value}</h4>"
        f"<p>{html.escape(_status_line(answer))}. {html.escape(answer.reason)}</p>"
        f"<table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>"
    )


def _voice_html(voice) -> str:
    url = voice.url if voice.url.startswith(("http://", "https://")) else "#"
    link = f"<a href='{html.escape(url, quote=True)}'>{html.escape(voice.publisher)}</a> ({html.escape(voice.kind)})"
    texts = [voice.agreement, voice.value, None, voice.published or "undated", voice.via or "", voice.note]
    return "<tr>" + "".join(f"<td>{link if t is None else html.escape(t)}</td>" for t in texts) + "</tr>"
