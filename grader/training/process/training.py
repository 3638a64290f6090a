"""Trains a job to its end.

What happens in an epoch depends on the job and the number of the epoch alone: rows are taken in an
order drawn for that epoch, and random layers draw anew at its beginning. So fewer epochs are a
prefix of more.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

import keras
import numpy as np

from grader.model.training import Arrays, CallbackAsked, PreparedRows, TrainedModel, TrainingJob
from grader.scoring.preparation.recover import Preparation
from grader.scoring.rebuilding.architecture import ModelRefused
from grader.training.kin import shortened
from grader.training.process.building import copies, seed_of, untrained
from grader.training.process.fitting import Course, OnEpoch, fit
from grader.training.process.last_models import LastModels

Epochs = Callable[[int], bool]
"""Whether the weights after so many epochs are to be kept."""
MAX_STATES_BYTES = 256 * 1024**2
MAX_CHECKPOINTS_BYTES = 16 * 1024**2
ROUND = (1, 2, 3, 4, 5, 10, 15, 20, 25, 30, 40, 50, 60, 75, 80)


class PreparedExamples:
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Begun:
    """What a training goes on from, and what is wanted of it beside its end."""

    earlier: TrainedModel | None = None
    """What the job's start names; None where it is fresh."""
    first_epochs: TrainedModel | None = None
    """What the first epochs of the job have come to; None where none were trained."""
    keeps: Epochs = lambda _: False
    """After which epochs weights and optimizer are kept."""
    keeps_all: bool = False
    """Whether they are kept after every epoch."""
    allowed_s: float = math.inf
    """After so many seconds no further epoch is begun."""
    last_models: LastModels = field(default_factory=LastModels)
    """Where the model is looked for that it goes on with, and left."""


def trained(
    job: TrainingJob,
    data: PreparedExamples,
    begun: Begun | None = None,
    *,
    on_epoch: OnEpoch = lambda *_: None,
) -> TrainedModel:
    """What the job comes to; `on_epoch` hears of each epoch. Where the time was over, what as many
    epochs of it come to as were trained.

    Raises `ModelRefused` where it can't be trained here.
    """
    begun = begun or Begun()
    result = _trained(job, data, begun, on_epoch)
    ends_early = any(callback.class_name == "TerminateOnNaN" for callback in job.callbacks)
    if ends_early and not np.isfinite(result.history["loss"]).all():
        # It ends within an epoch, at the very batch: which only Keras' own way tells.
        return _trained(job, data, begun, on_epoch, stock=True)
    return result


def _trained(
    job: TrainingJob,
    data: PreparedExamples,
    begun: Begun,
    on_epoch: OnEpoch,
    *,
    stock: bool = False,
) -> TrainedModel:
    began = time.monotonic()
    first = begun.first_epochs
    if first is None:
        model = untrained(job, begun.earlier, compiled=begun.last_models.take(job))
    else:
        model = untrained(job, first, goes_on=True)
    before = copies(model.trainable_variables)
    kept, ends = _WeightSnapshots(model, begun), _TimeLimit(began + begun.allowed_s)
    course = _course(job, data, first_epoch=first.epochs_run if first else 0)
    callbacks = [*_rates(job), *map(_callback, job.callbacks), kept, ends]
    history = fit(model, course, callbacks=callbacks, on_epoch=on_epoch, stock=stock)
    done = course.first_epoch + len(history.epoch)
    result = TrainedModel(
        digest=(shortened(job, done) if ends.ended else job).digest,
        history=_values(history.history),
        epochs_run=done,
        weights=copies(model.weights),
        optimizer_variables=copies(model.optimizer.variables),
        states=kept.states,
        optimizer_states=kept.optimizer_states,
        wall_s=time.monotonic() - began,
        moved=_differ(before, copies(model.trainable_variables)),
    )
    if not stock:
        begun.last_models.keep(result.digest, job, model)
    return result if first is None else _joined(first, result)


def _joined(first: TrainedModel, rest: TrainedModel) -> TrainedModel:
    """The whole training, of which some epochs were trained before."""
    done = first.epochs_run
    ended = {} if first.optimizer_variables is None else {done: first.optimizer_variables}
    return replace(
        rest,
        history={
            name: (*values, *rest.history.get(name, ())) for name, values in first.history.items()
        },
        states={**first.states, done: first.weights, **rest.states},
        optimizer_states={**first.optimizer_states, **ended, **rest.optimizer_states},
        wall_s=first.wall_s + rest.wall_s,
        moved=first.moved or rest.moved,
    )


def _differ(before: Arrays, after: Arrays) -> bool:
    """Whether any number is another; one that is none any more is."""
    return not all(map(np.array_equal, before, after))


def _course(job: TrainingJob, data: PreparedExamples, *, first_epoch: int) -> Course:
    return Course(
        data.of(job.training),
        data.of(job.validation) if job.validation else None,
        batch_size=job.batch_size,
        epochs=job.epochs,
        first_epoch=first_epoch,
        seed=seed_of(job),
        validation_freq=job.validation_freq,
        shuffle=job.shuffle,
        class_weight=dict(job.class_weight),
        example_weight=_example_weight(job),
    )


def _example_weight(job: TrainingJob) -> np.ndarray | None:
    if not job.example_weight:
        return None
    weights, counts = zip(*job.example_weight, strict=True)
    return np.repeat(np.array(weights, np.float32), counts)


def _values(history: dict[str, list[Any]]) -> dict[str, tuple[float, ...]]:
    """Without the learning rate, which the callbacks that set it add to a history by themselves."""
    return {
        name: tuple(float(value) for value in values)
        for name, values in history.items()
        if name != "learning_rate"
    }


class _WeightSnapshots(keras.callbacks.Callback):  # type: ignore[misc]
    """Keeps the weights after some epochs, and the optimizer's variables after some of these; the
    last ones, as far as they fit.
    """

    def __init__(self, model: Any, begun: Begun) -> None:
        super().__init__()
        self._trained, self._begun = model, begun
        self.states: dict[int, Arrays] = {}
        self.optimizer_states: dict[int, Arrays] = {}
        self._bytes = 0

    def on_epoch_end(self, epoch: int, logs: Any = None) -> None:
        del logs
        done, begun = epoch + 1, self._begun
        if begun.keeps_all and self._bytes < MAX_STATES_BYTES:
            self.states[done] = copies(self._trained.weights)
            self.optimizer_states[done] = copies(self._trained.optimizer.variables)
            self._bytes += _bytes(self.states[done]) + _bytes(self.optimizer_states[done])
        elif begun.keeps(done):
            self._keep(done)

    def _keep(self, done: int) -> None:
        self.states[done] = copies(self._trained.weights)
        self.optimizer_states[done] = copies(self._trained.optimizer.variables)
        while self.states and self._size() > MAX_CHECKPOINTS_BYTES:
            oldest = min(self.states)
            del self.states[oldest], self.optimizer_states[oldest]

    def _size(self) -> int:
        return sum(map(_bytes, (*self.states.values(), *self.optimizer_states.values())))


class _TimeLimit(keras.callbacks.Callback):  # type: ignore[misc]
    """Ends a training with the epoch in which its time is over."""

    def __init__(self, at_s: float) -> None:
        super().__init__()
        self._at_s, self.ended = at_s, False

    def on_epoch_end(self, epoch: int, logs: Any = None) -> None:
        del logs
        more = epoch + 1 < self.params["epochs"] and not self.model.stop_training
        if more and time.monotonic() > self._at_s:
            self.ended = self.model.stop_training = True


def round_numbers(epoch: int) -> bool:
    """Whether it is likely that so many epochs are asked for: 5, 10, 15, 20, … 250, 300."""
    unit = 10 ** max(0, len(str(epoch)) - 2)
    return epoch % unit == 0 and epoch // unit in ROUND


def _bytes(arrays: Arrays) -> int:
    return sum(array.nbytes for array in arrays)


def _rates(job: TrainingJob) -> list[Any]:
    if not job.rates:
        return []
    return [keras.callbacks.LearningRateScheduler(lambda epoch, _: job.rates[epoch])]


def _callback(asked: CallbackAsked) -> Any:
    return getattr(keras.callbacks, asked.class_name)(**asked.config)
