"""In which order answers are met."""

from grader.web.reviewing.reviewed_class import ReviewedClass
from tests.web.classes import a_class, mnist
from tests.web.conftest import page_of

Q1 = "q1.answered"
MANY = {f"s{number:02}": {"q1": f"Answer number {number}"} for number in range(30)}


def order(reviewed: ReviewedClass, grader: str, finding: str = Q1) -> list[str]:
    question = reviewed.question(finding)
    return [item.hand_in.student for item in reviewed.items(question, grader)]


def test_every_grader_and_question_has_an_order_of_its_own_that_stays(tmp_path):
    """Shuffled, so that no student is always among the first; the same after another start."""
    reviewed = page_of(a_class(tmp_path, MANY)).reviewed
    orders = [
        order(reviewed, "anna"),
        order(reviewed, "ben"),
        order(reviewed, "anna", "q2.answered"),
        sorted(MANY),
    ]

    assert all(sorted(one) == sorted(MANY) for one in orders)
    assert len({tuple(one) for one in orders}) == 4
    assert order(ReviewedClass(mnist(), reviewed.store), "anna") == orders[0]


def test_empty_answers_and_placeholders_come_first(tmp_path):
    """They are decided in a second each."""
    texts = MANY | {"empty": {"q1": ""}, "untouched": {"q1": "*Your answer here*"}}
    reviewed = page_of(a_class(tmp_path, texts)).reviewed

    assert set(order(reviewed, "anna")[:2]) == {"empty", "untouched"}


def test_what_was_handed_in_meanwhile_is_there(tmp_path):
    """A batch that runs again while somebody reviews: new answers are read, decisions stay."""
    first = {"ada": {"q1": "One."}, "bob": {"q1": "Two."}}
    page = page_of(a_class(tmp_path, first))
    page.browser().post(f"{page.path('ada', Q1)}/save", points="4")
    page.browser().post(f"{page.path('bob', Q1)}/save", points="3")

    a_class(tmp_path, {"ada": {"q1": "One."}, "bob": {"q1": "Quite another."}, "cem": {"q1": "!"}})
    page.reviewed.refresh(force=True)

    assert sorted(order(page.reviewed, "anna")) == ["ada", "bob", "cem"]
    assert page.finding("ada", Q1).points == 4
    assert page.grade("bob").decisions != ()


def test_who_withdrew_is_gone(tmp_path):
    """Only what the last batch was given is graded."""
    page = page_of(a_class(tmp_path, {"ada": {"q1": "One."}, "bob": {"q1": "Two."}}))

    a_class(tmp_path, {"bob": {"q1": "Two."}})
    page.reviewed.refresh(force=True)

    assert order(page.reviewed, "anna") == ["bob"]
