"""Mutants are judged by what saw them, and a rubric is not blamed for what it doesn't ask."""

from dataclasses import replace
from decimal import Decimal

import pytest

from grader.model.graded.finding import Finding, IntegrityFinding
from grader.model.graded.grade import Grade
from grader.model.graded.result import Result
from grader.mutation.judging import judged_mutant, judged_variant, missed
from grader.mutation.operators import data, shown, variants
from grader.mutation.plan import ChangedSolution
from grader.pipeline import open_assignment
from tests.mutation.solutions import draft


@pytest.fixture(scope="module")
def digits():
    return open_assignment("digits")[0]


def finding(name, status, points="0", possible="10"):
    part = name.partition(".")[0]
    return Finding(name, part, name, status, Decimal(points), Decimal(possible), "")


def graded(*findings, observations=(), status="needs_review"):
    seen = tuple(IntegrityFinding(kind, how, "") for kind, how in observations)
    points = sum((one.points for one in findings), start=Decimal(0))
    grade = Grade(status, points, Decimal(100), Decimal(0), findings, seen)
    return Result("digits", None, "", "full", grade)


SOLUTION = graded(
    finding("network.trained", "passed", "10"),
    finding("network.accuracy", "passed", "20", "20"),
    finding("network.curves", "passed", "10"),
    finding("q1.answered", "needs_review"),
)


def with_(name, status, points="0"):
    """The solution's grade with another finding."""
    found = [
        replace(one, status=status, points=Decimal(points)) if one.id == name else one
        for one in SOLUTION.grade.findings
    ]
    return graded(*found)


def verdict(result, digits, *, one=data.half_the_data, reason=""):
    made = ChangedSolution(f"network.{one.name}", one, draft(), role="network")
    return judged_mutant(made, result, SOLUTION, digits, reason)


@pytest.mark.parametrize(
    ("name", "status", "points", "lost", "to_a_person"),
    [
        ("network.accuracy", "partial", "19.8", "0.2", "0"),
        ("network.accuracy", "failed", "0", "20", "0"),
        ("network.accuracy", "needs_review", "0", "0", "20"),
        ("q1.answered", "failed", "0", "10", "0"),
    ],
)
def test_a_mutant_that_loses_points_is_killed(digits, name, status, points, *, lost, to_a_person):
    """A part of them is enough, or that a person has to look."""
    one = verdict(with_(name, status, points), digits)

    assert (one.verdict, one.seen_by) == ("killed", (name,))
    assert (one.points_lost, one.points_to_a_person) == (lost, to_a_person)


def test_a_mutant_that_keeps_its_points_survives(digits):
    """Its verdict says which check of the assignment it was made for."""
    one = verdict(SOLUTION, digits)

    assert (one.verdict, one.seen_by, one.points_lost) == ("survived", (), "0")
    assert one.ought_to_be_seen_by == ("network.accuracy",)


def test_an_excuse_lets_it_survive_and_no_more(digits):
    """One that is seen all the same is killed."""
    excused = verdict(SOLUTION, digits, reason="because")
    killed = verdict(with_("network.accuracy", "failed"), digits, reason="because")

    assert (excused.verdict, excused.reason) == ("excused", "because")
    assert (killed.verdict, killed.reason) == ("killed", "")


@pytest.mark.parametrize(
    ("kind", "severity", "expected"),
    [
        ("trained_on_test", "serious", "killed"),
        ("trained_on_test", "warning", "killed"),
        ("trained_on_test", "info", "survived"),
        ("claim_mismatch", "warning", "survived"),
    ],
)
def test_an_observation_that_it_was_made_for_kills(digits, kind, severity, expected):
    """Not one that the solution's own prose brings about."""
    result = graded(*SOLUTION.grade.findings, observations=[(kind, severity)])

    assert verdict(result, digits, one=data.trained_on_test).verdict == expected


def test_checks_that_were_skipped_are_no_witnesses(digits):
    """They are named where nothing else is."""
    result = graded(
        finding("network.trained", "failed"),
        finding("network.accuracy", "skipped", possible="20"),
        *SOLUTION.grade.findings[2:],
    )

    one = verdict(result, digits)

    assert (one.seen_by, one.points_lost) == (("network.trained",), "30")


def test_a_fault_of_ours_is_no_verdict_on_the_rubric(digits):
    """It neither killed nor survived."""
    result = graded(status="grader_fault")

    assert verdict(result, digits).verdict == "fault"


def test_a_right_solution_that_loses_something_has_lost():
    """A point, or the trust of a person."""
    made = ChangedSolution("renamed", variants.renamed, draft())
    warned = graded(*SOLUTION.grade.findings, observations=[("claim_mismatch", "warning")])
    informed = graded(*SOLUTION.grade.findings, observations=[("above_band", "info")])

    assert judged_variant(made, SOLUTION, SOLUTION).verdict == "kept"
    assert judged_variant(made, informed, SOLUTION).verdict == "kept"
    assert judged_variant(made, warned, SOLUTION).seen_by == ("claim_mismatch",)
    assert judged_variant(made, with_("network.curves", "failed"), SOLUTION).points_lost == "10"


def test_an_operator_nobody_looks_for_says_so(digits):
    """`digits` has no check of summaries."""
    one = verdict(SOLUTION, digits, one=shown.summary_missing)

    assert one.ought_to_be_seen_by == ()


def test_what_the_solution_itself_loses_is_told(digits):
    """A line for every required check that gives less; what awaits a person is not lost."""
    assert not list(missed(SOLUTION.grade, digits))

    assert list(missed(with_("network.accuracy", "partial", "12.5").grade, digits)) == [
        "network.accuracy (-7.5): "
    ]
