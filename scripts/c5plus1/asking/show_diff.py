"""How the difference of two releases looks: text for a terminal, Markdown for the changelog."""

from collections import Counter, defaultdict
from collections.abc import Iterable

from c5plus1.asking.differences import Cause, CellChange, Difference, RowChange, StructureChange

_SIGNS = {"added": "+", "removed": "-", "changed": "~", "renamed": "~"}
# Claims come and go with their sources and stand as causes beside what they changed; a list of them tells nothing more.
_COUNTED_ONLY = ("claims",)
# In the changelog, a table's new rows are listed up to this number and counted beyond it.
_LISTED = 20


def render_text(difference: Difference) -> str:
    """The whole difference as text: counts, structure, then every row and cell with its causes."""
    head = f"From {_name(difference.old, difference.old_version)} to {_name(difference.new, difference.new_version)}"
    if not difference:
        return f"{head}: no difference."
    parts = [[head], _counts(difference), _section("Structure", map(_structure_line, difference.structure))]
    for kind, title in (
        ("removed", "Rows that went"),
        ("renamed", "Rows with another id"),
        ("added", "Rows that came"),
    ):
        rows = [row for row in difference.rows if row.kind == kind and row.table not in _COUNTED_ONLY]
        parts.append(_section(title, (line for row in rows for line in _row_lines(row))))
    parts.append(_section("Values that changed", (line for cell in difference.cells for line in _cell_lines(cell))))
    statuses = (line for cell in difference.statuses for line in _cell_lines(cell))
    parts.append(_section("Same value, other standing", statuses))
    return "\n\n".join("\n".join(part) for part in parts if part)


def _name(label: str, version: str) -> str:
    return f"{label} (version {version})"


def _counts(difference: Difference) -> list[str]:
    if not difference.counts:
        return []
    width = max(len(count.table) for count in difference.counts)
    lines = [f"{'Rows':<{width}}    added  removed  changed"]
    lines += [
        f"{one.table:<{width}}  {one.added:>7,}  {one.removed:>7,}  {one.changed:>7,}" for one in difference.counts
    ]
    return lines


def _section(title: str, lines: Iterable[str]) -> list[str]:
    lines = list(lines)
    return [title, *lines] if lines else []


def _structure_line(change: StructureChange) -> str:
    detail = f" ({change.detail})" if change.detail else ""
    return f"  {_SIGNS[change.kind]} {change.what} {change.name}{detail}"


def _row_lines(row: RowChange) -> list[str]:
    ending = f" -> {row.now}" if row.now else f": {row.reason}" if row.reason else ""
    return [f"  {_SIGNS[row.kind]} {row.table}/{row.row}{ending}", *map(_cause_line, row.causes)]


def _cell_lines(cell: CellChange) -> list[str]:
    values = _shown(cell.old) if cell.old == cell.new else f"{_shown(cell.old)} -> {_shown(cell.new)}"
    moved = cell.old_status != cell.new_status
    status = f"  [{cell.old_status or 'none'} -> {cell.new_status or 'none'}]" if moved else ""
    return [f"  {cell.cell}: {values}{status}", *map(_cause_line, cell.causes)]


def _shown(value: str | None) -> str:
    return "(empty)" if value is None else value


def _cause_line(cause: Cause) -> str:
    value = f" says {cause.value}" if cause.value is not None else ""
    return f"      {cause.sign} {cause.about}{value}: {cause.note}"


def render_markdown(difference: Difference) -> str:
    """The difference as sections of a changelog: Added, Removed, Changed, and every changed value with its claims."""
    sections = {
        "Added": [*_structure_items(difference, "added"), *_added_items(difference)],
        "Removed": [*_structure_items(difference, "removed"), *_removed_items(difference)],
        "Changed": [*_structure_items(difference, "changed"), *_renamed_items(difference), *_status_items(difference)],
        "Changed values": list(_value_items(difference)),
    }
    filled = [f"### {title}\n\n" + "\n".join(items) for title, items in sections.items() if items]
    return "\n\n".join(filled) + "\n" if filled else ""


def _structure_items(difference: Difference, kind: str) -> list[str]:
    words: dict[str, list[str]] = defaultdict(list)
    lines = []
    for change in difference.structure:
        if change.kind != kind:
            continue
        if change.what == "text":
            words[change.name.split(".")[0].split("=")[0]].append(change.name)
        else:
            lines.append(f"- {change.what.capitalize()} {_code(change.name)}" + _detail(change.detail))
    return lines + [
        f"- Wording of the rules of {_code(table)} ({len(names)} places)." for table, names in words.items()
    ]


def _detail(detail: str) -> str:
    return f": {escape(detail)}." if detail else "."


def _added_items(difference: Difference) -> list[str]:
    rows: dict[str, list[RowChange]] = defaultdict(list)
    for row in difference.rows:
        if row.kind == "added":
            rows[row.table].append(row)
    lines = []
    for table, added in rows.items():
        if table in _COUNTED_ONLY or len(added) > _LISTED:
            lines.append(f"- {len(added):,} rows of {_code(table)}.")
        else:
            lines.append(f"- {_code(table)}: " + ", ".join(_code(row.row) for row in added) + ".")
    return lines


def _removed_items(difference: Difference) -> list[str]:
    lines = []
    for row in difference.rows:
        if row.kind == "removed" and row.table not in _COUNTED_ONLY:
            lines.append(f"- {_code(f'{row.table}/{row.row}')}" + _because(row.causes, row.reason))
    counts = Counter(row.table for row in difference.rows if row.kind == "removed" and row.table in _COUNTED_ONLY)
    return lines + [f"- {count:,} rows of {_code(table)}." for table, count in counts.items()]


def _renamed_items(difference: Difference) -> list[str]:
    renamed = [row for row in difference.rows if row.kind == "renamed"]
    return [f"- {_code(f'{row.table}/{row.row}')} is now {_code(row.now or '')}." for row in renamed]


def _status_items(difference: Difference) -> list[str]:
    moves = Counter((cell.old_status, cell.new_status) for cell in difference.statuses)
    return [
        f"- {count:,} {'cell' if count == 1 else 'cells'} with the same value went from {old} to {new}."
        for (old, new), count in sorted(moves.items())
    ]


def _value_items(difference: Difference) -> Iterable[str]:
    for cell in difference.cells:
        old, new = ("*empty*" if value is None else _code(value) for value in (cell.old, cell.new))
        yield f"- {_code(cell.cell)}: {old} → {new}" + _because(cell.causes, None)


def _because(causes: tuple[Cause, ...], reason: str | None) -> str:
    told = [f"{cause.sign} {_code(cause.about)} ({escape(cause.note.rstrip('.'))})" for cause in causes]
    text = "; ".join([*([escape(reason.rstrip("."))] if reason else []), *told])
    return f": {text}." if text else "."


def _code(text: str) -> str:
    return "`" + " ".join(text.split()).replace("`", "'") + "`"


def escape(text: str) -> str:
    """Text in which Markdown and HTML see no mark-up."""
    line = " ".join(text.split())
    return "".join("\\" + letter if letter in "\\`*_{}[]<>#|~" else letter for letter in line)
