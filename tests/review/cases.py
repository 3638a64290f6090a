"""Decisions to be recorded."""

from decimal import Decimal

from grader.model.graded.decision import Basis, Decision, PointsGiven
from grader.review import Draft

BASIS = Basis("notebook", "answer", "question")


def points(amount, *, finding="q1.answered", hand_in="ann-1", author="Ada", **rest) -> Draft:
    """So many points for a finding."""
    given = PointsGiven(finding, Decimal(amount), rest.pop("comment", ""))
    return Draft(hand_in, author, given, basis=rest.pop("basis", BASIS), **rest)


def recorded(number, draft: Draft) -> Decision:
    """The draft as if it stood in the book."""
    return Decision(
        number,
        f"2026-01-02T03:04:{number:02}.000Z",
        draft.author,
        draft.hand_in,
        draft.what,
        draft.why,
        draft.basis,
    )
