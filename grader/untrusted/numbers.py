"""Refuses JSON with whole numbers that no counter, size or setting ever has.

Python's integers have no end, so `{"epochs": 1000…0}` with four hundred zeros is read without
complaint and raises OverflowError in whichever room first computes with it. The bound is that of a
double's exact integers.
"""

from __future__ import annotations

import json
import re

MAX_INTEGER = 2**53
_LONG = re.compile(rb"\d{16}")
"""No number of fewer digits is above the bound, so that hardly any text is read twice."""


class _TooLargeError(ValueError):
    """A whole number is beyond the bound."""


def holds_huge_integer(text: bytes) -> bool:
    """Whether a whole number in the JSON `text` lies beyond ±2^53; digits in strings and in
    fractions don't count.

    Text that is no JSON holds none: whoever reads it next says so.
    """
    if not _LONG.search(text):
        return False
    try:
        json.loads(text, parse_int=_bounded)
    except _TooLargeError:
        return True
    except (ValueError, RecursionError):
        return False
    return False


def _bounded(digits: str) -> int:
    if len(digits) > 17 or abs(int(digits)) > MAX_INTEGER:
        raise _TooLargeError(digits[:20])
    return 0
