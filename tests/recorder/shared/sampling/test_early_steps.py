"""A step that is kept early leaves the loop of many steps as quick as it was."""

import os

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import pytest

from grader.recorder.shared import fused, steps
from grader.recorder.shared.sampled import current
from tests.recorder.shared.drawing import X, Y, network


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
