"""Decides whether a question was answered; whether the answer is right, a person decides."""

from __future__ import annotations

import re

from grader.checks.check import Case, Failed, NeedsReview, Verdict, check, in_cell
from grader.model.evidence import Answer
from grader.text.scripts import amount_of

_PICTURE = re.compile(r"!\[[^\]\n]{0,300}\]\([^)\s]{0,2000}\)|<[a-zA-Z/][^<>]{0,2000}>")


@check(needs_role=False, judges="text")
def question_answered(case: Case) -> Verdict:
    """The question is answered."""
    answer = next(
        (answer for answer in case.evidence.answers if answer.question == case.part.id), None
    )
    if answer is None or not answer.text.strip():
        return Failed(
            "We found no answer to this question.",
            "Write your answer in a text cell right below the question.",
        )
    return NeedsReview(
        f"An answer is there{_how_much(answer)}; a person reads and grades it.",
        tuple(in_cell(cell) for cell in answer.cells),
    )


def _how_much(answer: Answer) -> str:
    """How long it is, in what can be counted: nobody reads that a picture has one word."""
    amount = amount_of(_PICTURE.sub(" ", answer.text))
    counted = [
        f"{number} {what}{'s' if number != 1 else ''}"
        for number, what in (
            (amount.words, "word"),
            (amount.characters, "character"),
            (len(answer.pictures), "picture"),
        )
        if number
    ]
    return f" ({' and '.join(counted)})" if counted else ""
