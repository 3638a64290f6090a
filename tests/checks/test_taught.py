"""What is better than correct solutions and was taught something else is for a person."""

from dataclasses import replace

import pytest

from grader.checks.taught import taught_otherwise
from grader.model.descriptions import ArraySummary
from grader.model.evidence import Evidence
from grader.model.recording import HostTraining
from tests.checks.cases import a_reference, a_run, a_score

ROLE = a_reference().roles["net"]
BETTER, AS_GOOD = 0.98, 0.95
"""Than what correct solutions end with (0.96), and as them."""
X = ArraySummary("x", (1000, 8), "float32", 0.0, 1.0)
Y = ArraySummary("y", (1000, 2), "float32", 0.0, 1.0)


def taught(**fields):
    return a_run(**{"x": X, "y": Y, "started_arrays": "arrays/1.npz", **fields})


def measured(accuracy=BETTER, *, beyond=0.0, known=1000, **fields):
    return a_score(accuracy, beyond_classes=beyond, training_rows_recognised=known, **fields)


def said(run, score, *others, changes=()):
    """`others` are runs with their scores."""
    evidence = Evidence(runs=(*(each for each, _ in others), run), changes=changes)
    return taught_otherwise(run, evidence, (*(each for _, each in others), score), ROLE)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"beyond": 0.97}, "targets"),
        ({"beyond": None}, ""),
        ({"beyond": 0.03}, ""),
        ({"known": 400}, "600 are no images"),
        ({"known": 900}, "100 are no images"),
        ({"known": 990}, ""),
        ({"known": 0, "same_pictures": True}, ""),
        ({"beyond": 0.97, "verified": False}, ""),
    ],
)
def test_it_is_asked_what_it_was_taught(fields, words):
    """Labels of the data set, of its own rows or such as are known to be changed, say nothing."""
    about = said(taught(), measured(**fields))

    assert (words in about) if words else not about


def test_who_ends_where_correct_solutions_do_is_not_asked():
    """Whatever its targets are: distillation, mixed examples."""
    assert said(taught(), measured(AS_GOOD, beyond=1.0)) == ""
    assert said(taught(), measured(0.96, beyond=1.0)) == ""


def test_what_code_does_to_the_rows_explains_them():
    """As it does for the note about other data."""
    assert said(taught(), measured(known=0), changes=("noise",)) == ""


def test_targets_that_nobody_saw():
    """In a loop of its own; where a third of the errors is gone that the best of correct solutions
    make, and not where some luck is enough. A data set of which only the first batch tells has
    some.
    """
    loop = taught(epochs_run=0, y=None)

    assert "Nobody saw the targets" in said(loop, measured(0.985, beyond=None))
    assert said(loop, measured(0.968, beyond=None)) == ""
    assert said(taught(), measured(0.985, beyond=None)) == ""


def test_a_training_of_ours_is_not_asked():
    """It was given the data set's labels."""
    ours = HostTraining(1, "0" * 64, 1, "", "arrays/1.npz", 100, {})

    assert said(taught(training=ours), measured(beyond=None)) == ""


def test_what_it_goes_on_from_is_asked_too():
    """Soft labels first, and an epoch with plain ones at last."""
    first, last = taught(match=None), taught(number=2, continues=1)

    about = said(last, replace(measured(), run=2), (first, measured(beyond=0.97)))

    assert "targets" in about


@pytest.mark.parametrize(
    ("teacher", "explains"),
    [
        ({}, True),
        ({"accuracy": 0.97}, False),
        ({"beyond": 0.97}, False),
        ({"known": 400}, False),
        ({"trained_on_held_out": 200}, False),
        ({"verified": False}, False),
    ],
)
def test_a_teacher_that_was_seen_explains_it(teacher, explains):
    """One that is as good, was taught the data set's labels, and no held-out row."""
    about = said(
        taught(number=2, cell=4),
        replace(measured(beyond=0.97), run=2),
        (taught(match=None), measured(**teacher)),
    )

    assert (about == "") is explains


def test_a_later_training_explains_nothing():
    """It can't have taught it."""
    later = taught(number=2, match=None)

    assert said(taught(), measured(beyond=0.97), (later, replace(measured(), run=2)))
