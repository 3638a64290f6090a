"""Every batch of a perceptron is computed beside scikit-learn, whatever may run in between."""

import copy
import cProfile
import sys

import numpy as np
import pytest
from sklearn.neural_network import MLPClassifier

from grader.recorder.asking import beside_fit
from grader.recorder.events.perceptrons import EXCHANGED, Followed
from grader.recorder.models import perceptron_steps
from grader.recorder.models.perceptron_steps import StepsBeside
from tests.recorder.followed_perceptrons import X, Y, sent_about, small, trained
from tests.recorder.models.test_perceptron_steps import told


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize(("put_in", "said"), [(0.0, ""), (0.1, EXCHANGED)])
def test_moments_that_another_network_has_left(perceptrons, put_in, said):
    """They are no training's where its own were put in."""
    models = small(), small()
    for model in models:
        perceptrons.begins(Followed(model))
        model.partial_fit(X, Y, classes=range(10))
        perceptrons.forget()
    model, other = models
    other._optimizer.ms[1] += put_in
    perceptrons.begins(Followed(other))
    other.partial_fit(X, Y)
    perceptrons.forget()
    model._optimizer = copy.deepcopy(other._optimizer)
    followed = Followed(model)
    perceptrons.begins(followed)
    model._optimizer.params = None
    model.partial_fit(X, Y)
    sent_about(perceptrons, followed)

    assert told(perceptrons) == [said]


@pytest.mark.filterwarnings("ignore")
def test_gradients_of_every_batch_are_computed(perceptrons):
    """NumPy calls a function where a number is too small, which changes them in one batch."""
    model, batches = small(alpha=1e-320), []

    def too_small(*_):
        frame = sys._getframe(1)
        if frame.f_code.co_name == "_compute_loss_grad":
            batches.append(frame.f_locals["layer"])
            if len(batches) == 11:
                frame.f_locals["coef_grads"][batches[-1]] *= 1.5

    before = np.seterrcall(too_small)
    try:
        with np.errstate(under="call"):
            trained(perceptrons, model)
    finally:
        np.seterrcall(before)

    assert len(batches) > 11
    assert told(perceptrons) == [EXCHANGED]


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize(("units", "of_ten"), [(32, 10), (3_000, 4)])
def test_gradients_of_a_large_network_are_computed_now_and_then(units, of_ten, monkeypatch):
    """As many as cost no more than those of a small one."""
    model = MLPClassifier((units,), max_iter=1, random_state=1).fit(X, Y)
    monkeypatch.setattr(perceptron_steps.chance, "RANDOM", Draws())
    weighed = []
    monkeypatch.setattr(perceptron_steps, "_gradient", lambda *given: weighed.append(given))
    beside, rows = StepsBeside(), X[:10]

    for _ in range(10):
        assert beside.batch_begins(model, rows, np.eye(10)[Y[:10]], ([rows],), {})

    assert len(weighed) == of_ten


class Draws:
    """0.05, 0.15 and so on up to 0.95."""

    def __init__(self):
        self.drawn = 0

    def random(self):
        self.drawn += 1
        return (self.drawn - 0.5) / 10


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize(
    ("listens", "said"), [("look", EXCHANGED), ("profiler", ""), ("nothing", "")]
)
def test_what_is_called_between_all_lines(perceptrons, listens, said, monkeypatch):
    """It reaches what looks at the steps, too; Python's own profiler only counts."""
    cell = {"__name__": "__main__", "profiler": cProfile.Profile(), "nothing": None}
    exec("def look(*given): pass", cell)
    monkeypatch.setattr(beside_fit, "TRACES", (lambda: cell[listens],))

    trained(perceptrons, small())

    assert told(perceptrons) == [said]
