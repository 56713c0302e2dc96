"""All exports into one folder: SQLite, Parquet, Excel, the release archive, and checksums of them all."""

from collections.abc import Callable
from pathlib import Path

from c5plus1.building.write import replace_files
from c5plus1.problems import UsageProblem
from c5plus1.publishing.archive import CHECKSUMS, make_archive, name_archive, render_checksums
from c5plus1.publishing.contents import Contents, read_contents
from c5plus1.publishing.database import make_database

STEPS = 4
_NEEDS = {"pyarrow": "Parquet", "openpyxl": "Excel"}


def make_exports(
    root: str | Path | None, out: str | Path, advance: Callable[[], None] = lambda: None
) -> dict[str, int]:
    """Write every export into `out`, all or none; returns name -> size in bytes. `advance` is called STEPS times.

    Files of an earlier run that no longer come about are removed; others in the folder stay. Raises UsageProblem if a
    library is missing or the folder cannot be written, DataError if the package does not hold together.
    """
    _require_libraries()
    out = prepare_folder(out)
    files = render_exports(read_contents(root), advance)
    before = _list_earlier(out)
    replace_files(out, files)
    for name in before - files.keys():
        (out / name).unlink(missing_ok=True)
    return {name: len(content) for name, content in files.items()}


def render_exports(contents: Contents, advance: Callable[[], None] = lambda: None) -> dict[str, bytes]:
    """Every export in memory: name in the folder -> bytes."""
    from c5plus1.publishing.parquet import make_parquet
    from c5plus1.publishing.workbook import make_workbook

    files = {f"{name_archive(contents)}.zip": make_archive(contents)}
    advance()
    files["c5plus1.sqlite"] = make_database(contents)
    advance()
    files |= {f"parquet/{table}.parquet": content for table, content in make_parquet(contents).items()}
    advance()
    files["c5plus1.xlsx"] = make_workbook(contents)
    advance()
    files[CHECKSUMS] = render_checksums(files)
    return files


def prepare_folder(out: str | Path) -> Path:
    """The folder to write to, made if only it is missing. Raises UsageProblem if that cannot be."""
    out = Path(out)
    if out.exists() and not out.is_dir():
        raise UsageProblem(f"{out}: is a file; name a folder to write to")
    if not out.absolute().parent.is_dir():
        raise UsageProblem(f"{out}: there is no folder {out.parent} to make it in")
    try:
        out.mkdir(exist_ok=True)
    except OSError as error:
        raise UsageProblem(f"{out}: cannot be made ({error.strerror or error})") from None
    return out


def _require_libraries() -> None:
    import importlib.util

    missing = [name for name in _NEEDS if importlib.util.find_spec(name) is None]
    if missing:
        formats = " and ".join(_NEEDS[name] for name in missing)
        raise UsageProblem(f"{formats} files need {' and '.join(missing)}: pip install 'c5plus1[exports]'")


def _list_earlier(out: Path) -> set[str]:
    """What an earlier run wrote here, by its checksums; only such names are ever removed."""
    try:
        lines = (out / CHECKSUMS).read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return set()
    names = {line[66:] for line in lines if len(line) > 66 and line[64:66] == "  "}
    ours = {".zip", ".sqlite", ".parquet", ".xlsx"}
    return {name for name in names if Path(name).suffix in ours and ".." not in Path(name).parts and name[0] != "/"}
