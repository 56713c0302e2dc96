"""The C5+1 Record: an open dataset of US-Central Asian diplomacy in which every cell can be asked "who says so?".

import c5plus1
events = c5plus1.load("events")
c5plus1.why("votes", "A/RES/ES-11/6:TKM", "choice")
"""

from typing import TYPE_CHECKING

from c5plus1.version import __version__

if TYPE_CHECKING:
    from c5plus1.asking.cite import cite
    from c5plus1.asking.diff import diff
    from c5plus1.asking.info import find_var, var_info
    from c5plus1.asking.load import load
    from c5plus1.asking.lock import check_lock, lock
    from c5plus1.asking.why import why

# Public name -> the module that has it. Imported on first use, so that `import c5plus1` and quick commands stay quick.
_PUBLIC = {
    "check_lock": "c5plus1.asking.lock",
    "cite": "c5plus1.asking.cite",
    "diff": "c5plus1.asking.diff",
    "find_var": "c5plus1.asking.info",
    "load": "c5plus1.asking.load",
    "lock": "c5plus1.asking.lock",
    "var_info": "c5plus1.asking.info",
    "why": "c5plus1.asking.why",
}

__all__ = ["__version__", "check_lock", "cite", "diff", "find_var", "load", "lock", "var_info", "why"]


def __getattr__(name: str):
    if name in _PUBLIC:
        import importlib

        return getattr(importlib.import_module(_PUBLIC[name]), name)
    raise AttributeError(f"module 'c5plus1' has no attribute {name!r}")
