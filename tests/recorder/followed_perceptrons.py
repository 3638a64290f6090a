"""Trains perceptrons of scikit-learn that are followed, without a kernel."""

import pytest
from sklearn.datasets import load_digits
from sklearn.neural_network import MLPClassifier, _multilayer_perceptron, _stochastic_optimizers

from grader.recorder.events.perceptrons import Followed, Perceptrons
from grader.recorder.events.watch import Watch

X, Y = load_digits(return_X_y=True)
X = X[:400] / 16
Y = Y[:400]
BASE = _multilayer_perceptron.BaseMultilayerPerceptron
OPTIMIZER = _stochastic_optimizers.BaseOptimizer
HOOKED = ("_backprop", "_fit_lbfgs", "_init_coef", "_update_no_improvement_count")


class Sent:
    """A channel that keeps what is sent."""

    def __init__(self):
        self.events = []

    def send(self, event, arrays=None, **fields):
        self.events.append((event, arrays or {}, fields))
        return len(self.events)


def trained(perceptrons, model, run=1, x=X, y=Y):
    """What is known of a training of the model."""
    followed = Followed(model, {"X": x, "y": y})
    perceptrons.begins(followed)
    model.fit(x, y)
    return sent_about(perceptrons, followed, run)


def sent_about(perceptrons, followed, run=1):
    beginning = perceptrons.beginning(followed, trained_before=run > 1)
    _, moved = perceptrons.left(followed, run)
    perceptrons.tell(followed, run, layered=True, count=1)
    return beginning, moved


def small(**settings):
    settings = {"max_iter": 4, "random_state": 1, **settings}
    return MLPClassifier(hidden_layer_sizes=(32,), batch_size=32, **settings)


def following(put_back):
    """What follows them; `put_back` is called with what it hooks. What it sends is in `sent`."""
    for owner, name in (
        *((BASE, name) for name in HOOKED),
        (OPTIMIZER, "update_params"),
    ):
        put_back(owner, name, getattr(owner, name))
    watch = Watch(Sent(), pytest.fail, lambda: 1, stock=False)
    watch.busy = True
    found = Perceptrons(watch)
    found.install(_multilayer_perceptron)
    found.sent = watch.channel.events
    return found
