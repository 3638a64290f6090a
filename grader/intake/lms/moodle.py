"""Reads the file names of Moodle's bulk downloads.

    {Full name}_{participant id}_assignsubmission_file/{file}      in folders (before 4.1 with a `_`
                                                                   at the end)
    {Full name}_{participant id}_assignsubmission_file_{file}      flat
    {Full name}_{participant id}_assignsubmission_onlinetext…      what was typed in

Blind marking puts `Participant` in the place of the name, teams put the group's name and id. The
first id counts: what follows is the student's to name.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from grader.intake.lms.owner import Owner, OwnerOf, Parts
from grader.model.submission import Student

PREFIX = re.compile(
    r"(?P<name>.*?)_(?P<id>[0-9]+)_assignsubmission_(?P<plugin>[a-z]+)(?:_(?P<file>.*))?", re.DOTALL
)
BLIND = "Participant"


def moodle(paths: Sequence[Parts], groups: Sequence[str] = ()) -> OwnerOf | None:
    """Return how owners are recognised, where most files are named as Moodle names them."""
    del groups
    fitting = sum(PREFIX.fullmatch(parts[0]) is not None for parts in paths)
    return _owner if paths and 2 * fitting > len(paths) else None


def _owner(parts: Parts) -> Owner | None:
    found = PREFIX.fullmatch(parts[0])
    if found is None:
        return None
    flat = found["file"] if len(parts) == 1 else ""
    name = None if found["name"] == BLIND else found["name"] or None
    rest = ((flat,) if flat else ()) + parts[1:]
    return Owner(
        f"{found['name']}_{found['id']}", (Student(id=found["id"], name=name),), rest=rest or parts
    )
