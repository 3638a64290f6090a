"""However three trainings are written, they are three jobs; whatever differs is another one."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import keras
import numpy as np
import pytest
from sklearn.preprocessing import StandardScaler

from grader.model.dataset import Dataset
from grader.model.training import After, CallbackAsked, Fresh
from grader.training.process.training import PreparedExamples
from tests.training.asking import Asks, Call
from tests.training.cases.differences import changed
from tests.training.cases.spellings import (
    EPOCHS,
    Digits,
    dense,
    sixteenths,
    spellings_of_the_convolution,
    spellings_of_the_network,
    spellings_with_mean_squares,
)


@pytest.fixture(scope="module")
def asks(digits: Dataset, tmp_path_factory: pytest.TempPathFactory) -> Asks:
    """Describes calls of `fit` on the digits."""
    return Asks(digits, tmp_path_factory.mktemp("recording"))


def test_more_than_forty_ways_to_write_three_trainings_are_three_jobs(asks: Asks, digits: Dataset):
    """Names, the functional API, layers or arguments, objects or strings, code that scales."""
    given = Digits(digits)
    families = [
        spellings_of_the_network(given),
        spellings_with_mean_squares(given),
        spellings_of_the_convolution(given),
    ]

    digests = [[asks.job(call).digest for call in family] for family in families]

    assert sum(map(len, digests)) >= 40
    for family in digests:
        assert len(set(family)) == 1, [digest == family[0] for digest in family]
    assert len({family[0] for family in digests}) == 3


def test_more_than_forty_differences_are_as_many_jobs(asks: Asks, digits: Dataset):
    """Each is a real one: what it trains comes out otherwise."""
    given = Digits(digits)
    plain = asks.job(given.call(dense(), sixteenths))
    digests = {name: asks.job(call).digest for name, call in changed(given).items()}
    starts = {
        "second draw": plain.drawn(2),
        "after another": replace(plain, start=After(plain.digest)),
        "goes on": replace(plain, start=After(plain.digest, "continues")),
    }
    digests |= {name: job.digest for name, job in starts.items()}
    digests["plain"] = plain.digest

    same = [
        (one, other)
        for one in digests
        for other in digests
        if one < other and digests[one] == digests[other]
    ]
    assert len(digests) > 50
    assert same == []
    assert plain.start == Fresh(1)


def test_a_callback_that_watches_nothing_is_no_difference(asks: Asks, digits: Dataset):
    """Keras warns and goes on; so the training is the plain one."""
    given = Digits(digits)
    blind = [CallbackAsked("EarlyStopping", {"monitor": "val_auc"})]

    plain = asks.job(given.call(dense(), sixteenths))

    assert asks.job(given.call(dense(), sixteenths, callbacks=blind)) == plain


def test_what_does_nothing_is_no_difference(asks: Asks, digits: Dataset):
    """A patience longer than the training, the order of callbacks, classes that count once, the
    rate that an optimizer was made with where a schedule sets it before the first step.
    """
    given = Digits(digits)

    def digests(*calls: Call) -> set[str]:
        return {asks.job(call).digest for call in calls}

    def one(optimizer: str | keras.Optimizer = "adam", **others: Any) -> Call:
        return given.call(dense(optimizer=optimizer), sixteenths, **others)

    def patient(kind: str, **config: Any) -> Call:
        return one(callbacks=[CallbackAsked(kind, {"patience": EPOCHS, **config})])

    adam, restores = keras.optimizers.Adam, {"restore_best_weights": True}
    rates = [0.01, 0.01, 0.005, 0.001]
    assert len(digests(one(), patient("EarlyStopping"), patient("ReduceLROnPlateau"))) == 1
    assert len(digests(one(), patient("EarlyStopping", **restores))) == 2
    assert len(digests(one(), patient("ReduceLROnPlateau", patience=EPOCHS - 1))) == 2
    stop = CallbackAsked("EarlyStopping", {"patience": 1})
    slower = CallbackAsked("ReduceLROnPlateau", {"patience": 1})
    assert len(digests(one(callbacks=[stop, slower]), one(callbacks=[slower, stop]))) == 1
    weighed = ({3: 2.0}, {3: 2.0, 0: 1.0}, {**dict.fromkeys(range(10), 1.0), 3: 2.0})
    assert len(digests(*(one(class_weight=weights) for weights in weighed))) == 1
    assert len(digests(one(rates=rates), one(adam(0.5), rates=rates))) == 1
    assert len(digests(one(adam(0.01)), one(rates=[0.01] * EPOCHS))) == 1


def test_a_renamed_metric_is_watched_under_its_name(asks: Asks, digits: Dataset):
    """`val_right` of one student is `val_accuracy` of another."""
    given = Digits(digits)
    right = keras.metrics.SparseCategoricalAccuracy(name="right")

    ours = given.call(
        dense(metrics=[right]),
        sixteenths,
        callbacks=[CallbackAsked("EarlyStopping", {"monitor": "val_right", "mode": "max"})],
    )
    theirs = given.call(
        dense(),
        sixteenths,
        callbacks=[CallbackAsked("EarlyStopping", {"monitor": "val_accuracy"})],
    )

    assert asks.job(ours) == asks.job(theirs)


def test_the_preparation_that_is_trained_on_is_the_students(asks: Asks, digits: Dataset):
    """What is made from the assignment's data equals what was passed to `fit`, row by row."""
    given = Digits(digits)
    scaler = StandardScaler().fit(given.x)
    everything = np.concatenate([given.x, given.held])
    examples = PreparedExamples(everything, np.concatenate([given.y, given.truth]))
    order = np.random.default_rng(1).permutation(len(given.x))[:700]
    for scale in (
        sixteenths,
        lambda images: images / 8 - 1,
        lambda images: (images - given.x.mean()) / given.x.std(),
        scaler.transform,
    ):
        call = Call(dense(), scale(given.x[order]), given.y[order], epochs=EPOCHS)
        x, y = examples.of(asks.job(call).training)
        np.testing.assert_allclose(x, call.x, atol=2e-5 * float(np.abs(call.x).max()))
        np.testing.assert_array_equal(y, call.y)
