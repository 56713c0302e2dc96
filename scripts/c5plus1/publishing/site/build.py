"""The page: template, style, scripts and data in one HTML file that asks nothing of any server."""

import base64
import hashlib
import json
from html import escape
from pathlib import Path
from typing import Any

from c5plus1.publishing.contents import Contents
from c5plus1.publishing.site.data import make_data

_HERE = Path(__file__).resolve().parent
# In the order in which they are joined into one script.
SCRIPTS = ("data.js", "evidence.js", "values.js", "timeline.js", "site.js")


def make_page(contents: Contents) -> bytes:
    """The whole page, UTF-8. Its policy forbids it to load anything and to run any script but its own."""
    style = (_HERE / "site.css").read_text(encoding="utf-8")
    script = join_scripts()
    parts = {
        "policy": f"default-src 'none'; style-src {_hash(style)}; script-src {_hash(script)}; base-uri 'none'; "
        "form-action 'none'",
        "style": style,
        "script": script,
        "data": pack_json(make_data(contents)),
        **_tell(contents),
    }
    page = (_HERE / "template.html").read_text(encoding="utf-8")
    head, *pieces = page.split("{{")
    filled = [head]
    for piece in pieces:
        name, _, rest = piece.partition("}}")
        filled += [parts[name], rest]
    return "".join(filled).encode("utf-8")


def join_scripts() -> str:
    """The page's scripts as one, in a scope of its own."""
    sources = [(_HERE / name).read_text(encoding="utf-8") for name in SCRIPTS]
    return '\n(() => {\n"use strict";\n' + "\n".join(sources) + "})();\n"


def pack_json(data: Any) -> str:
    """JSON that can stand inside a script element: no `<`, so nothing in it can end the element."""
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode('utf-8')).digest()).decode()}'"


def _tell(contents: Contents) -> dict[str, str]:
    """The texts of the template, escaped."""
    descriptor, tables = contents.descriptor, contents.tables
    cells = tables["cells"]
    texts = {
        "title": descriptor["title"],
        "description": descriptor["description"],
        "version": descriptor["version"],
        "created": descriptor["created"][:10],
        "n_meetings": f"{len(tables['meetings']):,}",
        "n_sources": f"{len(tables['sources']):,}",
        "n_claims": f"{len(tables['claims']):,}",
        "n_cells": f"{len(cells):,}",
        "n_contested": f"{int((cells['status'] == 'contested').sum()):,}",
    }
    escaped = {name: escape(text) for name, text in texts.items()}
    return escaped | {"meetings": _list_meetings(contents), "licences": _list_licences(contents)}


def _list_licences(contents: Contents) -> str:
    return "; ".join(
        f'<a href="{escape(licence["path"])}">{escape(licence["title"])}</a>'
        for licence in contents.descriptor["licenses"]
    )


def _list_meetings(contents: Contents) -> str:
    """For readers without scripts: the meetings as a plain list."""
    columns = contents.tables["meetings"][["start_date", "name"]].to_dict("records")
    return "\n".join(f"<li>{escape(row['start_date'] or 'undated')}: {escape(row['name'])}</li>" for row in columns)
