"""Today's code does the same with the recorder and its compatibility layer as without, to the last
bit.
"""

import os
import subprocess
import sys
from pathlib import Path

import pytest

import grader

RECORDER = """
import sys
from recorder.hooks.cells import Cells
from recorder.compat.notes import Notes
from recorder.hooks.install import install
from recorder.events.watch import Watch

class Channel:
    sent = 0
    def send(self, event, arrays=None, **fields):
        assert event != "recorder_fault" and fields.get("kind") != "compatibility", fields
        self.sent += 1
        return self.sent
    def ask(self, event, **fields):
        return "continue"

def raised():
    raise SystemExit(sys.exc_info()[1])

install({"seed": 1, "served": {}}, Watch(Channel(), raised, lambda: 1, stock=True), Cells(raised),
        Notes(lambda kind, message: Channel().send("notice", kind=kind, message=message)))
"""
MODERN = """
import copy, inspect, keras, numpy as np
keras.utils.set_random_seed(3)
model = keras.Sequential([
    keras.Input((8, 8, 1)), keras.layers.Conv2D(4, 3, activation="relu"), keras.layers.Conv2D(4, 3, 2),
    keras.layers.Flatten(), keras.layers.Dropout(0.5), keras.layers.Dense(3, activation="softmax"),
])
model.compile(keras.optimizers.SGD(0.1, momentum=0.9), "categorical_crossentropy", metrics=["accuracy"])
x = np.random.default_rng(0).random((300, 8, 8, 1)).astype("float32")
y = keras.utils.to_categorical(np.arange(300) % 3)
early = keras.callbacks.EarlyStopping(monitor="val_accuracy", patience=2)
history = model.fit(x, y, epochs=3, verbose=0, validation_split=0.2, callbacks=[early])
print(history.history, model.evaluate(x, y, verbose=0), model.train_on_batch(x, y))
print(model.to_json(), model.get_compile_config(), model.optimizer.get_config())
model.save("modern.keras")
again = keras.models.load_model("modern.keras")
print(again.evaluate(x, y, verbose=0), again.optimizer.get_config(), copy.deepcopy(keras.optimizers.SGD(momentum=0.5)).momentum)
print([inspect.signature(thing) for thing in (keras.layers.Dense, keras.Model.fit, keras.optimizers.Adam)])

class Wider(keras.layers.Dense):
    def __init__(self, units, extra=1, **kwargs):
        super().__init__(units, **kwargs)
        self.extra = extra

class Plain(keras.layers.Layer):
    def __init__(self, size=1):
        super().__init__()
        self.size = size

print(Wider(3, extra=2).get_config(), Plain(4).get_config())
print(keras.models.clone_model(model).count_params(), float(model.predict(x, verbose=0).sum()))
for wrong in ("keras.layers.Dense(3, unit=4)", "keras.layers.Conv2D(3)", "model.fit(x, epoch=3)", "keras.layers.Denes"):
    try:
        eval(wrong)
    except Exception as error:
        print(type(error).__name__, error)
"""


@pytest.fixture(scope="module")
def outputs(tmp_path_factory):
    return [run(prelude, tmp_path_factory.mktemp("modern")) for prelude in ("", RECORDER)]


def run(prelude, folder):
    package = str(Path(grader.__file__).parent)
    environment = {
        **os.environ,
        "TF_CPP_MIN_LOG_LEVEL": "3",
        "KERAS_BACKEND": "tensorflow",
        "PYTHONPATH": package,
    }
    command = [sys.executable, "-W", "error::UserWarning", "-c", prelude + MODERN]
    done = subprocess.run(
        command,
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_modern_code_is_left_alone(outputs):
    """Histories, figures, configurations, signatures, files and error messages are the same."""
    without, with_recorder = outputs

    assert without == with_recorder
    assert len(without.splitlines()) == 10
