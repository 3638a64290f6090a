"""Trains a model from draws of Keras' own, to see how good the recorded training makes one.

Loaded only in the scoring process. It is done for twice as many epochs: what is better even than
that has not come from the training alone.
"""

from __future__ import annotations

import inspect
import time
from typing import Any, TypedDict, final

import keras
import numpy as np

from grader.scoring.preparation.recover import Preparation
from grader.scoring.process.compiled import Optimizer, loss_of
from grader.scoring.rebuilding.rebuild import Loss, Unfit, build

MAX_PREPARED_BYTES = 1024**3


class Phase(TypedDict):
    """One training of the line."""

    optimizer: Optimizer
    loss: Loss
    one_hot: bool
    batch_size: int
    epochs: int
    """Over all rows of the assignment."""


@final
class Afresh(TypedDict):
    """Trainings to do from other draws."""

    afresh: list[Phase]
    model: dict[str, Any]
    input_shape: list[int]
    images: str
    """npy files of the training images and of the held-out ones as they lie in the data, and of
    their labels.
    """
    labels: str
    held_out_images: str
    held_out_labels: str
    preparation: dict[str, Any]
    rates: list[float]
    """For each draw, by what the learning rates are multiplied."""
    enough: float
    """An accuracy after which nothing more need be known."""
    allowed_s: float


class StopAtTarget(keras.callbacks.Callback):  # type: ignore[misc]
    """Ends a training that is good enough, and one whose time is over."""

    def __init__(self, enough: float, ends: float) -> None:
        """`ends` is a time of the monotonic clock."""
        super().__init__()
        self.best, self._enough, self._ends = 0.0, enough, ends

    @property
    def is_enough(self) -> bool:
        """Whether nothing more need be known."""
        return self.best >= self._enough

    def on_train_batch_end(self, batch: int, logs: Any = None) -> None:
        """Raise `Unfit` where the time is over."""
        del batch, logs
        if time.monotonic() > self._ends:
            raise Unfit("training it again takes too long")

    def on_epoch_end(self, epoch: int, logs: Any = None) -> None:
        """Look at what it has reached."""
        del epoch
        self.best = max(self.best, float((logs or {}).get("val_accuracy", 0.0)))
        self.model.stop_training = self.is_enough


def train_afresh(request: Afresh) -> dict[str, Any]:
    """The best accuracy of every draw; no more draws where one is good enough."""
    train, held_out = (
        (_prepared(request, images), np.load(request[labels], allow_pickle=False))  # type: ignore[literal-required]
        for images, labels in (("images", "labels"), ("held_out_images", "held_out_labels"))
    )
    ends, found = time.monotonic() + request["allowed_s"], []
    for draw, faster in enumerate(request["rates"], start=1):
        try:
            found.append(_drawn(request, draw, faster, (train, held_out), ends))
        except Unfit:  # of trainings that are all alike, one that came to its end says enough
            if not found or len(set(request["rates"])) > 1:
                raise
            break
        if found[-1] >= request["enough"]:
            break
    return {"ok": True, "accuracies": found}


def _drawn(request: Afresh, draw: int, faster: float, data: Any, ends: float) -> float:
    """The best accuracy of the trainings from one draw."""
    keras.utils.set_random_seed(draw)
    model, seen = build(request), StopAtTarget(request["enough"], ends)
    for phase in request["afresh"]:
        if not seen.is_enough:
            _train(model, phase, faster, data, seen)
    return seen.best


def _train(model: Any, phase: Phase, faster: float, data: Any, seen: StopAtTarget) -> None:
    made = getattr(keras.optimizers, phase["optimizer"]["name"])
    understood = inspect.signature(made.__init__).parameters
    given = phase["optimizer"]["options"]
    options = {name: value for name, value in given.items() if name in understood}
    options["learning_rate"] *= faster
    model.compile(
        optimizer=made(**options),
        loss=loss_of(phase["loss"]),
        metrics=["accuracy"],
        auto_scale_loss=False,
    )
    train, held_out = (
        (x, np.eye(model.output_shape[-1], dtype=np.float32)[y] if phase["one_hot"] else y)
        for x, y in data
    )
    model.fit(
        *train,
        batch_size=phase["batch_size"],
        epochs=phase["epochs"],
        validation_data=held_out,
        callbacks=[seen],
        verbose=0,
    )


def _prepared(request: Afresh, key: str) -> np.ndarray:
    preparation = Preparation.from_json(request["preparation"])
    images = np.load(request[key], mmap_mode="r", allow_pickle=False)  # type: ignore[literal-required]
    if len(images) * int(np.prod(preparation.geometry.target)) * 4 > MAX_PREPARED_BYTES:
        raise Unfit("its prepared images take too much room")
    return preparation.apply(images)
