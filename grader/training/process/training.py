"""Trains a job to its end.

What happens in an epoch hangs on the job and on the number of the epoch alone: rows are taken in an
order drawn for that epoch, and random layers draw anew at its beginning. So fewer epochs are a
prefix of more.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import nullcontext
from typing import Any

import keras
import numpy as np

from grader.model.training import Arrays, CallbackAsked, PreparedRows, TrainedModel, TrainingJob
from grader.recorder.shared import fused
from grader.scoring.preparation.recover import Preparation
from grader.scoring.rebuilding.architecture import ModelRefused
from grader.training.process.building import begun, copies, generators, seed_of

Epochs = Callable[[int], bool]
"""Whether the weights after so many epochs are to be kept."""
OnEpoch = Callable[[int, dict[str, float]], None]
"""Takes the number of an epoch, from 0, and its metrics."""
MAX_STATES_BYTES = 256 * 1024**2


class Arrayed:
    """An assignment's examples, prepared as jobs ask for; what was prepared last is kept."""

    def __init__(self, inputs: np.ndarray, labels: np.ndarray) -> None:
        """Take training and held-out examples one after the other."""
        self._inputs, self._labels = inputs, labels
        self._prepared: list[tuple[PreparedRows, tuple[np.ndarray, np.ndarray]]] = []

    def of(self, rows: PreparedRows) -> tuple[np.ndarray, np.ndarray]:
        """Inputs and targets."""
        for known, arrays in self._prepared:
            if known == rows:
                return arrays
        places = rows.places()
        if len(places) and not 0 <= places.min() <= places.max() < len(self._inputs):
            raise ModelRefused("its data are not the assignment's alone")
        inputs = Preparation.from_json(dict(rows.preparation)).apply(self._inputs[places])
        labels = self._labels[places]
        targets = (
            np.eye(rows.width, dtype=np.float32)[labels] if rows.targets == "one_hot" else labels
        )
        made = inputs, targets[:, None] if rows.targets == "column" else targets
        self._prepared = [*self._prepared[-1:], (rows, made)]
        return made


def trained(
    job: TrainingJob,
    data: Arrayed,
    *,
    earlier: TrainedModel | None = None,
    keeps: Epochs = lambda _: False,
    on_epoch: OnEpoch = lambda *_: None,
) -> TrainedModel:
    """What the job comes to; `keeps` says after which epochs the weights are kept, too, and
    `on_epoch` hears of each.

    Raises `ModelRefused` where it can't be trained here.
    """
    result = _trained(job, data, earlier, keeps, on_epoch)
    ends_early = any(callback.class_name == "TerminateOnNaN" for callback in job.callbacks)
    if ends_early and not np.isfinite(result.history["loss"]).all():
        # It ends within an epoch, at the very batch: which only Keras' own way tells.
        return _trained(job, data, earlier, keeps, on_epoch, stock=True)
    return result


def _trained(
    job: TrainingJob,
    data: Arrayed,
    earlier: TrainedModel | None,
    keeps: Epochs,
    on_epoch: OnEpoch,
    *,
    stock: bool = False,
) -> TrainedModel:
    fused.install()
    began = time.monotonic()
    model = begun(job, earlier)
    seed = seed_of(job)
    kept = _WeightSnapshots(model, keeps)
    history = keras.callbacks.History()
    reporting = keras.callbacks.LambdaCallback(on_epoch_end=on_epoch)
    callbacks = [
        *(_Draws(model, seed), *_rates(job), *map(_callback, job.callbacks)),
        *(kept, history, reporting),
    ]
    x, y = data.of(job.training)
    quickly = fused.fused(model, callbacks, epochs=job.epochs, seed=seed)
    with nullcontext() if stock else quickly:
        model.fit(
            x,
            y,
            batch_size=job.batch_size,
            epochs=job.epochs,
            verbose=0,
            callbacks=callbacks,
            validation_data=data.of(job.validation) if job.validation else None,
            validation_freq=job.validation_freq,
            shuffle=job.shuffle,
            class_weight=dict(job.class_weight) or None,
        )
    return TrainedModel(
        digest=job.digest,
        history=_figures(history.history),
        epochs_run=len(history.epoch),
        weights=copies(model.weights),
        optimizer_variables=copies(model.optimizer.variables),
        states=kept.states,
        wall_s=time.monotonic() - began,
    )


def _figures(history: dict[str, list[Any]]) -> dict[str, tuple[float, ...]]:
    """Without the learning rate, which the callbacks that set it add to a history by themselves."""
    return {
        name: tuple(float(value) for value in values)
        for name, values in history.items()
        if name != "learning_rate"
    }


class _Draws(keras.callbacks.Callback):  # type: ignore[misc]
    """Lets random layers draw from the number of the epoch."""

    def __init__(self, model: Any, seed: int) -> None:
        super().__init__()
        self._generators, self._seed = generators(model), seed

    def on_epoch_begin(self, epoch: int, logs: Any = None) -> None:
        del logs
        for place, generator in enumerate(self._generators):
            drawn = np.random.SeedSequence([self._seed, epoch, place]).generate_state(2)
            generator.assign(drawn.astype(generator.dtype))


class _WeightSnapshots(keras.callbacks.Callback):  # type: ignore[misc]
    """Keeps the weights after some epochs, as long as they fit."""

    def __init__(self, model: Any, keeps: Epochs) -> None:
        super().__init__()
        self._trained, self._keeps = model, keeps
        self.states: dict[int, Arrays] = {}
        self._bytes = 0

    def on_epoch_end(self, epoch: int, logs: Any = None) -> None:
        del logs
        if self._keeps(epoch + 1) and self._bytes < MAX_STATES_BYTES:
            self.states[epoch + 1] = copies(self._trained.weights)
            self._bytes += sum(array.nbytes for array in self.states[epoch + 1])


def _rates(job: TrainingJob) -> list[Any]:
    if not job.rates:
        return []
    return [keras.callbacks.LearningRateScheduler(lambda epoch, _: job.rates[epoch])]


def _callback(asked: CallbackAsked) -> Any:
    return getattr(keras.callbacks, asked.class_name)(**asked.config)
