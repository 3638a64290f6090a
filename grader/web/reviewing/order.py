"""Puts the answers to a question in an order that is fair: empty ones first, the rest shuffled.

The order depends on the folder, the question and the grader, and on nothing else: it is the same
tomorrow, and no student is always among the first, who get fewer points than those graded later.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from grader.web.reviewing.hand_ins import HandInSeen


def shuffled(
    hand_ins: Iterable[HandInSeen], *, part: str, finding: str, grader: str, key: str
) -> tuple[HandInSeen, ...]:
    """The hand-ins in the order in which `grader` meets their answers."""

    def place(one: HandInSeen) -> tuple[bool, str]:
        drawn = f"{key}\0{finding}\0{grader}\0{one.name}"
        digest = hashlib.sha256(drawn.encode("utf-8", "surrogatepass")).hexdigest()
        return (not one.answer(part).empty, digest)

    return tuple(sorted(hand_ins, key=place))
