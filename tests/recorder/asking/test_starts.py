"""What the host is told of the start of a training: its weights, its seed, what it goes on from."""

import os

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import keras
import pytest
from tensorflow.python.eager import context

from tests.recorder.asking.short import dense, fitted, stands_for

pytestmark = pytest.mark.usefixtures("host_and_stock")


def test_a_training_that_goes_on_says_so(host, digits):
    """With the same optimizer, with a new one, and from weights that somebody has changed since."""
    model = dense()
    host.answer = stands_for(model)

    fitted(model, digits)
    fitted(model, digits)
    model.compile("sgd", "sparse_categorical_crossentropy", metrics=["accuracy"])
    fitted(model, digits)
    model.set_weights([weights * 0.5 for weights in model.get_weights()])
    fitted(model, digits)

    reported = [
        (asked["start"], asked.get("after"), asked.get("optimizer")) for asked in host.asked
    ]
    first = host.asked[0]["run"]
    assert reported == [
        ("fresh", None, None),
        ("after", first, "continues"),
        ("after", first + 1, "new"),
    ]


def test_a_model_that_was_saved_goes_on_where_it_was(host, digits, tmp_path):
    """Loaded with its optimizer, which has counted its steps; without it, it has a new one."""
    model = dense()
    host.answer = stands_for(model)

    fitted(model, digits)
    for name, kept in (("whole.keras", True), ("bare.keras", False)):
        model.save(tmp_path / name, include_optimizer=kept)
        loaded = keras.models.load_model(tmp_path / name)
        if not kept:
            loaded.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
        fitted(loaded, digits)

    first = host.asked[0]["run"]
    assert [
        (asked["start"], asked.get("after"), asked.get("optimizer")) for asked in host.asked
    ] == [("fresh", None, None), ("after", first, "continues"), ("after", first, "new")]


def test_weights_are_fresh_until_somebody_sets_them(host, digits):
    """Set, loaded from a copy, trained by hand, by another model that shares layers: not fresh;
    put back: fresh again.
    """
    host.answer = None

    def asks(change):
        host.asked.clear()
        model = dense()
        change(model)
        fitted(model, digits)
        return [asked["start"] for asked in host.asked]

    def trained_by_hand(model):
        model.train_on_batch(digits[0][:8], digits[1][:8])

    def trained_inside_another(model):
        other = keras.Sequential([keras.Input((64,)), model])
        other.compile("sgd", "sparse_categorical_crossentropy")
        other.fit(*digits, verbose=0, epochs=1)
        host.asked.clear()

    def put_back(model):
        before = model.get_weights()
        trained_by_hand(model)
        model.set_weights(before)
        model.compile("adam", "sparse_categorical_crossentropy")

    assert asks(lambda _: None) == ["fresh"]
    assert asks(lambda model: model.set_weights(dense().get_weights())) == []
    assert asks(trained_by_hand) == []
    assert asks(trained_inside_another) == []
    assert asks(put_back) == ["fresh"]


def test_the_same_seed_is_the_same_start(host, digits):
    """Whatever was trained in between; without a seed every start is another one."""

    def start(*, seed):
        host.asked.clear()
        if seed is not None:
            keras.utils.set_random_seed(seed)
        model = dense()
        host.answer = stands_for(model)
        fitted(model, digits)
        return host.asked[0]["start_digest"]

    first, other, again = start(seed=1), start(seed=2), start(seed=1)

    assert first == again != other
    assert start(seed=None) != start(seed=None)


def test_training_again_from_the_same_weights_is_another_draw(host, digits):
    """The order of the examples is drawn anew, as it would have been here."""
    keras.utils.set_random_seed(1)
    model = dense()
    before = model.get_weights()
    host.answer = stands_for(model)

    for _ in range(2):
        fitted(model, digits)
        model.set_weights(before)
        model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])

    assert len({asked["start_digest"] for asked in host.asked}) == 2


def test_a_training_is_asked_for_where_no_seed_was_ever_set(host, digits, monkeypatch):
    """TensorFlow has no generator of its own then."""
    eager = context.context()
    monkeypatch.setattr(eager, "_seed", None)
    monkeypatch.delattr(eager, "_rng", raising=False)
    model = dense()
    host.answer = stands_for(model)

    fitted(model, digits)

    assert len(host.asked) == 1
