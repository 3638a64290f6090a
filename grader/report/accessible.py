"""Mends what makes a student's markup hard to follow for those who listen: levels of headings that
are skipped, headings and links without words, empty cells in the head of a table.
"""

from __future__ import annotations

import re

LEVEL_ABOVE = 3
"""Of the heading below which an answer stands."""
_HEADING = re.compile(r"<(/?)h([456])>")
_SAYS_NOTHING = re.compile(r"<h([456])>\s*</h\1>")
_EMPTY_HEAD = re.compile(r"<th>(\s*)</th>")
_WORDLESS_LINK = re.compile(r'(<a href="([^"]*)"[^>]*>)\s*(</a>)')


def accessible(html: str) -> str:
    """Return sanitised `html` with these mended."""
    html = _SAYS_NOTHING.sub("", html)
    html = _EMPTY_HEAD.sub(r"<td>\1</td>", html)
    html = _WORDLESS_LINK.sub(r"\1\2\3", html)
    return _without_skipped_levels(html)


def _without_skipped_levels(html: str) -> str:
    last = LEVEL_ABOVE
    opened: list[int] = []

    def levelled(tag: re.Match[str]) -> str:
        nonlocal last
        if tag[1]:
            return f"</h{opened.pop()}>" if opened else tag[0]
        last = min(int(tag[2]), last + 1)
        opened.append(last)
        return f"<h{last}>"

    return _HEADING.sub(levelled, html)
