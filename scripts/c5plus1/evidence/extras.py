"""Packages that only some commands need, and what to do where they are not installed."""

import importlib.util

from c5plus1.problems import UsageProblem


def need(*packages: str) -> None:
    """Raise UsageProblem, saying how to install them, if any of these packages is missing."""
    missing = [package for package in packages if importlib.util.find_spec(package) is None]
    if missing:
        raise UsageProblem(
            f"not installed: {', '.join(missing)}; pages need more packages: pip install 'c5plus1[coding]', "
            "or pip install -e '.[coding]' in a checkout"
        )
