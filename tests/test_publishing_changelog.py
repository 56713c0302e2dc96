"""The changelog: what was written and what the difference adds become the section of the new version."""

import pytest

from c5plus1.problems import DataError
from c5plus1.publishing.changelog import stamp

LOG = """# Changelog

Words.

## [Unreleased]

### Fixed

- A fault.

### Added

- By hand.

## [0.1.0] - 2026-11-30

### Added

- The beginning.
"""


def test_written_and_generated_parts_are_merged_in_order():
    stamped = stamp(LOG, "0.2.0", "2026-12-24", "### Added\n\n- By the diff.\n\n### Changed values\n\n- `a`: b.\n")
    assert stamped == LOG.replace(
        "## [Unreleased]\n\n### Fixed\n\n- A fault.\n\n### Added\n\n- By hand.\n",
        "## [Unreleased]\n\n## [0.2.0] - 2026-12-24\n\n### Added\n\n- By hand.\n- By the diff.\n\n"
        "### Fixed\n\n- A fault.\n\n### Changed values\n\n- `a`: b.\n",
    )


def test_the_first_release_has_nothing_below_it():
    stamped = stamp("# Changelog\n\n## [Unreleased]\n\n### Added\n\n- A.\n", "0.1.0", "2026-12-24", "")
    assert stamped == "# Changelog\n\n## [Unreleased]\n\n## [0.1.0] - 2026-12-24\n\n### Added\n\n- A.\n"


@pytest.mark.parametrize(
    ("log", "version", "message"),
    [
        ("# Changelog\n", "0.2.0", r"CHANGELOG\.md: expected a heading '## \[Unreleased\]'"),
        (LOG, "0.1.0", r"CHANGELOG\.md:15: 0\.1\.0 is there already"),
        ("# Changelog\n\n## [Unreleased]\n", "0.2.0", r"CHANGELOG\.md:3: nothing is said of the release"),
        ("## [Unreleased]\n\nLoose words.\n", "0.2.0", "'Loose words.' stands under no heading"),
    ],
)
def test_what_cannot_be_stamped(log, version, message):
    with pytest.raises(DataError, match=message):
        stamp(log, version, "2026-12-24", "")
