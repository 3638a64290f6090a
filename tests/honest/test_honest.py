"""Whoever did nothing wrong is not accused, and gets the points."""

import pytest

from tests.honest.corpus import read_corpus

MARKS = {"not_yet": pytest.mark.xfail(strict=True), "slow": pytest.mark.slow}
CORPUS = [
    pytest.param(
        habit, id=habit.name, marks=[mark for key, mark in MARKS.items() if key in habit.keys]
    )
    for habit in read_corpus()
]


@pytest.mark.parametrize("habit", CORPUS)
def test_an_honest_habit_costs_nothing(habit, grading):
    """No serious finding, no warning, and full points for what is right."""
    result = grading.result(habit)

    grade = result.grade
    assert grade.status in ("graded", "needs_review"), grade.reason
    assert result.recording.outcome == habit.keys.get("outcome", "completed")
    assert [
        (found.kind, found.message) for found in grade.integrity if found.severity != "info"
    ] == []
    assert set(habit.listed("notes")) <= {found.kind for found in grade.integrity}
    assert missed(habit, grade.findings) == []
    waiting = {found.part for found in grade.findings if found.status == "needs_review"}
    assert set(habit.listed("answered")) <= waiting
    if habit.runs():
        assert recorded(result) == habit.runs()
    if "trained_by" in habit.keys:
        assert trained_by(result) == {habit.keys["trained_by"]}


def missed(habit, findings):
    """What is right in the notebook and was not passed with full points."""
    asked = [
        found
        for found in findings
        if found.part in habit.parts and found.id not in habit.listed("other")
    ]
    assert asked or not habit.parts, "no finding is asked for"
    return [(found.id, found.status, found.message) for found in asked if found.status != "passed"]


def recorded(result):
    """Role, optimizer and epochs of every training that ran here."""
    return [
        (run.role, run.compiled.optimizer, run.epochs_run)
        for run in result.evidence.runs
        if run.source == "reproduced"
    ]


def trained_by(result):
    """Who trained what ran here."""
    ran = [run for run in result.evidence.runs if run.source == "reproduced"]
    return {"kernel" if run.training is None else "grader" for run in ran}
