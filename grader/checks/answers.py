"""Was a question answered? Whether the answer is right, a person decides."""

from __future__ import annotations

from grader.checks.check import Case, Failed, NeedsReview, Verdict, check, in_cell


@check(needs_role=False)
def question_answered(case: Case) -> Verdict:
    """The question is answered."""
    answer = next((answer for answer in case.evidence.answers if answer.question == case.part.id), None)
    if answer is None or not answer.text.strip():
        return Failed(
            "We found no answer to this question.",
            "Write your answer in a text cell right below the question.",
        )
    words = len(answer.text.split())
    return NeedsReview(
        f"An answer of {words} word{'s' if words != 1 else ''} is there; a person reads and grades it.",
        tuple(in_cell(cell) for cell in answer.cells),
    )
