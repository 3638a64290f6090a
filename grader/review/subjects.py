"""Says by digests what each finding is about, so that a decision is never applied to another
answer.
"""

from __future__ import annotations

import hashlib

from grader.model.assignment import Assignment, CheckSpec, PartSpec
from grader.model.evidence import Answer, Evidence
from grader.model.graded.decision import Subject


def subjects_of(assignment: Assignment, evidence: Evidence) -> dict[str, Subject]:
    """By finding, what was asked and, for a question, what was answered."""
    answers = {answer.question: answer for answer in evidence.answers}
    return {
        check.id: Subject(
            _answer_digest(answers.get(part.id)) if part.question else "",
            _question_digest(part, check),
        )
        for part in assignment.parts
        for check in part.checks
    }


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
