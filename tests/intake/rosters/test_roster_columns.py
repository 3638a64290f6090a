"""Who stands on a roster is read from what its columns are called, or without that."""

import pytest

from grader.model.submission import Student
from tests.intake.rosters.listed import roster


def test_a_roster_without_headers_loses_nobody(tmp_path):
    """Its first student was taken for the headers, and was gone without a word."""
    read = roster(tmp_path, "ann@x.edu, Smith, Ann, 50\nbob@x.edu, Doe, Bob, 7\n")

    assert [row.student.email for row in read.rows] == ["ann@x.edu", "bob@x.edu"]
    assert "It has no line of headers" in read.notes[0]


def test_who_has_an_address_below_headers_is_no_header(tmp_path):
    """What is called otherwise, or in a column that is not known, is a header all the same."""
    read = roster(tmp_path, "Contact,Who\nann@x.edu,Ann\nbob@x.edu,Bob\n")

    assert [row.student.email for row in read.rows] == ["ann@x.edu", "bob@x.edu"]
    assert read.notes == ()


@pytest.mark.parametrize(
    "table",
    [
        "Логин;Фамилия;Имя\nip;Петров;Иван\n",
        "Личный номер;Имя;Фамилия\nip;Иван;Петров\n",
        "Login;Ism;Familiya\nip;Иван;Петров\n",
        "id,name,surname\nip,Иван,Петров\n",
        "id;Naam;Achternaam\nip;Иван;Петров\n",
        "id;Ime;Prezime\nip;Иван;Петров\n",
        "id;Name;Surname\nip;Иван Петров;Петров\n",
        "id;Vezetéknév;Keresztnév\nip;Петров;Иван\n",
    ],
)
def test_both_parts_of_a_name_are_read(tmp_path, table):
    """Beside a family name, what is called a name was all of it: "Иван"."""
    (row,) = roster(tmp_path, table).rows

    assert row.student == Student("ip", "Иван Петров")
