"""Knows how Sakai names the files of "Download all".

{Assignment}/{Last, First}({user})/Submission attachment(s)/{file} {Assignment}/{Last,
First}({user})/timestamp.txt, comments.txt, …_submissionText.html; grades.csv beside the students
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from grader.intake.lms.owner import Owner, OwnerOf, Parts
from grader.model.submission import Student

ATTACHMENTS = "Submission attachment(s)"
GRADES = re.compile(r"grades\.(?:csv|xls)", re.IGNORECASE)
_STUDENT = re.compile(r"(?P<name>.*?)\s*\((?P<user>[^()/]+)\)", re.DOTALL)


def sakai(paths: Sequence[Parts], groups: Sequence[str] = ()) -> OwnerOf | None:
    """Return how owners are recognised, where files lie as Sakai lays them; it begins with the
    students' folders.
    """
    del groups
    laid = any(
        len(parts) > 2 and parts[1] == ATTACHMENTS and _STUDENT.fullmatch(parts[0])
        for parts in paths
    )
    fitting = sum(len(parts) > 1 and _STUDENT.fullmatch(parts[0]) is not None for parts in paths)
    return _owner if laid and 2 * fitting > len(paths) else None


def is_of_sakai(inner: Parts) -> bool:
    """Whether the file is Sakai's own, and nobody's work."""
    return len(inner) == 1 and GRADES.fullmatch(inner[0]) is not None


def _owner(parts: Parts) -> Owner | None:
    found = _STUDENT.fullmatch(parts[0])
    if found is None or len(parts) < 2:
        return None
    last, comma, first = found["name"].partition(",")
    name = f"{first.strip()} {last.strip()}" if comma else found["name"]
    rest = parts[2:] if parts[1] == ATTACHMENTS and len(parts) > 2 else parts[1:]
    return Owner(parts[0], (Student(id=found["user"], name=name.strip() or None),), rest=rest)
