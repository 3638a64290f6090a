"""Two processes that serve one folder: they meet in the book, as two browsers of one page do."""

from click.testing import CliRunner

from grader.cli import main
from grader.review.schema import VERSION
from tests.web.conftest import page_of

Q1 = "q1.answered"


def test_two_pages_of_one_folder_know_of_one_another(three):
    """Who is at an answer, what was decided, and that one saves on an older version."""
    other = page_of(three.store)
    anna, ben, path = three.browser("anna"), other.browser("ben"), three.path("ada", Q1)
    anna.get(path)

    assert other.path("ada", Q1) == path
    assert "anna is at this answer" in ben.get(path).text

    anna.post(f"{path}/save", points="2", comment="Too short.")
    answer = ben.post(f"{path}/save", points="5", seen="")

    assert answer.status_code == 409
    assert "Too short." in answer.text
    assert other.finding("ada", Q1).points == three.finding("ada", Q1).points == 2
    assert "anna 1" in ben.get(f"/q/{Q1}/all").text


def test_a_folder_whose_book_is_a_newer_graders_is_refused(three):
    """In a sentence, before anything is served."""
    with three.reviewed.book.connect() as book:
        book.execute(f"PRAGMA user_version = {VERSION + 1}")

    done = CliRunner().invoke(main, ["review", str(three.store.path), "-a", "mnist"])

    assert done.exit_code == 2
    assert "newer version of grader" in done.output
