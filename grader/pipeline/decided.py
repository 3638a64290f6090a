"""Reads kept results as people decided about them.

`done.json` keeps what the program decided; the book holds what people did. Both are put together
whenever a result is read, so that neither can overwrite the other.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from grader.grading import with_decisions
from grader.model.graded.decision import Basis, Decision, Subject
from grader.model.graded.result import Result
from grader.store import Finished, SubmissionFolder


def decided(
    result: Result, folder: SubmissionFolder, content: str, decisions: Iterable[Decision]
) -> Result:
    """A result as the program decided it, with what people decided about it; `decisions` may be
    those about the whole class.
    """
    own = [one for one in decisions if one.hand_in == folder.name]
    return replace(result, grade=with_decisions(result.grade, own, notebook=content))


def decided_brief(
    folder: SubmissionFolder, finished: Finished, decisions: Iterable[Decision]
) -> Result:
    """The kept grade with what people decided, without evidence and recording."""
    return decided(finished.brief, folder, finished.content, decisions)


def decided_whole(
    folder: SubmissionFolder, decisions: Iterable[Decision], *, events: bool = False
) -> Result:
    """The kept result with what people decided. Raises ConfigError where the records can't be
    read.
    """
    result, finished = folder.load(events=events), folder.finished()
    return decided(result, folder, finished.content if finished else "", decisions)


def basis_of(finished: Finished, finding: str) -> Basis:
    """What lies before a person who decides about this finding now."""
    subject = finished.brief.grade.subjects.get(finding, Subject())
    return Basis(finished.content, subject.answer, subject.question)
