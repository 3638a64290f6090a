"""Grades go back into what Brightspace exported."""

import csv
import io
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.errors import ExportError
from grader.export.lms import FillingRequest, fill_in_brightspace
from grader.export.lms.importers.brightspace import read_as_brightspace
from tests.export.lms.people import Pupil, a_class, awards, pupils, reported

ITEM = "HW 3 Points Grade <Numeric MaxPoints:100 Weight:10>"
OTHER = "HW 30 Points Grade <Numeric MaxPoints:10>"
IDS = st.text("0123456789", min_size=4, max_size=9)


def table_of(class_, *, now="", item=ITEM) -> bytes:
    """As Brightspace exports it, with its sign before ids and at the end of lines."""
    header = ["OrgDefinedId", "Username", "Last Name", "First Name", "Email", item, OTHER]
    rows = [[*header, "End-of-Line Indicator"]]
    for one in class_:
        first, _, last = one.name.rpartition(" ")
        rows.append([f"#{one.id}", f"#u{one.id}", last, first, "a@x.edu", now, "5", "#"])
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerows(rows)
    return text.getvalue().encode()


def filled(class_, *, table=None, system="folders", column="HW 3 Points", **options):
    return fill_in_brightspace(
        FillingRequest(
            awards(class_), system, table or table_of(class_), "b.csv", column, **options
        )
    )


@given(pupils(IDS))
def test_every_grade_comes_back_under_the_id(class_):
    """With its leading zeros, whatever people are called."""
    done = filled(class_)

    done.check(done.content)
    expected = {one.id: one.points for one in class_ if one.status == "graded"}
    found = read_as_brightspace(done.content, ITEM, ",")
    assert {id_: Decimal(points) for id_, points in found.items()} == expected
    assert {one.id for one in class_} == set(reported(done))


@pytest.mark.parametrize(("now", "written"), [("60,5", "87,5"), ("60.5", "87.5"), ("", "87.5")])
def test_decimals_have_the_sign_that_the_table_has(now, written):
    """Where decimals have commas, 87.5 would be taken for 875."""
    class_ = [Pupil("0012", "Ann Lee", Decimal("87.5"))]

    done = filled(class_, table=table_of(class_, now=now))

    done.check(done.content)
    assert done.expected == {"0012": written}


def test_nothing_else_is_imported():
    """Names, addresses and other items stay at home; the last column ends the line."""
    header, row, *_ = csv.reader(io.StringIO(filled(a_class()).content.decode()))

    assert header == ["OrgDefinedId", "Username", ITEM, "End-of-Line Indicator"]
    assert row == ["#1000", "#u1000", "0.5", "#"]


def test_an_item_that_is_not_there_is_refused():
    """Brightspace would make it."""
    with pytest.raises(ExportError, match="would be a new one"):
        filled(a_class(), column="HW 4")
    with pytest.raises(ExportError, match="OrgDefinedId"):
        filled(a_class(), table=b"Name,HW 3 Points Grade\nAnn,\n")


def test_the_maximum_stands_in_the_header():
    """Points out of another sum are refused or converted."""
    class_ = [Pupil("0012", "Ann Lee", Decimal(50))]
    table = table_of(class_, item="HW 3 Points Grade <Numeric MaxPoints:20>")

    with pytest.raises(ExportError, match="out of 20 points"):
        filled(class_, table=table)

    assert dict(filled(class_, table=table, scale=True).expected) == {"0012": "10"}


def test_the_number_of_the_download_is_no_id():
    """Brightspace's own number of a person stands in no export, and may be another student's id at
    the school: the name has to be theirs, and the only one.
    """
    class_ = [Pupil("397063", "Jane Lee"), Pupil("1", "Jane Doe"), Pupil("0015", "Roe, Bo Maria")]
    there = [Pupil("0012", "Jane Lee"), Pupil("397063", "Kim Lee"), Pupil("0015", "Bo Roe")]
    there += [Pupil("0013", "Jane Doe"), Pupil("0014", "Jane Doe")]

    done = filled(class_, table=table_of(there), system="brightspace")

    assert done.expected == {"0012": "50", "0015": "50"}
    assert done.lines[0].said.startswith("found by the name alone: row 2")
    assert done.lines[1].said == "it fits several rows of the table: 5, 6"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Username,HW Points Grade\na,1\n", "header"),
        ("Username,HW Points Grade,X,End-of-Line Indicator\na,1,2,#\n", "other grade items"),
        ("Username,HW Points Grade,End-of-Line Indicator\na,1,\n", "row of 'a'"),
        ("Username,HW Points Grade,End-of-Line Indicator\na,1,#\n#a,2,#\n", "row of 'a'"),
    ],
)
def test_the_strict_reader_refuses_what_brightspace_would_misunderstand(text, said):
    """Each rule that a fault of ours could break."""
    with pytest.raises(ExportError) as error:
        read_as_brightspace(text.encode(), "HW Points Grade", ",")

    assert said in str(error.value)
