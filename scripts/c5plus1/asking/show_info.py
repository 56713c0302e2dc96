"""How the codebook's entries look: text for a terminal of 100 columns, HTML for a notebook."""

import html
import textwrap

_WIDTH = 100


def percent(share: float | None) -> str:
    """A share as a whole percentage that never rounds to 0 or 100 unless it is."""
    if share is None:
        return "–"
    rounded = round(100 * share)
    if (rounded == 0 and share > 0) or (rounded == 100 and share < 1):
        return "<1 %" if rounded == 0 else ">99 %"
    return f"{rounded} %"


def facts_about(info) -> list[tuple[str, str]]:
    """The short facts about a column as (name, text), in reading order."""
    key = "part of the key" if info.key else "required" if info.required else "may be empty"
    pairs = [("type", f"{info.type}, {key}" + (f", in {info.unit}" if info.unit else ""))]
    if info.refers_to:
        pairs.append(("points at", info.refers_to))
    if info.compare:
        pairs.append(("compared as", info.compare))
    pairs.append(("filled", f"{info.n_filled:,} of {info.n_rows:,} rows ({percent(info.share_filled)})"))
    if info.share_corroborated is not None:
        shown = f"{info.n_corroborated:,} cells ({percent(info.share_corroborated)}), {info.n_contested:,} contested"
        pairs.append(("corroborated", shown))
    example = info.example.value
    if info.example.cell:
        example += f" ({info.example.cell}; {info.example.source})"
    return [*pairs, ("example", example)]


def render_column(info) -> str:
    """One column as plain text."""
    lines = [f"{info.table}.{info.name}: {info.title}", "", *_wrap(info.rule, "  "), ""]
    for name, text in facts_about(info):
        lines += _wrap(f"{name + ':':<14}{text}", "  ", " " * 16)
    if info.codes:
        width = max(len(code.value) for code in info.codes)
        lines += ["", "  codes (rows that have it):"]
        for code in info.codes:
            head = f"{code.value:<{width}} {code.count:>6,}  "
            lines += _wrap(head + code.definition, "    ", " " * (4 + len(head)))
    return "\n".join(lines)


def render_table(info) -> str:
    """One table as plain text: what a row is, then a line a column."""
    lines = [
        f"{info.table}: {info.title} ({info.n_rows:,} rows; {info.kind} table)",
        "",
        *_wrap(f"One row is {info.unit}. Key: {', '.join(info.key)}.", "  "),
        *_wrap(info.description, "  "),
        "",
    ]
    width = max(len(column.name) for column in info.columns)
    for column in info.columns:
        lines.append(
            f"  {column.name:<{width}}  {percent(column.share_filled):>5} filled  {column.type:<12}  {column.title}"
        )
    lines += ["", f"  var_info('{info.table}.COLUMN') tells a column's coding rule and codes."]
    return "\n".join(lines)


def _wrap(text: str, indent: str, rest: str | None = None) -> list[str]:
    return textwrap.wrap(
        text,
        _WIDTH,
        initial_indent=indent,
        subsequent_indent=indent if rest is None else rest,
        break_long_words=False,
        break_on_hyphens=False,
    )


def column_html(info) -> str:
    """One column as HTML without scripts or styles of its own, every text escaped."""
    facts = "".join(
        f"<tr><th scope='row'>{name}</th><td>{html.escape(text)}</td></tr>" for name, text in facts_about(info)
    )
    codes = "".join(
        f"<tr><td><code>{html.escape(code.value)}</code></td><td>{code.count:,}</td>"
        f"<td>{html.escape(code.definition)}</td></tr>"
        for code in info.codes
    )
    heads = "".join(f"<th scope='col'>{name}</th>" for name in ("code", "rows", "definition"))
    table = f"<table><thead><tr>{heads}</tr></thead><tbody>{codes}</tbody></table>" if codes else ""
    return (
        f"<h4><code>{html.escape(info.table)}.{html.escape(info.name)}</code>: {html.escape(info.title)}</h4>"
        f"<p>{html.escape(info.rule)}</p><table><tbody>{facts}</tbody></table>{table}"
    )


def table_html(info) -> str:
    """One table as HTML: what a row is, then a row a column."""
    rows = "".join(
        f"<tr><td><code>{html.escape(column.name)}</code></td><td>{html.escape(column.type)}</td>"
        f"<td>{percent(column.share_filled)}</td><td>{html.escape(column.title)}</td></tr>"
        for column in info.columns
    )
    heads = "".join(f"<th scope='col'>{name}</th>" for name in ("column", "type", "filled", "title"))
    return (
        f"<h4><code>{html.escape(info.table)}</code>: {html.escape(info.title)} ({info.n_rows:,} rows)</h4>"
        f"<p>One row is {html.escape(info.unit)}. Key: {html.escape(', '.join(info.key))}. "
        f"{html.escape(info.description)}</p>"
        f"<table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>"
    )
