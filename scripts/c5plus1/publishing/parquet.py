"""The package as Parquet files, one a table, with the types and extra date columns of `c5plus1.load`."""

import io

from c5plus1.asking.load import load
from c5plus1.publishing.contents import Contents


def make_parquet(contents: Contents) -> dict[str, bytes]:
    """Table -> its Parquet file. `pandas.read_parquet` gives back the frame that `load` gives, types included."""
    files = {}
    for name in contents.schemas:
        buffer = io.BytesIO()
        load(name, root=contents.root).to_parquet(buffer, engine="pyarrow", index=False)
        files[name] = buffer.getvalue()
    return files
