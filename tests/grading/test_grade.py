"""Points are added up."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from grader.grading import grade, with_overrides
from grader.model.graded.finding import Finding, IntegrityFinding, Override
from tests.checks.cases import a_check, an_assignment

ASSIGNMENT = an_assignment(a_check("run_found", points=60), a_check("accuracy", points=40))


def a_finding(points, possible, status="passed", *, optional=False) -> Finding:
    return Finding(
        "part.x", "part", "t", status, Decimal(points), Decimal(possible), "m", optional=optional
    )


def test_a_bonus_makes_up_for_points_lost_elsewhere():
    """Optional points count as far as the total allows."""
    findings = (a_finding(55, 60, "partial"), a_finding(40, 40), a_finding(3, 3, optional=True))

    assert grade(ASSIGNMENT, findings).points == Decimal(98)


def test_what_awaits_a_person_is_said():
    """Unjudged answers are neither given nor taken."""
    verdict = grade(ASSIGNMENT, (a_finding(60, 60), a_finding(0, 40, "needs_review")))

    assert (verdict.status, verdict.points, verdict.points_awaiting_review) == (
        "needs_review",
        60,
        40,
    )
    assert verdict.passed()


def test_a_bonus_that_awaits_a_person_is_no_point_that_may_be_missing():
    """The total is reached without it; the grade waits all the same."""
    waiting = grade(
        ASSIGNMENT,
        (a_finding(60, 60), a_finding(40, 40), a_finding(0, 5, "needs_review", optional=True)),
    )

    assert (waiting.status, waiting.points_awaiting_review) == ("needs_review", 0)


def test_a_serious_doubt_sends_the_grade_to_a_person():
    """It takes no points away."""
    doubt = IntegrityFinding("trained_on_test", "serious", "m")

    verdict = grade(ASSIGNMENT, (a_finding(60, 60), a_finding(40, 40)), integrity=(doubt,))

    assert (verdict.status, verdict.points) == ("needs_review", 100)


def test_a_person_has_the_last_word():
    """An override replaces points and status, and says whose it is."""
    override = Override("part.x", Decimal(25), "Ada", "good reasoning", "2026-01-02T03:04:05Z")

    verdict = with_overrides(grade(ASSIGNMENT, (a_finding(0, 40, "needs_review"),)), (override,))

    assert (verdict.status, verdict.points, verdict.findings[0].status) == ("graded", 25, "partial")
    assert "Ada" in verdict.findings[0].overridden_by


@given(
    st.lists(
        st.tuples(st.integers(0, 100), st.integers(0, 100), st.booleans()).map(
            lambda t: a_finding(min(t[0], t[1]), t[1], optional=t[2])
        )
    ),
    st.decimals(-1000, 1000, places=2),
)
def test_points_stay_between_nothing_and_all(findings, points):
    """No findings and no override lead outside 0 ≤ points ≤ possible."""
    override = Override("part.x", points, "a", "r", "t")

    verdict = with_overrides(grade(ASSIGNMENT, tuple(findings)), (override,))

    assert 0 <= verdict.points <= verdict.points_possible
