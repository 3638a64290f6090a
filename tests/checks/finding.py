"""One finding of a list of them."""

from grader.checks import run_checks
from grader.model.graded.finding import Finding
from tests.checks.cases import (
    RECORDING,
    a_check,
    a_reference,
    an_assignment,
)


def find(check, evidence, *measured, recording=RECORDING, question="", **fields) -> Finding:
    spec = a_check(check, **fields)
    scores = tuple(score for score in measured if score is not None)
    assignment = an_assignment(spec, question=question)
    return run_checks(assignment, evidence, scores, reference=a_reference(), recording=recording)[0]
