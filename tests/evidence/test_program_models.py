"""Models are read from the code of a notebook that is not run, in whichever words."""

from __future__ import annotations

import pytest

from grader.evidence.order import order_of_execution
from grader.evidence.program import Evaluation, FitCall, read_program
from grader.evidence.runs.network import units_of
from grader.model.submission import Cell, Notebook


def actions_of(code):
    """What the code of one cell does."""
    cell = Cell(0, "code", code, execution_count=1, outputs=())
    return read_program(order_of_execution(Notebook((cell,))).cells)


@pytest.mark.parametrize(
    ("hidden", "output"),
    [
        ("activation=tf.nn.relu", "activation=tf.nn.softmax"),
        ("activation=keras.activations.relu", "activation=softmax"),
        ("activation=layers.ReLU()", "activation=layers.Softmax()"),
        ("activation='ReLU'", "'Softmax'"),
    ],
)
def test_activations_are_read_in_any_words(hidden, output):
    """Functions of libraries, layers, names of classes."""
    (fit,) = actions_of(
        f"m = keras.Sequential([layers.Dense(32, {hidden}), layers.Dense(10, {output})])\n"
        "m.compile(tf.optimizers.Adam, tf.losses.sparse_categorical_crossentropy)\nm.fit(x, y, "
        "epochs=2)"
    )

    assert list(map(str, units_of(fit.model.layers))) == ["Dense 32 (relu)", "Dense 10 (softmax)"]
    assert (fit.compiled.optimizer, fit.compiled.loss) == (
        "Adam",
        "sparse_categorical_crossentropy",
    )


def test_logits_and_activations_on_tensors_are_read():
    """A loss that takes logits, and a function that is called on a tensor."""
    (fit,) = actions_of(
        "i = keras.Input((64,)); h = tf.nn.relu(layers.Dense(32)(i)); m = keras.Model(i, "
        "layers.Dense(10)(h))\n"
        "m.compile('adam', keras.losses.SparseCategoricalCrossentropy(from_logits=True))\n"
        "m.fit(x, y, epochs=2)"
    )

    assert list(map(str, units_of(fit.model.layers))) == ["Dense 32 (relu)", "Dense 10"]
    assert fit.compiled.loss_config["from_logits"] is True


@pytest.mark.parametrize(
    "back",
    [
        "m.save('a.keras'); n = keras.models.load_model('a.keras')",
        "n = keras.models.load_model('best.h5')",
        "n = keras.models.clone_model(m); n.set_weights(m.get_weights())",
        "m.save_weights('w.h5'); n = keras.Sequential([Dense(3)]); n.load_weights('w.h5')",
        "n = keras.Sequential([m, layers.Softmax()])",
        "import copy; n = copy.deepcopy(m)",
    ],
)
def test_a_model_that_came_back_was_trained(back):
    """Its evaluation is one of the training that it went through."""
    actions = actions_of(
        "m = keras.Sequential([Dense(3)]); m.compile('sgd', 'mse')\n"
        "m.fit(x, y, epochs=2, callbacks=[keras.callbacks.ModelCheckpoint('best.h5')])\n"
        + back
        + "\nn.evaluate(x_test, y_test)"
    )
    (fit,) = (action for action in actions if isinstance(action, FitCall))
    (evaluation,) = (action for action in actions if isinstance(action, Evaluation))

    assert evaluation.fit == fit.number


def test_a_model_from_elsewhere_was_not():
    """A file that nothing here wrote."""
    actions = actions_of(
        "m = keras.Sequential([Dense(3)]); m.fit(x, y)\nn = keras.models.load_model('other.h5'); "
        "n.evaluate(x, y)"
    )

    assert [action for action in actions if isinstance(action, Evaluation)] == []
