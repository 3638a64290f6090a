"""Shows results on a terminal."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from typing import TYPE_CHECKING

from rich import box
from rich.console import Console
from rich.table import Column, Table
from rich.text import Text

if TYPE_CHECKING:
    from grader.model.assignment import Assignment
    from grader.model.graded.finding import Finding
    from grader.model.graded.result import Result
    from grader.model.hand_in import HandIn, Intake
    from grader.publishing.renderers import Unrendered

MOST_NAMED = 3
MIN_WIDTH = 72
"""In a narrower window the terminal breaks lines, which loses nothing; laid out narrower, columns
and words would go.
"""
MOST_SAID = 40
"""Lines about what was left out."""

MARKS = {
    "passed": ("✓", "green"),
    "partial": ("◐", "yellow"),
    "failed": ("✗", "red"),
    "skipped": ("–", "bright_black"),
    "needs_review": ("?", "cyan"),
}
STATUS_WORDS = {
    "graded": "graded",
    "needs_review": "a person has to look at it",
    "ungradable": "could not be graded",
    "grader_fault": "the grader failed; this is not the student's fault",
}


class Screen(Console):
    """Leaves it to the program how it ends when nobody reads any more: rich has a code of its own
    for that.
    """

    def on_broken_pipe(self) -> None:
        """Called by rich while it handles the error, which goes on."""
        raise  # noqa: PLE0704 - rich calls this in its `except`


def terminal(*, stderr: bool = False) -> Screen:
    """Where results are printed."""
    console = Screen(stderr=stderr, highlight=False)
    console.width = max(console.width, MIN_WIDTH)
    return console


def safe(text: str) -> str:
    """Drop what could steer a terminal: control, format and private-use characters."""
    return "".join(
        sign
        if sign in "\n\t" or unicodedata.category(sign)[0] != "C"
        else "\N{REPLACEMENT CHARACTER}"
        for sign in text
    )


def on_one_line(text: str) -> str:
    """The same on one line: a quotation can't pass for a line of ours."""
    return " ".join(safe(text).split())


def show_result(console: Console, result: Result, assignment: Assignment) -> None:
    """Print one result: every finding, what to do, and the sum."""
    from grader.text.points import points_as_text

    titles = {part.id: part.title for part in assignment.parts}
    part = None
    for finding in result.grade.findings:
        if finding.part != part:
            part = finding.part
            console.print(Text(f"\n{titles.get(part, part)}", style="bold"))
        _show_finding(console, finding)
    for observation in result.grade.integrity:
        grid = _hanging(1)
        grid.add_row(
            Text("!", style="yellow"), Text(on_one_line(observation.message), style="yellow")
        )
        console.print("", grid)
    if result.grade.reason:
        console.print(Text(f"\n{safe(result.grade.reason)}", style="red"))
    grade = result.grade
    line = f"\n{points_as_text(grade.points)} of {points_as_text(grade.points_possible)} points"
    status = f"({STATUS_WORDS[grade.status]})"
    if grade.points_awaiting_review:
        line += f", {points_as_text(grade.points_awaiting_review)} more await a person"
        status = "" if grade.status == "needs_review" else status
    console.print(Text(line, style="bold"), Text(status))


def _show_finding(console: Console, finding: Finding) -> None:
    from grader.text.points import points_as_text

    mark, colour = MARKS[finding.status]
    points = f"{points_as_text(finding.points)}/{points_as_text(finding.points_possible)}"
    grid = _hanging(3, 8)
    grid.add_row(
        Text(mark, style=colour), Text(points, style="bold"), Text(on_one_line(finding.message))
    )
    if finding.hint:
        grid.add_row("", "", Text(f"→ {on_one_line(finding.hint)}", style="italic"))
    console.print(grid)


def _hanging(*widths: int) -> Table:
    """Columns of these widths and one for text, whose further lines stand below it: no quotation
    begins a line.
    """
    grid = Table.grid(padding=(0, 1))
    for width in widths:
        grid.add_column(width=width, justify="right")
    grid.add_column()
    return grid


def say_intake(console: Console, intake: Intake) -> None:
    """Say what was found, and what was left out and why."""
    if intake.system != "plain":
        console.print(f"read as {intake.system} lays it out: {len(intake.hand_ins)} hand-ins")
    lines = [*intake.problems, *intake.notes]
    lines += [f"{one.name}: {note}" for one in intake.hand_ins for note in one.origin.notes]
    for line in lines[:MOST_SAID]:
        console.print(Text(f"! {on_one_line(line)}", style="yellow"), soft_wrap=True)
    if len(lines) > MOST_SAID:
        console.print(f"! and {len(lines) - MOST_SAID} more, all in intake.json")


def unrendered_lines(problems: Sequence[Unrendered]) -> Iterator[str]:
    """A line for every cause: a broken template is one mistake, however many reports it
    concerns.
    """
    by_cause: dict[str, list[str]] = {}
    for problem in problems:
        by_cause.setdefault(problem.why, []).append(on_one_line(problem.name))
    for why, names in by_cause.items():
        more = f" and {len(names) - MOST_NAMED} more" if len(names) > MOST_NAMED else ""
        yield f"no report: {why} ({', '.join(names[:MOST_NAMED])}{more})"


def say_fonts(console: Console, scripts: Collection[str]) -> None:
    """Name the fonts that are missing, where boxes stand for letters in a PDF."""
    from grader.report import said_to_operator

    if scripts:
        console.print(Text(f"! {said_to_operator(scripts)}", style="yellow"), soft_wrap=True)


def say_audit(console: Console, results: list[Result]) -> None:
    """Say how often the policy was wrong where it was put to the test."""
    from grader.checks import audit_rate
    from grader.report import audit_words, audited

    rate = audit_rate(results)
    if rate is not None:
        console.print(Text(f"audit of {audited(rate.policy)}: {audit_words(rate)}"), soft_wrap=True)


def say_cut_short(console: Console, results: list[Result]) -> None:
    """Say how many notebooks a limit ended, and how to run them again with more."""
    from grader.report import again_with

    counted = Counter(cause for result in results for cause in result.recording.cut_short_by())
    for cause, notebooks in counted.most_common():
        line = (
            f"! cut short, so not held against anybody ({cause}): {notebooks}; again: grader batch "
            f"… {again_with(cause)}"
        )
        console.print(Text(line, style="yellow"), soft_wrap=True)


def say_flagged(console: Console, results: list[Result]) -> None:
    """Say how much of what people decided is to be looked at again, and where that is named."""
    flagged = [one for result in results for one in result.grade.decisions if one.flag]
    idle = sum(not one.counts for one in flagged)
    if flagged:
        line = (
            f"! decisions of people to look at again: {len(flagged)}, of which {idle} do not count"
        )
        where = "grader override … --list names them"
        console.print(Text(f"{line}; {where}", style="yellow"), soft_wrap=True)


def say_cold_kernels(console: Console, results: list[Result]) -> None:
    """Say how many notebooks had to wait for a kernel of their own, and why."""
    reasons = Counter(
        result.recording.cold_because for result in results if result.recording.cold_because
    )
    for reason, notebooks in reasons.most_common(MOST_SAID):
        console.print(
            Text(f"! {notebooks} started cold: {on_one_line(reason)}", style="yellow"),
            soft_wrap=True,
        )


def steps_table(steps: Sequence[tuple[HandIn, str]]) -> Table:
    """A line for every hand-in: what would be done with it, and whose it is."""
    table = Table(
        Column("hand-in", overflow="fold", min_width=18),
        *("student", "id", "what", ""),
        box=box.SIMPLE_HEAD,
        show_edge=False,
    )
    for one, what in steps:
        students = one.origin.students
        names = ", ".join(student.name or student.email or "" for student in students)
        ids = ", ".join(student.id or "" for student in students)
        cells = (one.name, names, ids, what, one.problem)
        table.add_row(*(Text(on_one_line(cell)) for cell in cells))
    return table


def summary_table(results: list[tuple[str, Result]]) -> Table:
    """A line for every notebook of a batch."""
    from grader.text.points import points_as_text

    notebook = Column("notebook", overflow="fold", min_width=18)
    others = ("points", "awaiting", "status", "execution", "observed")
    table = Table(
        notebook,
        *others,
        box=box.SIMPLE_HEAD,
        padding=(0, 1, 0, 0),
        pad_edge=False,
        show_edge=False,
    )
    for name, result in results:
        grade = result.grade
        judged = grade.status in ("graded", "needs_review")
        points = points_as_text(grade.points) if judged else "–"
        table.add_row(
            Text(safe(name)),
            f"{points}/{points_as_text(grade.points_possible)}",
            points_as_text(grade.points_awaiting_review),
            grade.status,
            result.recording.outcome,
            str(len(grade.integrity) or ""),
        )
    return table
