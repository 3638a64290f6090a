"""Reads the folders in which nbgrader's exchange keeps what was collected.

submitted/{student id}/{assignment}/{notebook}.ipynb, with a `timestamp.txt` beside the notebook.

Beside `submitted` a course has folders of the same form with solutions, and what was made of the
hand-ins; these are nobody's.
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
ENDINGS = (".ipynb", ".zip")


OF_THE_COURSE = frozenset(
    {"source", "release", "autograded", "feedback", "downloaded", "gradebook.db"}
    | {"nbgrader_config.py", ".nbgrader.log"}
)


def nbgrader(paths: Sequence[Parts], groups: Sequence[str] = ()) -> OwnerOf | None:
    """Return how owners are recognised, where the files lie as nbgrader lays them."""
    del groups
    rooted = [parts for parts in paths if parts[0] == ROOT]
    inner = [parts[1:] for parts in rooted] or paths
    others = [
        parts
        for parts in paths
        if parts[0] != ROOT and not is_of_the_course(parts) and parts[-1].endswith(ENDINGS)
    ]
    stamped = any(len(parts) == 3 and parts[2] == TIMESTAMP for parts in inner)
    if any(SAKAI in parts for parts in paths) or (rooted and others) or not (rooted or stamped):
        return None
    return by_exchange(inner) and _owner


def by_exchange(paths: Sequence[Parts]) -> OwnerOf | None:
    """The same where somebody says that these are the folders of `submitted`, or of a course."""
    fitting = sum(len(parts) >= 3 for parts in paths)
    return _owner if 2 * fitting > len(paths) else None


def is_of_the_course(inner: Parts) -> bool:
    """Whether a file beside `submitted` is the course's, and nobody's work."""
    return inner[0] in OF_THE_COURSE


def _owner(parts: Parts) -> Owner | None:
    parts = parts[1:] if parts[0] == ROOT else parts
    if len(parts) < 3:
        return None
    student, assignment, *rest = parts
    return Owner(f"{student}/{assignment}", (Student(id=student),), rest=tuple(rest))
