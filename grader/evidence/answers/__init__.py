"""Finds the student's answers to the questions, and what the evidence says about each."""

from grader.evidence.answers.context import Facts, context_of
from grader.evidence.answers.find import find_answers
from grader.evidence.answers.measured import with_measured
from grader.evidence.answers.other_starter import other_starter, with_texts_of
from grader.evidence.answers.starter import StarterTexts, read_starter

__all__ = [
    "Facts",
    "StarterTexts",
    "context_of",
    "find_answers",
    "other_starter",
    "read_starter",
    "with_measured",
    "with_texts_of",
]
