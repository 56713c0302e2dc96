"""The rank of an office, in the steps by which the codebook tells the levels of meetings apart."""

import re

# From the highest. The patterns are tried in the order of _PATTERNS, deputies before those whom they deputise for.
RANKS = (
    "leader",
    "foreign minister",
    "other minister or envoy",
    "senior official",
    "expert or other",
    "office not given",
)
_LEADER, _FOREIGN, _OTHER, _SENIOR, _EXPERT, _UNKNOWN = RANKS
_PATTERNS = (
    (r"deputy (prime minister|chairman of the cabinet).*foreign minister", _FOREIGN),
    (r"deputy (prime minister|chairman of the cabinet)", _OTHER),
    (r"deputy assistant|deputy coordinator|head of .*department|senior director|senator|senate", _EXPERT),
    (r"special (presidential )?(envoy|representative)|trade representative|administrator|chief executive", _OTHER),
    (r"deputy|under secretary|assistant secretary|assistant to the president", _SENIOR),
    (r"ambassador|permanent representative|head of mission|special advis[eo]r|senior .*officials?", _SENIOR),
    (r"^(acting )?(foreign minister|minister of foreign affairs|secretary of state)", _FOREIGN),
    (r"^(acting )?(president|prime minister)\b", _LEADER),
    (r"^(acting )?minister\b", _OTHER),
)


def rank_office(office) -> str:
    """The rank of an office as reported in English, one of RANKS. A missing office is 'office not given'."""
    if not isinstance(office, str) or not office.strip():
        return _UNKNOWN
    return next((rank for pattern, rank in _PATTERNS if re.search(pattern, office, re.IGNORECASE)), _EXPERT)
