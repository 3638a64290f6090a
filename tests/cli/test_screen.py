"""The terminal shows what an operator has to know."""

import io
from dataclasses import replace
from decimal import Decimal

from rich.console import Console

from grader.cli.screen import say_cold_kernels, say_flagged, summary_table, terminal
from grader.export import public_record
from grader.model.graded.decision import AppliedDecision, Decision, PointsGiven
from grader.model.graded.grade import Grade
from grader.model.graded.result import Result
from grader.model.recording import NOT_RUN

POINTS = PointsGiven("q1", Decimal(1))
REASON = "the notebook sets KERAS_BACKEND before it imports"


def a_result(**recording):
    """A graded notebook that was run."""
    grade = Grade("graded", Decimal(1), Decimal(1), Decimal(0), findings=(), integrity=())
    return Result(
        "mnist",
        None,
        "a.ipynb",
        "full",
        grade,
        replace(NOT_RUN, **{"outcome": "completed", **recording}),
    )


def test_kernels_that_were_not_forked_are_said_with_their_reasons():
    """Who waits for imports learns why."""
    console = Console(width=200)
    results = [a_result(warm=True), a_result(cold_because=REASON), a_result(cold_because=REASON)]

    with console.capture() as said:
        say_cold_kernels(console, results)

    assert said.get() == f"! 2 started cold: {REASON}\n"


def test_decisions_that_do_not_count_any_more_are_said():
    """After `batch` or `regrade`: how many, and what names them; silent where all count."""
    console = Console(width=200)
    decisions = tuple(
        AppliedDecision(
            Decision(number, "t", "Ada", "h", POINTS), POINTS, flag in (None, "over_possible"), flag
        )
        for number, flag in enumerate((None, "answer_changed", "over_possible"))
    )
    flagged = replace(a_result(), grade=replace(a_result().grade, decisions=decisions))

    with console.capture() as said:
        say_flagged(console, [a_result(), flagged])

    assert "look at again: 2, of which 1 do not count" in said.get()
    with console.capture() as said:
        say_flagged(console, [a_result()])
    assert not said.get()


def test_the_record_says_where_a_kernel_came_from():
    """Forked, cold with the reason, or none at all."""
    records = [public_record(a_result(warm=True)), public_record(a_result(cold_because=REASON))]

    assert [(one.execution.kernel, one.execution.cold_because) for one in records] == [
        ("forked", ""),
        ("cold", REASON),
    ]
    assert public_record(replace(a_result(), recording=NOT_RUN)).execution.kernel is None


def test_the_table_of_a_class_fits_a_terminal_of_80_columns():
    """Every column is there whole, the longest words of each included; a long name is folded."""
    console = Console(width=80, record=True, file=io.StringIO())
    grade = replace(
        a_result().grade,
        status="needs_review",
        points=Decimal("100.25"),
        points_possible=Decimal(100),
    )
    result = replace(a_result(outcome="out_of_memory"), grade=grade)

    console.print(
        summary_table([("a_student_with_a_very_long_name_indeed_and_more.ipynb", result)])
    )

    lines = console.export_text().splitlines()
    assert max(map(len, lines)) <= 80
    assert lines[0].split() == ["notebook", "points", "awaiting", "status", "execution", "observed"]
    assert {"100.25/100", "needs_review", "out_of_memory"} <= set(" ".join(lines).split())


def test_a_narrow_window_takes_no_column_away(monkeypatch):
    """The points stand in the table however few columns the terminal has: it breaks lines
    itself.
    """
    monkeypatch.setenv("COLUMNS", "20")
    console = terminal()

    with console.capture() as said:
        console.print(summary_table([("a.ipynb", a_result())]))

    assert "1/1" in said.get()
    assert "graded" in said.get()
