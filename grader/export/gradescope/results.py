"""Writes the result of one submission as Gradescope reads it: `results.json`.

No check is hidden: one hidden check would hide the student's total. Private ones are left out. What
only the instructor should see is printed, since the printed lines are. A fault of ours has no score
at all: Gradescope then tells the instructor that the autograder failed, and nobody is given a zero.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, JsonValue, ValidationError

from grader.errors import ExportError
from grader.export.lms.plan import converted
from grader.export.row import observation_kinds
from grader.model.graded.finding import Finding
from grader.model.graded.result import Result
from grader.text.points import points_as_text
from grader.text.terminal import without_escapes

Visibility = Literal["visible", "after_due_date", "after_published", "hidden"]
TextFormat = Literal["text", "html", "simple_format", "md", "ansi"]
MAX_CHARS = 8_000
"""Of one text."""


class _GradescopeModel(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, allow_inf_nan=False)


class GradescopeTest(_GradescopeModel):
    """One check."""

    name: str
    number: str
    output: str
    output_format: TextFormat = "text"
    score: float | None = None
    """None, as the maximum is, where a person has yet to decide: it is no failure."""
    max_score: float | None = None
    status: Literal["passed", "failed"] | None = None
    tags: tuple[str, ...] = ()
    visibility: Visibility = "visible"


class GradescopeResults(_GradescopeModel):
    """One submission."""

    score: float | None = Field(default=None, ge=0)
    output: str
    output_format: TextFormat = "text"
    execution_time: int | None = None
    visibility: Visibility = "visible"
    stdout_visibility: Visibility = "hidden"
    tests: tuple[GradescopeTest, ...] = ()
    extra_data: dict[str, JsonValue] = Field(default_factory=dict)


def as_gradescope(result: Result, *, total: Decimal | None = None) -> str:
    """The JSON of one submission; its score is out of `total`, else out of the points possible."""
    grade = result.grade
    scored = None
    if grade.status != "grader_fault":
        points = converted(grade.points, grade.points_possible, total, scale=total is not None)
        scored = max(0.0, float(points))
    results = GradescopeResults(
        score=scored,
        output=_plain("\n".join(_summary(result))),
        execution_time=round(result.recording.wall_s),
        tests=tuple(_tests([one for one in grade.findings if not one.private])),
        extra_data={
            "status": grade.status,
            "points": points_as_text(grade.points),
            "points_possible": points_as_text(grade.points_possible),
            "points_awaiting_review": points_as_text(grade.points_awaiting_review),
            "integrity": list(observation_kinds(result)),
        },
    )
    return results.model_dump_json(exclude_none=True, indent=1) + "\n"


def read_as_gradescope(text: str) -> GradescopeResults:
    """Read results back; raises ExportError where Gradescope would not take them, or would hide the
    student's total.
    """
    try:
        results = GradescopeResults.model_validate_json(text)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(map(str, first["loc"]))
        raise ExportError(f"results.json: {where}: {first['msg']}") from None
    if any(test.visibility != "visible" for test in results.tests):
        raise ExportError("results.json: a hidden check would hide the student's total")
    return results


MOST_POINTS = 10**9


def read_total(metadata: bytes) -> Decimal | None:
    """The points that the assignment is out of in Gradescope, by `submission_metadata.json`; None
    where it doesn't say.
    """
    try:
        total = Decimal(str(json.loads(metadata)["assignment"]["total_points"]))
    except (ValueError, ArithmeticError, KeyError, TypeError, RecursionError):
        return None
    return total if total.is_finite() and 0 < total < MOST_POINTS else None


def _summary(result: Result) -> Iterator[str]:
    grade = result.grade
    match grade.status:
        case "ungradable":
            yield f"This could not be graded. {grade.reason}"
        case "grader_fault":
            yield (
                "The grader failed; this is not your fault. Your instructor sees that it did, and "
                "your submission is kept."
            )
        case _:
            possible = points_as_text(grade.points_possible)
            yield f"{points_as_text(grade.points)} of {possible} points."
    if grade.points_awaiting_review:
        yield (
            f"{points_as_text(grade.points_awaiting_review)} more await a person: the score is "
            "what is certain so far."
        )
    yield from (limit.message for limit in result.recording.limits_hit)
    if grade.status == "needs_review" and result.policy == "saved":
        yield "The notebook was not run here; what its saved outputs show was read."


def _tests(findings: Sequence[Finding]) -> Iterator[GradescopeTest]:
    parts = list(dict.fromkeys(finding.part for finding in findings))
    counted = dict.fromkeys(parts, 0)
    for finding in findings:
        counted[finding.part] += 1
        number = f"{parts.index(finding.part) + 1}.{counted[finding.part]}"
        yield _test(finding, number)


def _test(finding: Finding, number: str) -> GradescopeTest:
    said = finding.message + (f"\n→ {finding.hint}" if finding.hint else "")
    waits = finding.status == "needs_review"
    return GradescopeTest(
        name=_plain(finding.title) + (" (awaits a person)" if waits else ""),
        number=number,
        output=_plain(f"Skipped. {said}" if finding.status == "skipped" else said),
        score=None if waits else float(finding.points),
        max_score=None if waits else float(finding.points_possible),
        status=None if waits else "passed" if finding.status == "passed" else "failed",
        tags=(finding.part,),
    )


def _plain(text: str) -> str:
    text = without_escapes(text[:MAX_CHARS])
    return "".join(
        sign if sign == "\n" or sign.isprintable() else "\N{REPLACEMENT CHARACTER}" for sign in text
    )
