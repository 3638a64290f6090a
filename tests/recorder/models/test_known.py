"""Models that a loop may read are told from those whose weights nobody saw learnt."""

import os

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

from types import SimpleNamespace

import keras
import numpy as np
import pytest
from keras.src.backend.tensorflow.core import Variable

from grader.recorder.asking import initial_values
from grader.recorder.events.registry import Registry
from grader.recorder.events.states import States
from grader.recorder.models.known import ModelsKnown


@pytest.fixture(scope="module", autouse=True)
def installed():
    """What remembers how variables were made; taken back for the tests that follow."""
    stock = Variable._initialize, Variable._initialize_with_initializer
    initial_values.install()
    yield
    Variable._initialize, Variable._initialize_with_initializer = stock


@pytest.fixture
def watch():
    return SimpleNamespace(models=Registry(), states=States(), states_left={}, stock=False)


@pytest.fixture
def trained(watch):
    return a_model(watch)


@pytest.fixture
def known(watch, trained):
    return ModelsKnown(watch, Registry(), lambda: trained.trainable_variables)


def a_model(watch):
    model = keras.Sequential([keras.layers.Input((6,)), keras.layers.Dense(4)])
    watch.models.number(model)
    return model


def put(model, seed=1):
    rng = np.random.default_rng(seed)
    model.set_weights([rng.normal(size=weight.shape) for weight in model.weights])


def test_weights_that_nobody_saw_learnt_are_not_known(watch, trained, known):
    """Those of a model that was drawn are, and those of the one that is trained, whatever it
    holds.
    """
    drawn, other = a_model(watch), a_model(watch)
    put(other)
    put(trained, seed=2)

    known.look()

    assert set(known.alive()) == {trained, drawn}


def test_what_is_forbidden_to_learn_is_not_known_by_that(watch, trained, known):
    """A frozen model holds what was drawn, or what nobody saw learnt, like any other."""
    drawn, other = a_model(watch), a_model(watch)
    put(other)
    drawn.trainable = other.trainable = False

    known.look()

    assert set(known.alive()) == {trained, drawn}


def test_in_a_course_s_own_environment_all_are_known(watch, trained, known):
    """Nobody has taken down there what was drawn."""
    watch.stock, other = True, a_model(watch)
    put(other)

    known.look()

    assert other in known.alive()


def test_copies_and_what_trainings_left_are_known(watch, trained, known):
    """An average begins as a copy; a teacher was trained."""
    average, teacher = a_model(watch), a_model(watch)
    put(trained, seed=2)
    average.set_weights(trained.get_weights())
    put(teacher, seed=3)
    watch.states.note(1, teacher.get_weights(), last=True)

    known.look()

    assert {average, teacher} <= set(known.alive())


def test_an_average_is_known_in_the_next_cell(watch, trained, known):
    """Whatever steps have made of it, unless it was changed since."""
    average = a_model(watch)
    known.look()
    put(average)
    known.loop_ended()
    later = ModelsKnown(watch, Registry(), lambda: trained.trainable_variables)
    later.look()

    assert average in later.alive()
    put(average, seed=4)
    last = ModelsKnown(watch, Registry(), lambda: trained.trainable_variables)
    last.look()
    assert average not in last.alive()
