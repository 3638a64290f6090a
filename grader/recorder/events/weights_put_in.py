"""Notices weights that are put into a model while it is trained, but not by its training.

Before every epoch, and at the end, the weights should be those that the last step left. Others are
known where a training has left them at some time: the best epoch's, another model's. What is sent
of the rest is how far they lie, how far training itself went, and what the weights were before, so
that the host can measure what the training alone came to. To set weights is nothing bad: averaging
does it, and so does clipping.
"""

from __future__ import annotations

import math
import time
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import numpy as np

from ..models.weights import variables_in, weights_in
from ..shared.digests import array_digest, weights_digest
from .states import MAX_BYTES

if TYPE_CHECKING:
    from ..shared.sampled import SampledStep
    from .by_hand import ByHand
    from .runs import Run

SHARE = 0.01
"""Of the time, for looking between batches."""


class WeightsFollower:
    """The weights of one `fit`, followed from step to step."""

    def __init__(
        self, model: Any, run: int, known: dict[str, int], sampled: SampledStep | None = None
    ) -> None:
        """`known` are the states that trainings have left, by their digests, with the run's number;
        it is added to. The optimizer is followed by what is `sampled`.
        """
        self._optimizer = sampled.optimizer if sampled is not None else None
        self._model, self._run, self._known = model, run, known
        self._follows = (
            sum(weight.nbytes for weight in weights_in(model)) <= MAX_BYTES
            if model.built
            else False
        )
        self._values: list[Any] = []
        self._left: list[np.ndarray] | None = None
        self._begun: list[np.ndarray] | None = None
        self._between = False
        self._steps = True
        """Whether steps are taken here; the host's leave nothing to look at in the optimizer."""
        self._since, self._spent_s = time.monotonic(), 0.0
        self.times = self.epochs = 0
        self.distance = self.path = 0.0
        self.known_run: int | None = None
        self.before: list[np.ndarray] = []
        """The weights as training had left them, before others were put in."""
        self.before_epochs = 0
        self.from_afar: set[bytes] = set()
        """Digests of what was put in from farther off than training itself went."""
        self._far = False

    def training_begins(self) -> None:
        """Whatever was done to the weights before is not about this training."""
        if self._follows:
            self._values = [
                getattr(variable, "_value", None) for variable in variables_in(self._model)
            ]
            self._left = self._now()

    def host_trains(self, left: Iterable[list[np.ndarray]]) -> None:
        """No step is taken here; what the training has `left` is known as if it had been."""
        for weights in left:
            self._remember(weights)
        self._follows, self._left, self._steps = False, None, False

    def kernel_trains(self, left: list[np.ndarray]) -> None:
        """Steps are taken here after all, from what callbacks have made of the weights that were
        `left`.
        """
        self._follows = sum(weight.nbytes for weight in left) <= MAX_BYTES
        self._left, self._steps = left, True

    def steps_begin(self) -> None:
        """An epoch begins; all callbacks have had their turn."""
        if self._follows:
            self._begun = self._now()
            self._compare(self._begun)

    def steps_ended(self) -> None:
        """The last step of an epoch is done, and no callback has been called since that acts upon
        epochs.
        """
        if not self._follows or self._begun is None:
            return
        now = self._now()
        if self._between and self._left is not None:
            self._remember(self._left)
            self._compare(now)
        else:
            self.path += distance_between(self._begun, now)
            self._remember(now)
        self._left, self._begun, self._between = now, None, False
        self.epochs += 1

    def batch_ended(self, *, last: bool) -> None:
        """A step is done, and no callback has been called since; looked at as long as that takes
        hardly any time.
        """
        began = time.monotonic()
        self._between = self._follows and (last or self._spent_s < SHARE * (began - self._since))
        if self._between:
            now = self._now()
            self.path += distance_between(self._begun, now) if self._begun is not None else 0.0
            self._left = now
            self._spent_s += time.monotonic() - began
        if self._optimizer is not None and self._steps:
            self._optimizer.batch_ended(last=last)

    def batch_begins(self) -> None:
        """The next step follows; all callbacks have had their turn."""
        began = time.monotonic()
        if self._between:
            self._begun, self._between = self._now(), False
            self._compare(self._begun)
            self._spent_s += time.monotonic() - began
        if self._optimizer is not None and self._steps:
            self._optimizer.batch_begins()

    def training_ended(self) -> None:
        """Nothing more comes but what the model holds, which is sent. A training that broke off
        within an epoch has weights that nobody compared.
        """
        if self._begun is None and self._left is not None:
            self._compare(weights_in(self._model))

    def _now(self) -> list[np.ndarray]:
        """The weights, read from TensorFlow's variables themselves: a tenth of the time, and past
        methods that lie.
        """
        if self._values and all(
            type(value).__module__.startswith("tensorflow.") for value in self._values
        ):
            return [value.numpy() for value in self._values]
        weights: list[np.ndarray] = weights_in(self._model)
        return weights

    def _remember(self, weights: list[np.ndarray]) -> None:
        """A training has left these weights."""
        self._known[weights_digest(weights)] = self._run

    def _compare(self, now: list[np.ndarray]) -> None:
        left, self._left = self._left, now
        if left is None or _same(left, now):
            return
        digest = weights_digest(now)
        if digest in self._known:
            self.known_run = self._known[digest]
            return
        self.times += 1
        self.distance += distance_between(left, now)
        if not self._far:
            self.before, self.before_epochs = left, self.epochs
            self._far = self.distance > self.path
        if self._far:
            self.from_afar |= set(map(array_digest, now)) - set(map(array_digest, left))


def tell_weights_set(
    run: Run, outside: WeightsFollower | ByHand, before: list[np.ndarray], *, count: int | None
) -> None:
    """Send how often weights were set in the run, and what its steps had left `before`."""
    if outside.times:
        run.watch.exports.whole(run.model_id)
    run.watch.channel.send(
        "weights_set",
        arrays={f"w{place:04d}": weight for place, weight in enumerate(before)},
        execution_count=count,
        run=run.number,
        times=outside.times,
        epochs=outside.before_epochs,
        distance=outside.distance,
        path=outside.path,
        of_run=outside.known_run,
    )


def _same(left: list[np.ndarray], right: list[np.ndarray]) -> bool:
    return len(left) == len(right) and all(
        one.shape == other.shape and one.tobytes() == other.tobytes()
        for one, other in zip(left, right)
    )


def distance_between(before: list[np.ndarray], after: list[np.ndarray]) -> float:
    """Euclidean; of weights of another form it is what they are long themselves."""
    if [one.shape for one in before] != [other.shape for other in after]:
        return float(np.sqrt(sum(np.square(one, dtype=np.float64).sum() for one in after)))
    ways = [np.ravel(other - one) for one, other in zip(before, after)]
    return math.sqrt(sum(float(way @ way) for way in ways))
