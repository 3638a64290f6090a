"""A student's row is found by ids of one kind, and by chance nobody's."""

import pytest

from grader.export.lms.matching import NoRowFound, Person, RowFound, places
from tests.export.lms.people import Pupil, awards

TABLE = (
    Person(1, {"ID": "55", "SIS": "1001"}, "Ann Lee"),
    Person(2, {"ID": "1003", "SIS": "1002"}, "Bo Roe"),
    Person(3, {"ID": "57", "SIS": "0012"}, "Cy Poe"),
)


def rows(*pupils, people=TABLE):
    """The row of each, and why there is none."""
    found = places(awards(pupils), people)
    return [one.person.row if isinstance(one, RowFound) else one.why for one in found]


def test_ids_of_a_class_stand_in_one_column():
    """Somebody who is not in the table has, as school's id, what another system calls Bo."""
    *found, why = rows(Pupil("1001", ""), Pupil("12", ""), Pupil("1003", ""))

    assert found == [1, 3]
    assert why == "row 3 (Bo Roe) has the same ID, by chance it seems: look at it"


def test_who_has_it_by_chance_does_not_stand_in_the_way():
    """The id stands twice, but once where nobody else's does."""
    people = (*TABLE, Person(4, {"ID": "58", "SIS": "1003"}, "Di Fox"))

    assert rows(Pupil("1001", ""), Pupil("1002", ""), Pupil("1003", ""), people=people)[2] == 4


@pytest.mark.parametrize(("name", "row"), [("Roe, Bo", 2), ("Ann Lee", None), ("", None)])
def test_another_column_counts_where_the_name_agrees(name, row):
    """Both say who it is then."""
    *_, found = rows(Pupil("1001", ""), Pupil("0012", ""), Pupil("1003", name))

    assert found == row if row else isinstance(found, str)


def test_two_columns_with_as_many_hits_are_both_asked():
    """Neither is by chance; nobody guesses between two people."""
    people = (*TABLE, Person(4, {"ID": "58", "SIS": "1003"}, "Di Fox"))
    (found,) = places(awards([Pupil("1003", "")]), people)

    assert isinstance(found, NoRowFound)
    assert found.why == "it fits several rows of the table: 3, 5"
