"""The hand-ins of a class that are graded now can be chosen."""

import pytest

from grader.batch.selection import Selection, chosen
from grader.errors import GraderError
from grader.model.hand_in import HandIn, Origin
from grader.model.submission import Student


def hand_in(name: str, *students: Student) -> HandIn:
    return HandIn(name, name, None, Origin(students))


CLASS = (
    hand_in("a/hw.ipynb", Student("007", "Ann Lee", "ann@x.edu")),
    hand_in("b/hw.ipynb", Student("008", "Bo [B] Roe"), Student("009", "Cy Poe")),
    hand_in("c/other.ipynb", Student("7", "Ann Lee")),
)


def names(*only: str, limit: int | None = None, done: tuple[str, ...] = ()) -> list[str]:
    selection = Selection(only, limit)
    found = chosen(CLASS, selection, has_result=lambda one: one.name in done)
    return [one.name for one in found]


@pytest.mark.parametrize(
    ("only", "found"),
    [
        ((), ["a/hw.ipynb", "b/hw.ipynb", "c/other.ipynb"]),
        (("007",), ["a/hw.ipynb"]),
        (("ANN@X.EDU",), ["a/hw.ipynb"]),
        (("ann lee",), ["a/hw.ipynb", "c/other.ipynb"]),
        (("Cy*",), ["b/hw.ipynb"]),
        (("hw.ipynb",), ["a/hw.ipynb", "b/hw.ipynb"]),
        (("c/other", "009"), ["b/hw.ipynb", "c/other.ipynb"]),
        (("bo [b] roe",), ["b/hw.ipynb"]),
        (("c",), ["c/other.ipynb"]),
        (("bo [B]*",), ["b/hw.ipynb"]),
        (("Cy\N{NO-BREAK SPACE}Poe",), ["b/hw.ipynb"]),
    ],
)
def test_students_and_hand_ins_are_chosen_by_what_they_are_called(only, found):
    """An id with a leading zero is another one; in the order of the class."""
    assert names(*only) == found


def test_a_limit_takes_those_without_a_result():
    """Again takes the next ones."""
    assert names(limit=1) == ["a/hw.ipynb"]
    assert names(limit=1, done=("a/hw.ipynb",)) == ["b/hw.ipynb"]
    assert names("ann lee", limit=5, done=("a/hw.ipynb",)) == ["c/other.ipynb"]


def test_a_name_that_fits_nobody_is_reported():
    """With the names that are near."""
    with pytest.raises(GraderError) as error:
        names("an lee")

    assert "'Ann Lee'" in error.value.hint
