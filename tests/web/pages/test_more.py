"""Students, observations, appeals."""

from dataclasses import replace
from decimal import Decimal

import pytest

from grader.batch.saving import save_grade
from grader.grading import failed_grade
from grader.model.graded.finding import IntegrityFinding
from tests.web.classes import a_class, mnist
from tests.web.conftest import THREE, page_of

Q1 = "q1.answered"


def student(page, name):
    return page.path(name, Q1).rpartition("/")[2]


def test_any_finding_of_a_student_can_be_changed(three):
    """Not only answers: what the program decided, too."""
    browser = three.browser()
    listed = browser.get(f"/student/{student(three, 'ada')}").text

    browser.post(
        f"{three.path('ada', 'cnn.trained')}/save", points="3", comment="It was my laptop."
    )

    assert "/q/cnn.trained/" in listed
    assert three.finding("ada", "cnn.trained").points == Decimal(3)


def test_an_appeal_keeps_words_answer_and_points(three):
    """A granted one changes points in the same breath; the comment before stays."""
    browser = three.browser()
    browser.post(f"{three.path('ada', Q1)}/save", points="2", comment="Too short.")

    browser.post(
        f"/student/{student(three, 'ada')}/appeal",
        finding=Q1,
        words="It says all that was asked.",
        answer="You are right.",
        points="5",
        granted="yes",
    )

    finding = three.finding("ada", Q1)
    assert finding.points == Decimal(5)
    assert finding.override.comment == "Too short.\n\nYou are right."
    assert "It says all that was asked." in browser.get("/appeals").text

    browser.post("/undo")

    assert three.finding("ada", Q1).points == Decimal(2)
    assert "It says all that was asked." not in browser.get("/appeals").text


def test_an_appeal_that_is_not_granted_changes_no_points(three):
    """It is kept all the same."""
    browser = three.browser()
    browser.post(f"{three.path('ada', Q1)}/save", points="2")

    browser.post(
        f"/student/{student(three, 'ada')}/appeal",
        finding=Q1,
        words="But!",
        answer="No.",
        points="5",
    )

    assert three.finding("ada", Q1).points == Decimal(2)
    assert "not granted" in browser.get("/appeals").text


@pytest.mark.parametrize("missing", ["words", "answer", "points"])
def test_half_an_appeal_is_reported(three, missing):
    """What was typed stands there still."""
    fields = {"words": "My words", "answer": "Our answer", "points": "5"} | {missing: " "}

    answer = three.browser().post(
        f"/student/{student(three, 'ada')}/appeal", finding=Q1, granted="yes", **fields
    )

    assert answer.status_code == 422
    assert three.reviewed.book.all() == ()
    assert all(value in answer.text for value in fields.values())


def test_observations_are_confirmed_or_dismissed_with_a_reason(tmp_path):
    """A serious one keeps the grade waiting until somebody judged it."""
    found = IntegrityFinding("trained_on_test", "serious", "The test set was trained on.")
    page = page_of(a_class(tmp_path, THREE, integrity={"ada": (found,)}))
    browser, path = page.browser(), f"/integrity/{student(page, 'ada')}/{found.key}"

    assert "1 serious one keeps its grade waiting" in browser.get("/").text

    without = browser.post(path, verdict="dismissed")
    browser.post(path, verdict="dismissed", why="It was the validation split.")

    assert without.status_code == 422
    judged = page.grade("ada").integrity[0].judged
    assert (judged.verdict, judged.reason) == ("dismissed", "It was the validation split.")
    assert "Dismissed" in browser.get("/integrity").text
    assert "serious one" not in browser.get("/").text

    browser.post(path, verdict="confirmed")
    assert page.grade("ada").integrity[0].judged.verdict == "confirmed"


def test_what_could_not_be_graded_is_graded_as_a_whole(tmp_path):
    """A hand-in that is no notebook waits among the questions, with all points to be given."""
    store = a_class(tmp_path, THREE)
    place = store.for_hand_in("ada.ipynb")
    finished = place.finished()
    broken = failed_grade(mnist(), "ungradable", reason="It is no notebook.")
    result = replace(place.load(events=False), grade=broken)
    save_grade(place, result, finished.key, content=finished.content)
    page = page_of(store)

    listed = page.browser().get("/").text
    page.browser().post(f"{page.path('ada', 'total')}/save", points="40", comment="On paper.")

    assert "Hand-ins that could not be graded" in listed
    assert page.grade("ada").points == Decimal(40)
