"""Takes a terminal's control sequences out of text."""

from __future__ import annotations

import re

_SEQUENCE = re.compile(
    r"(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]"  # colours, cursor movements
    # Window titles and links. An unfinished one takes its line and no more. The C1 form has to be
    # finished: alone, U+009D is most often the rest of a quotation mark that was decoded wrongly,
    # and would swallow what follows.
    r"|\x1b\][^\x07\x1b\x9c\n]*(?:\x07|\x1b\\|\x9c)?"
    r"|\x9d[^\x07\x1b\x9c\x9d\n]*(?:\x07|\x1b\\|\x9c)"
    r"|\x1b[ -/]*[0-~]"  # everything shorter
)


def without_escapes(text: str) -> str:
    """Return `text` without control sequences; controls that begin none stay. Takes linear time."""
    if "\x1b" not in text and "\x9b" not in text and "\x9d" not in text:
        return text
    return _SEQUENCE.sub("", text)
