"""Notebooks of cells given as (source, execution count, what was printed)."""

import pytest

from grader.model.submission import Cell, Notebook, Output

IMPORTS = (
    "from tensorflow import keras\nfrom tensorflow.keras.layers import Dense\nfrom "
    "tensorflow.keras.datasets import mnist"
)
LOAD = "(x, y), (v, w) = mnist.load_data()\ny = keras.utils.to_categorical(y, 10)"
FLATTEN = "x = x.reshape(60000, 784)"
SCALE = "x = x / 255"
MODEL = (
    "model = keras.Sequential([keras.Input((784,)), Dense(64, activation='sigmoid'), Dense(10, "
    "activation='softmax')])"
)
SGD = "model.compile('sgd', 'mean_squared_error', metrics=['accuracy'])"
ADAM = "model.compile('adam', 'categorical_crossentropy', metrics=['accuracy'])"
FIT = "history = model.fit(x, y, epochs=4, verbose=0)"


def as_output(shown):
    """A printed text, or an error where the text begins with its name."""
    name, _, rest = shown.partition(": ")
    if name.endswith("Error"):
        return Output("error", f"{name}: {rest}", error_name=name)
    return Output("stream", shown, stream="stdout")


@pytest.fixture
def written():
    """Make a notebook."""

    def make(*cells):
        return Notebook(
            tuple(
                Cell(
                    place,
                    "code",
                    source,
                    execution_count=count,
                    outputs=tuple(map(as_output, shown)),
                )
                for place, (source, count, *shown) in enumerate(cells)
            )
        )

    return make


@pytest.fixture
def code():
    """The sources that a notebook is put together from."""
    return {
        "imports": IMPORTS, "load": LOAD, "flatten": FLATTEN, "scale": SCALE, "model": MODEL,
        "sgd": SGD, "adam": ADAM, "fit": FIT,
    }  # fmt: skip


def keras_log(*losses, asked=None, accuracy="accuracy"):
    """The log of a training, an epoch for each loss."""
    return "".join(
        f"Epoch {epoch}/{asked or len(losses)}\n1875/1875 - 1s - {accuracy}: 0.5000 - loss: "
        f"{loss:.4f}\n"
        for epoch, loss in enumerate(losses, start=1)
    )


@pytest.fixture(name="keras_log")
def keras_log_fixture():
    """Write the log of a training."""
    return keras_log
