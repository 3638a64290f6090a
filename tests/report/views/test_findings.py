"""Findings are told once, and their words stay whole on paper."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest
from pypdf import PdfReader

from grader.report.language import kept_together
from grader.report.views.findings import part_views
from tests.report import cases

SKIPPED = "Not looked at, because this did not pass: The model was trained."
NBSP = "\N{NO-BREAK SPACE}"


def parts_of(assignment, **changed):
    found = tuple(
        replace(finding, **changed) if finding.part == "cnn" else finding
        for finding in cases.findings(assignment)
    )
    return {part.anchor: part for part in part_views(cases.grade(found), assignment)}


def test_one_reason_is_told_once(assignment):
    """Six checks that were skipped for the same reason do not repeat it."""
    parts = parts_of(assignment, status="skipped", message=SKIPPED)

    messages = [one.message for part in parts.values() for one in part.findings if one.message]
    assert messages.count(SKIPPED) == 1


def test_what_was_found_is_told_each_time(assignment):
    """Only what is skipped goes without saying."""
    parts = parts_of(assignment, status="failed", message="The same.")

    messages = [one.message for part in parts.values() for one in part.findings]
    assert messages.count("The same.") == sum(
        finding.part == "cnn" for finding in cases.findings(assignment)
    )


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("reach 89.97 % to 90 %.", f"reach 89.97{NBSP}% to 90{NBSP}%."),
        ("cell 12 and cell 3", f"cell{NBSP}12 and cell{NBSP}3"),
        ("a cell, 5 of them; excel 3", "a cell, 5 of them; excel 3"),
    ],
)
def test_numbers_stay_with_their_signs(text, kept):
    """No line begins with a per cent sign, or with the number of a cell."""
    assert kept_together(text) == kept


def test_words_of_evidence_are_not_broken_on_paper(assignment, reporter):
    """At the end of a line the next word goes to the next line, unless it is longer than that."""
    found = tuple(
        replace(finding, message="word " * length, evidence=("evidenceunbroken", "z" * long))
        for length, (finding, long) in enumerate(
            zip(cases.findings(assignment), [1] * 20 + [400], strict=False), start=12
        )
    )
    result = replace(cases.perfect(assignment), grade=cases.grade(found))

    paper = reporter.paper(replace(result, evidence=replace(result.evidence, runs=()), scores=()))

    text = "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(paper.content)).pages)
    assert text.count("evidenceunbroken") == len(found)
    assert text.count("z") >= 299
