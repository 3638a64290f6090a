"""Runs that only the saved outputs show."""

from dataclasses import replace

from grader.evidence import add_saved_runs
from grader.model.evidence import Evidence, RoleMatch
from tests.checks.cases import a_run


def test_only_roles_that_nothing_answers_here_are_added():
    """What ran counts as it ran; what did not run is added behind it as a claim."""
    ran = a_run(number=3)
    saved = (
        replace(ran, number=1, source="claimed"),
        a_run(number=2, source="claimed", match=RoleMatch("cnn", "")),
    )

    evidence = add_saved_runs(Evidence(runs=(ran,)), Evidence(runs=saved))

    assert [(run.number, run.role, run.source) for run in evidence.runs] == [
        (3, "net", "reproduced"),
        (4, "cnn", "claimed"),
    ]
