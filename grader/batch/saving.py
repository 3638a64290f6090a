"""Saves results in the folder of a batch, each with its published record; where our own program
fails over one, it is that hand-in's fault of the program.
"""

from __future__ import annotations

import traceback
from dataclasses import replace
from decimal import Decimal

from grader.errors import GraderError, concerns_all
from grader.export import public_record
from grader.grading import failed_grade
from grader.model.assignment import Assignment
from grader.model.graded.grade import Grade
from grader.model.graded.result import Result
from grader.pipeline import decided
from grader.review import Book
from grader.store import Key, SubmissionFolder
from grader.text.folders import without_folders


def save(folder: SubmissionFolder, result: Result, key: Key, *, content: str) -> None:
    """Save everything that was seen and decided."""
    folder.save(result, key, content=content, public_json=_public_json(folder, result, content))


def save_or_say_fault(
    assignment: Assignment, folder: SubmissionFolder, result: Result, key: Key, *, content: str
) -> Result:
    """Save it; where the program fails over what it says, save that in its place. Return what was
    saved.
    """
    try:
        save(folder, result, key, content=content)
    except Exception as error:
        if not is_fault(error):
            raise
        given = result.assignment, result.submission, result.path, result.policy
        result = Result(*given, _fault(assignment), origin=result.origin)
        save(folder, result, key, content=content)
    return result


def save_grade(folder: SubmissionFolder, result: Result, key: Key, *, content: str) -> None:
    """Save another grade for what was seen; the rest is kept as it is."""
    public_json = _public_json(folder, result, content)
    folder.save_grade(result, key, content=content, public_json=public_json)


def with_fault(assignment: Assignment, result: Result) -> Result:
    """What was seen, with the fault that is being handled in place of a grade."""
    return replace(result, grade=_fault(assignment))


def fault_of_deciding(result: Result) -> Result:
    """What was seen, with the fault that is being handled in place of what people decided about its
    grade.
    """
    possible, reason = result.grade.points_possible, without_folders(traceback.format_exc())
    grade = Grade("grader_fault", Decimal(0), possible, possible, reason=reason)
    return replace(result, grade=grade)


def is_fault(error: Exception) -> bool:
    """Whether it is the program's, over one hand-in: no operator's error, and no full disk."""
    all_hand_ins = isinstance(error, OSError) and concerns_all(error)
    return not (isinstance(error, GraderError) or all_hand_ins)


def published_json(result: Result) -> str:
    """What scripts read of a result."""
    return public_record(result).model_dump_json(indent=2)


def _fault(assignment: Assignment) -> Grade:
    reason = without_folders(traceback.format_exc())
    return failed_grade(assignment, "grader_fault", reason=reason)


def _public_json(folder: SubmissionFolder, result: Result, content: str) -> str:
    """With what people decided about the hand-in before this."""
    decisions = Book(folder.batch).of(folder.name)
    return published_json(decided(result, folder, content, decisions))
