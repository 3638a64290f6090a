"""Perceptrons of scikit-learn are followed, and one of their steps is kept."""

import functools
import json
import os

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import numpy as np
import pytest
from sklearn.neural_network import MLPClassifier, _stochastic_optimizers

from grader.recorder.events.perceptrons import EXCHANGED, UNSEEN
from grader.recorder.models.perceptron import as_keras
from grader.scoring.process.gradients import explain_gradients
from tests.recorder.followed_perceptrons import X, Y, small, trained


def kept(perceptrons):
    """The arrays of the one step that was kept."""
    (arrays,) = (arrays for event, arrays, _ in perceptrons.sent if event == "step_kept")
    return arrays


def unexplained(arrays, model, folder):
    """Which share of a step's gradients no loss gives, as the scoring process finds it."""
    np.savez(folder / "step.npz", **arrays)
    request = {"gradients": [str(folder / "step.npz")], "max_bytes": 10**8}
    shape = [model.coefs_[0].shape[0]]
    return explain_gradients(
        {**request, "model": json.loads(as_keras(model)), "input_shape": shape}
    )["errors"][0]


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


@pytest.mark.filterwarnings("ignore")
def test_steps_of_gradients_that_scikit_learn_has_not_computed(perceptrons):
    """Steps between the passes by a gradient of the notebook's own, and one written over."""

    class Between(MLPClassifier):
        def _update_no_improvement_count(self, *given):
            super()._update_no_improvement_count(*given)
            weights = self.coefs_ + self.intercepts_
            self._optimizer.update_params(weights, [0.1 * weight for weight in weights])

    class Over(MLPClassifier):
        def _backprop(self, *given):
            loss, kernels, biases = super()._backprop(*given)
            kernels[0][3] += 0.1
            return loss, kernels, biases

    for run, kind in enumerate((Between, Over), start=1):
        trained(perceptrons, kind((8,), max_iter=2), run=run)

    found = [fields["untried"] for event, _, fields in perceptrons.sent if event == "step_kept"]
    assert found == [EXCHANGED, EXCHANGED]


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("given", [X, X[:, :40].astype(np.float32)], ids=["float64", "float32"])
def test_rows_that_steps_take_and_nobody_gave(perceptrons, given):
    """A pass over other rows within the training shows them; one over the same ones shows
    nothing.
    """

    class Again(MLPClassifier):
        others = None

        def _update_no_improvement_count(self, *count):
            super()._update_no_improvement_count(*count)
            if self.others is not None and self.n_iter_ == 2:
                others, self.others = self.others, None
                self.partial_fit(others, Y[:50])

    for run, others in enumerate((given[50:100], given[:50] / 2), start=1):
        model = Again((8,), batch_size=50, max_iter=3)
        model.others = others
        trained(perceptrons, model, run=run, x=given)

    ((_, arrays, seen),) = (each for each in perceptrons.sent if each[0] == "rows_seen")
    assert seen["run"] == 2
    assert len(arrays["x.row_hashes"]) == 50
