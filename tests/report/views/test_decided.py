"""Students and instructors read what people decided."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from grader.export import comment_of
from grader.grading import with_decisions
from grader.model.graded.decision import (
    AppealAnswered,
    Basis,
    Decision,
    ObservationJudged,
    PointsGiven,
    Subject,
)
from grader.model.graded.finding import IntegrityFinding
from grader.report import Reporter, summary_page
from tests.report import cases
from tests.report.assignments import TEMPLATES, mnist_data
from tests.report.data import trained
from tests.report.pages import tags, visible
from tests.report.test_hostile import ATTACKS

Q1 = "q1.answered"
DOUBT = IntegrityFinding("trained_on_test", "serious", "It trained on 300 held-out images.")


def decided(assignment, *decided, author="Ada Lovelace", notebook="n"):
    """A result about which Ada decided this; its notebook's digest is `n`."""
    result = cases.perfect(assignment)
    decisions = [
        Decision(
            number,
            f"2026-11-2{number}T10:00:00Z",
            author,
            "h",
            what,
            "for graders",
            Basis("n", "a"),
        )
        for number, what in enumerate(decided, start=1)
    ]
    grade = replace(
        result.grade,
        subjects={finding.id: Subject("a2") for finding in result.grade.findings},
        integrity=(DOUBT,),
    )
    return replace(result, grade=with_decisions(grade, decisions, notebook=notebook))


def given(points, comment="", *items, finding=Q1):
    return PointsGiven(finding, Decimal(points), comment, items)


def class_page(assignment, result):
    return summary_page([(result, "r.html")], assignment=assignment, templates_folder=TEMPLATES)


def test_points_comment_rubric_and_who_stand_with_the_finding(reporter, assignment):
    """In the grader's words; what was for other graders stays with them."""
    what = given(3, "Say why.\nSee figure 2.", "No reason given (−1)", "Figure missing (−1)")

    page = reporter.html(decided(assignment, what))

    words = visible(page)
    assert "A person gave 3 of 5 points." in words
    assert "No reason given (−1) Figure missing (−1) Say why. See figure 2." in words
    assert "Say why.\nSee figure 2." in page
    assert "Ada Lovelace, 2026-11-21" in words
    assert "for graders" not in words
    assert "A person decided about 1 item." in words


def test_what_was_measured_stays_beside_what_a_person_gave(reporter, assignment):
    """The student sees both, and is not sent back to work by what a person settled."""
    result = decided(assignment, given(0, "Copied.", finding="baseline.accuracy"))

    words = visible(reporter.html(result))

    before = cases.perfect(assignment).grade
    measured = next(one for one in before.findings if one.id == "baseline.accuracy")
    assert "A person gave 0 of" in words
    assert "the program had found" in words
    assert measured.message.split(".")[0] in words
    assert "Start here" not in words


def test_a_decision_about_an_earlier_hand_in_is_told(reporter, assignment):
    """The student learns why the points are gone; the instructor, where to look again."""
    result = decided(assignment, given(3), notebook="another")

    assert "were for an earlier hand-in" in visible(reporter.html(result))
    words = visible(class_page(assignment, result))
    assert "1 decision, 1 to look at again" in words
    assert "does not count: the student has handed in something else since" in words


def test_an_appeal_and_its_answer_stand_in_the_report(reporter, assignment):
    """In the words of both."""
    appeal = AppealAnswered(Q1, "I did say so.", granted=True, answer="You did.")

    words = visible(reporter.html(decided(assignment, given(5), appeal)))

    assert "You objected: I did say so. Answer (granted): You did." in words


def test_what_was_dismissed_is_not_shown_to_the_student(assignment):
    """Even where observations are; the class page says who dismissed it, and why."""
    shown = replace(assignment, show_integrity_to_students=True)
    reporter = Reporter(shown, trained.reference(), mnist_data(), TEMPLATES)

    dismissed = decided(assignment, ObservationJudged(DOUBT.key, "dismissed"))
    confirmed = decided(assignment, ObservationJudged(DOUBT.key, "confirmed"))

    assert DOUBT.message not in visible(reporter.html(dismissed))
    assert DOUBT.message in visible(reporter.html(confirmed))
    words = visible(class_page(assignment, dismissed))
    assert "dismissed by a person: It trained on 300 held-out images." in words
    assert "observation dismissed – for graders, Ada Lovelace" in words


def test_the_comment_reaches_systems_that_take_only_text(assignment):
    """Canvas, Moodle and Gradescope show the message; the person's words are in it."""
    full, none = decided(assignment, given(5, "Well said.")), decided(assignment, given(5))

    assert "(5/5): Well said." in comment_of(full.grade)
    assert "A person looked at it." not in comment_of(none.grade)


@pytest.mark.parametrize("name", ATTACKS)
def test_what_graders_type_is_text(reporter, assignment, name):
    """Comments, rubric items, names and appeals come from people who paste from anywhere."""
    text = ATTACKS[name]
    appeal = AppealAnswered(Q1, text, granted=False, answer=text)
    plain = decided(assignment, given(1, "c", "i"), replace(appeal, words="w", answer="a"))
    attacked = decided(assignment, given(1, text, text), appeal, author=text)

    for page in (reporter.html, lambda result: class_page(assignment, result)):
        assert tags(page(attacked)) <= tags(page(plain)) | {"ul", "li"}
        assert "7*191" in page(attacked) or "{{" not in text
