"""A step that is kept early leaves the loop as quick as it was, and what it showed is not forgotten."""

import os

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import numpy as np
import pytest
import tensorflow as tf

from grader.recorder.rows import chance
from grader.recorder.shared import fused, steps
from grader.recorder.shared.sampling.under_way import current
from tests.recorder.shared.drawing import X, Y, network, trained


@pytest.mark.parametrize("kept", [0, 1, 2])
def test_a_step_that_is_kept_early_makes_no_pieces_of_the_rest(kept, monkeypatch):
    """The time in which a graph is made is none of a step's: pieces of one step each had
    followed.
    """
    pieces = []
    stock = steps.StepFunction._run

    def run(function, piece):
        if isinstance(piece, steps.Steps):
            pieces.append(piece.last - piece.first)
        return stock(function, piece)

    class Early:
        def handed_out(self):
            return [kept]

        def keep(self, step, batch, *, place, graph):
            return step()

    monkeypatch.setattr(steps.StepFunction, "_run", run)
    token = current.set(Early())
    try:
        model = network()
        with fused.fused(model, None, epochs=2):
            model.fit(X, Y, epochs=2, batch_size=8, verbose=0)
    finally:
        current.reset(token)

    assert max(pieces) > 8
    assert len(pieces) < 60


class EveryEpoch:
    """Draws a step in each epoch anew."""

    def random(self):
        return 0.0

    def randrange(self, _):
        return 0

    def sample(self, population, k):
        return population[:k]


@pytest.mark.parametrize("fuse", [True, False])
def test_what_a_graph_takes_from_elsewhere_is_not_forgotten(fuse, monkeypatch):
    """A step of a later epoch takes the place of the one with which the graph was looked into."""
    monkeypatch.setattr(chance, "RANDOM", EveryEpoch())
    model = network()
    kind = type(model.layers[0].kernel.value)
    usual = kind.assign_sub

    def assign_sub(self, delta, *rest, **more):
        nothing = tf.numpy_function(lambda: np.float32(0), [], tf.float32)
        return usual(self, delta + nothing, *rest, **more)

    monkeypatch.setattr(kind, "assign_sub", assign_sub)

    sampled = trained(model, X[:96], Y[:96], fuse=fuse)

    assert sampled.kept[0] == 1
    assert "PyFunc" in sampled.untried
    assert not sampled.arrays
