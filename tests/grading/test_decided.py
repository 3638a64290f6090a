"""Decisions of people stand in the place of what the program found."""

from dataclasses import replace
from decimal import Decimal

import pytest

from grader.grading import failed_grade, grade, with_decisions
from grader.model.graded.decision import AppealAnswered, Basis, ObservationJudged, Subject, Undone
from grader.model.graded.finding import Finding, IntegrityFinding
from grader.review import Draft
from tests.checks.cases import a_check, an_assignment
from tests.review.cases import points, recorded

ASSIGNMENT = an_assignment(a_check("run_found", points=60), a_check("answered", points=40))
DOUBT = IntegrityFinding("trained_on_test", "serious", "It trained on 300 held-out images.")
MEASURED = Finding("cnn.accuracy", "cnn", "t", "passed", Decimal(60), Decimal(60), "Reached.")
WAITING = Finding(
    "q1.answered", "q1", "t", "needs_review", Decimal(0), Decimal(40), "Waits.", "Do."
)
SUBJECTS = {
    "q1.answered": Subject("answer", "question"),
    "cnn.accuracy": Subject("", "model"),
}


def a_grade(*findings, integrity=()):
    graded = grade(ASSIGNMENT, findings or (MEASURED, WAITING), integrity=integrity)
    return replace(graded, subjects=SUBJECTS)


def decided(graded, *drafts, notebook="notebook"):
    decisions = [recorded(number, draft) for number, draft in enumerate(drafts, start=1)]
    return with_decisions(graded, decisions, notebook=notebook)


def test_a_grade_is_finished_once_nothing_waits():
    """Points, the comment, who decided and what it was before stand in the finding."""
    done = decided(a_grade(), points(30, comment="Well argued."))

    finding = done.findings[1]
    assert (done.status, done.points, done.points_awaiting_review) == ("graded", 90, 0)
    assert (finding.status, finding.points, finding.hint) == ("partial", 30, "")
    assert (finding.override.author, finding.override.comment) == ("Ada", "Well argued.")
    assert (finding.automatic.status, finding.automatic.message) == ("needs_review", "Waits.")
    assert "Ada" in finding.overridden_by


def test_without_decisions_a_grade_stays_as_it_is():
    """Nothing is added up twice."""
    assert decided(a_grade()) == a_grade()


def test_a_decision_about_another_answer_is_kept_and_does_not_count():
    """The student handed in again and wrote something else: a person reads it anew."""
    then = points(30, basis=Basis("older notebook", "older answer", "question"))

    done = decided(a_grade(), then)

    assert (done.status, done.points) == ("needs_review", 60)
    assert [(one.counts, one.flag) for one in done.decisions] == [(False, "answer_changed")]
    assert done.findings == a_grade().findings


@pytest.mark.parametrize(
    "basis",
    [
        Basis("older notebook", "answer", "question"),
        Basis("notebook", "read otherwise", "question"),
    ],
    ids=["the same answer in another notebook", "the same notebook read by a newer program"],
)
def test_a_decision_about_the_same_answer_counts(basis):
    """Neither a notebook that was handed in again nor a newer program costs a point."""
    done = decided(a_grade(), points(30, basis=basis))

    assert (done.points, done.decisions[0].counts, done.decisions[0].flag) == (90, True, None)


def test_a_decision_about_a_measurement_holds_for_that_notebook():
    """What was said of a model is not said of the next one."""
    draft = points(50, finding="cnn.accuracy", basis=Basis("notebook", "", "model"))

    same, other = decided(a_grade(), draft), decided(a_grade(), draft, notebook="another")

    assert (same.points, other.points) == (50, 60)
    assert other.decisions[0].flag == "answer_changed"


def test_a_question_that_disappeared_leaves_its_decision_in_place():
    """It does not count, and is there when the question comes back."""
    done = decided(a_grade(MEASURED), points(30))

    assert done.points == 60
    assert (done.decisions[0].counts, done.decisions[0].flag) == (False, "finding_gone")


def test_a_question_that_is_put_otherwise_is_flagged_and_its_points_stay():
    """A corrected misprint takes nobody's points."""
    done = decided(a_grade(), points(30, basis=Basis("notebook", "answer", "misprinted")))

    assert (done.points, done.decisions[0].counts) == (90, True)
    assert done.decisions[0].flag == "question_changed"


def test_other_points_in_the_rubric_keep_what_was_given():
    """More possible: the points stay. Fewer: the maximum counts, and that is reported."""
    more = decided(a_grade(MEASURED, replace(WAITING, points_possible=Decimal(100))), points(40))
    fewer = decided(a_grade(MEASURED, replace(WAITING, points_possible=Decimal(25))), points(40))

    assert (more.findings[1].points, more.decisions[0].flag) == (40, None)
    assert (fewer.findings[1].points, fewer.decisions[0].flag) == (25, "over_possible")


@pytest.mark.parametrize("verdict", ["confirmed", "dismissed"])
def test_a_doubt_that_a_person_judged_waits_for_nobody(verdict):
    """It changes no points, whichever way it was judged."""
    graded = a_grade(MEASURED, integrity=(DOUBT,))

    done = decided(graded, Draft("ann-1", "Ada", ObservationJudged(DOUBT.key, verdict), "seen"))

    assert (graded.status, done.status, done.points) == ("needs_review", "graded", 60)
    assert (done.integrity[0].judged.verdict, done.integrity[0].judged.reason) == (verdict, "seen")


def test_a_judgement_of_something_else_is_kept_and_does_not_count():
    """An observation that says something new is looked at anew."""
    other = replace(DOUBT, message="It trained on 9,000 held-out images.")
    judged = Draft("ann-1", "Ada", ObservationJudged(DOUBT.key, "dismissed"))

    done = decided(a_grade(MEASURED, integrity=(other,)), judged)

    assert done.status == "needs_review"
    assert done.decisions[0].flag == "finding_gone"


def test_an_appeal_is_kept_beside_the_points():
    """It changes none by itself."""
    appeal = AppealAnswered("q1.answered", "But …", granted=False, answer="No.")

    done = decided(a_grade(), points(30), Draft("ann-1", "Ada", appeal))

    assert (done.points, [one.counts for one in done.decisions]) == (90, [True, True])


def test_an_undone_decision_is_as_if_it_never_was():
    """The finding waits for a person again."""
    done = decided(a_grade(), points(30), Draft("ann-1", "Ada", Undone(1)))

    assert (done.status, done.points, done.decisions) == ("needs_review", 60, ())


@pytest.mark.parametrize("status", ["ungradable", "grader_fault", "needs_review"])
def test_what_the_program_could_not_grade_is_graded_as_a_whole(status):
    """A person reads what is no notebook; points for single findings make no grade of it."""
    failed = failed_grade(ASSIGNMENT, status, reason="Traceback …\nit is a PDF")
    of_whole = points(70, finding="total", basis=Basis("notebook"))

    single, whole = decided(failed, points(30)), decided(failed, of_whole)

    assert (single.status, single.points, single.decisions[0].counts) == (status, 0, False)
    assert (whole.status, whole.points, whole.points_awaiting_review) == ("graded", 70, 0)
    assert (whole.findings[0].status, whole.findings[0].automatic.message) == (
        "partial",
        "it is a PDF",
    )


def test_a_grade_as_a_whole_gives_way_to_findings():
    """The student handed in a notebook at last: what was said of the other file does not count."""
    of_whole = points(70, finding="total", basis=Basis("older notebook"))

    failed = failed_grade(ASSIGNMENT, "ungradable", reason="no notebook")

    assert decided(failed, of_whole).decisions[0].flag == "answer_changed"
    assert decided(a_grade(), of_whole).decisions[0].flag == "finding_gone"
