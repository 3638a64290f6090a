"""What is asked of a training that began with weights that are neither random nor known."""

from dataclasses import replace

import pytest

from grader.checks import line_to_train_afresh
from grader.checks.begun import MOST_TRAINED_AFRESH, ancestors
from grader.checks.explained import unexplained_weights
from grader.checks.integrity.rows_of_a_line import rows_in_doubt
from grader.model.evidence import Evidence, KeptStep, WeightsPutIn, WeightsRef
from grader.model.recording import HostTraining
from tests.checks.cases import a_run, a_score

GIVEN = WeightsRef("arrays/2.npz")
HOST = HostTraining(1, "0" * 64, 1, "", "h.npz", 1, {})


def given(**fields):
    return a_run(begun_with=GIVEN, **fields)


def asked(run, score, *others):
    """The numbers of the trainings that are done again."""
    evidence = Evidence(runs=(*others, run))
    line, enough = line_to_train_afresh(score, evidence, {score.run: score})
    assert not line or enough == pytest.approx((score.accuracy or 0) - 0.02)
    return [each.number for each in line]


@pytest.mark.parametrize(
    ("run", "accuracy", "expected"),
    [
        (given(), 0.93, [1]),
        (given(begun_drawn=True), 0.93, []),
        (a_run(), 0.93, []),
        (given(), 0.30, []),
        (given(), None, []),
        (given(match=None), 0.93, []),
        (given(source="claimed"), 0.93, []),
    ],
)
def test_it_is_done_again_where_the_beginning_says_nothing(run, accuracy, expected):
    """Not where it was random, nor where nothing was learnt that would have to be explained."""
    assert asked(run, a_score(accuracy)) == expected


def test_a_line_is_done_again_from_its_beginning():
    """Trainings that hardly do anything before are done again, too."""
    first, run = given(match=None), a_run(number=2, continues=1)

    assert asked(run, replace(a_score(0.93), run=2), first) == [1, 2]


def test_what_another_model_learnt_comes_first():
    """One that may have given its weights, pruned or rounded."""
    other, run = a_run(weights_moved=0.5), given(number=2)

    assert asked(run, replace(a_score(0.93), run=2), other) == [1, 2]
    idle = replace(other, weights_moved=1e-6)
    assert asked(run, replace(a_score(0.93), run=2), idle) == [2]


def test_no_line_is_endless():
    """A notebook may train a thousand times."""
    many = [a_run(number=number, continues=number - 1 or None) for number in range(1, 40)]
    run = given(number=40, continues=39)

    assert len(asked(run, replace(a_score(0.93), run=40), *many)) == MOST_TRAINED_AFRESH


@pytest.mark.parametrize(
    ("reached", "doubted"),
    [((0.70, 0.72, 0.71), True), ((0.92,), False), ((0.80, 0.915), False), ((), False)],
)
def test_what_random_weights_do_not_come_to_is_for_a_person(reached, doubted):
    """In words that accuse nobody; where nobody knows, nothing is said."""
    score = a_score(0.93, afresh=reached)
    said = unexplained_weights(given(), Evidence(runs=(given(),)), (score,))

    assert ("random weights" in said) is doubted
    assert not doubted or ("72.00 %" in said and "93.00 %" in said)


@pytest.mark.parametrize(("times", "expected"), [((1, 0), []), ((1, 1), [1, 2]), ((0, 5), [1, 2])])
def test_weights_that_are_put_in_again_and_again(times, expected):
    """Of the last time it is measured what that gained: many small gains come to any model."""
    put_in = [WeightsPutIn(one, 1.0, 2.0, WeightsRef("b.npz", epochs=1)) for one in times]
    first = a_run(match=None, put_in=put_in[0])
    run = a_run(number=2, continues=1, put_in=put_in[1])
    score = replace(a_score(0.93, trained_alone=0.92), run=2)

    assert asked(run, score, first) == expected
    reached = replace(score, afresh=(0.80,))
    said = unexplained_weights(run, Evidence(runs=(first, run)), (reached,))
    assert f"put into its model {sum(times)} times" in said


def test_layers_that_may_not_learn_and_that_nobody_saw_learnt():
    """A person decides, and nothing is trained again; some numbers are no network."""
    for still, doubted in ((0.9, True), (0.1, False)):
        first, run = given(still_unknown=still, match=None), a_run(number=2, continues=1)
        score = replace(a_score(0.93), run=2)
        evidence = Evidence(runs=(first, run))

        said = unexplained_weights(run, evidence, (score,))

        assert ("may not learn" in said) is doubted
        assert bool(line_to_train_afresh(score, evidence, {2: score})[0]) is not doubted


def test_a_large_model_may_hold_the_one_that_is_asked_for():
    """What stands still is a small part of it, and enough for a network of the size asked for."""
    run = given(still_unknown=0.06)
    own = run.model.parameters
    evidence, scores = Evidence(runs=(run,)), (a_score(0.93),)
    found = {
        asked: "may not learn" in unexplained_weights(run, evidence, scores, asked=asked)
        for asked in (0, own // 3, own, 3 * own)
    }

    assert found == {0: False, own // 3: True, own: False, 3 * own: False}


def test_a_layer_of_another_model_was_trained_with_that_models_rows():
    """Of the rows of a training that only a layer comes from the same is asked; done again is what
    the model went on from as a whole.
    """
    coder = a_run(number=1, match=None)
    run = given(number=2, taken_from=(1,), tested_on_held_out=True)
    other = replace(a_score(0.9), run=1, trained_on_held_out=200, held_out_by_chance=20.0)
    score = replace(a_score(0.93), run=2)
    evidence = Evidence(runs=(coder, run))

    assert [each.number for each in ancestors(run, evidence.runs)] == [1]
    assert "200 of the rows" in rows_in_doubt(run, evidence, (other, score))
    assert not rows_in_doubt(replace(run, taken_from=()), evidence, (other, score))


def test_trainings_that_come_from_each_other_end():
    """A kernel may say what it likes."""
    runs = [a_run(number=number, taken_from=tuple(range(1, 60))) for number in range(1, 60)]

    assert len(list(ancestors(runs[0], runs))) <= 60


def test_what_a_training_goes_on_from_has_to_be_explained():
    """One that answers no part, into which finished weights were put when it was over."""
    put_in = WeightsPutIn(times=1, distance=9.0, path=2.0, before=WeightsRef("b.npz", epochs=1))
    donor = a_run(number=1, match=None, put_in=put_in)
    run = a_run(number=2, continues=1)
    score = replace(a_score(0.97), run=2)
    for reached, alone, training, doubted in (
        (0.98, 0.2, None, True),
        (0.98, 0.97, None, False),
        (0.3, 0.1, None, False),
        (0.98, 0.2, HOST, False),
    ):
        early = replace(a_score(reached, trained_alone=alone), run=1)
        known = Evidence(runs=(replace(donor, training=training), run))

        assert ("put into the model" in unexplained_weights(run, known, (early, score))) is doubted


def test_a_training_within_another():
    """Batches that a callback trains: the steps around them are put in from where they stand."""
    put_in = WeightsPutIn(times=39, distance=9.0, path=2.0, before=WeightsRef("b.npz", epochs=1))
    run = a_run(number=1, put_in=WeightsPutIn(times=0, distance=0.0, path=9.0, of_run=2))
    within = a_run(number=2, match=None, put_in=put_in)
    early = replace(a_score(0.97, trained_alone=0.4), run=2)

    assert not unexplained_weights(run, Evidence(runs=(run, within)), (a_score(0.97), early))


def test_the_batches_of_what_it_goes_on_from():
    """Held-out rows in a step of the training before, whose array had none."""
    step = KeptStep(1, 1, "s.npz")
    donor, run = a_run(number=1, match=None, kept_step=step), a_run(number=2, continues=1)
    early = replace(a_score(0.9), run=1, step_unseen=0.5, step_held_out=0.5)
    score = replace(a_score(0.97), run=2)

    said = rows_in_doubt(run, Evidence(runs=(donor, run)), (early, score))

    assert "50 % of it are held-out rows" in said
    assert not rows_in_doubt(run, Evidence(runs=(donor, run)), (score,))


def test_a_step_of_which_only_words_are_known():
    """Of many short trainings not every one was sent whole."""
    step = KeptStep(1, 1, own=("an own train_step",), reaction=0.0)
    donor, run = a_run(number=1, match=None, kept_step=step), a_run(number=2, continues=1)
    score = replace(a_score(0.97), run=2)

    assert "depends on no example" in unexplained_weights(
        run, Evidence(runs=(donor, run)), (score,)
    )
    harmless = replace(donor, kept_step=replace(step, reaction=0.4))
    assert not unexplained_weights(run, Evidence(runs=(harmless, run)), (score,))
