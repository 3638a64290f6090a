"""Students are told what is theirs, and nothing else."""

import io
import json
from dataclasses import replace

import pytest
from pypdf import PdfReader

from grader.checks.accuracy import accuracy
from grader.checks.check import Case
from grader.export import comment_of, public_record
from grader.export.gradescope import as_gradescope
from grader.grading import failed_grade
from grader.model.graded.finding import Judgement
from grader.model.hand_in import Origin
from grader.model.submission import Student
from grader.report import Reporter, assignment_for, result_for
from tests.publishing.secrets_of_grading import (
    HAND_IN,
    SECRETS,
    THEIR_OWN,
    a_result,
    an_assignment,
    secrets_in,
)
from tests.report import cases
from tests.report.assignments import TEMPLATES, mnist, mnist_data
from tests.report.data import trained
from tests.report.pages import read

pytestmark = pytest.mark.usefixtures("shared_processes")


def reporter_for(audience):
    assignment = assignment_for(an_assignment(), audience)
    return Reporter(assignment, trained.reference(), mnist_data(), TEMPLATES)


@pytest.fixture(scope="module")
def for_student():
    assignment = an_assignment()
    return result_for(a_result(assignment), assignment, "student")


def test_a_students_page_and_paper_tell_no_secret(for_student):
    """Neither on the screen nor in the text that the PDF is made of."""
    page = reporter_for("student").html(for_student)

    assert THEIR_OWN in " ".join(read(page).words)
    assert "Say which epoch." in page
    assert secrets_in(page) == set()


def test_the_paper_is_made_of_the_same(for_student):
    """Its text, its bookmarks and its title."""
    written = reporter_for("student").paper(for_student).content

    document = PdfReader(io.BytesIO(written))
    words = " ".join(page.extract_text() for page in document.pages)
    marks = " ".join(str(one) for one in document.outline) + str(document.metadata)
    assert "What was found" in marks
    assert "correct solutions reach 90 to 91 %" in " ".join(words.split())
    assert secrets_in(words) | secrets_in(marks) == set()


def test_a_students_record_tells_no_secret(for_student):
    """The JSON keeps its form, so that a program reads it as any other."""
    text = public_record(for_student).model_dump_json()
    record = json.loads(text)

    assert secrets_in(text) == set()
    assert record["integrity"] == []
    assert record["submission"]["notebook"] == HAND_IN
    assert {one["role"] for one in record["runs"]} == {"baseline"}
    assert record["runs"][0]["training"]["reused"] == ""
    assert THEIR_OWN in text
    assert "cnn.trained" not in {one["id"] for one in record["findings"]}


def test_an_instructor_is_told_all_of_it():
    """What the others are not told is there to be told: the tests above can fail."""
    assignment = an_assignment()
    whole = result_for(a_result(assignment), assignment, "instructor")

    record = public_record(whole).model_dump_json()
    page = reporter_for("instructor").html(whole)

    assert secrets_in(record) | secrets_in(page) == set(SECRETS)


def test_points_that_are_not_shown_are_owned_up_to(for_student):
    """The sum stays: a student sees that there is more than what is listed."""
    page = " ".join(read(reporter_for("student").html(for_student)).words)

    hidden = sum(
        check.points
        for part in an_assignment().parts
        for check in part.checks
        if part.private or check.private
    )
    assert f"{hidden} of the points are for what this report doesn't show." in page


def test_observations_that_an_assignment_shows_keep_what_they_rest_on_back():
    """And those about other students are not shown at all."""
    assignment = replace(an_assignment(), show_integrity_to_students=True)

    left = result_for(a_result(assignment), assignment, "student").grade.integrity

    assert [(one.message, one.evidence, one.others) for one in left] == [(SECRETS["doubt"], (), ())]


def test_an_observation_that_a_person_dismissed_is_not_shown():
    """Where observations are shown: it was wrong, and tells nobody anything."""
    assignment = replace(an_assignment(), show_integrity_to_students=True)
    result = a_result(assignment)
    no = Judgement("dismissed", "ann", "a seed of chance", "2026-01-02")
    judged = tuple(replace(one, judged=no) for one in result.grade.integrity)
    result = replace(result, grade=replace(result.grade, integrity=judged))

    assert result_for(result, assignment, "student").grade.integrity == ()


def test_a_fault_of_ours_shows_no_line_of_our_code():
    """Why a notebook can't be read is the student's to know; a traceback is not."""
    assignment = an_assignment()
    fault = failed_grade(assignment, "grader_fault", reason="Traceback: File grader/x.py, line 3")
    unreadable = failed_grade(assignment, "ungradable", reason="The file is empty.")

    shown = [
        result_for(replace(a_result(assignment), grade=grade), assignment, "student").grade.reason
        for grade in (fault, unreadable)
    ]

    assert shown == ["", "The file is empty."]


def test_a_group_reads_its_names_and_no_addresses():
    """Partners know one another's names."""
    assignment = an_assignment()
    pair = (Student("s1", "Ada", "ada@x.org"), Student("s2", "Bo", "bo@x.org"))
    result = replace(a_result(assignment), origin=Origin(pair))

    record = public_record(result_for(result, assignment, "student"))

    assert record.submission.student.name == "Ada"
    assert "@x.org" not in record.model_dump_json(exclude={"findings"})


def test_comments_and_gradescope_leave_out_what_is_private():
    """Both go to students, whatever was asked for."""
    result = cases.broken_half_way(mnist())
    findings = tuple(
        replace(one, private=one.id == "cnn.trained", title=f"Title of {one.id}")
        for one in result.grade.findings
    )
    result = replace(result, grade=replace(result.grade, findings=findings))

    for text in (comment_of(result.grade), as_gradescope(result)):
        assert "Title of cnn.trained" not in text
        assert "Title of baseline.curves" in text


def test_a_threshold_stands_in_the_instructors_message_only():
    """The check says both; below the floor and between floor and band."""
    spec = next(check for check in mnist().checks() if check.id == "baseline.accuracy")
    spec = replace(spec, options={"floor": 0.8})
    for reached in (0.5, 0.85):
        score = replace(cases.score("baseline"), accuracy=reached)
        result = cases.perfect(mnist())
        case = Case(
            mnist(),
            mnist().parts[2],
            spec,
            result.evidence,
            (score,),
            trained.reference(),
            cases.recording(),
        )

        verdict = accuracy.decide(case)

        assert "80.00 %" in verdict.message
        assert "80.00 %" not in verdict.for_students
        assert "correct solutions reach" in verdict.for_students
