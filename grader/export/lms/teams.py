"""Gives the grade of what a group handed in to each of its members.

Moodle numbers the hand-in of a group by the group, and that of a student by the participant, and
both look the same: `Team 3_17_assignsubmission_file`. So the name decides: one that is a group's in
the table stands for its members, and a number under which somebody of another name stands is
nobody's.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from grader.export.awards import Award
from grader.export.lms.matching import Person
from grader.model.submission import Student
from grader.text.ids import names_agree, run_together, same_name


def shared_out(awards: Iterable[Award], people: Sequence[Person], *, own: str) -> tuple[Award, ...]:
    """The awards, those of groups once for every member; `own` is the column of Moodle's numbers.

    What has a number of somebody else's gets no points here, with the reason.
    """
    numbered = {one.ids[own]: one for one in people if own in one.ids}
    teams: dict[str, list[Person]] = defaultdict(list)
    for one in people:
        for team in filter(None, {run_together(team) for team in one.teams}):
            teams[team].append(one)
    return tuple(share for award in awards for share in _shares(award, numbered, teams, own))


def _shares(
    award: Award, numbered: Mapping[str, Person], teams: Mapping[str, Sequence[Person]], own: str
) -> Iterator[Award]:
    name, person = award.student.name or "", numbered.get(award.student.id or "")
    if not award.hand_in or not name or (person and same_name(name, person.name)):
        yield award
    elif members := teams.get(run_together(name)):
        for member in members:
            yield replace(award, student=Student(member.ids.get(own), member.name or name))
    elif person and not names_agree(name, person.name):
        why = f"its number is {person.name}'s, and its name is {name}: look whose it is"
        nobody = replace(award.student, id=None)  # with its number it would claim that row
        yield replace(award, student=nobody, points=None, why_none=award.why_none or why)
    else:
        yield award
