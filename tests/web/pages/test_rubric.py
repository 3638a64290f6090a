"""Rubric items."""

from dataclasses import replace
from decimal import Decimal

from grader.model.assignment import RubricItemSpec
from grader.web.reviewing.reviewed_class import ReviewedClass
from tests.web.classes import a_class, mnist

Q1 = "q1.answered"
ITEMS = f"/q/{Q1}/items"


def put_on(page, student, number=0):
    item = page.reviewed.tables.items(Q1)[number]
    finding = page.finding(student, Q1)
    seen = str(finding.override.decision) if finding.override else ""
    return page.browser().post(f"{page.path(student, Q1)}/item", item=item.id, seen=seen)


def test_an_item_takes_from_full_points_and_comes_off_again(three):
    """What only takes begins at the maximum; the key pressed twice leaves nothing behind."""
    three.browser().post(ITEMS, points="-1", words="No reason given")

    put_on(three, "ada")
    on = three.finding("ada", Q1)
    put_on(three, "ada")
    off = three.finding("ada", Q1)

    assert (on.points, on.override.rubric_items) == (Decimal(4), ("No reason given (−1)",))
    assert (off.points, off.override.rubric_items) == (Decimal(5), ())


def test_items_that_give_begin_at_nothing(three):
    """With a positive item counting starts at 0, and never leaves what is possible."""
    for points, words in (("2", "Training"), ("4", "Validation"), ("-1", "Slip")):
        three.browser().post(ITEMS, points=points, words=words)

    put_on(three, "ada", 0)
    put_on(three, "ada", 1)

    assert three.finding("ada", Q1).points == Decimal(5)


def test_changing_an_item_changes_all_who_have_it(three):
    """Points that were adjusted by hand keep their difference, and comments stay."""
    three.browser().post(ITEMS, points="-1", words="No reason given")
    put_on(three, "ada")
    put_on(three, "bob")
    seen = three.finding("bob", Q1).override.decision
    three.browser("ben").post(
        f"{three.path('bob', Q1)}/save", points="4,5", comment="Almost.", seen=str(seen)
    )
    item = three.reviewed.tables.items(Q1)[0]

    three.browser().post(f"{ITEMS}/{item.id}", points="-2", words="No reason", was=item.label)

    ada, bob, cem = (three.finding(name, Q1) for name in ("ada", "bob", "cem"))
    assert (ada.points, ada.override.rubric_items) == (Decimal(3), ("No reason (−2)",))
    assert (bob.points, bob.override.comment) == (Decimal("3.5"), "Almost.")
    assert cem.override is None


def test_a_dropped_item_is_proposed_no_more_and_takes_nothing(three):
    """What was given with it stays."""
    three.browser().post(ITEMS, points="-1", words="No reason given")
    put_on(three, "ada")
    item = three.reviewed.tables.items(Q1)[0]

    three.browser().post(f"{ITEMS}/{item.id}", drop="yes", was=item.label)

    assert three.reviewed.tables.items(Q1) == ()
    assert three.finding("ada", Q1).points == Decimal(4)


def test_the_first_nine_have_digits_as_keys(three):
    """They are reported beside the item."""
    for number in range(10):
        three.browser().post(ITEMS, points="-0.5", words=f"Slip {number}")

    text = three.browser().get(three.path("ada", Q1)).text

    assert 'data-key="9" data-says="Slip 8 (−0.5)"' in text
    assert "Slip 9 (−0.5)" in text


def test_an_item_without_words_or_points_is_reported(three):
    """And is not made."""
    answers = [
        three.browser().post(ITEMS, points="-1", words=" "),
        three.browser().post(ITEMS, points="much", words="x"),
        three.browser().post(ITEMS, points="-99", words="x"),
    ]

    assert [answer.status_code for answer in answers] == [422, 422, 422]
    assert three.reviewed.tables.items(Q1) == ()


def test_comments_are_kept_and_found(three):
    """Those of the question first; what is searched for is taken as written."""
    browser = three.browser()
    browser.post(f"{three.path('ada', Q1)}/save", points="4", comment="100% right_here")
    browser.post(f"{three.path('ada', 'q3.answered')}/save", points="4", comment="Elsewhere.")

    assert three.reviewed.tables.comments(Q1) == ("100% right_here", "Elsewhere.")
    assert three.reviewed.tables.comments(Q1, "0% r") == ("100% right_here",)
    assert three.reviewed.tables.comments(Q1, "_h") == ("100% right_here",)
    assert three.reviewed.tables.comments(Q1, "%%") == ()


def test_items_of_the_assignment_are_there_and_change_with_it(tmp_path):
    """What `assignment.yaml` states is proposed; changed there, the old one goes, grades stay."""
    store = a_class(tmp_path, {"ada": {"q1": "They train."}})

    def reviewed(*items: RubricItemSpec) -> ReviewedClass:
        parts = tuple(
            replace(part, checks=tuple(replace(one, rubric=items) for one in part.checks))
            if part.id == "q1"
            else part
            for part in mnist().parts
        )
        return ReviewedClass(replace(mnist(), parts=parts), store)

    first = reviewed(RubricItemSpec(Decimal(-1), "No reason", "ask why"))
    assert [one.label for one in first.tables.items(Q1)] == ["No reason (−1)"]

    second = reviewed(RubricItemSpec(Decimal(-2), "No reason"), RubricItemSpec(Decimal(-1), "Slip"))
    assert [one.label for one in second.tables.items(Q1)] == ["No reason (−2)", "Slip (−1)"]


def test_who_changes_an_item_that_another_changed_is_told(three):
    """Two people at one rubric: the later one sees what it is now, and nobody's grade changes."""
    three.browser().post(ITEMS, points="-1", words="No reason")
    put_on(three, "ada")
    item = three.reviewed.tables.items(Q1)[0]
    change = {"words": "No reason", "was": item.label}
    three.browser("anna").post(f"{ITEMS}/{item.id}", points="-2", **change)

    answer = three.browser("ben").post(f"{ITEMS}/{item.id}", points="-3", **change)

    assert answer.status_code == 422
    assert "No reason (−2)" in answer.text
    assert three.finding("ada", Q1).points == Decimal(3)


def test_a_key_on_an_older_page_overwrites_nobody(three):
    """An item is put on what the grader sees, not on what another decided meanwhile."""
    three.browser().post(ITEMS, points="-1", words="No reason")
    three.browser("ben").post(f"{three.path('ada', Q1)}/save", points="2", seen="")
    item = three.reviewed.tables.items(Q1)[0]

    answer = three.browser("anna").post(f"{three.path('ada', Q1)}/item", item=item.id, seen="")

    assert answer.status_code == 409
    assert three.finding("ada", Q1).points == Decimal(2)
