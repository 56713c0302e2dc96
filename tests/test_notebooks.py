"""The notebooks: rerun and compared, and what the comparison and the prose rule must refuse."""

import base64
import copy
import io
import json
import re
import shutil
from pathlib import Path

import pytest

nbformat = pytest.importorskip("nbformat", reason="the extra 'notebooks' is not installed")
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook  # noqa: E402

from c5plus1.cli import main  # noqa: E402
from c5plus1.folders import find_root  # noqa: E402
from c5plus1.problems import DataError  # noqa: E402
from c5plus1.publishing.notebook_compare import compare_notebooks, compare_pictures  # noqa: E402
from c5plus1.publishing.notebook_index import build_index, compare_index  # noqa: E402
from c5plus1.publishing.notebook_prose import SECTIONS, check_form, prose_in_code, typed_numbers  # noqa: E402
from c5plus1.publishing.notebook_runs import METADATA, find_notebooks, read_notebook, run_notebook  # noqa: E402
from c5plus1.publishing.notebooks import check_notebooks  # noqa: E402

ROOT = find_root()
STORED = sorted((ROOT / "notebooks").glob("*.ipynb"))
QUICK_SOURCE = """
import base64
from IPython.display import Markdown, display
print("drawn")
display({"image/png": base64.b64decode(PICTURE)}, raw=True, metadata={"c5plus1": {"data": "abc"}})
"""


@pytest.fixture(scope="module")
def quick(tmp_path_factory) -> Path:
    """A root with one small notebook of the right form, stored with its outputs."""
    root = tmp_path_factory.mktemp("record")
    (root / "data").mkdir()
    (root / "notebooks").mkdir()
    (root / "datapackage.json").write_text("{}", encoding="utf-8")
    cells = [
        new_markdown_cell("# Small", id="title"),
        new_markdown_cell("## Question\n\nWhat is the sum?", id="question"),
    ]
    cells[1].metadata["tags"] = ["question"]
    cells += [new_markdown_cell(f"## {name}", id=name.split()[0].lower()) for name in SECTIONS[1:4]]
    source = QUICK_SOURCE.replace("PICTURE", repr(encode_picture((200, 30, 30))))
    cells += [new_code_cell(source.strip(), id="draw"), new_markdown_cell("## Finding", id="finding-heading")]
    cells += [new_code_cell('display(Markdown(f"The sum is {1 + 1}."))', id="finding", metadata={"tags": ["finding"]})]
    cells += [new_markdown_cell(f"## {name}", id=name.split()[0].lower()) for name in SECTIONS[5:]]
    nbformat.write(new_notebook(cells=cells), root / "notebooks" / "small.ipynb")
    main_exits(0, "notebooks", "--root", str(root))
    return root


def encode_picture(colour) -> str:
    from PIL import Image

    buffer = io.BytesIO()
    Image.new("RGB", (40, 20), colour).save(buffer, "PNG")
    return base64.b64encode(buffer.getvalue()).decode()


def main_exits(code: int, *arguments: str) -> None:
    try:
        main(list(arguments))
    except SystemExit as done:
        assert (done.code or 0) == code
    else:
        assert code == 0


# The stored notebooks


def test_every_stored_result_is_what_a_fresh_run_gives():
    assert {"01_one_report", "02_meetings", "03_money"} <= {path.stem for path in STORED}
    seconds = {}
    check_notebooks(ROOT, STORED, lambda path, time, _: seconds.setdefault(path.name, time))
    assert set(seconds) == {path.name for path in STORED}


def test_a_changed_coded_value_makes_the_stored_notebook_stale(tmp_path):
    shutil.copytree(ROOT / "data", tmp_path / "data")
    from c5plus1.building.build import build

    sheets = [p for p in (tmp_path / "data" / "sheets").rglob("*.yaml") if "usa-2016-08-03-five-projects" in read(p)]
    for sheet in sheets:
        sheet.write_text(read(sheet).replace("amount: 15000000", "amount: 14000000"), encoding="utf-8")
    build(tmp_path)
    notebook = ROOT / "notebooks" / "03_money.ipynb"
    fresh, problems = run_notebook(notebook, tmp_path)
    assert problems == []
    differing = "\n".join(map(str, compare_notebooks(notebook, read_notebook(notebook), fresh)))
    assert "cell `interval-plot`: the data drawn in the figure have changed" in differing


def read(path: Path) -> str:
    return path.read_text(encoding="utf-8")


@pytest.mark.parametrize("path", STORED, ids=lambda path: path.stem)
def test_notebook_has_the_parts_of_a_paper_and_no_typed_number(path):
    assert check_form(path, read_notebook(path)) == []


def test_each_finding_is_in_the_index_with_a_number_and_a_figure():
    files, problems = build_index(ROOT)
    assert problems == []
    assert compare_index(ROOT) == []
    index = files["README.md"].decode()
    rows = [line for line in index.splitlines() if line.startswith("| [")]
    assert len(rows) == len(STORED)
    for path, row in zip(STORED, rows, strict=True):
        question, finding = row.split(" | ")[1].split("<br>")
        assert question.endswith("?**")
        assert re.search(r"\d", finding)
        assert finding.endswith(".")
        assert f"figures/{path.stem}.png" in row
        assert len(files[f"figures/{path.stem}.png"]) < 200_000


@pytest.mark.parametrize("path", STORED, ids=lambda path: path.stem)
def test_stored_notebook_tells_nothing_of_a_machine_or_a_moment(path):
    notebook = json.loads(read(path))
    assert notebook["metadata"] == METADATA
    assert all(set(cell["metadata"]) <= {"tags"} for cell in notebook["cells"])
    outputs = [output for cell in notebook["cells"] for output in cell.get("outputs", [])]
    pictures = [
        base64.b64decode(output["data"].pop("image/png")) for output in outputs if "image/png" in output.get("data", {})
    ]
    assert pictures
    assert not any(chunk in picture for picture in pictures for chunk in (b"tEXt", b"iTXt", b"tIME", b"eXIf"))
    text = json.dumps(notebook, ensure_ascii=False)
    assert not re.findall(r"(?:/work/|/tmp/|/root/|/home/|site-packages|\bat 0x[0-9a-f]{6,})", text)
    assert not [output for output in outputs if output["output_type"] == "error" or output.get("name") == "stderr"]


@pytest.mark.parametrize("path", STORED, ids=lambda path: path.stem)
def test_every_figure_has_alt_text_a_source_and_a_version(path):
    outputs = [output for cell in read_notebook(path).cells for output in cell.get("outputs", []) if "data" in output]
    for picture, below in zip(outputs, [*outputs[1:], None], strict=True):
        if "image/png" in picture.data:
            alt = picture.metadata["image/png"]["alt"]
            assert len(alt) > 60
            assert picture.data["text/plain"] == alt
            assert picture.metadata["c5plus1"]["data"]
            assert re.search(r"Source: The C5\+1 Record, version \d+\.\d+\.\d+", below.data["text/markdown"])
            assert alt in below.data["text/markdown"]


# The comparison


def test_command_stores_outputs_and_then_finds_nothing_stale(quick, capsys):
    main_exits(0, "notebooks", "--check", "--root", str(quick))
    assert re.fullmatch(r"small\.ipynb: ok, \d+\.\d s\n", capsys.readouterr().out)
    assert "The sum is 2." in read(quick / "notebooks" / "README.md")


def test_command_refuses_a_stale_output_and_names_the_cell(quick, capsys, tmp_path):
    root = tmp_path / "copy"
    shutil.copytree(quick, root)
    path = root / "notebooks" / "small.ipynb"
    path.write_text(read(path).replace("The sum is 2.", "The sum is 3."), encoding="utf-8")
    before = read(path)
    main_exits(1, "notebooks", "--check", "--root", str(root))
    told = capsys.readouterr().err
    assert "notebooks/small.ipynb: cell `finding`: text/markdown differs" in told
    assert "    -The sum is 3.\n    +The sum is 2." in told
    assert "notebooks/README.md: does not agree with the notebooks" in told
    assert read(path) == before


def test_command_names_the_nearest_notebook(quick, capsys):
    main_exits(2, "notebooks", "smal", "--root", str(quick))
    assert "there is no notebook 'smal' (did you mean 'small'?)" in capsys.readouterr().err


def test_two_stored_runs_are_the_same_bytes(quick):
    path = quick / "notebooks" / "small.ipynb"
    fresh, problems = run_notebook(path, quick)
    assert problems == []
    assert nbformat.writes(fresh) + "\n" == read(path)


def test_failing_and_warning_cells_are_problems(tmp_path):
    (tmp_path / "notebooks").mkdir()
    path = tmp_path / "notebooks" / "bad.ipynb"
    cells = [new_code_cell("import warnings\nwarnings.warn('old')", id="warns"), new_code_cell("1 / 0", id="fails")]
    nbformat.write(new_notebook(cells=cells), path)
    notebook, problems = run_notebook(path, tmp_path)
    assert notebook is None
    told = "\n".join(map(str, problems))
    assert "notebooks/bad.ipynb: cell `fails` raises ZeroDivisionError: division by zero" in told
    assert "cell `warns` writes to standard error" in told


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda cell: cell.outputs[0].update(text="drawn badly\n"), "printed text differs"),
        (
            lambda cell: cell.outputs[1].metadata.update(c5plus1={"data": "xyz"}),
            "the data drawn in the figure have changed",
        ),
        (
            lambda cell: cell.outputs[1].data.update({"image/png": encode_picture((30, 30, 200))}),
            "the picture differs by",
        ),
        (lambda cell: cell.outputs[1].data.update({"image/png": "AAAA"}), "the stored picture cannot be read"),
        (lambda cell: cell.outputs.pop(), "1 outputs are stored and a fresh run gives 2"),
        (lambda cell: cell.outputs.clear(), "it was never run"),
        (lambda cell: cell.outputs.reverse(), "the stored output is display_data, a fresh one stream"),
    ],
)
def test_planted_change_is_found(quick, change, message):
    path = quick / "notebooks" / "small.ipynb"
    fresh = read_notebook(path)
    stored = copy.deepcopy(fresh)
    assert compare_notebooks(path, stored, fresh) == []
    change(next(cell for cell in stored.cells if cell.id == "draw"))
    found = [str(problem) for problem in compare_notebooks(path, stored, fresh)]
    assert any(message in text and "cell `draw`" in text for text in found)


def test_pictures_may_differ_by_a_shade_but_not_in_size():
    one, shade, other = (base64.b64decode(encode_picture(colour)) for colour in ((9, 9, 9), (9, 9, 10), (9, 9, 99)))
    assert compare_pictures(one, shade) == []
    assert "the picture differs by 30.00 of 255" in compare_pictures(one, other)[0]
    from PIL import Image

    buffer = io.BytesIO()
    Image.new("RGB", (41, 20)).save(buffer, "PNG")
    assert compare_pictures(one, buffer.getvalue()) == ["the stored picture has (40, 20) pixels, a fresh one (41, 20)"]


# The prose


@pytest.mark.parametrize(
    "text",
    [
        "There were 12 meetings.",
        "It rose by 3.5 %.",
        "USD 25 million",
        "about twenty states",
        "a hundred reports",
        "seventeen of them",
        "In 2023 there were 4 of them.",
        "1,200 facts",
    ],
)
def test_typed_number_is_found(text):
    assert typed_numbers(text)


@pytest.mark.parametrize(
    "text",
    [
        "The C5+1 and the B5+1 since 2015",
        "on 24 February 2025, and 2022-09-22",
        "in November 2015 and on 1 March",
        "`usa-2023-02-28-ericen`",
        "A/RES/ES-11/6",
        "$(f + g/2)/t$",
        "1. first\n2. second",
        "notebooks 2 to 4",
        "[link](https://example.org/2/33)",
        "one report of the five states",
        "```\nx = 3\n```",
        "{} of {} reports",
    ],
)
def test_names_and_dates_are_no_typed_numbers(text):
    assert typed_numbers(text) == []


def test_prose_in_code_is_read_and_other_code_is_not():
    source = (
        'x = 12\nlabel = "12 apples"\ny = f"{x:.2f} of 7"\ndisplay(Markdown("It is 9."))\naxes.set_title("8 meetings")'
    )
    assert sorted(typed_numbers(" ".join(prose_in_code(source)))) == ["7", "8", "9."]


def test_typed_number_in_a_notebook_is_refused_with_its_cell():
    path = Path("notebooks/any.ipynb")
    notebook = new_notebook(cells=[new_markdown_cell("There were 12 meetings.", id="told")])
    told = "\n".join(map(str, check_form(path, notebook)))
    assert "notebooks/any.ipynb: cell `told`: the number '12' is typed in prose" in told
    assert "has no section '## Question'" in told
    assert "must have one code cell tagged 'finding'" in told


def test_random_cell_ids_are_refused():
    told = str(check_form(Path("notebooks/any.ipynb"), new_notebook(cells=[new_markdown_cell("a", id="0a1b2c3d")])))
    assert "cell `0a1b2c3d` has a random id" in told


def test_a_file_that_is_no_notebook_is_named(tmp_path):
    (tmp_path / "notebooks").mkdir()
    path = tmp_path / "notebooks" / "bad.ipynb"
    path.write_text("no", encoding="utf-8")
    assert find_notebooks(tmp_path) == [path]
    with pytest.raises(DataError, match=r"notebooks/bad\.ipynb: is not a notebook"):
        read_notebook(path)
