"""A line of a saved output is found again where the notebook ran here."""

import pytest

from grader.evidence.claims.read import claims_of_outputs
from grader.evidence.claims.shown_here import LinesHere
from grader.model.submission import Cell, Notebook, Output

METRIC = "val_accuracy"


def showing(*lines):
    output = Output("stream", "\n".join(lines) + "\n", stream="stdout")
    return Notebook((Cell(3, "code", "print(...)", outputs=(output,)),))


@pytest.mark.parametrize(
    ("saved", "executed", "here"),
    [
        ("Top-3 accuracy: 0.9972", ["accuracy: 0.96", "Top-3 accuracy: 0.9944"], 0.9944),
        ("accuracy: 96 %", ["accuracy: 0.95"], None),
        ("accuracy: 96.4 %", ["accuracy: 95 %"], 0.95),
        ("accuracy: 0.96 (2s)", ["accuracy: 0.95 (300ms)"], 0.95),
        ("accuracy: 0.96", [], None),
        ("train accuracy: 0.96", ["train accuracy: 0.95"], None),
    ],
)
def test_a_line_is_known_by_its_words(saved, executed, here):
    """Its numbers and times may be others."""
    claims = tuple(claims_of_outputs(showing(saved)))

    assert LinesHere(showing(*executed), METRIC).value(claims[0], claims) == here


def test_lines_of_the_same_words_are_told_apart_by_their_order():
    """As a loop prints them."""
    first, second = claims = tuple(claims_of_outputs(showing("accuracy: 0.9", "accuracy: 0.8")))
    lines = LinesHere(showing("accuracy: 0.7", "accuracy: 0.6"), METRIC)

    assert [lines.value(one, claims) for one in claims] == [0.7, 0.6]
    assert lines.differ(first, claims) == 2
    assert lines.differ(second, [second]) == 0


def test_nothing_is_known_of_a_notebook_that_was_not_run():
    """There are no lines."""
    claims = tuple(claims_of_outputs(showing("accuracy: 0.9")))

    assert LinesHere(None, METRIC).value(claims[0], claims) is None
