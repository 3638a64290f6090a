"""What the training process keeps of a job and what it lets go: models that the next one may go on
with, and no graphs.
"""

import gc
from dataclasses import replace

import numpy as np
import pytest
from tensorflow.python.framework.func_graph import FuncGraph

from grader.model.training import After, CallbackAsked
from grader.scoring.process.worker import forget_models
from grader.training.process import building
from grader.training.process.last_models import MOST, LastModels
from grader.training.process.training import Begun, PreparedExamples, trained
from tests.training.cases.jobs import DENSE, JOB

RANDOM = {"module": "keras.layers", "class_name": "Dropout", "config": {"rate": 0.4}}
NORMAL = {"module": "keras.layers", "class_name": "BatchNormalization", "config": {}}
HIDDEN = {**DENSE, "config": {"units": 16, "activation": "relu"}}
PATIENT = {"monitor": "loss", "patience": 1, "restore_best_weights": True}
FIRST = replace(
    JOB,
    model={"input": [64], "layers": [HIDDEN, NORMAL, RANDOM, DENSE]},
    optimizer={"name": "Adam", "options": {"learning_rate": 0.05}},
    epochs=3,
)
STOPS = (CallbackAsked("EarlyStopping", PATIENT),)
HALF = {"name": "Adam", "options": {"learning_rate": 0.025}}
GOING_ON = (
    {},
    {"optimizer": HALF, "batch_size": 50},
    {"callbacks": STOPS, "class_weight": ((0, 2.0), (1, 0.5))},
    {"rates": (0.1, 0.001), "epochs": 2, "validation": None},
    {},
)
"""How each `fit` of one model differs from the first."""
OTHERWISE = (
    {"start": After("d", "new")},
    {"start": After("e", "continues")},
    {"optimizer": {"name": "Adam", "options": {"learning_rate": 0.05, "beta_1": 0.8}}},
    {"optimizer": {"name": "SGD", "options": {"learning_rate": 0.05}}},
    {"loss": {"name": "mean_squared_error", "options": {}}},
    {"metrics": ()},
    {"model": {"input": [64], "layers": [DENSE]}},
)


@pytest.fixture
def examples(digits):
    x = np.concatenate([digits.train_x, digits.held_out_x])
    return PreparedExamples(x, np.concatenate([digits.train_y, digits.held_out_y]))


@pytest.fixture
def built(monkeypatch):
    """The models that were built."""
    made, stock = [], building._built
    monkeypatch.setattr(building, "_built", lambda tree: made.append(stock(tree)) or made[-1])
    return made


def all_of(result):
    variables = (*result.weights, *result.optimizer_variables)
    return result.history, result.epochs_run, [value.tobytes() for value in variables]


def test_with_its_steps_traced_once_a_chain_comes_to_the_same_bits(examples, built):
    """Random layers, moving averages, other rates and batches, callbacks that end and restore."""
    came = []
    for last in (LastModels(), None):
        job, earlier, results = FIRST, None, []
        for given in ({}, *GOING_ON):
            job = replace(FIRST, start=job.start, **given)
            kept = {} if last is None else {"last_models": last}
            earlier = trained(job, examples, Begun(earlier=earlier, **kept))
            results.append(all_of(earlier))
            job = replace(job, start=After(earlier.digest, "continues"))
        came.append(results)

    assert came[0] == came[1]
    assert len(built) == 1 + 1 + len(GOING_ON)


class Small:
    def count_params(self):
        return 1


@pytest.mark.parametrize("change", OTHERWISE, ids=lambda change: next(iter(change)))
def test_what_would_be_compiled_otherwise_is_built_anew(change):
    """As is what goes on from another training, or with another optimizer."""
    last, job = LastModels(), replace(FIRST, start=After("d", "continues"))
    last.keep("d", FIRST, Small())

    assert last.take(replace(job, **change)) is None
    assert last.take(job) is not None


def test_a_model_is_taken_once_and_the_oldest_makes_room():
    """Whoever takes it trains it on, so it is no longer what that training has left."""
    last, job = LastModels(), replace(FIRST, start=After("0", "continues"))
    last.keep("0", FIRST, Small())
    assert last.take(job) is not None
    assert last.take(job) is None

    for number in range(MOST + 1):
        last.keep(str(number), FIRST, Small())

    assert last.take(job) is None
    assert last.take(replace(job, start=After("1", "continues"))) is not None


def test_large_models_are_not_kept():
    last, large = LastModels(), Small()
    large.count_params = lambda: 2_000_000
    last.keep("0", FIRST, large)

    assert last.take(replace(FIRST, start=After("0", "continues"))) is None


@pytest.fixture
def graphs():
    """Which graphs are alive that were not before."""
    gc.collect()
    before = {id(each) for each in gc.get_objects() if isinstance(each, FuncGraph)}
    return lambda: [
        each for each in gc.get_objects() if isinstance(each, FuncGraph) and id(each) not in before
    ]


def test_no_graph_of_a_training_is_left(graphs, examples):
    """Each would hold its tensors, and be gone through whenever garbage is collected."""
    trained(JOB, examples)
    assert graphs()

    forget_models()

    assert graphs() == []
