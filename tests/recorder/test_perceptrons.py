"""Perceptrons of scikit-learn are followed, and one of their steps is kept."""

import functools
import json
import os

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import numpy as np
import pytest
from sklearn.datasets import load_digits
from sklearn.neural_network import MLPClassifier, _multilayer_perceptron, _stochastic_optimizers

from grader.recorder.events.perceptrons import EXCHANGED, UNSEEN, Followed, Perceptrons
from grader.recorder.events.watch import Watch
from grader.recorder.models.perceptron import as_keras
from grader.scoring.process.gradients import explain_gradients

X, Y = load_digits(return_X_y=True)
X = X[:400] / 16
Y = Y[:400]
BASE = _multilayer_perceptron.BaseMultilayerPerceptron
OPTIMIZER = _stochastic_optimizers.BaseOptimizer


class Sent:
    """A channel that keeps what is sent."""

    def __init__(self):
        self.events = []

    def send(self, event, arrays=None, **fields):
        self.events.append((event, arrays or {}, fields))
        return len(self.events)


@pytest.fixture
def perceptrons(monkeypatch):
    for owner, name in ((BASE, "_backprop"), (OPTIMIZER, "update_params")):
        monkeypatch.setattr(owner, name, getattr(owner, name))  # put back afterwards
    watch = Watch(Sent(), pytest.fail, lambda: 1, stock=False)
    watch.busy = True
    found = Perceptrons(watch)
    found.install(_multilayer_perceptron)
    found.sent = watch.channel.events
    return found


def trained(perceptrons, model, run=1, x=X, y=Y):
    """What is known of a training of the model."""
    followed = Followed(model, {"X": x, "y": y})
    perceptrons.begins(followed)
    model.fit(x, y)
    return sent_about(perceptrons, followed, run)


def sent_about(perceptrons, followed, run=1):
    beginning = perceptrons.beginning(followed, trained_before=run > 1)
    _, moved = perceptrons.left(followed, run)
    perceptrons.tell(followed, run, count=1)
    return beginning, moved


def small(**settings):
    settings = {"max_iter": 4, "random_state": 1, **settings}
    return MLPClassifier(hidden_layer_sizes=(32,), batch_size=32, **settings)


def kept(perceptrons):
    """The arrays of the one step that was kept."""
    (arrays,) = (arrays for event, arrays, _ in perceptrons.sent if event == "step_kept")
    return arrays


def unexplained(arrays, model, folder):
    """Which share of a step's gradients no loss gives, as the scoring process finds it."""
    np.savez(folder / "step.npz", **arrays)
    request = {"gradients": str(folder / "step.npz"), "max_bytes": 10**8}
    shape = [model.coefs_[0].shape[0]]
    return explain_gradients(
        {**request, "model": json.loads(as_keras(model)), "input_shape": shape}
    )["error"]


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize(
    "settings",
    [{}, {"solver": "sgd", "alpha": 0.1}, {"solver": "lbfgs"}, {"early_stopping": True}],
    ids=str,
)
def test_the_gradients_of_a_step_are_explained(perceptrons, settings, tmp_path):
    """Of every solver, with a penalty, and of a training that stops early; nothing was put in."""
    model = small(**settings)

    beginning, moved = trained(perceptrons, model)

    assert unexplained(kept(perceptrons), model, tmp_path) < 0.02
    assert beginning == {"starts_from": None, "starts_elsewhere": False}
    assert moved > 0.01
    sent = {event: fields for event, _, fields in perceptrons.sent}
    assert sent.keys() == {"step_kept", "begun_with"}
    assert sent["step_kept"]["untried"] == ""


@pytest.mark.filterwarnings("ignore")
def test_large_batches_are_explained_by_their_labels(perceptrons, tmp_path):
    """The outputs of 400 rows span more than a network of 10 inputs has weights."""
    model = MLPClassifier((8,), batch_size=400, max_iter=3, random_state=0)
    trained(perceptrons, model, x=X[:, 20:30])
    arrays = kept(perceptrons)
    others = {**arrays, "y": arrays["y"][::-1]}

    assert unexplained(arrays, model, tmp_path) < 0.02
    assert unexplained(others, model, tmp_path) > 0.3


@pytest.mark.filterwarnings("ignore")
def test_going_on_is_known_and_other_weights_are_too(perceptrons):
    """A training begins where another one ended, or with weights that none has left."""
    model = small(warm_start=True)
    trained(perceptrons, model)

    goes_on, _ = trained(perceptrons, model, run=2)
    model.coefs_ = [np.ones_like(array) for array in model.coefs_]
    begins, moved = trained(perceptrons, model.set_params(learning_rate_init=1e-9), run=3)

    begun = [fields["run"] for event, _, fields in perceptrons.sent if event == "begun_with"]
    assert begun == [1, 3]
    assert goes_on == {"starts_from": 1, "starts_elsewhere": False}
    assert begins == {"starts_from": None, "starts_elsewhere": True}
    assert moved < 1e-6


@pytest.mark.filterwarnings("ignore")
def test_weights_that_are_put_in_are_told(perceptrons):
    """By a class of the notebook's own, when a pass is over: what steps had left goes along."""

    class Finished(MLPClassifier):
        def _update_no_improvement_count(self, *given):
            super()._update_no_improvement_count(*given)
            self.coefs_[0][...] = 7.0

    model = Finished((32,), max_iter=1, random_state=1)
    trained(perceptrons, model)

    (weights,) = (arrays for event, arrays, _ in perceptrons.sent if event == "weights_set")
    assert len(weights) == 4
    assert not (weights["w0000"] == 7.0).any()


@pytest.mark.filterwarnings("ignore")
def test_exchanged_parts_are_told(perceptrons, monkeypatch):
    """An optimizer's steps, what `lbfgs` unpacks, and a training without any step."""
    adam = _stochastic_optimizers.AdamOptimizer
    stock = adam._get_updates

    class Unpacks(MLPClassifier):
        def _unpack(self, packed):
            super()._unpack(packed)

    class Nothing(MLPClassifier):
        def _fit_stochastic(self, *given):
            self.n_iter_, self.loss_, self.t_ = 1, 0.1, 1

    trained(perceptrons, Unpacks((8,), solver="lbfgs", max_iter=2))
    trained(perceptrons, Nothing((8,)), run=2)
    monkeypatch.setattr(adam, "_get_updates", functools.partialmethod(stock))
    trained(perceptrons, small(), run=3)

    found = [fields["untried"] for event, _, fields in perceptrons.sent if event == "step_kept"]
    assert found == [EXCHANGED, UNSEEN, EXCHANGED]
