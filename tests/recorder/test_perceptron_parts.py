"""What a perceptron's steps are made of is scikit-learn's own, or that is told."""

import functools

import numpy as np
import pytest
import scipy.optimize
from sklearn.neural_network import MLPClassifier, _multilayer_perceptron

from grader.recorder.events.perceptrons import EXCHANGED, UNSEEN, Followed
from tests.recorder.followed_perceptrons import X, small, trained


class Computes(float):
    """A number of a class of its own, as a rate or a penalty."""

    def __mul__(self, other):
        return float(self) * other


class Negates(Computes):
    """Stays what it is, and comes to a plain number only where it is negated."""

    def __mul__(self, other):
        return np.array(self, dtype=object)

    def __truediv__(self, other):
        return np.array(self, dtype=object)

    def __neg__(self):
        return np.float64(-0.001)


class Adds(np.ndarray):
    """An array of a class of its own, as weights."""

    def __iadd__(self, other):
        return super().__iadd__(other)


class OwnWeights(MLPClassifier):
    """Draws weights that add in their own way."""

    def _init_coef(self, *given):
        return tuple(array.view(Adds) for array in super()._init_coef(*given))


class OwnGradients(MLPClassifier):
    """Computes gradients within scikit-learn's own function."""

    def _compute_loss_grad(self, *given):
        super()._compute_loss_grad(*given)


class OwnGradientsForAll(MLPClassifier):
    """Changes gradients of which no optimizer is told by `lbfgs`."""

    def _backprop(self, *given):
        return super()._backprop(*given)


class SameSums(MLPClassifier):
    """Exchanges two gradients for one another, so that all add up to what they did."""

    def _backprop(self, *given):
        loss, kernels, biases = super()._backprop(*given)
        total = biases[0].sum()
        biases[0][:2] = biases[0][1::-1].copy()
        assert biases[0].sum() == total
        return loss, kernels, biases


class Tells(MLPClassifier):
    """Holds other weights than it says, but only when it is asked."""

    @property
    def coefs_(self):
        return self.kernels

    @coefs_.setter
    def coefs_(self, kernels):
        self.kernels = kernels


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize(
    "model",
    [
        MLPClassifier((8,), max_iter=1, learning_rate_init=Computes(0.001)),
        MLPClassifier((8,), max_iter=1, solver="sgd", momentum=Computes(0.9)),
        MLPClassifier((8,), max_iter=1, alpha=Computes(0.1)),
        OwnWeights((8,), max_iter=1),
        OwnGradients((8,), max_iter=1),
        OwnGradientsForAll((8,), max_iter=1, solver="lbfgs"),
        SameSums((8,), max_iter=1),
        Tells((8,), max_iter=1),
    ],
    ids=str,
)
def test_a_step_of_scikit_learns_is_its_own_in_every_part(perceptrons, model):
    """Plain numbers, plain arrays and its own functions; a class of the notebook's is none."""
    trained(perceptrons, model)

    found = [fields["untried"] for event, _, fields in perceptrons.sent if event == "step_kept"]
    assert found == [EXCHANGED]


@pytest.mark.filterwarnings("ignore")
def test_functions_that_were_exchanged_while_it_trains(perceptrons, monkeypatch):
    """One that computes gradients, and SciPy's, which puts itself back before it begins."""
    stock = scipy.optimize.minimize
    monkeypatch.setattr(scipy.optimize, "minimize", stock)  # put back afterwards

    def minimize(*given, **settings):
        scipy.optimize.minimize = stock
        return stock(*given, **settings)

    scipy.optimize.minimize = minimize
    trained(perceptrons, MLPClassifier((8,), solver="lbfgs", max_iter=2))
    derivatives = _multilayer_perceptron.DERIVATIVES
    monkeypatch.setitem(derivatives, "relu", functools.partial(derivatives["relu"]))
    trained(perceptrons, small(), run=2)

    found = [fields["untried"] for event, _, fields in perceptrons.sent if event == "step_kept"]
    assert found == [EXCHANGED, EXCHANGED]


@pytest.mark.filterwarnings("ignore")
def test_settings_of_numpys_and_a_class_that_only_looks(perceptrons):
    """What a search tries are NumPy's numbers; a class may log, add activations and set values."""

    class Looks(MLPClassifier):
        alpha = 0.001

        def _backprop(self, *given):
            found = super()._backprop(*given)
            self.seen = [*getattr(self, "seen", ()), found[0]]
            return found

    settings = {"alpha": np.float64(0.01), "learning_rate_init": np.float32(0.01)}
    for run, kind in enumerate((MLPClassifier, Looks), start=1):
        trained(perceptrons, kind((8,), max_iter=2, **settings), run=run)

    found = [fields["untried"] for event, _, fields in perceptrons.sent if event == "step_kept"]
    assert found == ["", ""]


class Draws(np.random.RandomState):
    """Random numbers of a class of its own, under NumPy's name."""

    __module__ = "numpy.random.mtrand"


@pytest.mark.filterwarnings("ignore")
def test_what_numpys_own_class_draws_is_random(perceptrons):
    """And what one of that name draws may be anything."""
    for run, draws in enumerate((np.random.RandomState(1), Draws(2)), start=1):
        trained(perceptrons, small(random_state=draws), run=run)

    found = [fields["as_drawn"] for event, _, fields in perceptrons.sent if event == "begun_with"]
    assert found == [True, False]


@pytest.mark.parametrize("layered", [True, False])
def test_a_network_of_any_class_took_steps_that_somebody_saw(perceptrons, layered):
    """What is told as a network and is none of scikit-learn's; of others nothing is asked."""

    class Network:
        coefs_, intercepts_ = [np.ones((4, 2))], [np.ones(2)]

    perceptrons.tell(Followed(Network()), 1, layered=layered, count=1)

    found = [fields["untried"] for event, _, fields in perceptrons.sent if event == "step_kept"]
    assert found == ([UNSEEN] if layered else [])


class ForwardFromOthers(MLPClassifier):
    """Hands over a batch, and others to begin with."""

    def _backprop(self, x, *given):
        activations = next(one for one in given if isinstance(one, list))
        activations[0] = x[::-1].copy()
        return super()._backprop(x, *given)


class Listed(list):
    """A list of a class of its own, which may give anything."""


class ForwardInOtherLists(MLPClassifier):
    """Hands over a batch, and others to begin with, in lists of which none is a plain one."""

    def _backprop(self, x, *given):
        given = [Listed(one) if isinstance(one, list) else one for one in given]
        next(one for one in given if isinstance(one, list))[0] = x[::-1].copy()
        return super()._backprop(x, *given)


class RateInAnArray(MLPClassifier):
    """Has its rate in an array, whose only number is an object that computes itself."""

    def _backprop(self, *given):
        self._optimizer.learning_rate_init = np.array(Negates(0.001), dtype=object)
        return super()._backprop(*given)


class Exchanges(MLPClassifier):
    """Writes other rows over those that it was given, when it has learnt them."""

    def _update_no_improvement_count(self, *given):
        super()._update_no_improvement_count(*given)
        self.rows_given[...] = 0


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("kind", [ForwardFromOthers, ForwardInOtherLists, RateInAnArray, Exchanges])
def test_a_step_takes_what_its_training_was_given(perceptrons, kind):
    """From the first layer on, and to the end of the training."""
    model, given = kind((8,), max_iter=1), X.copy()
    model.rows_given = given
    trained(perceptrons, model, x=given)

    found = [fields["untried"] for event, _, fields in perceptrons.sent if event == "step_kept"]
    assert found == [EXCHANGED]
