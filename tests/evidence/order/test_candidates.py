"""Saved outputs have a say in which order the cells ran."""

import pytest

from grader.evidence import order_to_run
from grader.evidence.order.code_cells import CodeCells
from grader.evidence.order.paper import read_on_paper
from grader.evidence.order.saved import SavedOutput


def on_paper(notebook):
    """What speaks against top to bottom."""
    cells = CodeCells(notebook)
    reading = read_on_paper(
        cells, [SavedOutput(part.cell) for part in cells.all], range(len(cells.all))
    )
    return [(found.place, found.about) for found in reading.contradictions]


def test_a_printed_extreme_value_tells_what_had_been_done_to_the_data(written, code):
    """Load was run again at 8, before halving: the inputs of the early print and fit were whole."""
    notebook = written(
        (code["imports"], 1), (code["load"] + "\n" + code["flatten"], 8), ("x = x / 2", 9),
        ("print(x.max())", 4, "255\n"), (code["model"], 5), (code["sgd"], 6), (code["fit"], 7), (code["fit"], 10),
    )  # fmt: skip

    assert order_to_run(notebook).cells == (0, 1, 3, 4, 5, 6, 1, 2, 7)


def test_data_that_were_scaled_twice_are_scaled_twice(written, code):
    """The gap alone would not be believed; the printed value is."""
    notebook = written(
        (code["imports"], 1), (code["load"] + "\n" + code["flatten"], 2), (code["scale"], 4),
        ("print(x.max())", 5, "0.00392156862745098\n"), (code["model"], 6), (code["sgd"], 7), (code["fit"], 8),
    )  # fmt: skip

    order = order_to_run(notebook)

    assert order.cells == (0, 1, 2, 2, 3, 4, 5, 6)
    assert "changed where the saved outputs contradict them" in order.reason


def test_a_log_tells_how_many_epochs_were_asked_for(written, code, keras_log):
    """`epochs` was set again for the other training, before the cell that set it first was run
    again.
    """
    fit = "model.fit(x, y, epochs=epochs)"
    notebook = written(
        (code["imports"] + "\n" + code["load"] + "\n" + code["flatten"], 1), (code["model"], 2), (code["sgd"], 3),
        ("epochs = 2", 9), ("epochs = 3", 4), (fit, 6, keras_log(0.09, 0.08)), (fit, 10, keras_log(0.07, 0.06)),
    )  # fmt: skip

    cells = order_to_run(notebook).cells

    assert cells[cells.index(5) - 1] == 3


def test_what_failed_for_want_of_a_name_does_not_wait_for_it(written, code):
    """The saved NameError is what the student saw."""
    notebook = written(
        (code["adam"], 1, "NameError: name 'model' is not defined"),
        (code["imports"] + "\n" + code["load"] + "\n" + code["flatten"], 2), (code["model"], 3), (code["sgd"], 4),
        (code["fit"], 5),
    )  # fmt: skip

    assert order_to_run(notebook).cells == (0, 1, 2, 3, 4)


@pytest.mark.parametrize(
    ("source", "shown", "about"),
    [
        ("print(x.shape)", "(10000, 784)\n", "(60000, 28, 28) was not shown"),
        ("print(x.max())", "1.0\n", "255 was not shown"),
        ("x.shape", "(3, 3)", "(60000, 28, 28) was not shown"),
        ("print(model.optimizer)", "<keras.optimizers.Adam object at 0x7f>\n", "SGD was not shown"),
        ("model.summary()", ("Layer (type)  Output Shape  Param #\n d (Dense)  (None, 10)  7850\n"
                            "Total params: 7,850\n"), "the model had 1 layers"),
        ("model.fit(x.reshape(60000, 784), y, epochs=2)", ("Epoch 1/5\n1875/1875 - 1s - accuracy: "
                                                          "0.1000 - loss: 0.0900\n"), "5 epochs were asked for"),
        ("model.fit(x.reshape(60000, 784), y)", ("Epoch 1/1\n469/469 - 1s - accuracy: 0.1000 - "
                                                "loss: 0.0900\n"), "an epoch had 469 batches"),
        ("model.fit(x.reshape(60000, 784), y)", "Epoch 1/1\n1875/1875 - 1s - loss: 0.0900\n", "accuracy was no metric"),
        ("model.fit(x.reshape(60000, 784), y)", ("Epoch 1/1\n1875/1875 - 1s - accuracy: 0.1000 - "
                                                "loss: 2.3000\n"), ("the loss was no mean squared "
                                                                  "error")),
        ("model.fit(x, y)", "", "the inputs had the shape (784,)"),
        (("model = keras.Sequential([keras.Input((784,)), Dense(10)])\nmodel.fit(x.reshape(60000, "
         "784), y)"), "", "the model was compiled"),
        ("print(nobody)", "1\n", None),
        ("model.fit(x, y)", "ValueError: shapes", None),
        ("for k in ks:\n    print(x.shape)", "(60000, 28, 28)\n", None),
        ("if flag:\n    print(x.shape)", "no\n", None),
        ("print(x.mean())", "33.3\n", None),
        ("model.fit(x.reshape(60000, 784), y, batch_size=128, epochs=1)", ("Epoch 1/1\n60000/60000 "
                                                                          "[====] - 4s - loss: "
                                                                          "0.0900 - accuracy: "
                                                                          "0.1000\n"), None),
        ("model.fit(x.reshape(60000, 784), y, validation_split=0.2)", ("Epoch 1/1\n1500/1500 "
                                                                      "[====] - 4s - loss: 0.0900 "
                                                                      "- accuracy: 0.1000\n"), None),
        ("model.fit(x.reshape(60000, 784), y, 32, 1, 1, None, 0.2)",
         "Epoch 1/1\n1500/1500 [====] - 4s - loss: 0.0900 - accuracy: 0.1000\n", None),
        (("model.fit(x.reshape(60000, 784), y, validation_split=0.2, "
          "validation_data=(x.reshape(60000, 784), y))"),
         "Epoch 1/1\n1875/1875 [====] - 4s - loss: 0.0900 - accuracy: 0.1000\n", None),
        (("model.fit(x.reshape(60000, 784), y, validation_split=0.2, "
          "validation_data=(x.reshape(60000, 784), y))"),
         "Epoch 1/1\n1500/1500 [====] - 4s - loss: 0.0900 - accuracy: 0.1000\n",
         "an epoch had 1500 batches"),
    ],
)  # fmt: skip
def test_what_speaks_against_an_order(written, code, source, shown, about):
    """Only what no run in that order could have shown, and nothing that the code does not tell."""
    notebook = written(
        (code["imports"], 1),
        (code["load"], 2),
        (code["model"], 3),
        (code["sgd"], 4),
        (source, 5, shown),
    )

    assert on_paper(notebook) == ([(4, about)] if about else [])


def test_a_log_that_begins_anew_is_not_one_that_goes_on(written, code, keras_log):
    """The model must have been made again in between."""
    fit = "model.fit(x.reshape(60000, 784), y, epochs=3)"
    logs = keras_log(0.09, 0.05, 0.02), keras_log(0.09, 0.04, 0.02)
    head = (code["imports"], 1), (code["load"], 2), (code["model"], 3), (code["sgd"], 4)

    assert on_paper(written(*head, (fit, 5, logs[0]), (fit, 6, logs[1]))) == [
        (5, "the model was new")
    ]
    assert (
        on_paper(written(*head, (fit, 5, logs[0]), (fit, 6, keras_log(0.019, 0.015, 0.012)))) == []
    )


def test_the_same_notebook_gets_the_same_order(written, code):
    """The search is bounded by steps, not by the clock."""
    cells = [
        (code["load"], 3),
        (code["imports"], 9),
        (code["fit"], 5),
        (code["model"], 7),
        (code["sgd"], 2),
    ]

    assert order_to_run(written(*cells)) == order_to_run(written(*cells))


def test_a_model_that_was_missing_is_asked_for_no_state(written, code):
    """What failed for want of a model does not wait until there is one that has layers."""
    notebook = written(
        (code["imports"], 2),
        (code["model"], 3),
        ("model.summary()", 1, "NameError: name 'model' is not defined"),
    )

    assert order_to_run(notebook).cells == (2, 0, 1)
