"""Points that people give by command and by table: who and what is meant, and what of it can be
recorded.
"""

from grader.batch.by_hand.graded_class import ClassResults, HandInNow
from grader.batch.by_hand.listing import ListedDecision, listed
from grader.batch.by_hand.lookup import observation_of, one_finding, one_hand_in
from grader.batch.by_hand.orders import Order, drafts_of
from grader.batch.by_hand.points import read_points
from grader.batch.by_hand.sheet import read_sheet

__all__ = [
    "ClassResults",
    "HandInNow",
    "ListedDecision",
    "Order",
    "drafts_of",
    "listed",
    "observation_of",
    "one_finding",
    "one_hand_in",
    "read_points",
    "read_sheet",
]
