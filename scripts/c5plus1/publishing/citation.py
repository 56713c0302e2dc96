"""The citation files, all from data/about.yaml, version.py and the data: one place, four formats that agree."""

import html
import json
from pathlib import Path
from typing import Any

import yaml

from c5plus1.asking.package import read_table
from c5plus1.building.descriptor import read_about
from c5plus1.problems import DataError, Problem

_ASK = (
    "If you use these data, please cite the dataset and the primary sources behind the rows that you use: "
    "`c5plus1 cite` (or c5plus1.cite in Python) writes both."
)
_ORIGIN = (
    "Coded by language models under a codebook, most often from the beginnings of pages, then audited: see CODEBOOK.md."
)


def render_citations(root: Path, version: str, released: str | None) -> dict[str, bytes]:
    """CITATION.cff, .zenodo.json, datacite.json and dataset.jsonld for one version, as bytes by name.

    `released` is the day of release, None while the version is being prepared. Raises DataError if about.yaml lacks
    what they need.
    """
    about = _check(read_about(root))
    described = json.loads((root / "datapackage.json").read_text(encoding="utf-8"))
    collected = described["created"][:10]
    return {
        "CITATION.cff": _render_yaml(_make_cff(about, version, released)),
        ".zenodo.json": _render_json(_make_zenodo(about, version, released)),
        "datacite.json": _render_json(_make_datacite(about, version, released, collected)),
        "dataset.jsonld": _render_json(_make_jsonld(about, version, released, described, _span_of_meetings(root))),
    }


def _check(about: dict[str, Any]) -> dict[str, Any]:
    if not _people(about):
        raise DataError([Problem("data/about.yaml", 0, "contributors: somebody needs the role author")])
    if not isinstance(about.get("spatial"), list):
        raise DataError(
            [Problem("data/about.yaml", 0, "spatial: expected a list of the states that the data are about")]
        )
    return about


def _people(about: dict[str, Any]) -> list[str]:
    return [one["title"] for one in about["contributors"] if "author" in one.get("roles", [])]


def _describe(about: dict[str, Any]) -> str:
    return " ".join(about["description"].split())


def _drop_empty(document: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in document.items() if value not in (None, [], {})}


def _make_cff(about: dict, version: str, released: str | None) -> dict:
    return _drop_empty(
        {
            "cff-version": "1.2.0",
            "message": _ASK,
            "type": "dataset",
            "title": about["title"],
            "abstract": _describe(about),
            "authors": [{"name": name} for name in _people(about)],
            "version": version,
            "date-released": released,
            "doi": about.get("doi"),
            "url": about.get("homepage"),
            "license": about["licenses"][0]["name"],
            "keywords": about["keywords"],
        }
    )


def _make_zenodo(about: dict, version: str, released: str | None) -> dict:
    return _drop_empty(
        {
            "title": about["title"],
            "upload_type": "dataset",
            "version": version,
            "publication_date": released,
            "description": f"<p>{html.escape(_describe(about))}</p>",
            "creators": [{"name": name} for name in _people(about)],
            "access_right": "open",
            "license": about["licenses"][0]["name"],
            "keywords": about["keywords"],
            "language": "eng",
            "notes": f"<p>{html.escape(_ORIGIN)}</p><p>{html.escape(_ASK)}</p>",
        }
    )


def _make_datacite(about: dict, version: str, released: str | None, collected: str) -> dict:
    dates = [{"date": collected, "dateType": "Collected"}, {"date": released, "dateType": "Issued"}]
    licence = about["licenses"][0]
    return _drop_empty(
        {
            "doi": about.get("doi"),
            "url": about.get("homepage"),
            "types": {"resourceTypeGeneral": "Dataset", "resourceType": "Coded event data"},
            "creators": [{"name": name, "nameType": "Organizational"} for name in _people(about)],
            "titles": [{"title": about["title"]}],
            "publisher": {"name": _people(about)[0]},
            "publicationYear": (released or collected)[:4],
            "subjects": [{"subject": keyword} for keyword in about["keywords"]],
            "dates": [one for one in dates if one["date"]],
            "language": "en",
            "alternateIdentifiers": [{"alternateIdentifier": about["id"], "alternateIdentifierType": "UUID"}],
            "version": version,
            "formats": ["text/csv", "application/json"],
            "rightsList": [
                {
                    "rights": licence["title"],
                    "rightsUri": licence["path"],
                    "rightsIdentifier": licence["name"],
                    "rightsIdentifierScheme": "SPDX",
                }
            ],
            "descriptions": [
                {"description": _describe(about), "descriptionType": "Abstract"},
                {"description": _ORIGIN, "descriptionType": "Methods"},
            ],
            "geoLocations": [{"geoLocationPlace": name} for name in about["spatial"]],
            "schemaVersion": "http://datacite.org/schema/kernel-4",
        }
    )


def _make_jsonld(about: dict, version: str, released: str | None, described: dict, span: str | None) -> dict:
    bodies = [{"@type": "Organization", "name": name} for name in _people(about)]
    doi = about.get("doi")
    return _drop_empty(
        {
            "@context": "https://schema.org/",
            "@type": "Dataset",
            "name": about["title"],
            "description": _describe(about),
            "identifier": f"https://doi.org/{doi}" if doi else f"urn:uuid:{about['id']}",
            "url": about.get("homepage"),
            "version": version,
            "datePublished": released,
            "dateModified": described["created"][:10],
            "license": about["licenses"][0]["path"],
            "isAccessibleForFree": True,
            "inLanguage": "en",
            "keywords": about["keywords"],
            "creator": bodies,
            "publisher": bodies[0],
            "measurementTechnique": _ORIGIN,
            "temporalCoverage": span,
            "spatialCoverage": [{"@type": "Place", "name": name} for name in about["spatial"]],
            "variableMeasured": [
                {"@type": "PropertyValue", "name": resource["name"], "description": resource["title"]}
                for resource in described["resources"]
                if resource["kind"] == "subject"
            ],
            "distribution": [
                {
                    "@type": "DataDownload",
                    "name": resource["title"],
                    "contentUrl": resource["path"],
                    "encodingFormat": resource["mediatype"],
                }
                for resource in described["resources"]
            ],
        }
    )


def _span_of_meetings(root: Path) -> str | None:
    """The first and the last day of any meeting, as an ISO 8601 interval."""
    dates = sorted(read_table("meetings", root)["start_date"].dropna())
    return f"{dates[0]}/{dates[-1]}" if dates else None


def _render_json(document: dict) -> bytes:
    return (json.dumps(document, ensure_ascii=False, indent=2) + "\n").encode("utf-8")


def _render_yaml(document: dict) -> bytes:
    notice = "# Generated by `c5plus1 citation` from data/about.yaml and version.py; change it there.\n"
    text = yaml.safe_dump(document, sort_keys=False, allow_unicode=True, width=100, line_break="\n")
    return (notice + text).encode("utf-8")
