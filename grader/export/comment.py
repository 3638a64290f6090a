"""Writes what a grade is made of in a few lines of plain text, for the comment field of an LMS."""

from __future__ import annotations

from grader.model.graded.grade import Grade
from grader.text.points import points_as_text
from grader.text.terminal import without_escapes

MAX_CHARS = 4_000
"""Of a comment; the report says the rest."""


def comment_of(grade: Grade) -> str:
    """The points, of every check that was not passed what was found and what to do, and what people
    said.
    """
    lines = [f"{points_as_text(grade.points)} of {points_as_text(grade.points_possible)} points."]
    if grade.points_awaiting_review:
        lines.append(f"{points_as_text(grade.points_awaiting_review)} more await a person.")
    for finding in grade.findings:
        if finding.private:
            continue
        decided = finding.override is not None and bool(finding.override.comment)
        if decided or finding.status in ("failed", "partial", "skipped"):
            earned = f"{points_as_text(finding.points)}/{points_as_text(finding.points_possible)}"
            said = " ".join(f"{finding.message} {finding.hint}".split())
            lines.append(f"- {finding.title} ({earned}): {said}")
    text = _plain("\n".join(lines))
    return text if len(text) <= MAX_CHARS else text[: MAX_CHARS - 1] + "…"


def _plain(text: str) -> str:
    return "".join(
        sign if sign == "\n" or sign.isprintable() else "\N{REPLACEMENT CHARACTER}"
        for sign in without_escapes(text)
    )
