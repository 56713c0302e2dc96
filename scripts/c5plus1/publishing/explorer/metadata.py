"""What Datasette shows beside the data: titles, descriptions, facets and the questions that people ask most."""

import re
from html import escape
from typing import Any

from c5plus1.publishing.contents import Contents
from c5plus1.publishing.database import VIEWS
from c5plus1.reading.schemas import Schema

DATABASE = "c5plus1"
_MOST_FACETS = 4
# Columns without a closed list of codes that are worth a facet all the same.
_FACETS = {
    "delegations": ("actor",),
    "attendance": ("actor",),
    "agenda": ("topic",),
    "commitments": ("topic",),
    "statements": ("topic", "actor"),
    "votes": ("actor",),
    "sources": ("language", "country"),
    "cells": ("table",),
    "facts": ("table",),
    "people": ("actor",),
}
# Newest first, so that rows without a date come last.
_SORT = {"events": "start_date", "meetings": "start", "statements": "said_on", "resolutions": "adopted_on"}
_LABELS = {"topics": "label", "claims": "note"}

# Name -> (title, description, SQL). Parameters begin with a colon; an empty one means all.
QUERIES = {
    "timeline": (
        "Timeline of meetings",
        "Every meeting with its date, place, level and who came. An empty cell is never a no: no coded report says.",
        """
        SELECT start_date, name, level, place_name, country, came, came_planned, modality, n_sources, n_origins, status,
               event, 'events/' || event || '/start_date' AS cell
        FROM meetings ORDER BY start IS NULL, start, event
        """,
    ),
    "who_attended_a_meeting": (
        "Who attended?",
        "Delegations and named persons of one meeting: give its id or part of its name, such as Astana. Only modality "
        "'occurred' says that they were there.",
        """
        SELECT meeting, start_date, what, actor_name, person, office, role, attended, modality, cell, event
        FROM who_attended
        WHERE :meeting = '' OR event = :meeting OR meeting LIKE '%' || :meeting || '%'
        ORDER BY start_date, event, what, actor, person
        """,
    ),
    "contested": (
        "Contested cells",
        "Values on which reports disagree, with those that lost and the independent origins on each side.",
        'SELECT * FROM contested_cells ORDER BY "table", "row", "column"',
    ),
    "claims_behind_a_cell": (
        "Claims behind a cell",
        "Who says so? Every report that states a value for the cell, for and against, with our note and the link. "
        "Reports with the same origin number are not independent of one another. Give a cell id: table/row/column.",
        """
        SELECT agreement, says, settled, status, origin, publisher, kind, published, language, note, url, via,
               reprint_of, title, modality, slip, derived, claim, source
        FROM who_says_so WHERE cell = :cell
        ORDER BY CASE agreement WHEN 'agrees' THEN 0 WHEN 'dissents' THEN 1 WHEN 'differs' THEN 2 WHEN 'neutral' THEN 3
                 ELSE 4 END, says, origin, published, claim
        """,
    ),
    "votes_of_the_six": (
        "Votes of the United States and the five",
        "How each of the six voted on each resolution. An empty cell says that no coded report gives the vote.",
        """
        SELECT resolutions.adopted_on, resolutions.resolution, resolution_names.name,
               max(CASE actor WHEN 'USA' THEN choice END) AS USA, max(CASE actor WHEN 'KAZ' THEN choice END) AS KAZ,
               max(CASE actor WHEN 'KGZ' THEN choice END) AS KGZ, max(CASE actor WHEN 'TJK' THEN choice END) AS TJK,
               max(CASE actor WHEN 'TKM' THEN choice END) AS TKM, max(CASE actor WHEN 'UZB' THEN choice END) AS UZB
        FROM resolutions
        JOIN resolution_names ON resolution_names.resolution = resolutions.resolution
        LEFT JOIN votes ON votes.resolution = resolutions.resolution
        GROUP BY resolutions.resolution ORDER BY resolutions.adopted_on, resolutions.resolution
        """,
    ),
    "reports_of_a_publisher": (
        "Reports of a publisher",
        "The reports coded from one publisher, by its name or part of it, with their links.",
        """
        SELECT publisher, published, language, kind, title, url, n_claims, source FROM sources
        WHERE publisher LIKE '%' || :publisher || '%' ORDER BY publisher, published, source
        """,
    ),
}


def make_metadata(contents: Contents) -> dict[str, Any]:
    """Datasette's metadata for the SQLite export, from the schemas and the descriptor."""
    descriptor = contents.descriptor
    licence = descriptor["licenses"][0]
    tables = {name: _describe_table(schema) for name, schema in contents.schemas.items()}
    tables |= {name: {"description": description} for name, (description, _) in VIEWS.items()}
    tables["codebook"] = {"description": "What every column means: its coding rule, type and allowed values."}
    tables["about"] = {"description": "Title, version and licence."}
    return {
        "title": f"{descriptor['title']} {descriptor['version']}",
        "description": descriptor["description"],
        "license": licence["title"],
        "license_url": licence["path"],
        "extra_css_urls": ["/assets/explorer.css"],
        "databases": {
            DATABASE: {
                "description": "The link beside a value in a table leads to the reports behind it, for and against.",
                "tables": tables,
                "queries": {
                    name: {"title": title, "description": description, "sql": " ".join(sql.split()), "hide_sql": True}
                    for name, (title, description, sql) in QUERIES.items()
                },
            }
        },
    }


def _describe_table(schema: Schema) -> dict[str, Any]:
    description = _with_code(" ".join(schema.raw["description"].split()))
    rules = f'<a href="/{DATABASE}/codebook?table={schema.name}">What each column means in full</a>'
    about: dict[str, Any] = {
        "title": schema.title,
        "description_html": f"{description} A row is {escape(schema.raw['unit'])}. {rules}.",
        "columns": {name: _first_sentence(field.description) for name, field in schema.fields.items()},
        "facets": list_facets(schema),
    }
    if schema.name in _SORT:
        about["sort_desc"] = _SORT[schema.name]
    if schema.name in _LABELS:
        about["label_column"] = _LABELS[schema.name]
    return {key: value for key, value in about.items() if value}


def _with_code(text: str) -> str:
    """HTML of a schema's text, in which `backticks` mark names."""
    return re.sub(r"`([^`]+)`", r"<code>\1</code>", escape(text))


def list_facets(schema: Schema) -> list[str]:
    """The columns to count by: those asked for above, then those with a closed list of codes."""
    coded = [name for name, field in schema.fields.items() if field.codes]
    chosen = [*_FACETS.get(schema.name, ()), *coded]
    return list(dict.fromkeys(chosen))[:_MOST_FACETS]


def _first_sentence(text: str) -> str:
    text = " ".join(text.split())
    end = text.find(". ")
    return text if end < 0 else text[: end + 1]
