"""The C5+1 Record: an open dataset of US-Central Asian diplomacy in which every cell can be asked "who says so?"."""

from c5plus1.version import __version__

__all__ = ["__version__"]
