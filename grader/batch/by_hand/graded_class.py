"""Finds hand-ins of a graded class by what people call their students."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import PurePath

from grader.batch.lost_book import require_book
from grader.model.graded.decision import Decision, standing
from grader.model.graded.finding import Finding
from grader.model.graded.result import Result
from grader.model.submission import Student
from grader.pipeline import decided_brief
from grader.review import Book, by_hand_in
from grader.store import BatchFolder, Finished, SubmissionFolder
from grader.text.ids import folded, loosely, same_name, squeezed


@dataclass(frozen=True, slots=True)
class HandInNow:
    """One hand-in, as people have decided about it so far."""

    folder: SubmissionFolder
    finished: Finished
    result: Result
    """Brief."""
    decisions: tuple[Decision, ...]
    """Those that stand."""

    @property
    def students(self) -> tuple[Student, ...]:
        """Whose it is."""
        if self.result.origin.students:
            return self.result.origin.students
        return (self.result.submission.student,) if self.result.submission else ()

    @property
    def called(self) -> str:
        """For messages: names with ids, else the name of the file."""
        names = [
            f"{one.name} ({one.id})" if one.name and one.id else one.name or one.id or one.email
            for one in self.students
        ]
        return ", ".join(filter(None, names)) or PurePath(self.result.path).name

    def finding(self, text: str) -> Finding | None:
        """The finding of this id; of a part with a single finding, its own id will do."""
        findings = self.result.grade.decidable()
        named = [one for one in findings if one.id == text]
        of_part = [one for one in findings if one.part == text]
        return named[0] if named else of_part[0] if len(of_part) == 1 else None

    def stands(self, kind: str, about: str) -> Decision | None:
        """The decision that stands about it."""
        return next((one for one in self.decisions if one.subject() == (kind, about)), None)


@dataclass(frozen=True, slots=True)
class ClassResults:
    """Every hand-in of a class that has a result."""

    hand_ins: tuple[HandInNow, ...]

    @classmethod
    def read(cls, store: BatchFolder) -> ClassResults:
        """As it stands in the folder now. Raises ConfigError where what people decided is lost."""
        require_book(store)
        decisions = by_hand_in(Book(store.path).all())
        return cls(
            tuple(
                HandInNow(
                    folder,
                    finished,
                    decided_brief(folder, finished, decisions[folder.name]),
                    standing(decisions[folder.name]),
                )
                for folder, finished in store.current()
            )
        )

    def find(self, text: str) -> tuple[HandInNow, ...]:
        """The hand-ins that may be meant; exactly one where it is plain. An id comes before an
        address, and that before a name.
        """
        for alike in _WAYS:
            found = tuple(one for one in self.hand_ins if alike(one, text))
            if found:
                return found
        return ()

    def finding_ids(self) -> tuple[str, ...]:
        """Of everything that people can give points for, in the order of the findings."""
        found = (one.id for each in self.hand_ins for one in each.result.grade.decidable())
        return tuple(dict.fromkeys(found))

    def names(self) -> Iterator[str]:
        """Everything by which a hand-in can be named."""
        for one in self.hand_ins:
            for student in one.students:
                yield from filter(None, (student.id, student.email, student.name))
            yield one.folder.name


def _has_folder(one: HandInNow, text: str) -> bool:
    return one.folder.name == text.strip()


def _has_id(one: HandInNow, text: str) -> bool:
    return any(student.id and folded(student.id) == folded(text) for student in one.students)


def _has_id_loosely(one: HandInNow, text: str) -> bool:
    """As a spreadsheet may have written it, without its leading zeros."""
    return any(student.id and loosely(student.id) == loosely(text) for student in one.students)


def _has_address(one: HandInNow, text: str) -> bool:
    return any(student.email and folded(student.email) == folded(text) for student in one.students)


def _has_name(one: HandInNow, text: str) -> bool:
    return any(student.name and same_name(student.name, text) for student in one.students)


def _has_name_squeezed(one: HandInNow, text: str) -> bool:
    """As Canvas writes names in front of files: `doejane`."""
    return any(student.name and folded(student.name) in squeezed(text) for student in one.students)


def _has_path(one: HandInNow, text: str) -> bool:
    path = PurePath(one.result.path)
    return folded(text) in map(folded, (one.result.path, path.name, path.stem))


def _has_folder_handed_in(one: HandInNow, text: str) -> bool:
    """A folder by student, as in `ada01/hw.ipynb`."""
    return bool(text.strip()) and folded(text) == folded(PurePath(one.result.path).parent.name)


_WAYS: tuple[Callable[[HandInNow, str], bool], ...] = (
    _has_folder,
    _has_id,
    _has_id_loosely,
    _has_address,
    _has_name,
    _has_name_squeezed,
    _has_path,
    _has_folder_handed_in,
)
"""Of naming a hand-in, the surest first."""
