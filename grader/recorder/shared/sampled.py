"""Keeps one step of a training, drawn by the system's random numbers, so that somebody else can
compute it again.

Kept are the weights, the optimizer's variables and the random states before the step, its batch,
and the weights after it; of a large model all weights before it, and of the rest the values at some
places (`places.py`). Where nothing can be kept the reason is. Of an epoch's end nobody knows
whether another comes, so each epoch takes the place of those before it as likely as one in so many
as there were: in the end every epoch was equally likely. A step that is computed by parts of the
student's own can't be computed again by others; what else can be known of it is (`own_step.py`).
"""

from __future__ import annotations

import contextlib
import contextvars
from collections.abc import Callable, Generator, Iterator
from typing import Any

import numpy as np
from keras.src import tree

from ..events.switches import acts_beside, own_parts, variables_of
from ..models.weights import variables_in
from ..rows import chance
from ..rows.step_taken_twice import graph_of
from .kept_by_optimizer import KeptByOptimizer
from .one_batch import is_of_one_device, is_plain, iterator_like
from .own_step import OwnStep, room_for_weights
from .places import Places
from .rate import rate_in_force

WHOLE_BYTES = 16 * 1024**2
"""Of a step that is kept as a whole."""
MAX_BYTES = 64 * 1024**2
"""Of all that is kept of a step."""
TOO_LARGE = f"it takes more than {MAX_BYTES // 1024**2} MiB"

current: contextvars.ContextVar[SampledStep | None] = contextvars.ContextVar(
    "sampled_step", default=None
)
"""Of the `fit` that is under way."""


class SampledStep:
    """What is known of one step of a `fit`."""

    def __init__(self, model: Any, shielded: Callable[[], Any]) -> None:
        """Nothing was drawn yet; a fault of ours inside of `shielded()` is reported and costs the
        student nothing.
        """
        self._model, self._shielded = model, shielded
        self.place: int | None = None
        """Which step of the running epoch is to be kept, from 0."""
        self.kept: tuple[int, int] | None = None
        """Epoch and step of what is kept, from 0."""
        self.arrays: dict[str, np.ndarray] = {}
        self.reaction: float | None = None
        """Of a step with own parts: by how much of its length another batch changes it
        (`StepTakenTwice`).
        """
        self.learning_rate: float | None = None
        """In force at that step, whatever schedule it follows."""
        self.by_gradients = False
        self.untried = ""
        """Why a step with own parts was not taken twice, or why none was kept."""
        self.own = tuple(own_parts(model))
        self.bytes_a_weight = 0.0
        """How much the steps hold beside their batches (`room_for_weights`), or the optimizer that
        its steps have not made.
        """
        self.optimizer = KeptByOptimizer(model)
        self._epoch, self._step, self._steps = -1, -1, 0
        self._draws_each = False
        """Whether nobody knows how many steps the epoch has."""
        self._own_step = OwnStep(model, lambda: self.optimizer.followed) if self.own else None

    def epoch_begins(self, steps: int | None) -> None:
        """Draw whether one of its `steps` is to be kept, and which; of a generator nobody knows how
        many there will be, so each is drawn anew.
        """
        steps = steps or self._step + 1
        self._epoch, self._step, self._draws_each = self._epoch + 1, -1, not steps
        self._steps = 0 if self._draws_each else steps
        drawn = steps and chance.RANDOM.random() * (self._epoch + 1) < 1
        self.place = chance.RANDOM.randrange(steps) if drawn else None
        self.optimizer.epoch_begins()

    def is_next(self, number: int) -> bool:
        """Whether the call of `train_on_batch` that follows, of this number from 0, is to be kept;
        it counts as a step of the first epoch.
        """
        drawn = chance.RANDOM.random() * (number + 1) < 1
        self._epoch, self._step = 0, number - 1
        self.place = number if drawn else None
        return drawn

    def training_ended(self) -> None:
        """After some epochs, it is known whether a step was kept."""
        self.bytes_a_weight = max(self.bytes_a_weight, self.optimizer.given_a_weight)
        if self.kept is None:
            self.kept, self.untried = (0, 0), "the one that was drawn was not taken"

    def handed_out(self) -> int | None:
        """The place, for a loop that does not go step by step and heeds it itself; only the first
        to ask learns it.
        """
        place, self.place = self.place, None
        return place

    def take(self, step: Callable[[Any], Any], iterator: Any) -> Any:
        """Take a step of Keras' own loop with the next batch of `iterator`, and keep it where it is
        the one drawn.
        """
        self._step += 1
        if self._epoch == self._step == 0:
            with self._shielded():
                self._follow_variables(step, iterator)
        if self._draws_each and chance.RANDOM.random() * (self._step + 1) < 1:
            self.place = self._step
        several = self._model.steps_per_execution != 1
        if self.place is None or (self._step != self.place and not several):
            return step(iterator)
        if several:
            return self._pass_over("several are taken at a time", lambda: step(iterator))
        return self._take_drawn(step, iterator)

    def _follow_variables(self, step: Callable[[Any], Any], iterator: Any) -> None:
        """Look from the first step on at variables that parts of the student's own use, and nobody
        keeps.
        """
        own = self._own_step is not None or acts_beside(self._model)
        if own and self._model.built and is_plain(iterator):
            graph, kept = graph_of(step, iterator), variables_of(self._model)
            used = graph().variables if graph is not None else ()
            self.optimizer.follow([each for each in used if id(each) not in kept])

    def _take_drawn(self, step: Callable[[Any], Any], iterator: Any) -> Any:
        """Take the one step of a `train_on_batch`, or one of many."""
        if isinstance(iterator, Generator):
            batch = next(iterator)
            return self._keep(step, batch, lambda other: iter([other]), traced=batch)
        strategy = self._model.distribute_strategy
        if not (is_plain(iterator) or is_of_one_device(iterator, strategy)):
            why = "its batches are no tensors of known types"
            return self._pass_over(why, lambda: step(iterator))
        batch = next(iterator)
        return self._keep(
            step,
            batch,
            lambda other: iterator_like(iterator, other, strategy),
            traced=iterator_like(iterator, batch, strategy),
        )

    def _keep(
        self,
        step: Callable[[Any], Any],
        batch: Any,
        alone: Callable[[Any], Any],
        *,
        traced: Any,
    ) -> Any:
        """Take the step with this batch, `alone` in an iterator, and keep it; or take it twice,
        where its graph for what is `traced` can be taken back.
        """
        own = self._own_step
        if own is None:
            result = self.keep(lambda: step(alone(batch)), batch, place=self._step)
            if acts_beside(self._model):
                with self._shielded():
                    self._look_into(graph_of(step, traced))
            return result
        if not self._fits():
            return self._pass_over(TOO_LARGE, lambda: step(alone(batch)))
        with self._shielded():
            own.before(graph_of(step, traced), {**self._state("w"), **self._state("s")})
        result = step(alone(batch))
        with self._shielded():
            own.after(batch, _rows(batch), lambda other: step(alone(other)), most=MAX_BYTES)
            if own.tells or self.kept is None:
                self.kept = (self._epoch, self._step)
                self.reaction, self.untried = own.reaction, own.untried
                self.arrays, self.by_gradients = own.arrays, own.by_gradients
            self.bytes_a_weight = max(self.bytes_a_weight, own.bytes_a_weight)
            if not own.tells and self._step + 1 < self._steps:
                self.place = chance.RANDOM.randrange(self._step + 1, self._steps)
        return result

    def _look_into(self, graph: Callable[[], Any] | None) -> None:
        """See what the graph of a step of Keras' own holds, where the student's metric stands
        there, too.
        """
        if graph is None:
            self.arrays, self.untried = {}, "a metric of the notebook's own runs as Python"
            return
        room = room_for_weights(graph(), self._model, self.optimizer.followed)
        self.bytes_a_weight = max(self.bytes_a_weight, room)

    def _pass_over(self, why: str, step: Callable[[], Any]) -> Any:
        """Take the step; it can be neither kept nor taken twice."""
        self.kept, self.arrays, self.untried = (self._epoch, max(self._step, 0)), {}, why
        self.reaction = None
        return step()

    def keep(self, step: Callable[[], Any], batch: Any, *, place: int) -> Any:
        """Take the step, the one at `place` of its epoch, and keep it."""
        if not self._fits():
            return self._pass_over(TOO_LARGE, step)
        held: dict[str, np.ndarray] = {}
        places = Places() if self._bytes_whole() > WHOLE_BYTES else None
        rate = 0.0
        with self._shielded():
            held = {
                **self._state("w"),
                **self._state("s"),
                **self._state("o", places),
                **_rows(batch),
            }
            rate = rate_in_force(self._model.optimizer)
        result = step()
        with self._shielded():
            after = {f"a{name[1:]}": kept for name, kept in self._state("w", places).items()}
            arrays = {**held, **after, **(places.arrays() if places else {})}
            self.kept, self.learning_rate = (self._epoch, place), rate
            self.untried = _why_not(arrays)
            self.arrays = {} if self.untried else arrays
        return result

    def _bytes_whole(self) -> int:
        """What a step takes as a whole: weights before and after, and two moments of each."""
        return int(self._model.count_params()) * 4 * 4 if self._model.built else 0

    def _fits(self) -> bool:
        return self._bytes_whole() // 4 <= MAX_BYTES

    def _state(self, kind: str, places: Places | None = None) -> dict[str, np.ndarray]:
        """The variables of a kind, at some `places` or whole: weights, random states, those of the
        optimizer.
        """
        weights = variables_in(self._model)
        known = {id(variable) for variable in (*weights, *self._model.metrics_variables)}
        listed = {
            "w": weights,
            "s": [variable for variable in self._model.variables if id(variable) not in known],
            "o": self._model.optimizer.variables,
        }
        some = np.array if places is None else places.some
        return {
            f"{kind}{number:04d}": some(np.asarray(variable.numpy()))
            for number, variable in enumerate(listed[kind])
        }


@contextlib.contextmanager
def following(sampled: SampledStep) -> Iterator[None]:
    """Keep a step of what is trained meanwhile."""
    token = current.set(sampled)
    try:
        yield
    finally:
        current.reset(token)


def _rows(batch: Any) -> dict[str, np.ndarray]:
    """Inputs, targets and weights of a batch, each of which is one array, alone or in a structure;
    nothing where it is several.
    """
    parts = batch if isinstance(batch, (tuple, list)) else (batch,)
    named = {
        name: tree.flatten(part)
        for name, part in zip(("x", "y", "sample_weight"), parts)
        if part is not None
    }
    if "y" not in named or any(len(arrays) != 1 for arrays in named.values()):
        return {}
    return {name: np.asarray(arrays[0]) for name, arrays in named.items()}


def _why_not(arrays: dict[str, np.ndarray]) -> str:
    """Why a step can't be sent; empty where it can."""
    if "x" not in arrays:
        return "its batch is more than one array of inputs and one of targets"
    return TOO_LARGE if sum(array.nbytes for array in arrays.values()) > MAX_BYTES else ""
