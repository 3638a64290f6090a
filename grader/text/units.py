"""Reads sizes and times as people write them: `6 GiB`, `30 min`; a number alone counts GiB or
seconds.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

GIB_IN = {
    **dict.fromkeys(("gib", "g"), 1.0),
    **dict.fromkeys(("mib", "m"), 1 / 1024),
    "tib": 1024.0,
    "gb": 1e9 / 1024**3,
    "mb": 1e6 / 1024**3,
}
"""How many GiB each unit is."""
SECONDS_IN = {
    **dict.fromkeys(("s", "sec", "second", "seconds"), 1.0),
    **dict.fromkeys(("min", "minute", "minutes", "m"), 60.0),
    **dict.fromkeys(("h", "hour", "hours"), 3600.0),
}
"""How many seconds each unit is."""
AMOUNT = re.compile(r"\s*(\d+(?:\.\d+)?)\s*([A-Za-z]*)\s*")


def gib(value: object) -> object:
    """GiB of a text with a unit; anything else as it is. Raises ValueError for a text that is no
    size.
    """
    return _amount(value, GIB_IN, "a number of GiB, or as in '6 GiB'")


def seconds(value: object) -> object:
    """Seconds of a text with a unit; anything else as it is. Raises ValueError for a text that is
    no time.
    """
    return _amount(value, SECONDS_IN, "a number of seconds, or as in '30 min'")


def _amount(value: object, units: Mapping[str, float], expected: str) -> object:
    if isinstance(value, bool):
        raise ValueError(f"expected {expected}")  # noqa: TRY004 - pydantic takes a ValueError
    if not isinstance(value, str):
        return value
    found = AMOUNT.fullmatch(value)
    unit = found[2].lower() if found else "?"
    if found is None or (unit and unit not in units):
        raise ValueError(f"expected {expected}")
    return float(found[1]) * units.get(unit, 1.0)
