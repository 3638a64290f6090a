"""Keeps some steps of a training, drawn by the system's random numbers, so that somebody else can
compute them again.

What is kept of a step is told in `sampling/kept.py`; where nothing can be kept the reason is. One
step is kept of every training. Of an epoch's end nobody knows whether another comes, so each epoch
takes the place of those before it as likely as one in so many as there were: in the end every epoch
was equally likely. Beside it there are others (`sampling/further.py`). A step that is computed by
parts of the student's own can't be computed again by others; what else can be known of it is
(`own_step.py`).
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from typing import Any

import numpy as np

from ..events.switches import acts_beside, own_parts, variables_of
from ..rows import chance
from ..rows.held_by_step import PYTHON, operations_from_elsewhere
from ..rows.step_taken_twice import graph_of
from .kept_by_optimizer import KeptByOptimizer
from .own_step import OwnStep, room_for_weights, taken_from_elsewhere
from .sampling import further
from .sampling.further import FurtherSteps
from .sampling.kept import MAX_BYTES, TOO_LARGE, begun, bytes_of_weights, rows, state
from .sampling.looked_at import BatchesLookedAt
from .sampling.one_batch import is_of_one_device, is_plain, iterator_like
from .sampling.taken import TakenStep

WHOLE_BYTES = 16 * 1024**2
"""Of the first step where it is kept as a whole."""


class SampledStep:
    """What is known of one step of a `fit`, and of some others."""

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
        self.further = FurtherSteps(further.most_of(model))
        self._batches = BatchesLookedAt(shielded)
        self._looked_into: Any = None
        self._from_elsewhere = ""
        """What was found in the graph that was looked into last."""
        self._handed_out: set[int] = set()
        self._handed_others: set[int] = set()
        self._others: set[int] = set()
        """Which further steps of the running epoch are to be kept, from 0."""

    def epoch_begins(self, steps: int | None) -> None:
        """Draw whether one of its `steps` is to be kept, and which; of a generator nobody knows how
        many there will be, so each is drawn anew.
        """
        steps = steps or self._step + 1
        self._epoch, self._step, self._draws_each = self._epoch + 1, -1, not steps
        self._steps = 0 if self._draws_each else steps
        drawn = steps and chance.RANDOM.random() * (self._epoch + 1) < 1
        self.place = chance.RANDOM.randrange(steps) if drawn else None
        self._others = self.further.drawn_of(steps, beside=self.place)
        self._batches.epoch_begins(0 if self._draws_each else steps)
        self.optimizer.epoch_begins()

    def is_next(self, number: int) -> bool:
        """Whether the call of `train_on_batch` that follows, of this number from 0, is to be kept;
        it counts as a step of the first epoch.
        """
        drawn = chance.RANDOM.random() * (number + 1) < 1
        self._epoch, self._step = 0, number - 1
        self.place = number if drawn else None
        self._others = {number} if self.further.draws() else set()
        return drawn or bool(self._others)

    def others(self) -> list[TakenStep]:
        """Further steps, and batches of others."""
        return [*self.further.kept, *self._batches.kept]

    def training_ended(self) -> None:
        """After some epochs, it is known whether a step was kept."""
        self.bytes_a_weight = max(self.bytes_a_weight, self.optimizer.given_a_weight)
        if self.kept is None:
            self.kept, self.untried = (0, 0), "the one that was drawn was not taken"

    def handed_out(self) -> list[int]:
        """The places, in their order, for a loop that does not go step by step and heeds them
        itself; only the first to ask learns them.
        """
        first = set() if self.place is None else {self.place}
        places = sorted(first | self._others)
        self._handed_out, self._handed_others = first, self._others
        self.place, self._others = None, set()
        return places

    def take(self, step: Callable[[Any], Any], iterator: Any) -> Any:
        """Take a step of Keras' own loop with the next batch of `iterator`, and keep it where it is
        the one drawn.
        """
        self._step += 1
        if self._epoch == self._step == 0:
            with self._shielded():
                self._follow_variables(step, iterator)
        if self._draws_each:
            self._draw_this()
        is_first = self._step == self.place
        if not is_first and self._step not in self._others:
            iterator = self._batches.look(iterator, self._model, self._epoch, self._step)
            return step(iterator)
        return self._take_drawn(step, iterator, is_first=is_first)

    def _draw_this(self) -> None:
        if chance.RANDOM.random() * (self._step + 1) < 1:
            self.place = self._step
        self._others = {self._step} if self.further.draws() else set()

    def _follow_variables(self, step: Callable[[Any], Any], iterator: Any) -> None:
        """Look from the first step on at variables that parts of the student's own use, and nobody
        keeps.
        """
        own = self._own_step is not None or acts_beside(self._model)
        if own and self._model.built and is_plain(iterator):
            graph, kept = graph_of(step, iterator), variables_of(self._model)
            used = graph().variables if graph is not None else ()
            self.optimizer.follow([each for each in used if id(each) not in kept])

    def _take_drawn(self, step: Callable[[Any], Any], iterator: Any, *, is_first: bool) -> Any:
        """Take the one step of a `train_on_batch`, or one of many."""
        if isinstance(iterator, Generator):
            batch = next(iterator)
            return self._keep(
                step, batch, lambda other: iter([other]), traced=lambda: batch, is_first=is_first
            )
        strategy = self._model.distribute_strategy
        if not (is_plain(iterator) or is_of_one_device(iterator, strategy)):
            why = "its batches are no tensors of known types"
            return self._pass_over(why, lambda: step(iterator)) if is_first else step(iterator)
        batch = next(iterator, None)
        if batch is None:
            return step(iterator)  # its end, which counts as a step of the optimizer
        return self._keep(
            step,
            batch,
            lambda other: iterator_like(iterator, other, strategy),
            traced=lambda: iterator_like(iterator, batch, strategy),
            is_first=is_first,
        )

    def _keep(
        self,
        step: Callable[[Any], Any],
        batch: Any,
        alone: Callable[[Any], Any],
        *,
        traced: Callable[[], Any],
        is_first: bool,
    ) -> Any:
        """Take the step with this batch, `alone` in an iterator, and keep it; or take it twice,
        where its graph for what is `traced()` can be taken back.
        """
        own = self._own_step
        if own is None:
            return self._keep_state(
                lambda: step(alone(batch)),
                batch,
                place=self._step,
                is_first=is_first,
                graph=lambda: graph_of(step, traced()),
            )
        if self._step in self._others:
            with self._shielded():
                self.further.keep(TakenStep(self._epoch, self._step, rows(batch)))
        if not is_first:
            return step(alone(batch))
        if not self._fits():
            return self._pass_over(TOO_LARGE, lambda: step(alone(batch)))
        with self._shielded():
            own.before(
                graph_of(step, traced()), {**state(self._model, "w"), **state(self._model, "s")}
            )
        result = step(alone(batch))
        with self._shielded():
            own.after(batch, rows(batch), lambda other: step(alone(other)), most=MAX_BYTES)
            if own.tells or self.kept is None:
                self.kept = (self._epoch, self._step)
                self.reaction, self.untried = own.reaction, own.untried
                self.arrays, self.by_gradients = own.arrays, own.by_gradients
            self.bytes_a_weight = max(self.bytes_a_weight, own.bytes_a_weight)
            if not own.tells and self._step + 1 < self._steps:
                self.place = chance.RANDOM.randrange(self._step + 1, self._steps)
        return result

    def keep(
        self, step: Callable[[], Any], batch: Any, *, place: int, graph: Callable[[], Any]
    ) -> Any:
        """Take the step, one of those that were handed out, at `place` of its epoch, and keep it;
        `graph` gives what computes it, once it was taken.
        """
        is_first = place in self._handed_out
        return self._keep_state(step, batch, place=place, is_first=is_first, graph=lambda: graph)

    def _keep_state(
        self,
        step: Callable[[], Any],
        batch: Any,
        *,
        place: int,
        is_first: bool,
        graph: Callable[[], Callable[[], Any] | None],
    ) -> Any:
        """Take a step of Keras' own, and keep it."""
        if not self._fits(is_first=is_first):
            return self._pass_over(TOO_LARGE, step) if is_first else step()
        whole_bytes = WHOLE_BYTES if is_first else further.WHOLE_BYTES
        under_way = begun(self._model, batch, self._shielded, whole_bytes)
        result = step()
        if under_way is None:
            return result
        with self._shielded():
            kept = under_way.ended(self._epoch, place)
            if not is_first or place in self._others | self._handed_others:
                self.further.keep(kept)
            if not is_first:
                return result
            self.kept, self.learning_rate = (self._epoch, place), kept.learning_rate
            self.arrays, self.untried = kept.arrays, kept.untried
        with self._shielded():
            self._look_into(graph())
        return result

    def _look_into(self, graph: Callable[[], Any] | None) -> None:
        """See what the graph of a step of Keras' own holds: a metric of the student's may stand
        there, too, and what was put below Keras' own parts.
        """
        beside = acts_beside(self._model)
        if graph is None:
            if beside:
                self._says_nothing("a metric of the notebook's own runs as Python")
            return
        held, allowed = graph(), PYTHON if beside else frozenset()
        if held is self._looked_into:  # in an epoch before
            self._says_nothing(self._from_elsewhere)
            return
        self._looked_into = held
        found = operations_from_elsewhere(held) - allowed
        self._from_elsewhere = taken_from_elsewhere(found) if found else ""
        self._says_nothing(self._from_elsewhere)
        room = room_for_weights(held, self._model, self.optimizer.followed)
        self.bytes_a_weight = max(self.bytes_a_weight, room)

    def _says_nothing(self, why: str) -> None:
        """Of a step that is no evidence for this reason; empty where there is none."""
        if why:
            self.arrays, self.untried = {}, self.untried or why

    def _pass_over(self, why: str, step: Callable[[], Any]) -> Any:
        """Take the step; it can be neither kept nor taken twice."""
        self.kept, self.arrays, self.untried = (self._epoch, max(self._step, 0)), {}, why
        self.reaction = None
        return step()

    def _fits(self, *, is_first: bool = True) -> bool:
        return bytes_of_weights(self._model) <= (MAX_BYTES if is_first else further.MAX_BYTES)
