"""Watches training by `train_on_batch`, and by a `fit` that a callback calls within another.

All batches that one cell trains a model with are one run, and so are all such calls. How many
epochs they make, nobody but the student knows. Of the data the first batch is sent at the start,
and what the others held at the end (see `pieces.py`): an array that they are slices of may hold
rows that were never trained on.
"""

from __future__ import annotations

import contextlib
import functools
import inspect
import time
from collections.abc import Callable, Iterator
from types import ModuleType
from typing import Any

import numpy as np

from ..events.by_hand import ByHand
from ..events.collected import Collected
from ..events.data_passed import send_with_data
from ..events.runs import Run, tell_step
from ..events.summary import Piece, as_array
from ..events.watch import Watch
from ..events.weights_put_in import tell_weights_set
from ..models.weights import weights_in
from ..rows.pieces import Pieces
from ..rows.pipelines import LONGEST_TOGETHER_S, rows_of
from ..shared.digests import weights_digest
from .keras_calls import results_by_name, trainer_class

A_MOMENT_S = 0.5
MAX_POINTS = 500
"""A longer history is sent as means of equal stretches."""


class Batches:
    """The runs under way in the running cell."""

    def __init__(self, watch: Watch, collected: Collected) -> None:
        """No batch was seen yet."""
        self._watch, self._collected = watch, collected
        self._open: dict[int, _BatchRun] = {}
        self._within: set[int] = set()
        """The models that a `fit` within another one has trained."""
        watch.fit_within, watch.fit_ends = self.fits_within, self.fit_ends

    def install(self, keras: ModuleType) -> None:
        """Hook `train_on_batch` of every Keras model."""
        trainer = trainer_class(keras)
        trainer.train_on_batch = self._hook(trainer.train_on_batch)

    def cell_ended(self, count: int | None) -> None:
        """Finish the runs."""
        models = len(self._open)
        while self._open:
            _, run = self._open.popitem()
            run.finish(count, self._collected.of(len(self._open), models))
        self._within.clear()

    def fits_within(self, model: Any, given: dict[str, Any], train: Callable[[], Any]) -> Any:
        """Call `train`, a `fit` of the model that was `given` this, while another one goes on."""
        run = None
        with self._watch.shielded():
            run = self._run_of(model)
            self._within.add(self._watch.number(model))
            if run.wants_more():
                run.before(given)
        if run is None:
            return train()
        with run.followed():
            result = train()
        with self._watch.shielded():
            run.fitted(getattr(result, "history", {}))
            run.leaves_a_state()
            run.look_through(given.get("x"))
        return result

    def fit_ends(self) -> None:
        """Finish the runs of those within it, before it says what it came to itself."""
        while self._within:
            number = self._within.pop()
            run = self._open.pop(number, None)
            if run is not None:
                self._watch.exports.whole(number)
                run.finish(self._watch.count(), {})

    def _hook(self, stock: Any) -> Any:
        signature = inspect.signature(stock)
        watch = self._watch

        @functools.wraps(stock)
        def train_on_batch(model: Any, *args: Any, **kwargs: Any) -> Any:
            with watch.outermost() as outer:  # Keras' own `fit` never calls it: a callback does
                run = None
                with watch.shielded():
                    run = self._run_of(model)
                    if run.wants_more():
                        run.before(signature.bind_partial(model, *args, **kwargs).arguments)
                if run is None:
                    return stock(model, *args, **kwargs)
                with run.followed():
                    result = stock(model, *args, **kwargs)
                with watch.shielded():
                    run.after(result)
                    if not outer:
                        run.leaves_a_state()
                return result

        return train_on_batch

    def _run_of(self, model: Any) -> _BatchRun:
        number = self._watch.number(model)
        if number not in self._open:
            self._open[number] = _BatchRun(model, self._watch)
        return self._open[number]


class _BatchRun:
    """The batches of one model in one cell."""

    def __init__(self, model: Any, watch: Watch) -> None:
        self._model, self._watch = model, watch
        self._run = Run(model, watch, way="train_on_batch")
        self._pieces = Pieces()
        self._given: dict[str, Any] | None = None
        self._within = next((run.number for run in reversed(watch.under_way)), None)
        self._values: dict[str, list[float]] = {}
        self._names: tuple[str, ...] = ()
        self._weights = ByHand()
        self._sampled: Any = None
        self._optimizer: Any = None

    def wants_more(self) -> bool:
        """Whether the next batch is one to look at, as the first one is."""
        return self._pieces.wants_more()

    def before(self, given: dict[str, Any]) -> None:
        """A batch is about to be trained; a model that isn't built can't be described before it
        was.
        """
        rows = as_array(given.get("x"))
        if rows is not None:
            self._pieces.look_at(rows)
        if self._given is None:
            self._given = {"x": given.get("x"), "y": given.get("y")}
            if self._model.built:
                self._announce(trained_already=False)

    def look_through(self, data: Any) -> None:
        """A pipeline was trained on: what it yields is looked at for a moment."""
        watch, began = self._watch, time.monotonic()
        left = LONGEST_TOGETHER_S - watch.pipelines_s
        if left > 0 and self.wants_more():
            rows_of(data, steps=None, seconds=min(A_MOMENT_S, left), into=self._pieces)
        watch.pipelines_s += time.monotonic() - began

    @contextlib.contextmanager
    def followed(self) -> Iterator[None]:
        """Follow the weights through a step, and keep it where it is the one drawn."""
        with contextlib.ExitStack() as stack:
            with self._watch.shielded():
                if self._model.built:
                    self._weights.step_begins(self._model.trainable_weights)
                    self._optimizer_begins()
                if self._is_kept():
                    from ..shared.sampling.under_way import following

                    stack.enter_context(following(self._sampled))
            yield
        with self._watch.shielded():
            self._weights.step_ended()
            if optimizer := self._followed_optimizer():
                optimizer.batch_ended()

    def _optimizer_begins(self) -> None:
        """Look at what the optimizer holds before a step."""
        first = self._optimizer is None
        if optimizer := self._followed_optimizer():
            if first:
                optimizer.epoch_begins()
            optimizer.batch_begins()

    def _followed_optimizer(self) -> Any:
        """None in a course's own environment, whose Keras may be another."""
        if self._optimizer is None and not self._watch.stock:
            from ..shared.kept_by_optimizer import KeptByOptimizer

            self._optimizer = KeptByOptimizer(self._model)
        return self._optimizer

    def _is_kept(self) -> bool:
        """Whether the next step is; not in a course's own environment, whose Keras may be
        another.
        """
        if self._watch.stock or not self._weights.variables:
            return False
        if self._sampled is None:
            from ..shared.sampled import SampledStep

            self._sampled = SampledStep(self._model, self._watch.shielded)
        return bool(self._sampled.is_next(self._weights.steps))

    def after(self, result: Any) -> None:
        """Note what the call returned."""
        if not self._run.announced:
            self._announce(trained_already=True)
        for name, value in self._named(result).items():
            self._values.setdefault(name, []).append(value)

    def fitted(self, history: dict[str, list[Any]]) -> None:
        """Note what a `fit` came to, epoch by epoch."""
        epochs = [dict(zip(history, values)) for values in zip(*history.values())]
        for epoch in epochs:
            self.after(epoch)
        self._run.epochs_run += len(epochs)

    def leaves_a_state(self) -> None:
        """The training that goes on around this batch finds weights that are this run's, in its
        own model, too, where that shares some.
        """
        moved = {id(variable) for variable in self._model.trainable_variables}
        around = (run.model for run in self._watch.under_way)
        sharing = (model for model in around if any(id(one) in moved for one in model.variables))
        for model in (self._model, *sharing):
            digest = weights_digest(weights_in(model))
            self._watch.states_left[digest] = self._run.number
        if optimizer := self._followed_optimizer():
            optimizer.steps_ended()

    def _named(self, result: Any) -> dict[str, float]:
        """The metrics by name; asking the model for the names costs as much as a tenth of the
        training.
        """
        if isinstance(result, (list, tuple)) and len(result) == len(self._names):
            return {name: float(value) for name, value in zip(self._names, result)}
        named = results_by_name(self._model, result)
        self._names = (
            tuple(named) if isinstance(result, (list, tuple)) and len(named) == len(result) else ()
        )
        return named

    def finish(self, count: int | None, collected: dict[str, list[float]]) -> None:
        """Send what the batches held, the weights, and as history what the student `collected`,
        else every batch.
        """
        if self._run.announced and len(self._pieces):
            send_with_data(
                self._watch,
                "rows_seen",
                {"x": self._pieces},
                run=self._run.number,
                execution_count=count,
            )
        self._run.history = dict(collected) or {
            name: thinned(values) for name, values in self._values.items()
        }
        if self._run.announced:
            with self._watch.shielded():
                self._tell_what_explains(count)
        self._run.steps = self._weights.steps
        self._run.finish(count=count)

    def _tell_what_explains(self, count: int | None) -> None:
        if self._optimizer is not None:
            self._optimizer.steps_ended()
        if self._sampled is not None and self._sampled.kept is not None:
            if self._optimizer is not None:
                given = self._optimizer.given_a_weight
                self._sampled.bytes_a_weight = max(self._sampled.bytes_a_weight, given)
            tell_step(self._run, self._sampled, count=count)
        self._weights.loop_ended()
        if self._weights.times:
            before = self._weights.filled(self._model.weights, self._weights.before)
            tell_weights_set(self._run, self._weights, before, count=count)

    def _announce(self, *, trained_already: bool) -> None:
        given = self._given or {}
        rows = getattr(given.get("x"), "shape", (None,))[0]
        self._run.announce(
            {key: None if batch is None else Piece(batch) for key, batch in given.items()},
            batch_size=None if rows is None else int(rows),
            trained_already=trained_already,
            after_first_step=True if trained_already else None,
            within=self._within,
        )


def thinned(values: list[float]) -> list[float]:
    """At most `MAX_POINTS` means of equal stretches of `values`."""
    if len(values) <= MAX_POINTS:
        return values
    return [float(stretch.mean()) for stretch in np.array_split(np.asarray(values), MAX_POINTS)]
