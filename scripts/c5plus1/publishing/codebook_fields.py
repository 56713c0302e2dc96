"""The codebook's long part: every table and every column with its rule, type, codes, shares and an example."""

from pathlib import Path

from c5plus1.asking.info import TableInfo, VarInfo, describe_table
from c5plus1.asking.package import package_schemas, read_table
from c5plus1.asking.show_info import percent
from c5plus1.publishing.markdown import code, table

_KINDS = {
    "subject": "Subject tables, settled from facts",
    "derived": "Tables drawn from others",
    "report": "Reports and what they state",
    "register": "Registers: they name and claim nothing",
    "log": "Logs",
}


def list_contents(root: Path) -> str:
    """Links to the tables."""
    return ", ".join(f"[{name}](#table-{name.replace('_', '-')})" for name in package_schemas(root))


def list_tables(root: Path) -> str:
    """Every table, in package order, under headings of their kinds."""
    urls = dict(read_table("sources", root)[["source", "url"]].itertuples(index=False))
    parts, kind = [], None
    for schema in package_schemas(root).values():
        info = describe_table(schema, root)
        if info.kind != kind:
            kind = info.kind
            parts.append(f"### {_KINDS[kind]}")
        parts.append(_table(info, urls))
    return "\n\n".join(parts)


def _table(info: TableInfo, urls: dict[str, str]) -> str:
    anchor = f'<a id="table-{info.table.replace("_", "-")}"></a>'
    intro = (
        f"{info.description}\n\nOne row is {info.unit}. Key: {', '.join(map(code, info.key))}. {info.n_rows:,} rows."
    )
    head = f"{anchor}\n\n#### {code(info.table)}: {info.title}\n\n{intro}"
    return "\n\n".join([head, *(_column(column, urls) for column in info.columns)])


def _column(info: VarInfo, urls: dict[str, str]) -> str:
    parts = [f"##### {code(f'{info.table}.{info.name}')}: {info.title}", info.rule, _facts(info, urls)]
    if info.codes:
        rows = [(code(one.value), one.label, one.definition, f"{one.count:,}") for one in info.codes]
        parts.append(table(["code", "label", "definition", "rows"], rows, numbers=(3,)))
    return "\n\n".join(parts)


def _facts(info: VarInfo, urls: dict[str, str]) -> str:
    """What is short about a column, on one line."""
    need = "key" if info.key else "required" if info.required else "may be empty"
    parts = [f"*Type* {info.type}" + (f" ({info.unit})" if info.unit else ""), need]
    if info.derived:
        parts.append("filled by rule")
    if info.refers_to:
        parts.append(f"*points at* {code(info.refers_to)}")
    if info.compare:
        parts.append(f"*compared as* {info.compare}")
    parts.append(f"*filled* {percent(info.share_filled)} ({info.n_filled:,} of {info.n_rows:,})")
    if info.share_corroborated is not None:
        shown = f"{percent(info.share_corroborated)} ({info.n_corroborated:,}; contested {info.n_contested:,})"
        parts.append(f"*corroborated* {shown}")
    if info.pattern and not info.codes:
        parts.append(f"*form* {code(info.pattern)}")
    parts.append(f"*example* {code(info.example.value)}" + _example_source(info, urls))
    return " · ".join(parts)


def _example_source(info: VarInfo, urls: dict[str, str]) -> str:
    if not info.example.cell:
        return ""
    url = urls[info.example.source].replace("(", "%28").replace(")", "%29")
    return f" in {code(info.example.cell)}, by [{info.example.source}]({url})"
