"""Writes the grades of a class as JUnit's XML, which every build server shows.

A hand-in is a suite, a check a case: failed and partly passed ones are failures; skipped ones and
those that wait for a person are skipped; a fault of ours and a limit that ended the notebook are
errors, for they say nothing about the work.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from xml.etree.ElementTree import Element, SubElement, tostring

from grader.export.row import Graded, observation_kinds, students_of
from grader.model.graded.finding import Finding
from grader.model.graded.result import Result
from grader.text.points import points_as_text
from grader.text.terminal import without_escapes

_FORBIDDEN = re.compile(
    "[^\t\n\r\u0020-\u007e\u0085\u00a0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"
)
"""What XML 1.0 has no way to write, and the controls that it has."""
ENDED = ("timeout", "out_of_memory", "kernel_died")


def as_junit(graded: Sequence[Graded]) -> str:
    """Return one XML document for all results."""
    suites = [_suite(one) for one in graded]
    root = Element("testsuites", {"name": "grader", **_sums(suites)})
    root.extend(suites)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(root, encoding="unicode") + "\n"


def _suite(one: Graded) -> Element:
    result = one.result
    cases = list(_cases(result))
    counted = {
        "tests": str(len(cases)),
        "failures": str(sum(case.find("failure") is not None for case in cases)),
        "errors": str(sum(case.find("error") is not None for case in cases)),
        "skipped": str(sum(case.find("skipped") is not None for case in cases)),
        "time": f"{result.recording.wall_s:.3f}",
    }
    suite = Element("testsuite", {"name": _clean(_name(result)), **counted})
    properties = SubElement(suite, "properties")
    for name, value in _properties(one):
        SubElement(properties, "property", {"name": name, "value": _clean(value)})
    suite.extend(cases)
    return suite


def _name(result: Result) -> str:
    names = [student.name or student.id or student.email for student in students_of(result)]
    return ", ".join(filter(None, names)) or result.path


def _properties(one: Graded) -> Iterator[tuple[str, str]]:
    result = one.result
    yield "notebook", result.path
    yield "status", result.grade.status
    yield "points", points_as_text(result.grade.points)
    yield "points_possible", points_as_text(result.grade.points_possible)
    yield "points_awaiting_review", points_as_text(result.grade.points_awaiting_review)
    yield "integrity", " ".join(observation_kinds(result))
    yield "report", one.report
    for student in students_of(result):
        yield "student_id", student.id or ""


def _cases(result: Result) -> Iterator[Element]:
    grade = result.grade
    if grade.status in ("ungradable", "grader_fault"):
        case = Element("testcase", {"classname": result.assignment, "name": "grading", "time": "0"})
        kind = "skipped" if grade.status == "ungradable" else "error"
        SubElement(
            case, kind, {"message": _clean(grade.reason.strip().rpartition("\n")[2])}
        ).text = _clean(grade.reason)
        yield case
        return
    if result.recording.outcome in ENDED:
        case = Element(
            "testcase", {"classname": result.assignment, "name": "execution", "time": "0"}
        )
        reason = (
            "; ".join(limit.message for limit in result.recording.limits_hit)
            or result.recording.outcome
        )
        SubElement(case, "error", {"message": _clean(reason), "type": result.recording.outcome})
        yield case
    for finding in grade.findings:
        yield _case(result, finding)


def _case(result: Result, finding: Finding) -> Element:
    case = Element(
        "testcase",
        {
            "classname": _clean(f"{result.assignment}.{finding.part}"),
            "name": _clean(finding.id),
            "time": "0",
        },
    )
    properties = SubElement(case, "properties")
    for name, points in (("points", finding.points), ("points_possible", finding.points_possible)):
        SubElement(properties, "property", {"name": name, "value": points_as_text(points)})
    message = {"message": _clean(finding.message)}
    match finding.status:
        case "failed" | "partial":
            SubElement(case, "failure", {**message, "type": finding.status}).text = _clean(
                finding.hint
            )
        case "skipped" | "needs_review":
            SubElement(case, "skipped", message)
        case "passed":
            SubElement(case, "system-out").text = message["message"]
    return case


def _sums(suites: Sequence[Element]) -> dict[str, str]:
    counted = {
        name: str(sum(int(suite.attrib[name]) for suite in suites))
        for name in ("tests", "failures", "errors")
    }
    return {**counted, "time": f"{sum(float(suite.attrib['time']) for suite in suites):.3f}"}


def _clean(text: str) -> str:
    return _FORBIDDEN.sub("\N{REPLACEMENT CHARACTER}", without_escapes(text))
