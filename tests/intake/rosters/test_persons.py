"""Rows of one person are put together, as if each were compared with each, in one pass."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.intake import read_roster
from grader.intake.rosters import persons
from grader.intake.rosters.persons import Row, one_row_each
from grader.model.submission import Student
from grader.text.ids import folded, loosely, same_name

MANY = 8_000


def is_same(one, other):
    """Whether nothing on two rows with the same first id says that they are two people's."""
    names = (one.student.name, other.student.name)
    mails = (one.student.email, other.student.email)
    return (
        (None in names or same_name(*names))
        and (None in mails or folded(mails[0]) == folded(mails[1]))
        and all(
            loosely(one.ids[column]) == loosely(other.ids[column])
            for column in one.ids.keys() & other.ids.keys()
        )
    )


def compared_with_each(rows):
    """The same, slowly: the first row that may be the same person's takes the next one in."""
    kept = {}
    for row in rows:
        own = kept.setdefault(loosely(row.student.id or row.student.email or ""), [])
        at = next((at for at, other in enumerate(own) if is_same(row, other)), None)
        if at is None:
            own.append(row)
        else:
            own[at] = next(one_row_each([own[at], row]))
    return [row for own in kept.values() for row in own]


def row(first, name, email, login, section):
    ids = {"id": first} | ({"login": login} if login else {})
    return Row(Student(first, name, email, section), ids)


ROWS = st.builds(
    row,
    st.sampled_from(["7", "007"]),
    st.sampled_from([None, "Doe, Jane", "jane doe", "Max Roe"]),
    st.sampled_from([None, "a@x.edu", "A@x.edu ", "b@x.edu"]),
    st.sampled_from([None, "l1", "L1", "l2"]),
    st.sampled_from([None, "A", "B"]),
)


@given(st.lists(ROWS, max_size=12))
def test_it_is_as_if_each_were_compared_with_each(rows):
    """Whatever is missing on some of them."""
    assert list(one_row_each(rows)) == compared_with_each(rows)


SAID = {
    "names": "{0},Person {0},,,\n",
    "addresses": "{0},,p{0}@x.edu,,\n",
    "logins": "{0},,,l{0},\n",
    "all": "{0},Person {0},p{0}@x.edu,l{0},\n",
    "nothing else": "{0},,,,S\n",
}


@pytest.mark.parametrize(("first", "then"), [*product(SAID, ("names", "all"))])
def test_thousands_of_people_under_one_id_are_looked_up(tmp_path, monkeypatch, first, then):
    """A placeholder, say; what one kind of row says is looked up among the other kind."""
    half = MANY // 2
    lines = [SAID[first].format(number) for number in range(half)]
    lines += [SAID[then].format(number) for number in range(half)]
    text = "".join("0," + line.partition(",")[2] for line in lines)
    (tmp_path / "roster.csv").write_text("Student ID,Full Name,Email,Login ID,Section\n" + text)

    looked = []
    values = persons._values
    monkeypatch.setattr(persons, "_values", lambda *given: looked.append(1) or values(*given))
    rows = read_roster(tmp_path / "roster.csv").rows

    assert 1 <= len(rows) <= MANY
    assert len(looked) < 10 * MANY
