"""Similar answers together."""

from decimal import Decimal

import pytest

from grader.web.reviewing import similar
from grader.web.reviewing.alike import alike
from tests.web.classes import HOLDS, OVERFITS, a_class
from tests.web.conftest import page_of

Q3 = "q3.answered"
SAME = "No, there is no overfitting because the curves stay close together."
ANSWERS = {
    "ada": {"q3": SAME},
    "bob": {"q3": SAME.lower()},
    "cem": {"q3": f"{SAME}!"},
    "dan": {"q3": SAME},
    "eve": {"q3": ""},
    "fay": {"q3": "Yes: the validation loss rises from epoch twelve on."},
}
CONTEXTS = {name: {"q3": OVERFITS if name in ("dan", "fay") else HOLDS} for name in ANSWERS}


@pytest.fixture
def page(tmp_path):
    return page_of(a_class(tmp_path / "graded", ANSWERS, contexts=CONTEXTS))


def groups(page):
    return similar.groups(page.reviewed, page.reviewed.question(Q3), "anna", alike)


def group_of(page, student):
    return next(
        one for one in groups(page) if any(item.hand_in.student == student for item in one.items)
    )


def students(group):
    return {item.hand_in.student for item in group.items}


def test_groups_are_proposed_and_empty_answers_come_first(page):
    """The one that says the same of a model that overfits stands apart."""
    found = [students(group) for group in groups(page)]

    assert found[0] == {"eve"}
    assert {"ada", "bob", "cem"} in found
    assert {"dan"} in found


def test_all_are_graded_at_once_and_one_is_taken_out(page):
    """Who is not ticked waits alone; a person's grouping stays when the machine proposes again."""
    group = group_of(page, "ada")
    chosen = [item.hand_in.id for item in group.items if item.hand_in.student != "cem"]

    page.browser().post(f"/q/{Q3}/groups/{group.id}", points="4", comment="Right.", chosen=chosen)

    points = {name: page.finding(name, Q3).points for name in ("ada", "bob")}
    assert points == {"ada": Decimal(4), "bob": Decimal(4)}
    assert page.finding("cem", Q3).status == "needs_review"
    assert students(group_of(page, "cem")) == {"cem"}
    assert students(group_of(page, "ada")) == {"ada", "bob"}


def test_undo_takes_back_the_whole_group(page):
    """It was one decision."""
    group, browser = group_of(page, "ada"), page.browser()
    chosen = [item.hand_in.id for item in group.items]
    browser.post(f"/q/{Q3}/groups/{group.id}", points="4", chosen=chosen)

    browser.post("/undo")

    assert {page.finding(name, Q3).status for name in ("ada", "bob", "cem")} == {"needs_review"}


def test_two_groups_are_put_together(page):
    """The person knows better than the machine."""
    first, second = group_of(page, "fay"), group_of(page, "dan")

    answer = page.browser().post(f"/q/{Q3}/groups/{first.id}/join", other=second.id)

    assert answer.status_code == 200
    assert students(group_of(page, "fay")) == {"fay", "dan"}


def test_a_group_that_changed_meanwhile_is_not_graded_in_its_place(page):
    """Its address names who is in it."""
    group = group_of(page, "ada")
    page.reviewed.tables.put_into(Q3, [page.reviewed.hand_ins[0].name], "elsewhere")

    answer = page.browser().post(f"/q/{Q3}/groups/{group.id}", points="4", chosen=["x"])

    assert answer.status_code == 404
    assert page.reviewed.book.all() == ()


def test_points_that_are_none_grade_nobody(page):
    """The group stands there as it was."""
    group = group_of(page, "ada")
    chosen = [item.hand_in.id for item in group.items]

    answer = page.browser().post(f"/q/{Q3}/groups/{group.id}", points="9", chosen=chosen)

    assert answer.status_code == 422
    assert page.reviewed.book.all() == ()
