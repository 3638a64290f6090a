"""The page of a class."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from grader.model.limits_hit import LimitHit
from grader.report import summary_page
from tests.report import cases
from tests.report.assignments import TEMPLATES
from tests.report.pages import read, tags, visible


def klass(assignment):
    """A small class in which something of everything happened."""
    named = [
        ("Zoe Last", cases.perfect),
        ("ada first", cases.broken_half_way),
        ("Max Middle", cases.saved),
        ("Fay Fault", cases.grader_fault),
    ]
    pairs = [
        (
            replace(case(assignment), submission=cases.submission(name)),
            f"submissions/{number}/report.html",
        )
        for number, (name, case) in enumerate(named)
    ]
    return [*pairs, (cases.ungradable(assignment), "submissions/9/report.html")]


def page(assignment, pairs=None):
    return summary_page(
        klass(assignment) if pairs is None else pairs,
        assignment=assignment,
        templates_folder=TEMPLATES,
    )


def test_every_student_stands_there_with_a_link(assignment):
    """Each hand-in has its row, in the order of the names, with a link to its report."""
    text = page(assignment)
    links = [attributes["href"] for tag, attributes in read(text).elements if tag == "a"]
    words = visible(text)

    assert len(links) == 5
    assert "./submissions/1/report.html" in links
    assert (
        words.index("ada first")
        < words.index("Fay Fault")
        < words.index("Max Middle")
        < words.index("Zoe Last")
    )


def test_points_status_and_parts_are_shown(assignment):
    """A row says points, what awaits a person, status, and each part's sign and points."""
    words = visible(page(assignment))

    assert "76 +24 Needs review" in words
    assert "34 +19 Needs review 2 observations" in words
    assert "Grader fault" in words
    assert "Ungradable" in words


def test_the_class_page_shows_what_to_look_at(assignment):
    """With how pressing it is, the most pressing first."""
    words = visible(page(assignment))

    assert words.index("please look: The notebook states an accuracy of 0.9720") < words.index(
        "note: “more than 99 %”"
    )


def test_what_failed_most_comes_first(assignment):
    """Checks are ranked by how many did not pass; optional ones don't count."""
    broken = cases.broken_half_way(assignment)
    words = visible(
        page(assignment, [(broken, "a"), (broken, "b"), (cases.perfect(assignment), "c")])
    )
    missed = words.split("What was missed most")[1].split("Students")[0]

    assert "2 (67 %)" in missed
    assert "TODO 4" not in missed


def test_no_faulty_grade_enters_the_figures(assignment):
    """Neither our faults nor unreadable files count as zero points in median and distribution."""
    words = visible(
        page(assignment, [(cases.perfect(assignment), "a"), (cases.grader_fault(assignment), "b")])
    )

    assert "Median 76 points" in words


def test_an_empty_class_has_a_page(assignment):
    """No hand-ins, no division by zero."""
    assert "Hand-ins 0" in visible(page(assignment, []))


def test_a_rubric_without_points_has_a_page(assignment):
    """Nor for points that do not exist."""
    result = cases.perfect(assignment)
    result = replace(
        result, grade=replace(result.grade, points=Decimal(0), points_possible=Decimal(0))
    )

    assert "Hand-ins 1" in visible(page(assignment, [(result, "a")]))


def test_the_summary_is_self_contained(assignment):
    """No script but our own, no resource from outside, unique ids."""
    text = page(assignment)
    ids = [attributes["id"] for _, attributes in read(text).elements if "id" in attributes]

    assert any(
        "default-src 'none'" in attributes.get("content", "")
        for _, attributes in read(text).elements
    )
    assert not {"link", "img", "iframe"} & tags(text)
    assert text.count("<script") == 1
    assert len(ids) == len(set(ids))
    assert all(
        attributes["href"][1:] in ids for tag, attributes in read(text).elements if tag == "use"
    )


def test_what_a_limit_cut_short_comes_first(assignment):
    """Before all else the page says who was cut short, by what, and which limit to raise."""
    result = cases.perfect(assignment)
    hit = LimitHit(
        "memory", "The notebook used 5,000 MiB of memory; 4,096 are allowed.", 3, "notebook"
    )
    cut = replace(
        result, recording=replace(result.recording, outcome="out_of_memory", limits_hit=(hit,))
    )

    words = visible(page(assignment, [*klass(assignment), (cut, "submissions/x/report.html")]))

    assert "--again out_of_memory --memory MORE" in words
    assert "4,096 are allowed" in words
    assert words.index("Cut short") < words.index("What was missed most")
    assert "Cut short" not in visible(page(assignment))
