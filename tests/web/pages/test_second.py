"""Second marking, and settling where two people differ."""

import sqlite3
from decimal import Decimal

import pytest
from sklearn.metrics import cohen_kappa_score

from grader.review.schema import SCHEMA
from grader.web.reviewing.agreement import agreement, kappa
from grader.web.reviewing.second import SecondMark

Q1 = "q1.answered"


@pytest.fixture
def differing(three):
    """Anna gave two students 2 points each, and Ben, who marked second, 5 and 4."""
    anna, ben = three.browser("anna"), three.browser("ben")
    for name in ("ada", "bob"):
        anna.post(f"{three.path(name, Q1)}/save", points="2", comment="Anna's words.")
    anna.post("/second", percent="100")
    for name, points in (("ada", "5"), ("bob", "4")):
        path = three.path(name, Q1).replace("/q/", "/second/")
        ben.post(path, points=points, comment="Ben's words.")
    return three


def compared(page):
    return agreement(page.reviewed, page.reviewed.question(Q1), 100)


def settled(page, student, grader="cleo", **fields):
    seen = str(page.finding(student, Q1).override.decision)
    path = f"{page.path(student, Q1)}/settle"
    return page.browser(grader).post(path, **{"seen": seen, **fields})


def test_second_marks_are_blind_and_change_no_grade(three):
    """Who marks second sees neither points nor comment; only answers of others are met."""
    anna, ben = three.browser("anna"), three.browser("ben")
    for name in ("ada", "bob"):
        anna.post(f"{three.path(name, Q1)}/save", points="2", comment="Anna's secret.")
    anna.post("/second", percent="100")

    shown = ben.get(f"/second/{Q1}")
    for _ in range(2):
        path = ben.get(f"/second/{Q1}").url.path
        ben.post(path, points="5")

    assert "secret" not in shown.text
    assert f"/second/{Q1}/" in shown.url.path
    assert anna.get(f"/second/{Q1}").url.path == "/second"
    assert {three.finding(name, Q1).points for name in ("ada", "bob")} == {Decimal(2)}
    overview = ben.get("/second").text
    assert "2 of 3" in overview
    assert "+3.00" in overview


def test_kappa_is_the_textbooks():
    """Full agreement is 1, chance is 0, and one value alone says nothing."""
    points = [Decimal(one) for one in (0, 1, 2, 3, 4, 5)]

    assert kappa(points, points) == pytest.approx(1)
    assert kappa(points, points[::-1]) < 0
    assert kappa(points[:1] * 4, points[:1] * 4) is None
    assert kappa([], []) is None
    assert kappa(points, points[1:] + points[:1]) == pytest.approx(
        cohen_kappa_score(range(6), [1, 2, 3, 4, 5, 0], weights="quadratic")
    )
    fine = [Decimal("0.01"), Decimal(0), Decimal(100)]
    assert kappa(fine, fine) == pytest.approx(1)


@pytest.mark.parametrize(
    ("fields", "points", "comment"),
    [
        ({"choose": "first"}, 2, "Anna's words."),
        ({"choose": "second"}, 5, "Ben's words."),
        ({"choose": "third", "points": "3,5", "comment": "Ours."}, Decimal("3.5"), "Ours."),
    ],
)
def test_a_difference_is_settled_in_one_step(differing, fields, points, comment):
    """One of the two counts, or a third; the decision names both with what they gave."""
    answer = settled(differing, "ada", **fields)

    override = differing.finding("ada", Q1).override
    assert (override.points, override.comment, override.author) == (points, comment, "cleo")
    assert override.reason == "settled between anna (2) and ben (5)"
    assert answer.url.path == f"{differing.path('bob', Q1)}/settle"
    assert [pair.open for pair in compared(differing).pairs] == [False, True]


def test_both_stand_beside_the_answer_that_is_settled(differing):
    """With names, points and words, and with the answer."""
    text = differing.browser().get(f"/q/{Q1}/settle").text

    shown = (
        "They train and validate.",
        "Anna&#39;s words.",
        "Ben&#39;s words.",
        "2</strong> by anna",
    )
    assert all(words in text for words in shown)


def test_agreement_stays_what_it_was_before_both_talked(differing):
    """Settling makes nobody agree afterwards: what was given blindly is compared."""
    before = compared(differing)

    settled(differing, "ada", choose="second")
    settled(differing, "bob", choose="second")

    after = compared(differing)
    assert (after.kappa, after.mean_difference) == (before.kappa, Decimal("2.5"))
    assert not any(pair.open for pair in after.pairs)


def test_a_difference_is_open_again_once_its_settlement_is_taken_back(differing):
    """What anna gave stands again."""
    settled(differing, "ada", choose="second")

    differing.browser("cleo").post("/undo")

    assert differing.finding("ada", Q1).points == 2
    assert [pair.open for pair in compared(differing).pairs] == [True, True]


def test_a_second_mark_is_taken_back_by_who_gave_it(differing):
    """The last one first, each leads to its answer; no grade was touched."""
    ben = differing.browser("ben")

    answers = [ben.post("/undo") for _ in range(2)]

    paths = [differing.path(name, Q1).replace("/q/", "/second/") for name in ("bob", "ada")]
    assert [answer.url.path for answer in answers] == paths
    assert compared(differing).pairs == ()
    assert ben.post("/undo").status_code == 404
    assert differing.finding("ada", Q1).points == 2


def test_undo_goes_by_time_through_marks_and_decisions(differing):
    """What was done last is taken back, whichever it was."""
    ben = differing.browser("ben")
    ben.post(f"{differing.path('cem', Q1)}/save", points="1")

    ben.post("/undo")

    assert differing.finding("cem", Q1).override is None
    assert len(compared(differing).pairs) == 2


def test_who_settles_on_an_older_version_is_told(differing):
    """Anna changed her points meanwhile: nothing is recorded, what was typed stands there."""
    seen = str(differing.finding("ada", Q1).override.decision)
    path = differing.path("ada", Q1)
    differing.browser("anna").post(f"{path}/save", points="3", seen=seen)

    answer = settled(differing, "ada", seen=seen, points="4", comment="Mine.")

    assert answer.status_code == 422
    assert "anna" in answer.text
    assert "Mine." in answer.text
    assert differing.finding("ada", Q1).points == 3


def test_points_that_are_none_settle_nothing(differing):
    """Above what is possible, no number, none at all."""
    for points in ("6", "NaN", "-1", ""):
        assert settled(differing, "ada", points=points).status_code == 422

    assert len(differing.reviewed.book.all()) == 2


def test_what_was_marked_once_is_not_settled(differing):
    """There is nothing to choose between."""
    assert differing.browser().get(f"{differing.path('cem', Q1)}/settle").status_code == 404


def test_two_second_markers_are_told_of_one_another(differing):
    """The later one's mark is not kept, and that is said."""
    answer = differing.browser("cleo").post(
        differing.path("ada", Q1).replace("/q/", "/second/"), points="1"
    )

    assert answer.status_code == 422
    assert "none was kept" in answer.text
    mark = SecondMark("x", "dan", Decimal(1), "anna", Decimal(2))
    assert differing.reviewed.second.keep(Q1, mark)
    assert not differing.reviewed.second.keep(Q1, mark)


def test_marks_of_an_early_form_wait_again(three):
    """They did not say what the first grader had given."""
    path = three.reviewed.book.path
    path.unlink()
    with sqlite3.connect(path) as old:
        for statement in (*SCHEMA[0], *SCHEMA[1]):
            old.execute(statement)
        old.execute("PRAGMA application_id = 0x67726472")
        old.execute("PRAGMA user_version = 2")
        old.execute("INSERT INTO second_marking VALUES ('x', 'q1.answered', 'ben', '4')")
    old.close()

    assert three.reviewed.second.of(Q1) == ()
    assert three.reviewed.second.keep(Q1, SecondMark("x", "dan", Decimal(1), "anna", Decimal(2)))
    assert [mark.grader for mark in three.reviewed.second.of(Q1)] == ["dan"]


@pytest.fixture
def with_rubric(three):
    """Two rubric items of the question; anna gave ada the first by its key."""
    anna = three.browser("anna")
    for words, points in (("says why", "3"), ("names both", "2")):
        anna.post(f"/q/{Q1}/items", words=words, points=points, note="In any words.")
    first, second = three.reviewed.tables.items(Q1)
    anna.post(f"{three.path('ada', Q1)}/item", item=first.id)
    anna.post("/second", percent="100")
    return three, first, second


def test_who_marks_second_ticks_the_same_rubric(with_rubric):
    """Ticked items add up without typed points, and count with their words once chosen."""
    three, first, second = with_rubric
    path = three.path("ada", Q1).replace("/q/", "/second/")
    form = three.browser("ben").get(path).text

    three.browser("ben").post(path, points="", comment="Both.", item=[first.id, second.id])
    shown = three.browser("cleo").get(f"/q/{Q1}/settle").text
    settled(three, "ada", choose="second")

    assert 'data-key="2"' in form
    assert "In any words." in form
    assert second.label in shown
    override = three.finding("ada", Q1).override
    assert (override.points, override.rubric_items) == (5, (first.label, second.label))


def test_typed_points_beat_ticks_and_nothing_is_no_mark(with_rubric):
    """Points of one's own stand; a form with neither is told, and keeps what was ticked."""
    three, first, second = with_rubric
    ben, path = three.browser("ben"), three.path("ada", Q1).replace("/q/", "/second/")

    wrong = ben.post(path, points="much", item=[second.id])
    ben.post(path, points="1,5", item=[first.id])

    assert wrong.status_code == 422
    assert f'value="{second.id}" checked' in wrong.text
    (mark,) = three.reviewed.second.of(Q1)
    assert (mark.points, mark.items) == (Decimal("1.5"), (first.label,))


def test_a_changed_rubric_item_changes_second_marks_too(with_rubric):
    """Who agreed before still agrees: both have the item."""
    three, first, _ = with_rubric
    path = three.path("ada", Q1).replace("/q/", "/second/")
    three.browser("ben").post(path, points="", item=[first.id])

    three.browser("anna").post(
        f"/q/{Q1}/items/{first.id}", words="says why", points="4", was=first.label
    )

    (mark,) = three.reviewed.second.of(Q1)
    assert (mark.points, mark.first_points, mark.items) == (4, 4, ("says why (+4)",))
    (pair,) = compared(three).pairs
    assert not pair.open
