"""Reads the folders in which nbgrader's exchange keeps what was collected.

submitted/{student id}/{assignment}/{notebook}.ipynb, with a `timestamp.txt` beside the notebook.
"""

from __future__ import annotations

from collections.abc import Sequence

from grader.intake.lms.owner import Owner, OwnerOf, Parts
from grader.model.submission import Student

SAKAI = "Submission attachment(s)"
"""Sakai writes such a file, too, but has the folders the other way round, and this one below the
student's.
"""
TIMESTAMP = "timestamp.txt"
ROOT = "submitted"


def nbgrader(paths: Sequence[Parts], groups: Sequence[str] = ()) -> OwnerOf | None:
    """Return how owners are recognised, where the files lie as nbgrader lays them."""
    del groups
    rooted = bool(paths) and all(parts[0] == ROOT for parts in paths)
    inner = [parts[1:] if rooted else parts for parts in paths]
    fitting = sum(len(parts) >= 3 for parts in inner)
    stamped = any(len(parts) == 3 and parts[2] == TIMESTAMP for parts in inner)
    if any(SAKAI in parts for parts in paths):
        return None
    if not inner or 2 * fitting <= len(inner) or not (rooted or stamped):
        return None
    return lambda parts: _owner(parts[1:] if rooted else parts)


def _owner(parts: Parts) -> Owner | None:
    if len(parts) < 3:
        return None
    student, assignment, *rest = parts
    return Owner(f"{student}/{assignment}", (Student(id=student),), rest=tuple(rest))
