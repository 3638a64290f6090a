"""Gives the grade of what a group handed in to each of its members, and to nobody else.

Moodle numbers the hand-in of a group by the group, and that of a student by the participant, and
both look the same: `Team 3_17_assignsubmission_file`. So the name decides: one that is a group's in
the table stands for its members, and a number under which somebody of another name stands is
nobody's.

Canvas gives a group's file one member's number, behind the group's name. Where that name ends in a
number (`team_3_101_5001_hw.ipynb`), it is read for a student's, and again the name tells.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import PurePosixPath

from grader.export.awards import Award
from grader.export.lms.matching import Person
from grader.model.submission import Student
from grader.text.ids import names_agree, run_together, same_name

HIDDEN = "the download was anonymous: show the names in Canvas and download again"
_ANONYMOUS = re.compile(r"(?:LATE_)?anon_.*", re.DOTALL)
_THREE_NUMBERS = re.compile(r"_(?P<first>\d+)_\d+_\d+_")


def shared_out(awards: Iterable[Award], people: Sequence[Person], *, own: str) -> tuple[Award, ...]:
    """The awards, those of groups once for every member; `own` is the column of Moodle's numbers.

    What has a number of somebody else's, or of somebody without a name, gets no points here, with
    the reason.
    """
    numbered = {one.ids[own]: one for one in people if own in one.ids}
    groups: dict[str, list[Person]] = defaultdict(list)
    for one in people:
        for group in filter(None, {run_together(group) for group in one.groups}):
            groups[group].append(one)
    return tuple(share for award in awards for share in _shares(award, numbered, groups, own))


def without_numbers_of_groups(
    awards: Iterable[Award], people: Sequence[Person], *, own: str
) -> tuple[Award, ...]:
    """The awards of Canvas; one whose number may be the end of a group's name counts only where
    the student's name is that of who has the number, and an anonymous one does not.
    """
    numbered = {one.ids[own]: one for one in people if own in one.ids}
    return tuple(_unless_a_groups(award, numbered) for award in awards)


def named_by_canvas(award: Award) -> str:
    """The name that Canvas gave the hand-in: that of the archive where the student packed it."""
    steps = PurePosixPath(award.hand_in).parts
    given = (step for step in steps if _has_number(step, award.student.id or ""))
    return next(given, PurePosixPath(award.hand_in).name)


def _has_number(step: str, number: str) -> bool:
    """Whether the number stands there, and another one behind it."""
    return any(one == number and after.isdecimal() for one, after in pairwise(step.split("_")))


def _unless_a_groups(award: Award, numbered: Mapping[str, Person]) -> Award:
    person, name = numbered.get(award.student.id or ""), award.student.name or ""
    if _ANONYMOUS.fullmatch(named_by_canvas(award)):
        return _without_number(award, HIDDEN)
    numbers = _THREE_NUMBERS.search(named_by_canvas(award))
    doubtful = person and numbers and numbers["first"] == award.student.id
    if not doubtful or person is None or names_agree(name, person.name):
        return award
    why = (
        f"its number may be the end of a group's name ({name}), and is {person.name}'s: give "
        "grader batch a roster with a column group"
    )
    return _without_number(award, why)


def _without_number(award: Award, why: str) -> Award:
    """The award without its number, by which it would claim a row, and so without points."""
    nobody = replace(award.student, id=None)
    return replace(award, student=nobody, points=None, why_none=award.why_none or why)


def _shares(
    award: Award, numbered: Mapping[str, Person], groups: Mapping[str, Sequence[Person]], own: str
) -> Iterator[Award]:
    name, person = award.student.name or "", numbered.get(award.student.id or "")
    if not award.hand_in or not name or (person and same_name(name, person.name)):
        yield award
    elif members := groups.get(run_together(name)):
        for member in members:
            yield replace(award, student=Student(member.ids.get(own), member.name or name))
    elif person and not (person.name and names_agree(name, person.name)):
        yield _without_number(award, _not_theirs(name, person))
    else:
        yield award


def _not_theirs(name: str, person: Person) -> str:
    """Why a number in the table is not that of the hand-in."""
    if person.name:
        return f"its number is {person.name}'s, and its name is {name}: look whose it is"
    # Where the marking is anonymous, Moodle's download names groups and nobody else.
    return f"its name is {name}, and the table has no names: a group's number is no participant's"
