"""A comment for an LMS says in a few plain lines what a grade is made of."""

from decimal import Decimal

from grader.export import comment_of
from grader.export.comment import MAX_CHARS
from grader.model.graded.finding import Finding
from grader.model.graded.grade import Grade


def graded(*findings, awaiting=0):
    """A grade of ten points."""
    return Grade("graded", Decimal("7.50"), Decimal(10), Decimal(awaiting), findings)


def finding(status, message="It ends too low.", **more):
    return Finding(
        "cnn.accuracy", "cnn", "Accuracy", status, Decimal(2), Decimal(4), message, **more
    )


def test_it_names_points_and_what_was_not_passed():
    """With what to do; what was passed needs no words."""
    comment = comment_of(
        graded(finding("partial", hint="Train longer."), finding("passed", "All is well."))
    )

    assert comment == "7.5 of 10 points.\n- Accuracy (2/4): It ends too low. Train longer."


def test_it_says_what_a_person_may_still_give():
    """The points are not all of them yet."""
    assert "2 more await a person." in comment_of(graded(awaiting=2))


def test_a_private_check_is_not_named():
    """Whatever it found."""
    assert comment_of(graded(finding("failed", private=True))) == "7.5 of 10 points."


def test_nothing_in_it_steers_who_reads_it():
    """Escapes go, other signs that can't be seen are replaced, on one line for each check."""
    comment = comment_of(graded(finding("failed", "a\x1b[2Jb\nc\x07d")))

    assert comment.splitlines()[1:] == ["- Accuracy (2/4): ab c\N{REPLACEMENT CHARACTER}d"]


def test_it_is_never_longer_than_a_field_holds():
    """A cut is shown; what just fits is left alone."""
    room = MAX_CHARS - len(comment_of(graded(finding("failed", ""))))
    fits, cut = (comment_of(graded(finding("failed", "x" * n))) for n in (room, room + 1))

    assert len(fits) == len(cut) == MAX_CHARS
    assert (fits[-1], cut[-1]) == ("x", "…")
