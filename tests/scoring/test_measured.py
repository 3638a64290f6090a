"""Models of the grader's own training are measured once; nothing else is kept."""

from pathlib import Path

import numpy as np
import pytest

from grader.scoring.measured import MOST_KEPT, MeasuredOutputs


@pytest.fixture
def asked(tmp_path: Path):
    """A request for a model with these weights, and how often one was measured."""

    class Asked:
        times = 0
        outputs = MeasuredOutputs()

        def of(self, weight: float, *, place: str = "w.npz", **about: object):
            path = tmp_path / place
            np.savez(path, w0000=np.full((2, 2), weight, "float32"))
            request = {"weights": str(path), "max_weight_bytes": 1000, "loss": None, **about}
            return self.outputs.of(request, self.measure)

        def measure(self):
            self.times += 1
            return np.full((1, 3, 2), float(self.times)), [0.5]

    return Asked()


def test_the_same_weights_are_measured_once_wherever_they_lie(asked):
    """Another student's recording has another folder, and the same training."""
    first = asked.of(1.0, outputs="here")
    again = asked.of(1.0, place="another.npz", outputs="there")

    assert again is first
    assert asked.times == 1


@pytest.mark.parametrize("about", [{"model": {"units": 3}}, {"preparations": [1]}, {"loss": "mse"}])
def test_another_question_is_measured_again(asked, about):
    """Another architecture, another preparation, another loss."""
    asked.of(1.0)

    asked.of(1.0, **about)

    assert asked.times == 2


def test_other_weights_are_measured(asked):
    """One number in them differs."""
    assert asked.of(1.0)[0] is not asked.of(np.nextafter(np.float32(1), np.float32(2)))[0]


def test_what_was_not_asked_for_lately_is_forgotten(asked):
    """Memory has a bound."""
    for number in range(MOST_KEPT + 1):
        asked.of(float(number))

    asked.of(1.0)
    assert asked.times == MOST_KEPT + 1
    asked.of(0.0)
    assert asked.times == MOST_KEPT + 2
