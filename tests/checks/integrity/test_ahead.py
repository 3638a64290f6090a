"""A training that began with weights of unknown origin and takes too long to be done again."""

from dataclasses import replace

import pytest

from grader.checks.integrity.ahead import ahead_of_solutions
from grader.model.assignment import LayerSpec, RoleSpec
from grader.model.descriptions import ArraySummary
from grader.model.evidence import Evidence, KeptStep, RoleMatch, WeightsPutIn, WeightsRef
from tests.checks.cases import a_reference, a_run, a_score

ROWS = ArraySummary("x", (400, 4), "float32", 0.0, 1.0)
ASKED = RoleSpec(
    "the network",
    (LayerSpec("Dense", 2, "softmax"),),
    50,
    "SGD",
    "mean_squared_error",
    epochs=100,
    batch_size=32,
)
GIVEN = a_run(epochs_run=5, batch_size=32, x=ROWS, begun_with=WeightsRef("b.npz"))
PUT_IN = WeightsPutIn(times=9, distance=1.0, path=2.0)
OTHER = RoleMatch("net", "", compile_differences=("momentum 0.9 instead of plain SGD",))


def said(run, accuracy=0.95, **fields):
    """What is said of it: correct solutions have at most 91 % after ten epochs."""
    score = a_score(accuracy, training_rows_recognised=400, held_out_by_chance=80.0, **fields)
    found = ahead_of_solutions(
        run, Evidence(runs=(run,)), (score,), asked=ASKED, reference=a_reference().roles["net"]
    )
    assert not found or "95.00 %" in found
    return found


def with_rate(rate, **fields):
    return replace(
        GIVEN, compiled=replace(GIVEN.compiled, optimizer_config={"learning_rate": rate}), **fields
    )


@pytest.mark.parametrize(
    ("run", "doubted"),
    [
        (GIVEN, True),
        (replace(GIVEN, begun_drawn=True), False),
        (replace(GIVEN, begun_with=None), False),
        (replace(GIVEN, begun_with=None, put_in=PUT_IN), True),
        (replace(GIVEN, epochs_run=50), False),
        (replace(GIVEN, batch_size=1), False),
        (replace(GIVEN, batch_size=128), True),
        (replace(GIVEN, x=replace(ROWS, shape=(8000, 4))), False),
        (replace(GIVEN, x=replace(ROWS, kind="generator")), False),
        (replace(GIVEN, match=OTHER), False),
        (with_rate(0.5), False),
        (with_rate(1e-4), True),
        (with_rate({"class_name": "CosineDecay"}), False),
        (
            with_rate({"class_name": "CosineDecay"}, kept_step=KeptStep(1, 1, learning_rate=0.01)),
            True,
        ),
        (replace(GIVEN, switches=("callback Cyclical",), epochs_run=10), False),
    ],
)
def test_what_is_better_than_solutions_are_after_twice_as_long(run, doubted):
    """Who takes more steps, larger ones, or trains otherwise, learns faster: nothing is said."""
    assert bool(said(run)) is doubted


def test_it_is_said_where_nobody_did_it_again():
    """And of what is hardly better nothing."""
    assert "91.00 % at most" in said(GIVEN)
    assert not said(GIVEN, afresh=(0.9,))
    assert not said(GIVEN, accuracy=0.92)
