"""Tells which hand-in is whose, by the roster.

A student is found by an id that the LMS gave or by the e-mail address, never by what the notebook
says. Where the id is not on the roster as it is, one that a spreadsheet may have made of it counts,
and then the name that the LMS gave; only where a single student fits, and nobody else claims that
student, and it is said.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from grader.intake.path import printable
from grader.intake.rosters.finder import Finder, Match
from grader.intake.rosters.groups import Groups
from grader.intake.rosters.persons import Row
from grader.intake.rosters.roster import Roster
from grader.model.hand_in import HandIn, Intake
from grader.model.submission import Student

MAX_NAMED = 8
MIN_WORD = 3
"""Letters that a word of a file's name has which is taken for an id."""
_WORDS = re.compile(r"[\s_.,;()\[\]-]+")


RosterClaim = tuple[int, int]
"""A hand-in and one of its students, by their places."""


def with_roster(intake: Intake, roster: Roster) -> Intake:
    """Name the students as the roster does, and say who is missing on which side."""
    finder = Finder(roster, intake)
    groups = Groups(roster, intake.system)
    named = [groups.named(one) for one in intake.hand_ins]
    students = [one.origin.students or _by_place(one, finder) for one in named]
    claims = {
        (at, place): one for at, group in enumerate(students) for place, one in enumerate(group)
    }
    matches, doubtful = _matched(claims, finder)
    hand_ins = [
        _named(one, students[at], [matches.get((at, place)) for place in range(len(students[at]))])
        for at, one in enumerate(named)
    ]
    found = {at for at, _ in matches}
    unmatched = [one.name for at, one in enumerate(intake.hand_ins) if at not in found]
    present = {id(match.row) for match in matches.values()}
    absent = [row for row in roster.rows if id(row) not in present]
    notes = (
        *roster.notes,
        *doubtful,
        *_about_the_roster(roster, unmatched, [_called(row) for row in absent]),
    )
    return replace(
        intake,
        hand_ins=tuple(hand_ins),
        notes=(*intake.notes, *notes),
        absent=tuple(row.student for row in absent),
    )


def _matched(
    claims: Mapping[RosterClaim, Student], finder: Finder
) -> tuple[dict[RosterClaim, Match], list[str]]:
    """Who is found, and what is to be said of those for whom it is not certain enough."""
    exact = {claim: finder.exactly(student) for claim, student in claims.items()}
    matches = {
        claim: Match(found[0], listed=finder.lists(claims[claim], found[0]))
        for claim, found in exact.items()
        if len(found) == 1
    }
    taken = {id(match.row) for match in matches.values()}
    loose = {claim: finder.loosely(claims[claim]) for claim, found in exact.items() if not found}
    claimants: dict[int, set[Student]] = defaultdict(set)
    for claim, fitting in loose.items():
        for match in fitting:
            claimants[id(match.row)].add(claims[claim])
    doubtful = {}
    for claim, fitting in loose.items():
        rows = {id(match.row) for match in fitting}
        if len(fitting) == 1 and not rows & taken and all(len(claimants[row]) == 1 for row in rows):
            matches[claim] = fitting[0]
        elif fitting:
            doubtful[claims[claim]] = _ambiguity(claims[claim], fitting)
    return matches, list(doubtful.values())


def _ambiguity(student: Student, fitting: Sequence[Match]) -> str:
    rows = ", ".join(_called(match.row) for match in fitting[:MAX_NAMED])
    return (
        f"{printable(student.name or student.id or '?')} ({printable(student.id or 'no id')}) may "
        f"be {rows} on the roster, by {fitting[0].how}; that is not certain enough, and nobody was "
        "matched: give the roster the exact ids."
    )


def _by_place(one: HandIn, finder: Finder) -> tuple[Student, ...]:
    """Whom a plain folder may name: the folder around a notebook, or the file's own name, whichever
    the roster knows.

    A word of the name is tried then, as in `hw3_ada01.ipynb`, and last a person's whole name, as in
    `Jane Doe - hw3.ipynb`, where only one of the roster stands there.
    """
    *folders, name = one.name.split("/")
    stem = name.partition(".ipynb")[0] or name
    whole = [Student(id=step) for step in (*folders, stem)]
    if together := _together((*folders, stem), finder):
        return together
    known = [student for student in whole if finder.exactly(student)]
    if not known:
        known = [student for student in whole if finder.loosely(student)]
    if not known:
        words = [
            word
            for step in (*folders, stem)
            for word in _WORDS.split(step)
            if len(word) >= MIN_WORD
        ]
        known = [
            Student(id=word) for word in dict.fromkeys(words) if finder.exactly(Student(id=word))
        ]
        if len(known) > 1:
            return tuple(whole[:1])
    if not known:
        # What lies deeper was named by the student, who may write somebody else's name there.
        known = [Student(name=name) for name in finder.names_in((*folders, stem)[0])]
        known = known if len(known) == 1 else []
    return tuple(known[:1] or whole[:1])


def _together(steps: Sequence[str], finder: Finder) -> tuple[Student, ...]:
    """Those whose ids stand there with a plus between them, if all are on the roster, as in
    `123456+987654_file1`.
    """
    for word in [word for step in steps for word in step.split("_") if "+" in word]:
        students = tuple(Student(id=one) for one in word.split("+"))
        if all(map(finder.exactly, students)):
            return students
    return ()


def _named(one: HandIn, students: Sequence[Student], matches: Sequence[Match | None]) -> HandIn:
    """The hand-in with the names of the roster; as it was where nobody is found."""
    if not any(matches):
        return one
    named = tuple(_merged(student, match) for student, match in zip(students, matches, strict=True))
    notes = [
        f"{printable(student.id or student.name or '?')} was found on the roster as "
        f"{_called(match.row)}"
        f" ({printable(match.row.student.id or match.row.student.email or '?')}) by {match.how}: "
        f"nobody else there fits."
        for student, match in zip(students, matches, strict=True)
        if match is not None and match.how
    ]
    listed = all(match is not None and match.listed for match in matches)
    notes = [*one.origin.notes, *notes]
    origin = replace(one.origin, students=named, notes=tuple(notes), listed=listed)
    return replace(one, origin=origin)


def _merged(student: Student, match: Match | None) -> Student:
    """The LMS's id, and what the roster says of the student."""
    if match is None:
        return student
    listed = match.row.student
    return Student(
        student.id or listed.id,
        listed.name or student.name,
        listed.email or student.email,
        listed.section,
    )


def _called(row: Row) -> str:
    return printable(row.student.name or row.student.id or row.student.email or "?")


def _about_the_roster(
    roster: Roster, unmatched: Sequence[str], absent: Sequence[str]
) -> Iterator[str]:
    if unmatched:
        yield (
            f"On the roster {roster.path} there is nobody to whom these belong ({len(unmatched)}): "
            f"{_listed(unmatched)}."
        )
    if absent:
        yield f"On the roster, but handed in nothing ({len(absent)}): {_listed(absent)}."


def _listed(names: Sequence[str]) -> str:
    listed = ", ".join(printable(name) for name in names[:MAX_NAMED])
    return f"{listed} and {len(names) - MAX_NAMED} more" if len(names) > MAX_NAMED else listed
