"""Keeps what people decide: records of their own beside the results of a batch, which nothing
automatic overwrites.
"""

from grader.model.graded.decision import by_hand_in, standing
from grader.review.book import Book, DecisionConflict, Draft

__all__ = ["Book", "DecisionConflict", "Draft", "by_hand_in", "standing"]
