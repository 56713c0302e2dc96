"""The one place where the version of data and code is written. `c5plus1 release` stamps both lines."""

__version__ = "0.1.0"
# The day of release, as 2026-11-30; None while the version is being prepared.
RELEASED = None
