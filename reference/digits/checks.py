"""Checks of your own.

A check is a function of a `Case`: all that was seen and measured of one notebook. Its first
docstring line is the sentence that the student reads; it returns `Passed`, `Partial`, `Failed` or
`NeedsReview`. It comes into force where `assignment.yaml` names it, for instance in the part `q1`:

      - {id: q1.classes, check: no_digit_neglected, role: network, points: 5, depends_on:
        [network.trained], options: {recall: 0.8}}

Keep it pure: no files, no clock, no network. Then `grader regrade` comes to the same verdict
without running a notebook.
"""

from grader.checks import Case, Failed, NeedsReview, Passed, Verdict, check


@check(options=("recall",))
def no_digit_neglected(case: Case) -> Verdict:
    """Every single digit is recognised well."""
    score = case.score()
    if score is None or not score.verified:
        return NeedsReview("We could not measure this model ourselves.")

    wanted = case.number("recall", 0.8)
    worst = min(score.per_class(), key=lambda figures: figures.recall)
    message = f"The digit recognised least is {worst.label}: {worst.recall:.0%} of {worst.support}."
    if worst.recall >= wanted:
        return Passed(message)
    return Failed(
        message,
        f"At least {wanted:.0%} of every digit are asked for. Look at its row of the confusion "
        f"matrix.",
    )
