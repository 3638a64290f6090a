"""Callbacks as students write them, and a short training that they look at."""

import io
import os
import time

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import keras
import numpy as np
from keras import callbacks, layers


def dense():
    keras.utils.set_random_seed(1)
    parts = [keras.Input((64,)), layers.Dense(10, activation="softmax")]
    model = keras.Sequential(parts)
    model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
    return model


def looks(**hooks):
    return lambda model=None: [callbacks.LambdaCallback(**hooks)]


EPOCHS = 4


def every_other(epoch, logs):
    if (epoch + 1) % max(1, EPOCHS // 2) == 0:
        print(f"{epoch + 1:5d}", "  ".join(f"{name} {value:.4f}" for name, value in logs.items()))


def as_text(name, value):
    return f"{name}={value:.3f}"


kept = []


def keeps(epoch, logs):
    kept.append((epoch, *[as_text(name, logs[name]) for name in logs]))


class Collects(callbacks.Callback):
    """What half of all tutorials write."""

    def on_train_begin(self, logs={}):  # noqa: B006
        self.losses, self.best = [], 99.0

    def on_epoch_end(self, epoch, logs={}):  # noqa: B006
        self.losses.append(logs.get("loss"))
        self.best = min(self.best, logs["loss"])
        print(epoch, list(logs), self.losses[-1], self.best)


class Counts(Collects):
    """An own base class, a method of one's own, attributes of classes, and the clock."""

    every = 2
    seen = 0

    def on_epoch_begin(self, epoch, logs=None):
        self.began = time.time()

    def on_epoch_end(self, epoch, logs=None):
        logs = logs or {}
        self.seen += 1
        if epoch % self.every == 0:
            self.say(epoch, logs, seconds=time.time() - self.began)

    def say(self, epoch, logs, *, seconds):
        steps = self.params["steps"]
        share = 0 if seconds < 0 else np.round(np.mean([logs["loss"], logs["accuracy"]]), 3)
        print("Epoch %d/%d" % (epoch + 1, self.params["epochs"]), steps, share, self.seen)

    def on_train_end(self, logs=None):
        print("done: {:.3f}".format(logs["accuracy"]), self.seen)


class Keeps(callbacks.Callback):
    def __init__(self, names, shown=True):
        super().__init__()
        self.kept, self.names, self.shown = [], names, shown
        self.form = lambda value: f"{100 * value:.1f} %"

    def on_epoch_end(self, epoch, logs=None):
        row = {name: self.form(logs[name]) for name in self.names if name in logs}
        self.kept += [row]
        if self.shown and not epoch % 2:
            print(row, sorted(logs, key=lambda name: -logs[name])[:1])


class Remembers(callbacks.Callback):
    """As Keras' own History is written, with all the options of print."""

    def on_train_begin(self, logs=None):
        self.kept = {}

    def on_epoch_end(self, epoch, logs=None):
        for name, value in (logs or {}).items():
            self.kept.setdefault(name, []).append(value)
        last = self.kept["loss"][-1]
        better = "+" if len(self.kept["loss"]) < 2 or last < self.kept["loss"][-2] else "-"
        print(better, round(sum(self.kept["loss"]) / (epoch + 1), 3), sep=" ", end="\r", flush=True)


counted = []


def counts(epoch, rate):
    counted.append(epoch)
    return rate if len(counted) < 2 else as_number(rate)


def as_number(rate):
    print("slower")
    return rate / 2


LOOK_ON = {
    "a line now and then": looks(on_epoch_end=every_other),
    "a lambda": looks(on_epoch_end=lambda epoch, logs: print(epoch, logs)),
    "all four": looks(
        on_train_begin=lambda logs: print("begin", logs),
        on_epoch_begin=lambda epoch, logs: print("epoch", epoch, logs),
        on_epoch_end=lambda epoch, logs=None: print("end", sorted(logs.items()), time.time() > 0),
        on_train_end=lambda logs: print("over", logs),
    ),
    "a list": looks(on_epoch_end=keeps),
    "losses": lambda: [Collects()],
    "a class of one's own": lambda: [Counts()],
    "a history": lambda: [Remembers()],
    "rows": lambda: [Keeps(["loss", "val_loss"])],
    "before one of Keras' own": lambda: [Collects(), callbacks.EarlyStopping("loss", min_delta=9)],
    "a schedule that counts": lambda: [callbacks.LearningRateScheduler(counts)],
}


def screen():
    return type("Screen", (io.StringIO,), {"__module__": "__main__"})()
