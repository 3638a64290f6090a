"""Counts how far the answers to a question are graded, by whom, and with how many points."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from grader.report.figures.svg import Figure
from grader.web.pages.histogram import histogram
from grader.web.reviewing.questions import Question
from grader.web.reviewing.reviewed_class import Item, ReviewedClass


@dataclass(frozen=True, slots=True)
class QuestionProgress:
    """How far a question is."""

    question: Question
    answers: int
    waiting: int
    by_grader: tuple[tuple[str, int], ...]
    """How many answers each grader decided, those with most first."""
    place: int
    """Of the answer that is looked at, from 1; 0 where none is."""
    histogram: Figure | None
    """Of the points that people gave."""
    empty: int

    @property
    def decided(self) -> int:
        """How many wait no more."""
        return self.answers - self.waiting


def progress(
    reviewed: ReviewedClass, question: Question, grader: str, *, here: Item | None = None
) -> QuestionProgress:
    """Count the answers to `question`."""
    items = reviewed.items(question, grader)
    names = [item.hand_in.name for item in items]
    overrides = [item.finding.override for item in items if item.finding.override]
    return QuestionProgress(
        question,
        answers=len(items),
        waiting=sum(item.waiting for item in items),
        by_grader=tuple(Counter(one.author for one in overrides).most_common()),
        place=names.index(here.hand_in.name) + 1 if here and here.hand_in.name in names else 0,
        histogram=histogram([one.points for one in overrides], question.possible),
        empty=sum(item.empty for item in items),
    )
