"""Works out which gradients an optimizer of Keras' own was given by a step that a graph took.

Nobody sees them there. But most optimizers keep a mean of them: what that was before the step and
after it tells the one that came in between. Of the others what they did to the weights tells it.
What the gradients are made of is for somebody else to say (`scoring/process/gradients.py`), for as
many rows as he can tell it of: of a larger batch the step is taken once more with some of its rows.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import tensorflow as tf
from keras.src import tree

from ..rows.step_taken_twice import StepTakenTwice
from .sampling.rate import rate_in_force

MAX_NUMBERS = 60_000_000
"""Of the derivatives of one weight array."""
SPARE = 1.5
"""So many times as many numbers as directions must an array have, or these may be all there are."""
TOO_LITTLE = 1e-5
"""Of the weights' size: of a step that moves them by less, rounding has left too little."""
MOST_WEIGHTS = 8_000_000
"""Of a model whose weights and gradients are sent."""
CLIPPED = 0.999
"""Of the largest value that is let through."""
MEANS = {
    "Adam": "_momentums",
    "AdamW": "_momentums",
    "Nadam": "_momentums",
    "Lamb": "_momentums",
    "Adamax": "_m",
    "Lion": "_momentums",
}
"""Where an optimizer keeps a mean of its gradients."""
OTHERS = {
    "SGD": ("momentums",),
    "RMSprop": ("_velocities", "_momentums", "_average_gradients"),
    "Adagrad": ("_accumulators",),
    "Adadelta": ("_accumulated_grads", "_accumulated_delta_vars"),
}
"""What the others keep that says how they made the step of their gradients."""

StepState = dict[str, list[Any]]
"""The weights as `w` and what the optimizer keeps, an array a trainable weight; 0 where it keeps
none.
"""


class GivenGradients:
    """The gradients of one step of a model that a loss of the student's own trains."""

    def __init__(self, model: Any) -> None:
        """Nothing is known of the step yet."""
        self._model, self._optimizer = model, model.optimizer
        self._name = type(self._optimizer).__name__
        self._before: StepState = {}
        self._rate = 0.0
        self.why_not = ""
        """Why nobody can tell them, in a few words."""
        self.arrays: dict[str, np.ndarray] = {}
        """By `w0000` …, `s0000` …, `g0000` … and `x`: see `StepKept`."""

    def before(self, state: dict[str, np.ndarray]) -> None:
        """Remember what the step begins with; `state` are weights and random states by name."""
        self.why_not, self.arrays = self._why_not(), dict(state)
        if not self.why_not:
            self._before = self._read()
            self._rate = rate_in_force(self._optimizer)

    def are_found(
        self, batch: Any, rows: np.ndarray, *, twice: StepTakenTwice, step: Callable[[Any], Any]
    ) -> bool:
        """Find them in what the step with this batch has left, whose inputs are the `rows`; or in
        what it leaves, taken `twice`, with some of the rows.

        A step that hardly moves the weights may leave too little to tell, and teaches as little.
        """
        most, draws = self._most_rows(), any(name[0] == "s" for name in self.arrays)
        number = len(rows)
        if number <= most:
            left: StepState | None = self._read()
        else:
            number = most if draws else max(n for n in range(1, most + 1) if len(rows) % n == 0)
            times = 1 if draws else len(rows) // number
            index = tf.tile(tf.range(number), [times])
            some = tree.map_structure(lambda part: tf.gather(part, index), batch)
            left = twice.again(lambda: step(some), self._read)
        if left is None:
            self.why_not = "its batch has too many rows to tell"
            return False
        given = [self._given(place, left) for place in range(len(left["w"]))]
        limit = self._optimizer.clipvalue
        if limit and max(float(np.abs(each).max(initial=0)) for each in given) > CLIPPED * limit:
            self.why_not = "its gradients are clipped value by value"
            return False
        self.arrays.update({f"g{place:04d}": each for place, each in enumerate(given)})
        self.arrays["x"] = rows[:number]
        return self._tells(left)

    def _why_not(self) -> str:
        optimizer = self._optimizer
        if self._model.count_params() > MOST_WEIGHTS:
            return "it has too many weights"
        if self._name not in MEANS and self._name not in OTHERS:
            return f"nobody can tell what {self._name[:30]} was given"
        if optimizer.gradient_accumulation_steps:
            return "its gradients are gathered over several steps"
        changed = any(weight.constraint is not None for weight in self._model.trainable_weights)
        if self._by_what_it_did() and (changed or optimizer.use_ema):
            return "its weights are changed once more after each step"
        if len(getattr(self._model, "outputs", None) or ()) != 1:
            return "it has not one output"
        return ""

    def _by_what_it_did(self) -> bool:
        """Whether only the weights tell."""
        has_momentum = self._name == "SGD" and self._optimizer.momentum
        return self._name in OTHERS and not has_momentum

    def _read(self) -> StepState:
        weights = self._model.trainable_weights
        known = getattr(self._optimizer, "_trainable_variables", None) or ()
        places = {id(variable): place for place, variable in enumerate(known)}
        state: StepState = {"w": [_value(weight) for weight in weights]}
        for name in OTHERS.get(self._name) or (MEANS[self._name],):
            kept = list(getattr(self._optimizer, name, None) or ())
            state[name] = [
                _value(kept[places[id(weight)]]) if kept and id(weight) in places else 0.0
                for weight in weights
            ]
        return state

    def _most_rows(self) -> int:
        """Of so many somebody can tell what the gradients are made of."""
        outputs = math.prod(self._model.outputs[0].shape[1:])
        sizes = [math.prod(weight.shape) for weight in self._model.trainable_weights]
        largest = max(sizes)
        most = min(int((largest - 1) / SPARE), MAX_NUMBERS // largest, MAX_NUMBERS // sum(sizes))
        return max(1, most // outputs)

    def _given(self, place: int, left: StepState) -> np.ndarray:
        """The gradient of one weight array."""

        def found(name: str) -> tuple[Any, Any]:
            pair = self._before[name][place], left[name][place]
            return np.float64(pair[0]), np.float64(pair[1])

        optimizer, rate = self._optimizer, self._rate
        old, new = found("w")
        if self._name in MEANS:
            mean, mean_after = found(MEANS[self._name])
            kept = optimizer.beta_2 if self._name == "Lion" else optimizer.beta_1
            return np.asarray((mean_after - kept * mean) / (1 - kept), np.float32)
        way, scale = old - new, 1.0
        if self._name == "SGD" and optimizer.momentum:
            speed, speed_after = found("momentums")
            way = optimizer.momentum * speed - speed_after
        elif self._name == "RMSprop":
            (_, square), (_, mean) = found("_velocities"), found("_average_gradients")
            scale = np.sqrt(np.maximum(square - mean**2, 0) + optimizer.epsilon)
            if optimizer.momentum:
                speed, speed_after = found("_momentums")
                way = speed_after - optimizer.momentum * speed
        elif self._name == "Adagrad":
            scale = np.sqrt(found("_accumulators")[1] + optimizer.epsilon)
        elif self._name == "Adadelta":
            squares, ways = found("_accumulated_grads"), found("_accumulated_delta_vars")
            scale = np.sqrt((squares[1] + optimizer.epsilon) / (ways[0] + optimizer.epsilon))
        return np.asarray(way * scale / (rate or 1.0), np.float32)

    def _tells(self, left: StepState) -> bool:
        """Whether the step has left more than rounding."""
        pairs = list(zip(self._before["w"], left["w"]))
        way = math.sqrt(sum(float(np.square(new - old).sum()) for old, new in pairs))
        size = math.sqrt(sum(float(np.square(old).sum()) for old, _ in pairs))
        return way > TOO_LITTLE * size or not self._by_what_it_did()


def _value(variable: Any) -> np.ndarray:
    return np.asarray(variable.numpy())
