"""Grades as JUnit's XML."""

import xml.etree.ElementTree as ET
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.export import Graded, as_junit
from grader.model.hand_in import Origin
from grader.model.limits_hit import LimitHit
from grader.model.submission import Student
from tests.report import cases
from tests.report.assignments import mnist


def read(*results) -> ET.Element:
    return ET.fromstring(
        as_junit([Graded(result, "submissions/x/report.html") for result in results])
    )


def outcome(case: ET.Element) -> str:
    found = [child.tag for child in case if child.tag in ("failure", "error", "skipped")]
    assert len(found) <= 1
    return found[0] if found else "passed"


def test_each_status_has_its_element():
    """Failed and partly passed: failure; skipped and waiting for a person: skipped; nothing else
    has an element.
    """
    result = cases.broken_half_way(mnist())
    expected = {
        "passed": "passed",
        "partial": "failure",
        "failed": "failure",
        "skipped": "skipped",
        "needs_review": "skipped",
    }

    (suite,) = read(result)

    found = {case.attrib["name"]: outcome(case) for case in suite.iter("testcase")}
    assert {
        finding.id: expected[finding.status] for finding in result.grade.findings
    }.items() <= found.items()
    assert len({finding.status for finding in result.grade.findings}) >= 4


def test_the_counts_are_those_of_the_elements():
    """What a build server shows adds up."""
    root = read(*(case(mnist()) for case in cases.ALL.values()))

    for suite in root:
        outcomes = [outcome(case) for case in suite.iter("testcase")]
        for name, tag in (("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
            assert int(suite.attrib[name]) == outcomes.count(tag)
        assert int(suite.attrib["tests"]) == len(outcomes)
    assert int(root.attrib["tests"]) == sum(int(suite.attrib["tests"]) for suite in root)


@pytest.mark.parametrize(
    ("case", "tag"), [(cases.ungradable, "skipped"), (cases.grader_fault, "error")]
)
def test_what_was_not_graded_is_no_failure_of_the_student(case, tag):
    """A hand-in that can't be read is skipped, a fault of ours an error."""
    (suite,) = read(case(mnist()))

    assert [outcome(one) for one in suite.iter("testcase")] == [tag]


def test_a_limit_is_an_error_beside_the_checks():
    """A notebook that ran out of time has an error, and its findings all the same."""
    whole = cases.perfect(mnist())
    late = replace(
        whole.recording, outcome="timeout", limits_hit=(LimitHit("notebook_time", "an hour", None),)
    )

    (suite,) = read(replace(whole, recording=late))

    assert suite.attrib["errors"] == "1"
    assert suite.find("testcase/error").attrib == {"message": "an hour", "type": "timeout"}
    assert int(suite.attrib["tests"]) == len(whole.grade.findings) + 1


def test_a_suite_says_whose_it_is():
    """By the LMS's names and ids, with points and report."""
    group = Origin((Student("7", "Ann"), Student("8", "Bo")))

    (suite,) = read(replace(cases.perfect(mnist()), origin=group))

    reported = [(one.attrib["name"], one.attrib["value"]) for one in suite.find("properties")]
    assert suite.attrib["name"] == "Ann, Bo"
    assert ("student_id", "7") in reported
    assert ("student_id", "8") in reported
    assert ("report", "submissions/x/report.html") in reported


@given(st.text(max_size=80))
def test_any_text_makes_good_xml(text):
    """Control characters, escapes and surrogates are taken out; markup is text."""
    whole = cases.perfect(mnist())
    finding = replace(whole.grade.findings[0], id=text, message=text, hint=text, status="failed")
    hostile = replace(
        whole,
        path=text,
        origin=Origin((Student(text, text),)),
        grade=replace(whole.grade, findings=(finding,)),
    )

    (suite,) = read(hostile)

    assert len(list(suite.iter("testcase"))) == 1
