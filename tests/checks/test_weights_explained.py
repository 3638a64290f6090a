"""Weights that the recorded training explains, and such as a person should look at."""

from dataclasses import replace

import pytest

from grader.checks.explained import not_computed_again, unexplained_weights
from grader.model.evidence import Evidence, KeptStep, WeightsPutIn, WeightsRef
from grader.model.graded.score import StepScore
from tests.checks.cases import a_run, a_score
from tests.checks.test_doubt import statuses

BEFORE = WeightsRef("arrays/2.npz", epochs=7)


def said(run, score, *others, scores=()):
    """What is said of the weights."""
    return unexplained_weights(run, Evidence(runs=(*others, run)), (score, *scores))


@pytest.mark.parametrize(
    ("step", "error", "doubted"),
    [
        (KeptStep(3, 8), 0.001, False),
        (KeptStep(3, 8), 0.4, True),
        (KeptStep(3, 8), None, False),
        (KeptStep(3, 8, own=("an own loss",)), 0.4, False),
        (KeptStep(3, 8, own=("an own loss",), reaction=0.3), None, False),
        (KeptStep(3, 8, own=("an own loss",), reaction=0.0), None, True),
        (KeptStep(3, 8, own=("an own loss",), reaction=None), None, False),
        (KeptStep(3, 8, own=("an own loss",), untried="it runs as Python"), None, True),
        (KeptStep(3, 8, own=("an own loss",), reaction=0.3, untried="Ftrl"), None, True),
        (KeptStep(3, 8, own=("Adam.apply",), untried="it runs as Python"), None, True),
        (KeptStep(3, 8, own=("an own optimizer",), untried="it runs as Python"), None, True),
        (KeptStep(1, 8, own=("a loop of the notebook's own",), untried="it acts"), None, False),
        (KeptStep(3, 8, own=("an own loss",), reaction=0.3, by_gradients=True), 0.02, False),
        (KeptStep(3, 8, own=("an own loss",), reaction=0.3, by_gradients=True), 0.2, True),
        (KeptStep(1, 8, own=("a loop",), by_gradients=True), 0.02, False),
        (KeptStep(1, 8, own=("a loop",), by_gradients=True), 0.2, True),
        (None, None, False),
    ],
)
def test_a_step_is_doubted_for_what_it_does_only(step, error, doubted):
    """One of own parts that learns from its batch says nothing; one that is another, or learns from
    nothing, does.
    """
    reason = said(a_run(kept_step=step), a_score(step_error=error))

    assert bool(reason) is doubted
    assert not doubted or "tep 8" in reason


@pytest.mark.parametrize(("error", "doubted"), [(0.2, True), (0.001, False), (None, False)])
def test_every_step_that_was_computed_again_counts(error, doubted):
    """One that could not be says nothing where another was."""
    run = a_run(kept_step=KeptStep(3, 8), further_steps=(KeptStep(1, 2), KeptStep(5, 9)))
    score = a_score(step_error=0.0, further_steps=(StepScore(0.001), StepScore(error)))

    assert ("Step 9 of epoch 5" in said(run, score)) is doubted


@pytest.mark.parametrize(("error", "doubted"), [(0.9, True), (0.001, False), (None, False)])
def test_gradients_of_every_step_of_a_loop_count(error, doubted):
    """Whichever of its steps they are of."""
    first = KeptStep(1, 8, own=("a loop of the notebook's own",), by_gradients=True)
    run = a_run(kept_step=first, further_steps=(KeptStep(1, 30, by_gradients=True),))
    score = a_score(step_error=0.0, further_steps=(StepScore(error),))

    assert ("Step 30 of the training" in said(run, score)) is doubted


@pytest.mark.parametrize(
    ("step", "doubted"),
    [
        (KeptStep(3, 8, own=("an own loss",), reaction=0.3, by_gradients=True), True),
        (KeptStep(1, 8, own=("a loop",), by_gradients=True), False),
    ],
)
def test_gradients_that_nobody_could_explain(step, doubted):
    """Of a loss of one's own a person decides, with the reason; of a loop it is a fact beside."""
    reason = said(a_run(kept_step=step), a_score(step_note="it has too many examples"))

    assert ("it has too many examples" in reason) is doubted


@pytest.mark.parametrize(("share", "doubted"), [(0.2, False), (0.9, True)])
def test_rows_that_a_step_holds_itself(share, doubted):
    """Where many of them are measured with, a person decides; a split of one's own has some."""
    step = KeptStep(3, 8, own=("an own train_step",), reaction=0.5)

    assert ("90 % are rows" in said(a_run(kept_step=step), a_score(step_holds=share))) is doubted


@pytest.mark.parametrize(("size", "doubted"), [(0.1, False), (4.0, True)])
@pytest.mark.parametrize("own", [("an own loss",), ()], ids=["loss", "metric"])
def test_room_for_weights_in_a_step(size, doubted, own):
    """A few numbers, as the weights of classes, say nothing."""
    step = KeptStep(3, 8, own=own, reaction=0.5 if own else None, bytes_a_weight=size)

    assert (
        "4.0 bytes for each weight" in said(a_run(kept_step=step), a_score(step_error=0.0))
    ) is doubted


@pytest.mark.parametrize(
    ("step", "note"),
    [
        (KeptStep(1, 1, untried="it takes more than 64 MiB"), ""),
        (KeptStep(1, 1, "2.npz"), "it takes more than 64 MiB"),
    ],
)
def test_a_step_of_keras_own_parts_that_nobody_computes_again_awaits_a_person(step, note):
    """It is said why, and nobody is accused; what the host trained itself needs no step."""
    run, score = a_run(kept_step=step), a_score(step_note=note)

    said_of_it = said(run, score)

    assert "could be computed again (it takes more than 64 MiB)" in said_of_it
    assert "nobody but the notebook saw" in said_of_it
    assert said(replace(run, training="0" * 64), score) == ""


@pytest.mark.parametrize(
    ("distance", "alone", "doubted"),
    [
        (1.0, 0.91, False),
        (1.0, 0.89, False),
        (1.0, 0.86, True),
        (9.0, 0.92, False),
        (9.0, 0.86, True),
        (9.0, None, False),
    ],
    ids=[
        "near",
        "near and better",
        "near and much better",
        "far and no better",
        "far and better",
        "not measured",
    ],
)
def test_weights_put_in_are_doubted_by_what_they_gain(distance, alone, doubted):
    """An average is near to what training went through; the finished weights of another model are
    not.
    """
    put_in = WeightsPutIn(times=1, distance=distance, path=2.0, before=BEFORE)

    reason = said(a_run(put_in=put_in), a_score(0.93, trained_alone=alone))

    assert bool(reason) is doubted
    assert not doubted or "(after 7 epochs)" in reason


@pytest.mark.parametrize(("alone", "doubted"), [(0.985, False), (0.97, True), (0.98, True)])
def test_an_average_leaves_out_a_part_of_the_mistakes(alone, doubted):
    """Where training had left few, next to none of them."""
    put_in = WeightsPutIn(times=1, distance=1.0, path=2.0, before=BEFORE)

    assert bool(said(a_run(put_in=put_in), a_score(0.998, trained_alone=alone))) is doubted


def test_states_that_trainings_left_are_no_matter():
    """The best epoch's weights were set, and nothing else."""
    put_in = WeightsPutIn(times=0, distance=0.0, path=2.0, of_run=None)

    assert said(a_run(put_in=put_in), a_score(0.93, trained_alone=0.1)) == ""


def test_a_line_of_trainings_that_all_stand_still():
    """Unless one of them has moved the weights, or another model that is as good may have given
    them.
    """
    still = a_run(number=2, weights_moved=1e-9, continues=1)
    first = a_run(weights_moved=1e-9, match=None)
    other = a_run(weights_moved=0.4)
    score = replace(a_score(0.97), run=2)

    assert "hardly moved" in said(
        still, score, replace(first, compiled=replace(first.compiled, optimizer="Adam"))
    )
    assert said(still, score, replace(first, weights_moved=0.4)) == ""
    alone, alike = replace(still, continues=None), a_score(0.97)
    assert "hardly moved" in said(alone, score, other, scores=(a_score(0.1),))
    assert "hardly moved" in said(alone, score, replace(other, weights_moved=1e-9), scores=(alike,))
    assert said(alone, score, other, scores=(alike,)) == ""


def test_weights_that_were_set_are_no_way_that_training_went():
    """The line goes through a model that lent its weights, and neither of the two has learnt."""
    lender = a_run(weights_moved=1e-9, match=None)
    put_in = WeightsPutIn(times=0, distance=0.0, path=1e-7, of_run=1)
    borrower = a_run(number=2, weights_moved=2.3, put_in=put_in)
    score = replace(a_score(0.97), run=2)

    assert "hardly moved" in said(borrower, score, lender, scores=(a_score(0.97),))
    assert said(borrower, score, replace(lender, weights_moved=0.5), scores=(a_score(0.97),)) == ""


def test_training_and_testing_on_the_same_rows_leaves_the_accuracy_to_a_person():
    """The grade says at once what integrity says: no points before somebody has looked."""
    run, score = a_run(tested_on_held_out=True), a_score(0.93, trained_on_held_out=50)

    assert statuses(run, score=score)["accuracy"][0] == "needs_review"
    assert statuses(replace(run, tested_on_held_out=False), score=score)["accuracy"][0] == "passed"


def test_what_was_not_computed_again_is_said_in_neutral_words():
    """With the reason; nothing is said of a step that was."""
    own = a_run(kept_step=KeptStep(1, 2, own=("an own loss",)))
    note = "it is computed by parts of the notebook's own"

    assert "an own loss" in not_computed_again(own, a_score(step_note=note))
    assert not_computed_again(a_run(kept_step=KeptStep(1, 2)), a_score(step_error=0.0)) == ""
    assert not_computed_again(a_run(), a_score()) == ""


TEN = tuple(tuple(36 * (row == column) for column in range(10)) for row in range(10))
TWO = ((90, 10), (10, 90))


@pytest.mark.parametrize(
    ("begun", "matrix", "doubted"),
    [
        (0.97, TEN, True),
        (0.60, TEN, True),
        (0.50, TEN, False),
        (0.10, TEN, False),
        (None, TEN, False),
        (0.90, TWO, False),
        (0.90, (), False),
    ],
)
def test_weights_that_were_right_before_the_training_come_from_somewhere(begun, matrix, doubted):
    """No untrained network of ten classes is; of two classes half of them are."""
    score = replace(a_score(0.97, begun_with=begun), confusion_matrix=matrix)

    assert ("began with weights" in said(a_run(), score)) is doubted


def test_a_training_that_goes_on_from_such_a_one_is_none_the_better():
    """The first of a line is asked, whether or not it answers a part of the assignment."""
    first = a_run(match=None)
    run, score = a_run(number=2, continues=1), replace(a_score(0.97), run=2)
    early = replace(a_score(0.97, begun_with=0.97), confusion_matrix=TEN)

    assert "began with weights" in said(run, score, first, scores=(early,))
    assert said(run, score, first, scores=(replace(early, begun_with=0.1),)) == ""


@pytest.mark.parametrize(
    ("reached", "optimizer", "doubted"),
    [(0.96, "SGD", False), (0.90, "SGD", True), (0.96, "Adam", True)],
)
def test_weights_may_come_from_another_model_that_is_as_good(reached, optimizer, doubted):
    """Averages and rounded copies of what was trained alike are the notebook's own."""
    other = a_run()
    other = replace(other, compiled=replace(other.compiled, optimizer=optimizer))
    run = a_run(number=2)
    run = replace(run, compiled=replace(run.compiled, optimizer="SGD"))
    score = replace(a_score(0.97, begun_with=0.97), run=2, confusion_matrix=TEN)

    assert bool(said(run, score, other, scores=(a_score(reached),))) is doubted
