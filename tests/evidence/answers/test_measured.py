"""What stands beside an answer about a confusion matrix is measured where it can be."""

from __future__ import annotations

from dataclasses import replace

import pytest

from grader.evidence import with_measured
from grader.evidence.runs.recorded import recorded_runs
from grader.model.evidence import Answer, Evidence, RoleMatch
from grader.model.graded.score import Score

NBSP = "\N{NO-BREAK SPACE}"
DIGITS = tuple("0123456789")
SHOWN = ("The notebook shows a matrix. Best: 0, 956 of 980 right (97.6 %).",)
ANSWERS = (Answer("q1", "x", (1,), "", ("a fact",)), Answer("todo3", "y", (2,), "", SHOWN))


def matrix():
    rows = [[90 if row == column else 1 for column in range(10)] for row in range(10)]
    rows[4][4], rows[4][9] = 50, 41
    rows[7][7] = 99
    return tuple(map(tuple, rows))


@pytest.fixture
def trained(make, assignment):
    """Evidence of a dense network whose confusion matrix is asked about."""
    (run,) = recorded_runs(make.recording(*make.fit(1, make.dense_net(), make.compiled())))
    role = next(iter(assignment.roles))
    return Evidence(runs=(replace(run, match=RoleMatch(role, "x")),), answers=ANSWERS)


def contexts(evidence, scores, assignment):
    found = with_measured(evidence, scores, assignment, DIGITS)
    return {answer.question: answer.context for answer in found.answers}


def test_the_measured_matrix_stands_there(trained, assignment):
    """Not the one that the notebook shows, which may be another model's, or invented."""
    score = Score(trained.runs[0].number, verified=True, confusion_matrix=matrix())

    found = contexts(trained, (score,), assignment)

    title = next(iter(assignment.roles.values())).title
    measured, mistake = found["todo3"]
    assert measured == (
        f"We measured “{title}”. Best: 7, 99 of 108 right (91.7{NBSP}%); worst: 4, 50 of 99 "
        f"(50.5{NBSP}%)."
    )
    assert mistake == "The most frequent mistake: 41 times 4 was taken for 9."
    assert found["q1"] == ("a fact",)


def test_without_a_measured_one_the_shown_one_stays(trained, assignment):
    """Where nothing was measured, and where it is another run's."""
    unverified = Score(trained.runs[0].number, verified=False)
    other = Score(99, verified=True, confusion_matrix=matrix())

    assert contexts(trained, (unverified, other), assignment)["todo3"] == SHOWN
