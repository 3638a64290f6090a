"""A training is done again from random weights, and stops where that is good enough."""

from dataclasses import replace

import keras
import pytest
from keras import layers

from grader.model.evidence import KeptStep
from grader.scoring.process import afresh as trainer
from grader.scoring.process import afresh_request
from grader.scoring.process.afresh_request import MOST_EPOCHS, _optimizer, _phase, _rates
from grader.scoring.rebuilding.architecture import ModelRefused
from tests.scoring.runs import DATA, dense, flat, record_run

ROWS = 320


@pytest.fixture
def run(digits, recording):
    model = dense()
    found = record_run(
        recording,
        model,
        flat(digits.train_x),
        digits.train_y,
        loss="sparse_categorical_crossentropy",
    )
    return replace(found, epochs_run=2, batch_size=32)


def afresh(scorer, run, digits, recording, *, enough):
    return scorer.afresh([run], folder=recording, dataset=digits, dataset_path=DATA, enough=enough)


def test_every_draw_is_tried_until_one_is_good_enough(scorer, digits, run, recording):
    """Two epochs teach it something, and not all."""
    tried = afresh(scorer, run, digits, recording, enough=1.1)

    assert len(tried) == afresh_request.DRAWS
    assert all(0.2 < accuracy < 1.0 for accuracy in tried)
    assert len(set(tried)) > 1
    assert len(afresh(scorer, run, digits, recording, enough=0.15)) == 1


def test_it_begins_with_random_weights_whatever_was_asked_for(scorer, digits, recording):
    """A model that begins with zeros learns nothing."""
    model = keras.Sequential(
        [
            layers.Input((64,)),
            layers.Dense(32, "relu", kernel_initializer="zeros"),
            layers.Dense(10, "softmax", kernel_initializer=keras.initializers.Constant(0.0)),
        ]
    )
    run = record_run(recording, model, flat(digits.train_x), digits.train_y, loss="an own loss")
    run = replace(run, epochs_run=3, batch_size=32)

    assert afresh(scorer, run, digits, recording, enough=0.3)[0] >= 0.3


def test_what_takes_too_long_is_not_known(scorer, digits, run, recording, monkeypatch):
    """The next model is measured all the same."""
    monkeypatch.setattr(afresh_request, "ALLOWED_S", 0.0)
    assert afresh(scorer, run, digits, recording, enough=1.1) == ()

    monkeypatch.undo()
    assert afresh(scorer, run, digits, recording, enough=0.15)


def test_one_draw_that_came_to_its_end_says_enough(monkeypatch):
    """Where the time is over in the next one, and no rate is still to be tried."""

    def drawn(request, draw, *rest):
        if draw > 1:
            raise trainer.Unfit("training it again takes too long")
        return 0.8

    monkeypatch.setattr(trainer, "_drawn", drawn)
    monkeypatch.setattr(trainer, "_prepared", lambda *rest: None)
    monkeypatch.setattr(trainer.np, "load", lambda *rest, **options: None)
    request = {**dict.fromkeys(("labels", "held_out_labels"), ""), "allowed_s": 9.0, "enough": 0.9}

    assert trainer.train_afresh({**request, "rates": [1.0] * 3})["accuracies"] == [0.8]
    with pytest.raises(trainer.Unfit):
        trainer.train_afresh({**request, "rates": [1.0, 1.0, 3.0]})


def test_what_nobody_knows_is_not_guessed(scorer, digits, run, recording):
    """For how long it was trained, how its model is built, or what its optimizer does."""
    unknown = [
        replace(run, epochs_run=0),
        replace(run, model=replace(run.model, architecture="{", layers=())),
        replace(run, compiled=replace(run.compiled, optimizer_config={"beta_1": "much"})),
    ]

    found = [afresh(scorer, one, digits, recording, enough=1.1) for one in unknown]

    assert found[:2] == [(), ()]
    assert len(found[2]) == afresh_request.DRAWS


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"epochs_run": 3, "batch_size": 32}, (32, 6)),
        ({"epochs_run": 3, "batch_size": None}, (32, 6)),
        ({"epochs_run": 3, "batch_size": 10**6}, (32, 6)),
        ({"epochs_run": 0, "begun_steps": 45, "batch_size": None}, (32, 9)),
        ({"epochs_run": 10**9, "batch_size": 64}, (64, MOST_EPOCHS)),
    ],
)
def test_it_is_done_for_twice_as_long(run, fields, expected):
    """In batches of the same size, where that is one."""
    run = replace(run, x=None, **fields)

    phase = _phase(run, ROWS)

    assert (phase["batch_size"], phase["epochs"]) == expected


def test_rows_that_were_added_count(run):
    """Ten times as many rows are ten times as many steps."""
    more = replace(run, epochs_run=1, x=replace(run.x, shape=(10 * ROWS, 64)))

    assert _phase(more, ROWS)["epochs"] == 20


def test_a_rate_is_no_less_than_usual(run):
    """Nor less than the one that was in force when a step was kept."""

    def rate(config, kept=None):
        step = KeptStep(1, 1, learning_rate=kept)
        asked = replace(run.compiled, optimizer_config=config)
        options = _optimizer(replace(run, compiled=asked, kept_step=step))["options"]
        return options["learning_rate"]

    assert rate({"learning_rate": 1e-9}) == 0.001
    assert rate({"learning_rate": 0.02}) == 0.02
    assert rate({"learning_rate": {"class_name": "ExponentialDecay"}}, kept=0.05) == 0.05
    assert rate({"learning_rate_init": 0.3}) == 0.3
    assert rate({"learning_rate": float("inf")}) == 0.001


def test_a_rate_that_may_have_risen_is_tried_higher(run):
    """By a scheduler, or an optimizer of one's own; a layer of one's own raises none."""
    assert _rates([replace(run, switches=("layer Dense",))]) == [1.0, 1.0, 1.0]
    risen = replace(run, switches=("callback LearningRateScheduler",))
    assert max(_rates([run, risen])) > 1
    begun = replace(run.compiled, optimizer_config={"learning_rate": 0.01})
    for rate, faster in ((0.01, False), (0.03, True)):
        kept = replace(risen, compiled=begun, kept_step=KeptStep(1, 1, learning_rate=rate))
        assert (max(_rates([kept])) > 1) is faster


def test_a_training_of_unknown_length_is_refused(run):
    """By its reason."""
    with pytest.raises(ModelRefused, match="how long"):
        _phase(replace(run, epochs_run=0), ROWS)
