"""Says by digests what each finding is about, so that a decision is never applied to another
answer.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection

from grader.model.assignment import Assignment, CheckSpec, PartSpec
from grader.model.evidence import Answer, Evidence
from grader.model.graded.decision import Subject


def subjects_of(
    assignment: Assignment, evidence: Evidence, *, of_texts: Collection[str]
) -> dict[str, Subject]:
    """By finding, what was asked and, where its check is one of those `of_texts`, what was
    answered. A measurement beside an answer is about the notebook.
    """
    answers = {answer.question: answer for answer in evidence.answers}
    return {
        check.id: _subject(part, check, answers.get(part.id), of_text=check.check in of_texts)
        for part in assignment.parts
        for check in part.checks
    }


def _subject(part: PartSpec, check: CheckSpec, answer: Answer | None, *, of_text: bool) -> Subject:
    question = _question_digest(part, check)
    if not (part.question and of_text):
        return Subject("", question)
    return Subject(_answer_digest(answer), question, _words(part.question))


def _answer_digest(answer: Answer | None) -> str:
    """Of words and pictures; how blanks stand between the words makes no other answer."""
    if answer is None:
        return _digest("")
    return _digest(_words(answer.text), *(picture.content for picture in answer.pictures))


def _question_digest(part: PartSpec, check: CheckSpec) -> str:
    """Of the words of a question, and of which check looks at it; its points may change."""
    return _digest(_words(part.question), check.check, check.role or "")


def _words(text: str) -> str:
    return " ".join(text.split())


def _digest(*texts: str) -> str:
    digest = hashlib.sha256()
    for text in texts:
        digest.update(text.encode("utf-8", "surrogatepass") + b"\0")
    return digest.hexdigest()
