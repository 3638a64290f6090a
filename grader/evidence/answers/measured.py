"""Puts what we measured of a model beside answers about its confusion matrix.

What a notebook shows may be of another model, or invented: who reads the answer needs the model's
own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from grader.evidence.answers.context import role_of
from grader.evidence.answers.matrix import matrix_sentences
from grader.evidence.answers.topics import topic_of
from grader.model.assignment import Assignment
from grader.model.evidence import Evidence
from grader.model.graded.score import Score


def with_measured(
    evidence: Evidence, scores: Sequence[Score], assignment: Assignment, classes: Sequence[str]
) -> Evidence:
    """The same evidence, its sentences about confusion matrices of those in `scores`, where there
    are any.
    """
    matrices = {
        run.role: score.confusion_matrix
        for run in evidence.runs
        for score in scores
        if run.role and score.run == run.number and score.verified
    }
    asked = {
        part.id: role_of(part, assignment)
        for part in assignment.questions()
        if topic_of(part) == "confusion_matrix"
    }
    sentences = {
        question: tuple(matrix_sentences(matrices[role], classes, _source(role, assignment)))
        for question, role in asked.items()
        if role in matrices
    }
    answers = tuple(
        replace(answer, context=sentences.get(answer.question, answer.context))
        for answer in evidence.answers
    )
    return replace(evidence, answers=answers)


def _source(role: str, assignment: Assignment) -> str:
    return f"We measured “{assignment.roles[role].title}”."
