"""How is a path named in a message of one line?"""

from __future__ import annotations

import re
from pathlib import Path

_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def printable(path: Path | str) -> str:
    """Return the path with line breaks, terminal escapes, text-direction marks and undecodable bytes as `?`."""
    return _UNPRINTABLE.sub("?", str(path))
