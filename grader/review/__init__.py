"""Keeps what people decide: records of their own beside the results of a batch, which nothing
automatic overwrites.
"""

from grader.model.graded.decision import by_hand_in, standing
from grader.review.book import Book, DecisionConflict, Draft
from grader.review.subjects import subjects_of

__all__ = ["Book", "DecisionConflict", "Draft", "by_hand_in", "standing", "subjects_of"]
