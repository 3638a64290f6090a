"""Reads what somebody else needs to compute a step of a training again.

Those are the weights, the optimizer's variables and the random states before the step, its batch,
its learning rate, and the weights after it; of a large model all weights before it, and of the rest
the values at some places (`places.py`).
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import numpy as np
from keras.src import tree

from ...models.weights import variables_in
from .places import Places
from .rate import rate_in_force
from .taken import TakenStep

MAX_BYTES = 64 * 1024**2
"""Of all that is kept of a step."""
TOO_LARGE = f"it takes more than {MAX_BYTES // 1024**2} MiB"
BESIDE = 3
"""How many numbers a step leaves for each weight, beside those before it: the weight after it and
two moments.
"""


class StepUnderWay:
    """A step that is about to be taken, with what it begins with."""

    def __init__(self, model: Any, batch: Any, *, whole_bytes: int) -> None:
        """Read it; of a model whose step takes more than `whole_bytes` at some places."""
        self._model = model
        large = (1 + BESIDE) * bytes_of_weights(model) > whole_bytes
        self._places = Places() if large else None
        self._held = {
            **state(model, "w"),
            **state(model, "s"),
            **state(model, "o", self._places),
            **rows(batch),
        }
        self._rate = rate_in_force(model.optimizer)

    def ended(self, epoch: int, step: int) -> TakenStep:
        """All of it, now that it was taken."""
        after = {f"a{name[1:]}": kept for name, kept in self._after().items()}
        arrays = {**self._held, **after, **(self._places.arrays() if self._places else {})}
        kept = TakenStep(epoch, step, arrays, self._rate)
        if "x" not in arrays:
            kept.untried = "its batch is more than one array of inputs and one of targets"
        elif kept.size > MAX_BYTES:
            kept.untried = TOO_LARGE
        kept.arrays = {} if kept.untried else arrays
        return kept

    def _after(self) -> dict[str, np.ndarray]:
        return state(self._model, "w", self._places)


def begun(
    model: Any, batch: Any, shielded: Callable[[], AbstractContextManager[Any]], whole_bytes: int
) -> StepUnderWay | None:
    """What a step begins with; None where a fault of ours, which costs the student nothing, kept us
    from reading it.
    """
    with shielded():
        return StepUnderWay(model, batch, whole_bytes=whole_bytes)
    return None


def bytes_of_weights(model: Any) -> int:
    """What they take; 0 before the model is built."""
    return int(model.count_params()) * 4 if model.built else 0


def state(model: Any, kind: str, places: Places | None = None) -> dict[str, np.ndarray]:
    """The variables of a kind, at some `places` or whole: weights `w`, random states `s`, those of
    the optimizer `o`.
    """
    weights = variables_in(model)
    known = {id(variable) for variable in (*weights, *model.metrics_variables)}
    listed = {
        "w": weights,
        "s": [variable for variable in model.variables if id(variable) not in known],
        "o": model.optimizer.variables,
    }
    some = np.array if places is None else places.some
    return {
        f"{kind}{number:04d}": some(np.asarray(variable.numpy()))
        for number, variable in enumerate(listed[kind])
    }


def rows(batch: Any) -> dict[str, np.ndarray]:
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
