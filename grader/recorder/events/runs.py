"""Sends what happened in one training run, from its first step to its weights."""

from __future__ import annotations

import time
from collections.abc import Container
from typing import Any

import numpy as np

from ..asking.initial_values import is_as_drawn, was_drawn
from ..models.describe import as_numbers, describe_compilation, describe_model, moved
from ..models.origins import Origins, inputs_of, origins_of
from ..models.weights import variables_in, weights_in
from ..shared.digests import array_digest
from .data_passed import send_with_data
from .watch import Watch

LEFT_LITTLE = 3.0
"""A training that moves the weights by more than so many times their size leaves next to nothing of
what they were.
"""
MOST_TAKEN_FROM = 20
MAX_BYTES = 64 * 1024**2
"""Of weights that are sent a second time, as they were."""


def began_with(before: list[np.ndarray], way: float | None) -> dict[str, np.ndarray] | None:
    """What is sent of the weights before a training that moved them so far; None where nothing
    is.
    """
    far = way is not None and way > LEFT_LITTLE
    if far or not before or sum(weight.nbytes for weight in before) > MAX_BYTES:
        return None
    return {f"w{place:04d}": weight for place, weight in enumerate(before)}


class Run:
    """A training run under way, whichever call does the training."""

    def __init__(self, model: Any, watch: Watch, *, way: str = "fit") -> None:
        """Number it; nothing is sent yet."""
        watch.runs += 1
        self.number, self.model, self.watch, self.way = watch.runs, model, watch, way
        self.model_id = watch.number(model)
        self.error: str | None = None
        self.stopped = False
        self.epochs_run = 0
        self.history: dict[str, list[float]] = {}
        self.announced = False
        self.steps = 0
        """Where they are known and there are no epochs."""
        self._before: list[np.ndarray] | None = None
        self._early: list[np.ndarray] | None = None
        """What it held after its first step, where nobody could look before."""
        self._goes_on = self._as_drawn = False
        """Whether it began with what an earlier training had left, or as Keras had drawn it."""
        self._started = time.monotonic()

    def announce(
        self,
        data: dict[str, Any],
        *,
        compiled: dict[str, Any] | None = None,
        trained_already: bool = False,
        begun_with: list[np.ndarray] | None = None,
        after_first_step: bool | None = None,
        **fields: Any,
    ) -> None:
        """Send `fit_started` once: `data` by key, and what the call said.

        `begun_with` are the weights before the first step, of a model that was trained already and
        whose steps were looked at. `after_first_step` says of one that was built in its first step,
        which is done, whether nothing but steps could change it meanwhile.
        """
        if self.announced:
            return
        self.announced = True
        self.watch.exports.began(self.model_id)
        self.watch.trained_in_cell[self.model_id] = self.model
        if begun_with is None and not trained_already:
            begun_with = weights_in(self.model)
        self._before = begun_with
        state = self.watch.states.of(self.model, begun_with) if begun_with else None
        self._goes_on = state is not None
        self.watch.states.holds(self.number, map(array_digest, begun_with or ()))
        with self.watch.shielded():
            self._as_drawn = is_as_drawn(variables_in(self.model), begun_with or [])
            if after_first_step is not None:
                self._early = weights_in(self.model)
                self._as_drawn = after_first_step and was_drawn(variables_in(self.model))
        origins = self._origins(state[0].arrays if state else ())
        fields.setdefault("epochs", 0)
        trained_before = self.model_id in self.watch.latest_run
        self.watch.latest_run[self.model_id] = self.number
        send_with_data(
            self.watch,
            "fit_started",
            data,
            run=self.number,
            way=self.way,
            model=describe_model(self.model, self.model_id),
            compiled=compiled or describe_compilation(self.model),
            starts_from=state[0].run if state else None,
            starts_elsewhere=trained_before and not trained_already and state is None,
            taken_from=origins.of_runs[:MOST_TAKEN_FROM],
            still_unknown=origins.still_unknown,
            **fields,
        )

    def _origins(self, explained: Container[bytes]) -> Origins:
        """Where its weights come from, beside a state that it goes on from. In a course's own
        environment nobody takes down what was drawn.
        """
        if not self.watch.stock:
            with self.watch.shielded():
                held = self._before or self._early or weights_in(self.model)
                variables = variables_in(self.model)
                states, inputs = self.watch.states, inputs_of(self.model)
                return origins_of(variables, held, states, explained=explained, inputs=inputs)
        return Origins()

    def note(self, logs: dict[str, Any]) -> dict[str, float]:
        """An epoch is done: take down what it came to."""
        self.epochs_run += 1
        measured = as_numbers(logs)
        for name, value in measured.items():
            self.history.setdefault(name, []).append(value)
        return measured

    def epoch(self, epoch: int, logs: dict[str, Any]) -> None:
        """Send `epoch_finished` and do as the host says."""
        self.tell(epoch, self.note(logs), weights_in(self.model))

    def tell(self, epoch: int, measured: dict[str, float], weights: list[np.ndarray]) -> None:
        """Send `epoch_finished` with what an epoch came to and left, and do as the host says."""
        answer = self.watch.channel.ask(
            "epoch_finished",
            execution_count=self.watch.count(),
            run=self.number,
            epoch=epoch,
            logs=measured,
            state=self.watch.states.note(self.number, weights),
        )
        if answer == "stop":
            self.stopped = True
            self.model.stop_training = True

    def finish(self, *, count: int | None = None) -> None:
        """Send `fit_finished` with the weights; `count` is the cell's where it isn't the one that
        is running.
        """
        if not self.announced:
            return
        after, begun = weights_in(self.model), self._before
        changed, way = self._compared(after)
        if not self._goes_on and (arrays := began_with(begun or self._early or [], way)):
            cell = self.watch.count() if count is None else count
            if not self._as_drawn:
                self.watch.exports.whole(self.model_id)
            self.watch.exports.begun_with(
                self.model_id,
                arrays,
                execution_count=cell,
                run=self.number,
                as_drawn=self._as_drawn,
                steps=self.steps,
            )
        self.watch.states.note(self.number, after, last=True)
        weights = {f"w{place:04d}": weight for place, weight in enumerate(after)}
        self.watch.exports.finished(
            self.model_id,
            weights,
            execution_count=self.watch.count() if count is None else count,
            run=self.number,
            history=self.history,
            epochs_run=self.epochs_run,
            wall_s=time.monotonic() - self._started,
            stopped_by_grader=self.stopped,
            error=self.error,
            weights_changed=changed,
            weights_moved=way,
        )

    def _compared(self, after: list[np.ndarray]) -> tuple[bool, float | None]:
        """Whether the weights differ from what they were, and by how much; None where nobody saw
        them before.
        """
        before, self._before = self._before, None
        if before is None or len(before) != len(after):
            return True, None
        changed = any(
            old.shape != new.shape or old.tobytes() != new.tobytes()
            for old, new in zip(before, after)
        )
        learnt = {id(weight) for weight in self.model.trainable_weights}
        return changed, moved(
            before, after, trainable=[id(weight) in learnt for weight in variables_in(self.model)]
        )


def tell_step(run: Run, kept: Any, *, count: int | None) -> None:
    """Send, with the weights that follow, the step of the run that was kept (`SampledStep`,
    `HandStep`), and further ones.
    """
    epoch, step = kept.kept
    told = {"execution_count": count, "run": run.number}
    run.watch.exports.step_kept(
        run.model_id,
        kept.arrays,
        **told,
        epoch=epoch,
        step=step,
        own=list(kept.own),
        reaction=kept.reaction,
        by_gradients=kept.by_gradients,
        untried=kept.untried,
        bytes_a_weight=kept.bytes_a_weight,
        learning_rate=kept.learning_rate,
        further=[
            (
                each.arrays,
                {
                    **told,
                    "epoch": each.epoch,
                    "step": each.step,
                    "learning_rate": each.learning_rate,
                    "by_gradients": each.by_gradients,
                    "further": True,
                },
            )
            for each in kept.others()
        ],
    )
