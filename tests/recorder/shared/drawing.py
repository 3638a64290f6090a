"""A small network, and the recorder's last callback, which draws one of its steps."""

import contextlib
import os

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import keras
from keras import layers
from sklearn.datasets import load_digits

from grader.recorder.shared import fused
from grader.recorder.shared.sampled import SampledStep
from grader.recorder.shared.sampling.under_way import current

X, Y = load_digits(return_X_y=True)


X = (X / 16).astype("float32")


DENSE = (layers.Dense(16, activation="relu"), layers.Dense(10, activation="softmax"))


def network(*inner, kind=keras.Sequential, **compiled):
    keras.utils.set_random_seed(3)
    made = kind(
        [
            layers.Input((64,)),
            *inner,
            *(layer.__class__.from_config(layer.get_config()) for layer in DENSE),
        ]
    )
    options = {
        "optimizer": "adam",
        "loss": "sparse_categorical_crossentropy",
        "metrics": ["accuracy"],
        **compiled,
    }
    made.compile(**options)
    return made


class Draw(keras.callbacks.Callback):
    """What the recorder's last callback does."""

    def __init__(self, sampled):
        super().__init__()
        self.sampled = sampled

    def on_epoch_begin(self, epoch, logs=None):
        self.sampled.epoch_begins(self.params["steps"])


def trained(model, *data, fuse=True, **options):
    """The step that was kept."""
    sampled = SampledStep(model, contextlib.nullcontext)
    token = current.set(sampled)
    try:
        with fused.fused(model, None, epochs=2) if fuse else contextlib.nullcontext():
            model.fit(*data, epochs=2, verbose=0, callbacks=[Draw(sampled)], **options)
    finally:
        current.reset(token)
    return sampled
