"""Trainings that the host may do, by what is special about each."""

import os

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import keras
import numpy as np
from keras import callbacks

from tests.recorder.asking.short import VALIDATION, steps


def halves(epoch, rate):
    return rate * 0.5 if epoch else rate


def halves_down_to(epoch, rate):
    return max(rate * 0.1, 0.0005) if rate > 0.0005 else 0.0001


def single(epoch):
    return np.float32(0.01) / (epoch + 1)


FITS = {
    "nothing": {},
    "epochs": {"epochs": 4},
    "batch size": {"batch_size": 7},
    "silent": {"verbose": 0},
    "a line an epoch": {"verbose": 2},
    "a bar": {"verbose": 1},
    "auto": {"verbose": "auto"},
    "validation": VALIDATION,
    "validation split": {"validation_split": 0.25},
    "validation batch size": {**VALIDATION, "validation_batch_size": 100},
    "every second validation": {**VALIDATION, "validation_freq": 2, "epochs": 4},
    "validation in lines": {**VALIDATION, "verbose": 2},
    "later epochs": {"initial_epoch": 2, "epochs": 5},
    "class weights": {"class_weight": {label: 1.0 + label for label in range(10)}},
    "examples weighed by their class": {
        **VALIDATION,
        "sample_weight": lambda labels: np.where(labels == 8, 3.0, 0.5),
    },
    "examples weighed one by one": {
        **VALIDATION,
        "sample_weight": lambda labels: np.linspace(0.1, 2.0, len(labels), dtype="float32"),
    },
    "later epochs, one stopped early": {
        "initial_epoch": 3,
        "epochs": 12,
        "callbacks": lambda _: callbacks.EarlyStopping(
            "loss", min_delta=9, patience=1, start_from_epoch=5, verbose=1
        ),
    },
    "later epochs by a schedule": {
        "initial_epoch": 1,
        "epochs": 4,
        "callbacks": lambda _: [callbacks.LearningRateScheduler(steps, verbose=1)],
    },
    "no metrics": {"build": {"metrics": ()}},
    "an own name": {"build": {"metrics": (keras.metrics.SparseCategoricalAccuracy("hits"),)}},
    "acc": {"build": {"metrics": ("acc",)}, **VALIDATION},
    "SGD": {"build": {"optimizer": "sgd"}},
    "RMSprop": {"build": {"optimizer": "rmsprop"}},
    "one-hot": {"one_hot": True, "build": {"loss": "mse"}},
    "one-hot crossentropy": {"one_hot": True, "build": {"loss": "categorical_crossentropy"}},
    "without an input": {"build": {"inputs": False}, **VALIDATION},
    "float64": {"dtype": "float64"},
    "stopped early": {
        "epochs": 8,
        "callbacks": lambda _: callbacks.EarlyStopping("loss", min_delta=0.5, patience=1),
    },
    "stopped early with words": {
        "epochs": 8,
        "callbacks": lambda _: [
            callbacks.EarlyStopping("loss", min_delta=9, patience=2, verbose=1)
        ],
    },
    "restored": {
        **VALIDATION,
        "epochs": 6,
        "build": {"optimizer": keras.optimizers.SGD(3.0)},
        "callbacks": lambda _: [
            callbacks.EarlyStopping(patience=2, restore_best_weights=True, verbose=1)
        ],
    },
    "restored though not stopped": {
        "epochs": 3,
        "build": {"optimizer": keras.optimizers.SGD(3.0)},
        "callbacks": lambda _: [
            callbacks.EarlyStopping("loss", patience=9, restore_best_weights=True)
        ],
    },
    "stopped by accuracy": {
        **VALIDATION,
        "epochs": 8,
        "callbacks": lambda _: [callbacks.EarlyStopping("val_accuracy", min_delta=0.9)],
    },
    "plateaus": {
        "epochs": 6,
        "verbose": 2,
        "callbacks": lambda _: [
            callbacks.ReduceLROnPlateau("loss", min_delta=0.3, patience=1, verbose=1)
        ],
    },
    "plateaus in lines": {
        "epochs": 4,
        "verbose": 2,
        "callbacks": lambda _: [callbacks.ReduceLROnPlateau("loss", min_delta=9, patience=1)],
    },
    "a schedule of rates": {
        "epochs": 4,
        "callbacks": lambda _: [callbacks.LearningRateScheduler(halves, verbose=1)],
    },
    "a schedule that looks at the rate": {
        "epochs": 5,
        "callbacks": lambda _: [callbacks.LearningRateScheduler(halves_down_to, verbose=1)],
    },
    "a schedule of single precision": {
        "epochs": 3,
        "callbacks": lambda _: [callbacks.LearningRateScheduler(single)],
    },
    "an old schedule": {
        "epochs": 4,
        "callbacks": lambda _: [callbacks.LearningRateScheduler(steps)],
    },
    "a schedule of the optimizer": {
        "build": {
            "optimizer": keras.optimizers.Adam(
                keras.optimizers.schedules.ExponentialDecay(0.01, 10, 0.9)
            )
        },
    },
    "a log file": {"epochs": 3, "callbacks": lambda at: [callbacks.CSVLogger(str(at / "log.csv"))]},
    "a log file behind validation": {
        **VALIDATION,
        "callbacks": lambda at: [callbacks.CSVLogger(str(at / "log.csv"), separator=";")],
    },
    "a history of one's own": {"callbacks": lambda _: [callbacks.History()]},
    "two callbacks": {
        "epochs": 8,
        "callbacks": lambda _: [
            callbacks.ReduceLROnPlateau("loss", min_delta=9, patience=2),
            callbacks.EarlyStopping("loss", min_delta=0.2, patience=1),
        ],
    },
    "a guard against NaN": {"callbacks": lambda _: [callbacks.TerminateOnNaN()]},
    "a loss that is no number": {
        "epochs": 4,
        "verbose": 2,
        "build": {"optimizer": keras.optimizers.SGD(1e30), "loss": "mse"},
        "one_hot": True,
    },
    "an error metric": {
        "one_hot": True,
        "build": {"loss": "mse", "metrics": ("accuracy", "mae")},
        **VALIDATION,
    },
}
