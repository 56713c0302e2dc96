"""`notebooks/README.md` and the thumbnails in it: what each notebook asks and finds, drawn from its stored outputs."""

import base64
import io
import re
from pathlib import Path

from c5plus1.problems import Problem
from c5plus1.publishing.notebook_compare import compare_pictures
from c5plus1.publishing.notebook_runs import read_notebook

# The one figure that README.md shows, at full size.
README_NOTEBOOK, README_FIGURE = "02_meetings", "figures/meetings.png"
THUMBNAIL_WIDTH = 360  # pixels

_HEAD = """\
# The worked analyses

Each notebook answers one question from the dataset, like a short paper: question, data, method, figure, finding,
limits, what to try next. They open on GitHub with their figures. Every number in them comes from the data in the same
run. This page is written by `c5plus1 notebooks`; do not edit it.

| notebook | question and finding | figure |
| --- | --- | --- |
"""
_TAIL = """
## Run them

`make notebooks` (or `c5plus1 notebooks --check`) executes all of them in a few seconds each and refuses, naming the
cell, when a stored output no longer agrees with the data: text and tables exactly, figures by the data drawn and nearly
by their pixels. `c5plus1 notebooks` stores fresh outputs after the data have changed. `make lab` installs
JupyterLab beside them and opens it.

Figures are drawn with matplotlib: it is the library that most readers know, it needs no browser, and its pictures are
the same on every machine. They use Okabe and Ito's colours, and marks or hatches beside colour so that they can be read
in grey. Jupyter has no agreed place for a picture's alt text, so that most viewers show none: it stands below each
figure ("In words"), and also in the picture's metadata, where nbconvert finds it for its `alt`.
"""


def build_index(root: Path) -> tuple[dict[str, bytes], list[Problem]]:
    """README.md and thumbnails as path under `notebooks/` -> content, from the stored notebooks; what is missing."""
    files: dict[str, bytes] = {}
    rows, problems = [], []
    for path in sorted((root / "notebooks").glob("*.ipynb")):
        notebook = read_notebook(path)
        question, finding, picture = find_question(notebook), find_finding(notebook), _first_picture(notebook)
        for what, found in (("question", question), ("finding", finding), ("figure", picture)):
            if not found:
                problems.append(Problem(f"notebooks/{path.name}", 0, f"shows no {what}; tag the cell or run it"))
        if not (question and finding and picture):
            continue
        figure = f"figures/{path.stem}.png"
        files[figure] = shrink(picture)
        if path.stem == README_NOTEBOOK:
            files[README_FIGURE] = picture
        text = f"**{question}**<br>{finding}".replace("|", "\\|")
        image = f"[![{_escape(find_title(notebook))}: first figure]({figure})]({path.name})"
        rows.append(f"| [{find_title(notebook)}]({path.name}) | {text} | {image} |")
    files["README.md"] = (_HEAD + "\n".join(rows) + "\n" + _TAIL).encode("utf-8")
    return files, problems


def compare_index(root: Path) -> list[Problem]:
    """Problems where README.md or a thumbnail is not what the stored notebooks give."""
    files, problems = build_index(root)
    for name, content in files.items():
        path = root / "notebooks" / name
        stored = path.read_bytes() if path.is_file() else None
        if stored is None:
            problems.append(Problem(f"notebooks/{name}", 0, "is missing; run c5plus1 notebooks"))
        elif name.endswith(".png"):
            problems += [Problem(f"notebooks/{name}", 0, text) for text in compare_pictures(stored, content)]
        elif stored != content:
            problems.append(Problem(f"notebooks/{name}", 0, "does not agree with the notebooks; run c5plus1 notebooks"))
    return problems


def find_title(notebook) -> str:
    """The first heading."""
    text = "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "markdown")
    found = re.search(r"^#\s+(.+?)\s*$", text, re.M)
    return found.group(1) if found else "Untitled"


def find_question(notebook) -> str:
    """The text of the cell tagged `question`, without its heading."""
    for cell in notebook.cells:
        if "question" in cell.metadata.get("tags", []):
            return " ".join(line for line in cell.source.splitlines() if line and not line.startswith("#"))
    return ""


def find_finding(notebook) -> str:
    """What the cell tagged `finding` showed: one sentence with numbers, from the data."""
    for cell in notebook.cells:
        if "finding" in cell.metadata.get("tags", []):
            texts = [output.data.get("text/markdown") for output in cell.get("outputs", []) if "data" in output]
            return " ".join(" ".join(text.split()) for text in texts if text)
    return ""


def shrink(picture: bytes) -> bytes:
    """A PNG at the thumbnails' width, without metadata."""
    from PIL import Image

    image = Image.open(io.BytesIO(picture)).convert("RGB")
    height = round(image.height * THUMBNAIL_WIDTH / image.width)
    buffer = io.BytesIO()
    image.resize((THUMBNAIL_WIDTH, height), Image.Resampling.LANCZOS).save(buffer, "PNG", optimize=True)
    return buffer.getvalue()


def _first_picture(notebook) -> bytes | None:
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            if "image/png" in output.get("data", {}):
                return base64.b64decode(output.data["image/png"])
    return None


def _escape(text: str) -> str:
    return text.replace("[", "(").replace("]", ")")
