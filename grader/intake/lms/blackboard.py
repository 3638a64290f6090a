"""Reads how Blackboard names the files of an assignment's download.

    {Assignment}_{username}_attempt_{YYYY-MM-DD-hh-mm-ss}_{file}
    {Assignment}_{username}_attempt_{YYYY-MM-DD-hh-mm-ss}.txt    Blackboard's own: who it is, and
                                                                 what was typed in

`HW3_ada01_attempt_2024-03-04-10-11-12_hw3.ipynb` is one of the first kind.

Several attempts stand side by side. `attempt` is in the language of who downloads (`poging`,
`Versuch`, `intento`): the date behind it tells. What stands before the first date is Blackboard's;
what follows is the student's to name. A user name may hold `_` as the assignment's may: the text
file that Blackboard adds names the user, else what the names have in common tells.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from grader.intake.lms.owner import Owner, OwnerOf, Parts
from grader.model.submission import Student

NAME = re.compile(
    r"(?P<before>.+?)_(?P<word>[^\W\d_]{3,20})_(?P<when>\d{4}(?:-\d{2}){5})(?:_(?P<file>.+)|(?P<text>\.txt))",
    re.DOTALL,
)
MAX_TEXT_BYTES = 4_000
"""Of Blackboard's text file; the student's own words come later."""
_FIRST_LINE = re.compile(
    r"[^:\n]{1,40}:[ \t]*(?P<name>[^\n]{1,200}?)[ \t]*\((?P<user>[^()\n]{1,100})\)[ \t]*(?:\n|$)"
)


def blackboard(paths: Sequence[Parts], groups: Sequence[str] = ()) -> OwnerOf | None:
    """Return how owners are recognised, where most files are named as Blackboard names them."""
    del groups
    found = [match for parts in paths if len(parts) == 1 and (match := NAME.fullmatch(parts[0]))]
    if not paths or 2 * len(found) <= len(paths):
        return None
    users = _users({match["before"] for match in found})
    return lambda parts: _owner(parts, users)


def named_by(parts: Parts, text: bytes) -> tuple[str, Student] | None:
    """Whom Blackboard's own text file names: the owner's key, and the student; None where it is
    another file.
    """
    match = NAME.fullmatch(parts[0]) if len(parts) == 1 else None
    if match is None or not match["text"]:
        return None
    line = _FIRST_LINE.match(
        text[:MAX_TEXT_BYTES].decode("utf-8-sig", "replace").replace("\r\n", "\n")
    )
    if line is None or not match["before"].endswith(f"_{line['user']}"):
        return None
    return match["before"], Student(id=line["user"], name=line["name"].strip() or None)


def _owner(parts: Parts, users: Mapping[str, str]) -> Owner | None:
    match = NAME.fullmatch(parts[0]) if len(parts) == 1 else None
    if match is None:
        return None
    before = match["before"]
    user = users.get(before) or before.rpartition("_")[2]
    return Owner(
        before,
        (Student(id=user),),
        rest=(match["file"],) if match["file"] else (),
        attempt=match["when"],
    )


def _users(befores: set[str]) -> Mapping[str, str]:
    """The user of each: what stands behind the assignment's name, which all of them begin with."""
    if len(befores) == 1:
        return {}
    first, last = min(befores), max(befores)
    same = next(
        (at for at, (one, other) in enumerate(zip(first, last, strict=False)) if one != other),
        len(first),
    )
    begins = first[:same].rfind("_") + 1
    return {before: before[begins:] for before in befores if begins}
