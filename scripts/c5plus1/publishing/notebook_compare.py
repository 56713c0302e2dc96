"""Does a stored notebook agree with a fresh run? Text and tables exactly, pictures by data and nearly by pixels."""

import base64
import difflib
import io
from pathlib import Path

from c5plus1.problems import Problem
from c5plus1.publishing.notebook_runs import show_path

# Mean difference of a pixel, of 255. Another version of the drawing library moves edges of letters: about 0.3.
PIXEL_TOLERANCE = 1.0
_LINES_SHOWN = 40


def compare_notebooks(path: Path, stored, fresh) -> list[Problem]:
    """A problem for each cell whose stored outputs differ from the fresh ones, with the difference."""
    problems = []
    for old, new in zip(stored.cells, fresh.cells, strict=True):
        if old.cell_type != "code":
            continue
        for difference in _compare_outputs(old.outputs, new.outputs):
            problems.append(Problem(show_path(path), 0, f"cell `{old.id}`: {difference}"))
    return problems


def _compare_outputs(old: list, new: list) -> list[str]:
    if len(old) != len(new):
        hint = "; it was never run" if not old else ""
        return [f"{len(old)} outputs are stored and a fresh run gives {len(new)}{hint}"]
    return [text for pair in zip(old, new, strict=True) for text in _compare_output(*pair)]


def _compare_output(old, new) -> list[str]:
    if old.output_type != new.output_type:
        return [f"the stored output is {old.output_type}, a fresh one {new.output_type}"]
    if old.output_type == "stream":
        return _compare_text("printed text", old.text, new.text)
    if old.output_type == "error":
        return ["the stored output is an error"]
    differences = []
    if old.metadata.get("c5plus1") != new.metadata.get("c5plus1"):
        differences.append("the data drawn in the figure have changed")
    for kind in sorted(set(old.data) | set(new.data)):
        before, after = old.data.get(kind), new.data.get(kind)
        if before is None or after is None:
            differences.append(f"{kind} is {'not stored' if before is None else 'stored and no longer made'}")
        elif kind == "image/png":
            differences += compare_pictures(base64.b64decode(before), base64.b64decode(after))
        else:
            differences += _compare_text(kind, before, after)
    return differences


def compare_pictures(old: bytes, new: bytes) -> list[str]:
    """What differs between two PNG pictures beyond the tolerance."""
    from PIL import Image, ImageChops, ImageStat, UnidentifiedImageError

    try:
        first, second = (Image.open(io.BytesIO(content)).convert("RGB") for content in (old, new))
    except (UnidentifiedImageError, OSError):
        return ["the stored picture cannot be read"]
    if first.size != second.size:
        return [f"the stored picture has {first.size} pixels, a fresh one {second.size}"]
    channels = ImageStat.Stat(ImageChops.difference(first, second)).mean
    difference = sum(channels) / len(channels)
    if difference > PIXEL_TOLERANCE:
        return [f"the picture differs by {difference:.2f} of 255 per pixel, more than {PIXEL_TOLERANCE}"]
    return []


def _compare_text(kind: str, old, new) -> list[str]:
    old, new = _as_text(old), _as_text(new)
    if old == new:
        return []
    lines = list(difflib.unified_diff(old.splitlines(), new.splitlines(), "stored", "fresh", n=1, lineterm=""))
    more = [f"… {len(lines) - _LINES_SHOWN} more lines"] if len(lines) > _LINES_SHOWN else []
    return [f"{kind} differs\n" + "\n".join(f"    {line}" for line in lines[:_LINES_SHOWN] + more)]


def _as_text(value) -> str:
    return "".join(value) if isinstance(value, list) else str(value)
