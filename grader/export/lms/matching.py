"""Finds the row of each student in the table of an LMS.

By the id that the LMS gave, else by another id or the address, else, where nothing else is to be
had, by a name that is the only one on both sides. Two that claim one row get nothing, and both are
reported. An id of another system's does not count where the name says that it is somebody else.

The ids of a class are of one kind. One that stands in another column than most of them is somebody
else's by chance, unless the name agrees.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from grader.export.awards import Award
from grader.model.submission import Student
from grader.text.ids import folded, loosely, name_words, names_agree

MAX_NAMED = 4
OWN_NUMBERS = frozenset({"canvas", "moodle", "brightspace"})
"""Systems whose downloads have numbers of their own, which mean somebody else in a table of
others.
"""


@dataclass(frozen=True, slots=True)
class Person:
    """Who stands in one row of the table."""

    row: int
    ids: Mapping[str, str]
    """By column; no empty ones."""
    name: str = ""
    email: str = ""
    groups: tuple[str, ...] = ()
    """What may be the name of a group that the person hands in with."""


@dataclass(frozen=True, slots=True)
class RowFound:
    """The row of one student."""

    person: Person
    how: str = ""
    """What had to be overlooked; empty where the id or the address is the same."""


@dataclass(frozen=True, slots=True)
class NoRowFound:
    """A student for whom no row is certain."""

    why: str
    rows: frozenset[int] = frozenset()
    """Those that may be meant."""


RowSearch = RowFound | NoRowFound


def places(
    awards: Sequence[Award], people: Sequence[Person], *, own: str | None = None, system: str = ""
) -> list[RowSearch]:
    """For each award the row of its student.

    `own` is the column with the system's own ids, where the students have these: then no other
    column is asked, whose numbers mean something else, and no name. `system` is whose download the
    hand-ins are: one with numbers of its own, which may be anybody's here.
    """
    index = _PeopleIndex(people, own, doubted=own is None and system in OWN_NUMBERS)
    index.learn(one.student for one in awards)
    fitting = [index.places(one.student) for one in awards]
    taken = {place.person.row for found in fitting for place in found if not place.how}
    claims: dict[int, list[int]] = defaultdict(list)
    for at, found in enumerate(fitting):
        for place in found:
            if not place.how or place.person.row not in taken:
                claims[place.person.row].append(at)
    return [
        _decided(at, awards, fitting[at], claims, trusted=own is not None)
        if fitting[at]
        else NoRowFound(index.why_nowhere(one.student))
        for at, one in enumerate(awards)
    ]


def _decided(
    at: int,
    awards: Sequence[Award],
    fitting: Sequence[RowFound],
    claims: Mapping[int, Sequence[int]],
    *,
    trusted: bool,
) -> RowSearch:
    student = awards[at].student
    if len(fitting) > 1:
        rows = ", ".join(str(place.person.row + 1) for place in fitting[:MAX_NAMED])
        return _nowhere(f"it fits several rows of the table: {rows}", fitting)
    (place,) = fitting
    row = f"row {place.person.row + 1} ({place.person.name})"
    if at not in claims[place.person.row]:
        return _nowhere(
            f"by {place.how} it would be {row}, which is somebody else's by the id", fitting
        )
    if len(claims[place.person.row]) > 1:
        others = [awards[one].student for one in claims[place.person.row] if one != at]
        named = ", ".join(one.name or one.id or "?" for one in others[:MAX_NAMED])
        return _nowhere(f"{row} is also claimed by {named}", fitting)
    if not trusted and _is_somebody_else(student, place.person):
        return _nowhere(
            f"{row} has the id, but the name is not {student.name}: look at it", fitting
        )
    return place


def _nowhere(why: str, fitting: Sequence[RowFound]) -> NoRowFound:
    return NoRowFound(why, frozenset(place.person.row for place in fitting))


def _is_somebody_else(student: Student, person: Person) -> bool:
    """Whether both names are known and share no word; a name run together tells nothing."""
    ours, theirs = name_words(student.name or ""), name_words(person.name)
    return len(ours) > 1 and bool(theirs) and not set(ours) & set(theirs)


class _PeopleIndex:
    """The people of a table, by what they may be found by."""

    def __init__(self, people: Sequence[Person], own: str | None, *, doubted: bool) -> None:
        self._own, self._doubted = own, doubted
        self._usual: frozenset[str] = frozenset()
        self._exact = self._by(people, lambda text: text)
        self._folded = self._by(people, folded)
        self._loose = self._by(people, loosely)
        self._mails: dict[str, list[Person]] = defaultdict(list)
        self._names: dict[tuple[str, ...], list[Person]] = defaultdict(list)
        for one in people:
            self._mails[folded(one.email)].append(one)
            self._names[name_words(one.name)].append(one)

    def places(self, student: Student) -> list[RowFound]:
        """The rows that fit: the first kind of fit that there is."""
        for how, found in self._fits(student):
            agreeing = [one for one in found if self._agrees(student, one)]
            if agreeing:
                return [RowFound(one, how) for one in agreeing]
        return []

    def learn(self, students: Iterable[Student]) -> None:
        """Note the columns in which most of the students' ids stand."""
        hits: Counter[str] = Counter()
        for student in students:
            for one in self._loose.get(loosely(student.id or ""), []):
                hits.update(self._columns(student, one))
        most = max(hits.values(), default=0)
        self._usual = frozenset(column for column, count in hits.items() if count == most)

    def why_nowhere(self, student: Student) -> str:
        """Why no row fits."""
        refused = [one for _, found in self._fits(student) for one in found]
        if not refused:
            return "nobody in the table has this id" if student.id else "nothing tells the row"
        one, *_ = refused
        same = ", ".join(self._columns(student, one)) or "address"
        return f"row {one.row + 1} ({one.name}) has the same {same}, by chance it seems: look at it"

    def _agrees(self, student: Student, one: Person) -> bool:
        if self._doubted:
            return names_agree(student.name or "", one.name)
        if student.name and one.name and names_agree(student.name, one.name):
            return True
        columns = self._columns(student, one)
        return not columns or not self._usual or not self._usual.isdisjoint(columns)

    def _columns(self, student: Student, one: Person) -> list[str]:
        """The columns in which the person has the student's id."""
        given = loosely(student.id or "")
        return [column for column, value in one.ids.items() if given and loosely(value) == given]

    def _fits(self, student: Student) -> Iterator[tuple[str, list[Person]]]:
        if student.id:
            yield "", self._exact.get(student.id, [])
            if address := next((one for one in (student.email, student.id) if _is_mail(one)), ""):
                yield "", self._mails.get(folded(address), [])
            yield "another spelling of the id", self._folded.get(folded(student.id), [])
            yield "the id without leading zeros", self._loose.get(loosely(student.id), [])
        elif student.email:
            yield "", self._mails.get(folded(student.email), [])
        if student.name and self._own is None:
            yield "the name alone", self._names.get(name_words(student.name), [])

    def _by(self, people: Sequence[Person], form: Callable[[str], str]) -> dict[str, list[Person]]:
        found: dict[str, list[Person]] = defaultdict(list)
        for one in people:
            asked = [one.ids.get(self._own, "")] if self._own else list(one.ids.values())
            for text in {form(value) for value in asked if value}:
                found[text].append(one)
        return found


def _is_mail(text: str | None) -> bool:
    return bool(text) and "@" in (text or "")
