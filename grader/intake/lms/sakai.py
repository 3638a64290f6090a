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
_USER = re.compile(r"[^()/]+")


def sakai(paths: Sequence[Parts], groups: Sequence[str] = ()) -> OwnerOf | None:
    """Return how owners are recognised, where files lie as Sakai lays them; it begins with the
    students' folders.
    """
    del groups
    laid = any(
        len(parts) > 2 and parts[1] == ATTACHMENTS and _student(parts[0]) is not None
        for parts in paths
    )
    fitting = sum(len(parts) > 1 and _student(parts[0]) is not None for parts in paths)
    return _owner if laid and 2 * fitting > len(paths) else None


def is_of_sakai(inner: Parts) -> bool:
    """Whether the file is Sakai's own, and nobody's work."""
    return len(inner) == 1 and GRADES.fullmatch(inner[0]) is not None


def _owner(parts: Parts) -> Owner | None:
    found = _student(parts[0])
    if found is None or len(parts) < 2:
        return None
    called, user = found
    last, comma, first = called.partition(",")
    name = f"{first.strip()} {last.strip()}" if comma else called
    rest = parts[2:] if parts[1] == ATTACHMENTS and len(parts) > 2 else parts[1:]
    return Owner(parts[0], (Student(id=user, name=name.strip() or None),), rest=rest)


def _student(folder: str) -> tuple[str, str] | None:
    """The name and the user of a student's folder; None for another one."""
    name, _, user = folder.removesuffix(")").rpartition("(")
    is_one = folder.endswith(")") and "(" in folder and _USER.fullmatch(user) is not None
    return (name.rstrip(), user) if is_one else None
