"""Finds whom a notebook names as its author.

Where nothing else names the student, the line that starters ask for does: `**Name:** Maya
Lindqvist`. It is a label for the report, not an identity: grades go to students by what the LMS
says.
"""

from __future__ import annotations

import re
import unicodedata

from grader.model.submission import Notebook, Student

FIRST_CELLS = 4
MAX_CHARS = 80
LINE = re.compile(
    r"^(?:[^\S\n]|[#>*_|-])*+(?:student(?:'s)?\s+)?(?:full\s+)?(?:name|student|author|submitted "
    r"by|by)[\s*_]*[:：][\s*_]*(?P<name>[^\n|]+)",
    re.IGNORECASE | re.MULTILINE,
)
PLACEHOLDER = re.compile(r"your|name|here|\.\.\.|…|___|<|>|TODO|http", re.IGNORECASE)


def signed_by(notebook: Notebook) -> Student:
    """The student whom the first cells name; nobody where they don't."""
    for cell in notebook.cells[:FIRST_CELLS]:
        for found in LINE.finditer(cell.source[:5000]):
            name = _clean(found["name"])
            if name and not PLACEHOLDER.search(found["name"]):
                return Student(name=name)
    return Student()


def _clean(text: str) -> str:
    kept = "".join(
        sign for sign in text if unicodedata.category(sign)[0] in "LMZP" or sign.isdigit()
    )
    name = " ".join(kept.strip(" *_`#").split())
    return name if len(name) <= MAX_CHARS and any(sign.isalpha() for sign in name) else ""
