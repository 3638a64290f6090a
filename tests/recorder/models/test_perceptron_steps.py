"""A perceptron's steps are computed beside scikit-learn, and what they leave is known."""

import copy
import sys

import numpy as np
import pytest
from scipy import sparse
from sklearn.neural_network import MLPClassifier, _stochastic_optimizers

from grader.recorder.events.perceptrons import EXCHANGED, Followed
from grader.recorder.models.perceptron_steps import StepsBeside
from tests.recorder.followed_perceptrons import X, Y, sent_about, small, trained

SETTINGS = [
    {},
    {"activation": "tanh", "solver": "sgd", "momentum": 0.5},
    {"activation": "logistic", "solver": "sgd", "nesterovs_momentum": False},
    {"activation": "identity", "beta_1": 0.5, "epsilon": 1e-4, "alpha": 0.5},
    {"hidden_layer_sizes": (8, 6, 4), "learning_rate_init": 0.1},
    {"solver": "sgd", "learning_rate": "invscaling"},
    {"early_stopping": True},
    {"learning_rate_init": 30.0},
    {"beta_1": 0.8, "alpha": 0.001, "max_iter": 40},
    {"learning_rate_init": np.float64(0.01), "solver": "sgd"},
]


def told(perceptrons):
    """What was said of the steps of each run."""
    return [fields["untried"] for event, _, fields in perceptrons.sent if event == "step_kept"]


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("settings", SETTINGS, ids=str)
@pytest.mark.parametrize(
    "given", [X, X.astype("float32"), sparse.csr_matrix(X)], ids=["double", "single", "sparse"]
)
@pytest.mark.parametrize("labels", [Y, Y % 2], ids=["ten", "two"])
def test_steps_of_its_own_are_known(perceptrons, settings, given, labels):
    """Whatever it is trained with, also where weights become large."""
    model = MLPClassifier(**{"hidden_layer_sizes": (8,), "max_iter": 3, **settings})

    trained(perceptrons, model, x=given, y=labels)

    assert told(perceptrons) == [""]


class GivesMoments(MLPClassifier):
    """Puts something into what the optimizer holds, after the first pass."""

    def _update_no_improvement_count(self, *given):
        super()._update_no_improvement_count(*given)
        held = self._optimizer
        for listed in (held.velocities,) if self.solver == "sgd" else (held.ms, held.vs):
            if self.n_iter_ == 1:
                listed[0][0, 0] += 0.5


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("solver", ["adam", "sgd"])
def test_moments_are_what_steps_have_left(perceptrons, solver):
    """Others were put in."""
    trained(perceptrons, GivesMoments((8,), max_iter=3, solver=solver))

    assert told(perceptrons) == [EXCHANGED]


@pytest.mark.filterwarnings("ignore")
def test_moments_that_a_copy_holds_were_left_by_steps(perceptrons):
    """A copy goes on with what another call has left, and a new training with none."""
    model = small()
    for run in (1, 2):
        followed = Followed(model)
        for _ in range(2):
            perceptrons.begins(followed)
            model.partial_fit(X, Y, classes=range(10))
            perceptrons.forget()
        sent_about(perceptrons, followed, run)
        model = copy.deepcopy(model)
    trained(perceptrons, model, run=3)

    assert told(perceptrons) == ["", "", ""]


@pytest.mark.filterwarnings("ignore")
def test_a_copy_with_other_moments(perceptrons):
    """What nobody has left there is no training's."""
    model = small()
    perceptrons.begins(Followed(model))
    model.partial_fit(X, Y, classes=range(10))
    perceptrons.forget()
    model._optimizer.ms[1] += 0.1
    followed = Followed(model)
    perceptrons.begins(followed)
    model.partial_fit(X, Y)
    sent_about(perceptrons, followed)

    assert told(perceptrons) == [EXCHANGED]


class AtPasses(MLPClassifier):
    """Does something with its weights when a pass is over."""

    def __init__(self, does=None, **settings):
        super().__init__(hidden_layer_sizes=(8,), random_state=1, **settings)
        self.does = does

    def _update_no_improvement_count(self, *given):
        super()._update_no_improvement_count(*given)
        self.does(self)


def puts_in_best(model):
    model._best_coefs = [one + 0.01 for one in model.coefs_]


def moves(model):
    model.coefs_[0][0, 0] += 1e-6


def moves_at_last(model):
    if model.n_iter_ == model.max_iter:
        moves(model)


def exchanges(model):
    model.coefs_ = [one.copy() for one in model.coefs_]


def looks(model):
    model.looked = [one.copy() for one in model.coefs_]


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize(
    ("does", "settings", "found"),
    [
        (puts_in_best, {"early_stopping": True}, EXCHANGED),
        (moves, {"early_stopping": True}, EXCHANGED),
        (moves, {}, EXCHANGED),
        (moves_at_last, {}, EXCHANGED),
        (exchanges, {"solver": "sgd"}, EXCHANGED),
        (looks, {"early_stopping": True}, ""),
        (looks, {}, ""),
    ],
)
def test_between_the_steps_of_a_call_nothing_moves(perceptrons, does, settings, found):
    """Nor is anything but what a step has left what the training ends with."""
    trained(perceptrons, AtPasses(does, max_iter=4, **settings))

    assert told(perceptrons) == [found]


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("given", [X, X.astype("float32")], ids=["double", "single"])
def test_early_stopping_comes_back_to_a_pass(perceptrons, given):
    """Which is not the last one."""
    last = []
    model = AtPasses(
        lambda one: last.append([kernel.copy() for kernel in one.coefs_]),
        early_stopping=True,
        learning_rate_init=0.3,
        max_iter=12,
    )

    trained(perceptrons, model, x=given)

    assert not any(np.array_equal(model.coefs_[0], kernels[0]) for kernels in last[-1:])
    assert any(np.array_equal(model.coefs_[0], kernels[0]) for kernels in last)
    assert told(perceptrons) == [""]


@pytest.mark.filterwarnings("ignore")
def test_what_is_trained_on_goes_on_from_where_it_is(perceptrons):
    """A second call begins with the weights of the first one, or with others."""
    model = small(warm_start=True, early_stopping=True)
    trained(perceptrons, model)
    trained(perceptrons, model, run=2)
    model.coefs_ = [one * 0.5 for one in model.coefs_]
    trained(perceptrons, model, run=3)

    assert told(perceptrons)[:2] == ["", ""]


@pytest.mark.filterwarnings("ignore")
def test_best_weights_are_put_back_between_calls(perceptrons):
    """By whoever trains pass by pass: what runs between the calls is the notebook's."""
    model, kept = small(), None
    followed = Followed(model)
    perceptrons.begins(followed)
    for number in range(6):
        model.partial_fit(X, Y, classes=range(10))
        if number == 3:
            kept = [one.copy() for one in model.coefs_], [one.copy() for one in model.intercepts_]
    model.coefs_, model.intercepts_ = kept
    sent_about(perceptrons, followed)

    assert told(perceptrons) == [""]


class Numbers:
    """NumPy, but for what it is told."""

    def __init__(self, **exchanged):
        self.__dict__.update(exchanged)

    def __getattr__(self, name):
        return getattr(np, name)


@pytest.mark.filterwarnings("ignore")
def test_functions_far_below_do_not_matter_but_for_what_they_do(perceptrons, monkeypatch):
    """One that gives what NumPy's gives is none of our business; another is."""
    found = []
    for run, off in enumerate((0.0, 0.01), start=1):
        numbers = Numbers(sqrt=lambda value, off=off: np.sqrt(value) + off)
        monkeypatch.setattr(_stochastic_optimizers, "np", numbers)
        trained(perceptrons, small(), run=run)
        found = told(perceptrons)

    assert found == ["", EXCHANGED]


@pytest.mark.filterwarnings("ignore")
def test_what_runs_between_two_lines_of_a_step(perceptrons):
    """A profiler moves a weight."""
    model = small()

    def look(frame, event, _):
        if event == "return" and frame.f_code.co_name == "_get_updates":
            model.coefs_[0][0, 0] += 0.1

    sys.setprofile(look)
    try:
        trained(perceptrons, model)
    finally:
        sys.setprofile(None)

    assert told(perceptrons) == [EXCHANGED]


class Rows(np.ndarray):
    """Rows of a class of its own."""


class TakesRows(MLPClassifier):
    """Trains on them."""

    def _fit_stochastic(self, x, *rest, **more):
        return super()._fit_stochastic(x.view(Rows), *rest, **more)


@pytest.mark.filterwarnings("ignore")
def test_rows_are_plain_arrays(perceptrons):
    """Others compute what they like."""
    trained(perceptrons, TakesRows((8,), max_iter=2))

    assert told(perceptrons) == [EXCHANGED]


@pytest.mark.filterwarnings("ignore")
def test_what_cannot_be_looked_at_is_not_scikit_learns(perceptrons, monkeypatch):
    """Whatever fails there is no reason to believe it."""
    perceptrons._watch.on_fault = lambda: None

    def fails(*_):
        raise ValueError

    monkeypatch.setattr(StepsBeside, "batch_ended", fails)
    trained(perceptrons, small())

    assert told(perceptrons) == [EXCHANGED]
