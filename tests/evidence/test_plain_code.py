"""Code that could change how a training goes on is recognised."""

import json
from pathlib import Path

import pytest

from grader.evidence.code.plain_code import reaching
from grader.model.submission import Cell

ROOT = Path(__file__).parents[2]
PLAIN = [
    (
        "import keras\nfrom tensorflow.keras import layers\nimport matplotlib.pyplot as plt\n"
        "%matplotlib inline"
    ),
    "!pip install -q seaborn",
    "history = model.fit(x, y, epochs=500, callbacks=[keras.callbacks.TerminateOnNaN()])",
    "def draw(history):\n    for axis in axes:\n        axis.plot(history.history['loss'])",
    "os.environ['TF_CPP_MIN_LOG_LEVEL'] = '3'; plt.rcParams['figure.figsize'] = (8, 4)",
    "x_train[x_train > 1] = 1\nresults['sgd'] = model.evaluate(x, y)\nframe.loc[0, 'a'] = 3",
    "print(type(model), [layer.name for layer in model.layers])",
    "y_train = keras.utils.to_categorical(y_train); best = max(scores, key=lambda pair: pair[1])",
]
REACHING = {
    "class Liar(keras.callbacks.Callback): pass": "defines the class Liar",
    "keras.callbacks.History.on_epoch_end = lie": "sets the attribute on_epoch_end",
    "layer.trainable = False": "sets the attribute trainable",
    "setattr(keras.Model, 'fit', lie)": "uses setattr",
    "vars(model)['optimizer'] = None": "uses vars",
    "model.__dict__['stop'] = 1": "sets items of __dict__",
    "exec(text)": "uses exec",
    "import threading": "imports threading",
    "from keras.src.trainers import trainer": "imports keras.src.trainers",
    "from tensorflow.python import keras": "imports tensorflow.python",
    "from keras import src": "imports src",
    "from . import mine": "imports .",
    "import mine": "imports mine",
    "Liar = type('Liar', (keras.callbacks.Callback,), {'on_epoch_end': lie})": "uses type",
    "make = type(int)\nLiar = make('Liar', (keras.callbacks.Callback,), {})": "uses type",
    "type(int)('Liar', (), {})": "uses type",
    "make = type\nmake('Liar', (), {})": "uses type",
    "@tf.function\ndef step(x): return x": "decorates step",
    "np.os.system('true')": "uses system",
    "tf.py_function(lie, [x], tf.float32)": "uses py_function",
    "open('seaborn.py', 'w').write(code)": "uses write",
    "frame.to_csv('seaborn.py')": "uses to_csv",
    "await lie()": "runs code beside the training",
    "async def lie(): pass": "runs code beside the training",
    "!echo lie > seaborn.py": "holds what is not plain Python",
    "%run lie.py": "holds what is not plain Python",
    "%%writefile seaborn.py\nlie": "holds what is not plain Python",
    "__builtins__.print = lie": "sets the attribute print",
    "for keras.Model.fit in [lie]: pass": "sets the attribute fit",
    "keras.activations.ALL_OBJECTS_DICT['relu'] = lie": "ALL_OBJECTS_DICT",
    "from keras.activations import ALL_OBJECTS_DICT": "imports ALL_OBJECTS_DICT",
    "keras.utils.get_custom_objects()['relu'] = lie": "uses get_custom_objects",
}


def looked_at(*sources):
    return reaching([Cell(place, "code", source) for place, source in enumerate(sources)])


@pytest.mark.parametrize("source", PLAIN)
def test_code_that_only_uses_its_libraries_is_plain(source):
    """Building, fitting, measuring and drawing change nothing but what they are for."""
    assert looked_at(source) == ()


@pytest.mark.parametrize("source", REACHING)
def test_code_that_may_do_more_is_named(source):
    """By cell and in a few words."""
    found = looked_at("import keras", source)

    assert any(REACHING[source] in phrase for phrase in found), found
    assert all(phrase.startswith("cell 2 ") for phrase in found)


@pytest.mark.parametrize("assignment", ["mnist", "digits"])
def test_the_model_answers_are_plain(assignment):
    """What solves the assignment as a student would needs nothing more."""
    notebook = json.loads((ROOT / "reference" / assignment / "solution.ipynb").read_text("utf-8"))

    assert (
        looked_at(
            *("".join(cell["source"]) for cell in notebook["cells"] if cell["cell_type"] == "code")
        )
        == ()
    )


def test_a_deep_or_broken_cell_is_not_plain():
    """What can't be read can't be called harmless."""
    assert looked_at("(" * 5_000) != ()
    assert looked_at("a\0b") != ()
