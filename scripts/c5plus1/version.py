"""The one place where the version of data and code is written."""

__version__ = "0.1.0"
