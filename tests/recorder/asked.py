"""A host beside the kernel, in one process: it does the trainings that it is asked for as stock
Keras does.
"""

import contextlib
import io
import re

import keras
import numpy as np
from keras.src.backend.tensorflow.core import Variable

from grader.model.training import TrainedModel
from grader.recorder.events.watch import Watch
from grader.recorder.hooks import keras_calls
from grader.sandbox.messages.answering import packed

TIMES = re.compile(r"\d+(\.\d+)?(ms|us|s|ns)(/step|/epoch)?|\d+:\d\d")


class AskedHost:
    """Stands where the channel stands; `answer` is what it hands out for the next training."""

    def __init__(self):
        self.sent, self.asked, self.answer = [], [], None

    def send(self, event, arrays=None, **fields):
        self.sent.append((event, fields))
        return len(self.sent)

    def ask(self, event, **fields):
        self.sent.append((event, fields))
        return "continue"

    def ask_for_training(self, run, **fields):
        self.asked.append({"run": run, **fields})
        answer = self.answer(fields) if callable(self.answer) else self.answer
        return b"" if answer is None else packed(answer)

    def reported(self, event):
        return [fields for name, fields in self.sent if name == event]


def raised():
    raise  # noqa: PLE0704 - called in the handler of the recorder's own fault


@contextlib.contextmanager
def hooked():
    """Keras with the recorder's hooks, and stock `fit`."""
    trainer, host = keras_calls.trainer_class(keras), AskedHost()
    places = [
        *((trainer, name) for name in ("fit", "evaluate", "predict")),
        *((keras.Model, name) for name in ("save", "save_weights")),
        (Variable, "_initialize"),
    ]
    before = [(place, name, getattr(place, name)) for place, name in places]
    keras_calls.install(keras, Watch(host, raised, lambda: 1, stock=False))
    try:
        yield host, before[0][2]
    finally:
        for place, name, stock in before:
            setattr(place, name, stock)


def trained(model, history):
    """What a host makes of a training that was done with `model`."""
    return TrainedModel(
        digest="d",
        history={
            name: tuple(values)
            for name, values in history.history.items()
            if name != "learning_rate"
        },
        epochs_run=len(history.history["loss"]),
        weights=tuple(model.get_weights()),
        optimizer_variables=tuple(np.array(held.numpy()) for held in model.optimizer.variables),
    )


def printed(fit):
    """What a call returns, and what it leaves on the screen, without the times."""
    screen = io.StringIO()
    with contextlib.redirect_stdout(screen):
        result = fit()
    lines = [re.split(r"[\r\x08]+", line)[-1] for line in screen.getvalue().split("\n")]
    return result, [TIMES.sub("T", line).rstrip() for line in lines]
