"""How the notebooks' figures look, and how they are shown with a caption and a description in words."""

import hashlib
import io
from collections.abc import Iterable

import pandas as pd

# Okabe and Ito's palette, told apart by colour-blind readers. In grey some of them coincide, so that a series must
# differ by marker, line style or hatch as well.
COLOURS = {
    "black": "#000000",
    "orange": "#E69F00",
    "sky": "#56B4E9",
    "green": "#009E73",
    "yellow": "#F0E442",
    "blue": "#0072B2",
    "red": "#D55E00",
    "purple": "#CC79A7",
    "grey": "#8C8C8C",
}
MARKERS = ("o", "s", "^", "D", "v", "P", "X", "*")
HATCHES = ("", "///", "...", "xxx", "\\\\\\", "++", "ooo", "---")
DOTS_PER_INCH = 110

_STYLE = {
    "font.family": "DejaVu Sans",  # comes with matplotlib, so that a figure looks the same on every machine
    "text.parse_math": False,  # names and sums may hold a dollar sign
    "font.size": 9.5,
    "axes.titlesize": 11.5,
    "axes.titleweight": "bold",
    "axes.titlelocation": "left",
    "axes.titlepad": 10,
    "axes.labelsize": 9.5,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.axisbelow": True,
    "axes.prop_cycle": "cycler('color', ['0072B2', 'D55E00', '009E73', '000000', 'CC79A7', 'E69F00'])",
    "axes.grid": False,
    "grid.color": "#DDDDDD",
    "grid.linewidth": 0.8,
    "hatch.linewidth": 0.7,
    "legend.frameon": False,
    "legend.fontsize": 9,
    "lines.linewidth": 1.6,
    "figure.facecolor": "white",
    "figure.constrained_layout.use": True,
}


def new_figure(width: float = 8.5, height: float = 4.5, rows: int = 1, columns: int = 1, **options):
    """A figure in the common style with its axes, as `matplotlib.pyplot.subplots` gives them.

    width, height: inches; 8.5 fills the column in which GitHub shows a notebook. The reader's own matplotlib settings
    are set aside, so that everyone gets the same picture.
    """
    import matplotlib.pyplot as plt

    plt.rcdefaults()
    plt.rcParams.update(_STYLE)
    return plt.subplots(rows, columns, figsize=(width, height), **options)


def show_figure(figure, alt: str, data, caption: str = "", tables: Iterable[str] = ()) -> None:
    """Show `figure` as a PNG, then its caption with what it was drawn from, and its description in words.

    alt: what a reader who cannot see the picture needs, one to three sentences. data: the frame (or list of frames)
    drawn; a digest of it is stored, so that a check tells a change in the data from a change in the drawing.
    caption: what else a reader must know (units, what marks mean). tables: names of the tables drawn from.

    The description is stored as the picture's `alt` metadata, which nbconvert's HTML honours, and shown below it,
    since other viewers have no use for the metadata. Raises ValueError if a part of the figure reaches over its edge.
    """
    import matplotlib.pyplot as plt
    from IPython.display import Markdown, display

    alt = " ".join(alt.split())
    _refuse_cut(figure)
    buffer = io.BytesIO()
    # No bbox_inches="tight": the size of the picture must not depend on the text in it. No metadata: versions go stale.
    figure.savefig(buffer, format="png", dpi=DOTS_PER_INCH, metadata={"Software": None})
    plt.close(figure)
    metadata = {"image/png": {"alt": alt}, "c5plus1": {"data": digest_frames(data)}}
    display({"image/png": buffer.getvalue(), "text/plain": alt}, raw=True, metadata=metadata)
    lines = [f"{' '.join(caption.split())} {source_note(tables)}".strip(), f"*In words:* {alt}"]
    display(Markdown("\n\n".join(lines)))


def _refuse_cut(figure) -> None:
    """A title that is cut at the edge is easily overlooked, and new data may make it longer."""
    figure.draw_without_rendering()
    box, (width, height) = figure.get_tightbbox(), figure.get_size_inches()
    over = {"left": -box.x0, "right": box.x1 - width, "bottom": -box.y0, "top": box.y1 - height}
    cut = [f"{side} by {inches:.2f} inches" for side, inches in over.items() if inches > 0.02]
    if cut:
        raise ValueError(f"a part of the figure is cut: {', '.join(cut)}; shorten a text or enlarge the figure")


def source_note(tables: Iterable[str] = ()) -> str:
    """Where a figure's or table's data come from: title and version of the dataset, and its tables."""
    from c5plus1.version import __version__

    names = ", ".join(f"`{table}`" for table in tables)
    return f"*Source: The C5+1 Record, version {__version__}{f', tables {names}' if names else ''}.*"


def digest_frames(data) -> str:
    """SHA-256 of a frame or a list of frames as CSV text, numbers rounded to six figures."""
    frames = [data] if isinstance(data, pd.DataFrame | pd.Series) else list(data)
    text = "\n".join(frame.to_csv(float_format="%.6g", lineterminator="\n") for frame in frames)
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def show_table(frame: pd.DataFrame, caption: str = "") -> None:
    """Show a frame as a plain table without its index, with a caption above; missing values as an empty cell."""
    from IPython.display import Markdown, display

    if caption:
        display(Markdown(f"**{' '.join(caption.split())}**"))
    cells = frame.astype(object).where(frame.notna(), "")
    html = cells.to_html(index=False, border=0, justify="left", escape=True)
    display({"text/html": html, "text/plain": cells.to_string(index=False)}, raw=True)
