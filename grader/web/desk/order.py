"""Puts the answers to a question in an order that is fair: empty ones first, the rest shuffled.

The order depends on the folder, the question and the grader, and on nothing else: it is the same
tomorrow, and no student is always among the first, who get fewer points than those graded later.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from grader.evidence.answers.placeholders import is_placeholder
from grader.web.desk.hand_ins import AnswerSeen, HandInSeen


def shuffled(
    hand_ins: Iterable[HandInSeen], *, part: str, finding: str, grader: str, key: str
) -> tuple[HandInSeen, ...]:
    """The hand-ins in the order in which `grader` meets their answers."""

    def place(one: HandInSeen) -> tuple[bool, str]:
        drawn = f"{key}\0{finding}\0{grader}\0{one.name}"
        digest = hashlib.sha256(drawn.encode("utf-8", "surrogatepass")).hexdigest()
        return (says_something(one.answer(part)), digest)

    return tuple(sorted(hand_ins, key=place))


def says_something(answer: AnswerSeen) -> bool:
    """Whether more stands there than nothing, or what the template put there."""
    text = answer.text.strip()
    return bool(answer.pictures) or bool(text and not is_placeholder(text))
