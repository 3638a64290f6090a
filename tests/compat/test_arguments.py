"""Old arguments mean what they meant, on functions of the test's own."""

import math

import pytest

from grader.recorder.compat.keras2.arguments import batch_shape, teach, translate, whole_steps
from grader.recorder.compat.notes import Notes


@pytest.fixture
def reported():
    return []


@pytest.fixture
def notes(reported):
    return Notes(lambda _, message: reported.append(message))


def test_old_names_become_todays(notes):
    """The first of today's names that the function takes is meant."""
    kwargs = {"init": "uniform", "W_regularizer": "l2", "output_dim": 3}

    translate(
        kwargs, {"units", "kernel_initializer", "kernel_regularizer"}, label="Dense", notes=notes
    )

    assert kwargs == {"kernel_initializer": "uniform", "kernel_regularizer": "l2", "units": 3}


def test_what_is_taken_today_is_never_touched(notes, reported):
    """`output_dim` is a name of today's in an embedding, and an unknown name stays for Keras to
    refuse.
    """
    kwargs = {"output_dim": 3, "unknown": 1}

    translate(kwargs, {"input_dim", "output_dim"}, label="Embedding", notes=notes)

    assert kwargs == {"output_dim": 3, "unknown": 1}
    assert reported == []


def test_a_name_that_is_given_wins(notes):
    """Both names together are the student's mistake, which Keras shall see."""
    kwargs = {"lr": 0.1, "learning_rate": 0.2}

    translate(kwargs, {"learning_rate"}, label="SGD", notes=notes)

    assert kwargs == {"lr": 0.1, "learning_rate": 0.2}


def test_orderings_and_kernels(notes):
    """`th` means channels first; rows and columns are one size."""
    kwargs = {"dim_ordering": "th", "nb_row": 3, "nb_col": 5, "nb_filter": 8}

    translate(kwargs, {"filters", "kernel_size", "data_format"}, label="Conv2D", notes=notes)

    assert kwargs == {"data_format": "channels_first", "kernel_size": (3, 5), "filters": 8}


def test_a_taught_method_looks_as_it_did(notes):
    """Its signature, name and answer are the old ones, also where nothing old is given."""

    class Model:
        def fit(self, x, epochs=1, **kwargs):
            """Train."""
            return x, epochs, kwargs

    teach(Model, "fit", notes, label="model.fit", also=whole_steps)

    assert Model().fit(1, nb_epoch=3, workers=4) == (1, 3, {})
    assert Model().fit(1, epochs=2, own=5) == (1, 2, {"own": 5})
    assert (Model.fit.__name__, Model.fit.__doc__) == ("fit", "Train.")


def test_steps_are_rounded_up(notes, reported):
    """`n / batch_size` is a whole number of steps; a round quotient needs no word."""
    kwargs, even = {"steps_per_epoch": 60 / 32}, {"steps_per_epoch": 64 / 32}

    whole_steps(kwargs, notes)
    whole_steps(even, notes)

    assert (kwargs["steps_per_epoch"], even["steps_per_epoch"]) == (math.ceil(60 / 32), 2)
    assert len(reported) == 1


def test_the_batch_is_no_part_of_the_shape(notes):
    """`batch_input_shape` names the batch first."""
    kwargs = {"batch_input_shape": (None, 784)}

    batch_shape(kwargs, notes)

    assert kwargs == {"input_shape": (784,)}
