"""Grades go back into what Blackboard exported."""

import csv
import io
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.errors import ExportError
from grader.export.lms import FillingRequest, fill_in_blackboard
from grader.export.lms.importers.blackboard import read_as_blackboard
from tests.export.lms.people import Pupil, a_class, awards, pupils, reported

ITEM = "HW 3 [Total Pts: 100 Score] |123456"
OTHER = "HW 4 [Total Pts: up to 10 Score] |123457"
USERS = st.text("abcdefghijklmnopqrstuvwxyz0123456789_.-+=@", min_size=1, max_size=12)


def table_of(class_, *, xls=True, item=ITEM, user="Username") -> bytes:
    """As Blackboard exports it: `.xls` is text with tabs in UTF-16, or a CSV."""
    rows = [["Last Name", "First Name", user, "Student ID", item, OTHER]]
    for one in class_:
        first, _, last = one.name.rpartition(" ")
        rows.append([last, first, one.id, f"00{one.id}", "", "5"])
    text = io.StringIO()
    separator = "\t" if xls else ","
    writer = csv.writer(text, delimiter=separator, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerows(rows)
    return text.getvalue().encode("utf-16" if xls else "utf-8-sig")


def filled(class_, *, table=None, system="blackboard", column="123456", **options):
    return fill_in_blackboard(
        FillingRequest(
            awards(class_), system, table or table_of(class_), "b.xls", column, **options
        )
    )


@given(pupils(USERS), st.booleans())
def test_every_grade_comes_back_under_the_user_name(class_, xls):
    """In the form of what was given; a user name that a spreadsheet would run is for a person."""
    done = filled(class_, table=table_of(class_, xls=xls))

    done.check(done.content)
    what = reported(done)
    wanted = {one.id for one in class_ if one.status == "graded" and one.id[0] not in "=+-@"}
    assert {id_ for id_, kind in what.items() if kind == "set"} >= wanted
    found = read_as_blackboard(done.content, "Username", ITEM, "\t" if xls else ",")
    points = {one.id: one.points for one in class_}
    assert {id_: Decimal(grade) for id_, grade in found.items()} == {
        id_: points[id_] for id_, kind in what.items() if kind == "set"
    }
    assert not [id_ for id_ in found if id_[0] in "=+@"]


@pytest.mark.parametrize(
    ("old", "new", "written"),
    [("5", "5,5", "87,5"), ("5", "5.5", "87.5"), ("5", "5", "87.5"), ("HW 4", "HW 4,5", "87.5")],
)
def test_decimals_have_the_sign_that_the_table_has(old, new, written):
    """Where decimals have commas, 87.5 would be taken for 875."""
    class_ = [Pupil("ann", "Ann Lee", Decimal("87.5"))]
    text = table_of(class_).decode("utf-16").replace(f'"{old}', f'"{new}')

    done = filled(class_, table=text.encode("utf-16"))

    done.check(done.content)
    assert done.expected == {"ann": written}


def test_only_the_column_with_its_number_goes_back():
    """Without the number a column of text would be made."""
    done = filled(a_class())

    header, row, *_ = csv.reader(io.StringIO(done.content.decode("utf-16")), delimiter="\t")
    assert header == ["Last Name", "First Name", "Username", ITEM]
    assert row == ["Doe", "Jane", "1000", "0.5"]
    with pytest.raises(ExportError, match="would be a new one"):
        filled(a_class(), column="HW 5")


def test_the_header_may_be_in_another_language():
    """The user name is known by its translations, the maximum by its brackets."""
    class_ = [Pupil("ada01", "Ann Lee", Decimal(50))]
    item = "Übung 3 [Gesamtpunkte: 20 Punktzahl] |77"
    table = table_of(class_, item=item, user="Benutzername")

    done = filled(class_, table=table, column="Übung", scale=True)

    assert dict(done.expected) == {"ada01": "10"}
    with pytest.raises(ExportError, match="out of 20 points"):
        filled(class_, table=table, column="Übung")
    with pytest.raises(ExportError, match="expected a column Username"):
        filled(class_, table=table_of(class_, user="Käyttäjä"))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("User,HW |1\na,1\n", "find the user name"),
        ("X |2,Username,HW |1\n,a,1\n", "other columns"),
        ("Username,HW |1,X\na,1,\n", "other columns"),
        ("Username,HW |1\na,1\na,2\n", "row of"),
    ],
)
def test_the_strict_reader_refuses_what_blackboard_would_misunderstand(text, said):
    """Each rule that a fault of ours could break."""
    with pytest.raises(ExportError) as error:
        read_as_blackboard(text.encode(), "Username", "HW |1", ",")

    assert said in str(error.value)
