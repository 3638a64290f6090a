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


def said(run, score, *others, changes=(), best=0.99):
    """`others` are runs with their scores."""
    evidence = Evidence(runs=(*(each for each, _ in others), run), changes=changes)
    return taught_otherwise(run, evidence, (*(each for _, each in others), score), ROLE, best=best)


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


FAR_ABOVE = {"confusion_matrix": ((500, 0), (2, 498))}
"""998 of a thousand are right; 980 are where the best solutions of any part end."""
OURS = HostTraining(1, "0" * 64, 1, "", "arrays/1.npz", 100, {})


def far_above(accuracy=0.998, **fields):
    return measured(accuracy, **{**FAR_ABOVE, **fields})


def test_what_no_solution_comes_near_is_asked_where_the_notebooks_code_ran():
    """Whoever gives the batches can put anything between two steps, and nobody looks there each
    time; a training by the host was beside no code of the notebook's.
    """
    about = said(taught(), far_above(), best=0.98)

    assert "in cell 4 were made where the notebook's own code runs" in about
    assert about.endswith(
        "The accuracy of 99.80 % is above the 98.00 % at which correct solutions end."
    )
    assert said(taught(training=OURS), far_above(), best=0.98) == ""


@pytest.mark.parametrize(
    ("accuracy", "matrix", "best"),
    [
        (0.998, ((500, 0), (2, 498)), 0.998),
        (0.986, ((493, 7), (7, 493)), 0.98),
        (0.98, ((49, 1), (1, 49)), 0.97),
    ],
)
def test_a_little_luck_is_not_asked(accuracy, matrix, best):
    """Nor a part that others of the assignment are better in: more training comes to that."""
    assert said(taught(), measured(accuracy, confusion_matrix=matrix), best=best) == ""


def test_a_training_by_the_host_that_goes_on_from_one_beside_the_notebook():
    """What it began with counts."""
    first = taught(match=None)
    last = taught(number=2, continues=1, training=OURS)

    about = said(last, replace(far_above(), run=2), (first, far_above(0.5)), best=0.98)

    assert "the notebook's own code" in about


def test_a_training_by_the_host_that_is_as_good_explains_it():
    """And one beside the notebook's code doesn't."""
    last, score = taught(number=2, cell=4), replace(far_above(), run=2)

    assert said(last, score, (taught(training=OURS), far_above()), best=0.98) == ""
    assert said(last, score, (taught(), far_above()), best=0.98)
