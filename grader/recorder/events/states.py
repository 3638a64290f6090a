"""Knows the states that trainings have gone through, so that a model loaded, copied or wrapped is
known by its weights.

A state is recognised by digests of its arrays, whatever the model that holds them is called and
however they came into it: a file, `set_weights`, a copy, a pickle, another model around it. Taken
down are the ends of trainings and of their epochs, and what was saved in between.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ..models.weights import weights_in
from ..shared.digests import array_digest, state_digest

if TYPE_CHECKING:
    import numpy as np

MAX_BYTES = 64 * 1024**2
"""Of weights that are looked at after every epoch; larger models are known by the ends of their
trainings only.
"""


@dataclass(frozen=True)
class State:
    """The weights that a training had at some time."""

    run: int
    digest: str
    arrays: tuple[bytes, ...]
    """The digest of each, in the order of the trained model's weights."""
    last: bool
    """Whether the training ended with it."""


class States:
    """All states of one kernel."""

    def __init__(self) -> None:
        """Nothing was trained yet."""
        self._by_largest: dict[bytes, list[State]] = {}
        self._first: dict[bytes, int] = {}
        """By the digest of an array, the run that was the first to leave it."""
        self._not_left: dict[int, set[bytes]] = {}
        """By run, arrays that it holds and has not learnt."""

    def note(self, run: int, weights: list[np.ndarray], *, last: bool = False) -> str:
        """Take down what the training `run` has come to; returns the state's digest, empty for what
        is too large.
        """
        if not weights or (not last and sum(weight.nbytes for weight in weights) > MAX_BYTES):
            return ""
        arrays = tuple(map(array_digest, weights))
        state = State(run, state_digest(arrays), arrays, last)
        not_left = self._not_left.get(run, ())
        for array in arrays:
            if array not in not_left:
                self._first.setdefault(array, run)
        largest = max(range(len(weights)), key=lambda place: weights[place].nbytes)
        alike = self._by_largest.setdefault(arrays[largest], [])
        alike[:] = [other for other in alike if (other.run, other.digest) != (run, state.digest)]
        alike.append(state)
        return state.digest

    def holds(self, run: int, arrays: Iterable[bytes]) -> None:
        """The run begins with arrays of these digests, or they were put into its model from farther
        off than it trained: those that it still has at its end are not what it has left.
        """
        held = self._not_left.setdefault(run, set())
        held.update(arrays)
        for array in held:
            if self._first.get(array) == run:
                del self._first[array]

    def run_of(self, array: bytes) -> int | None:
        """The run that was the first to leave an array of this digest; None where none has."""
        return self._first.get(array)

    def of(
        self, model: Any, weights: list[np.ndarray] | None = None
    ) -> tuple[State, list[np.ndarray]] | None:
        """The latest state that the model holds and nothing trainable beside it, and its arrays;
        None where it holds none.

        `weights` are what it held at an earlier time.
        """
        weights = weights_in(model) if weights is None else weights
        if not self._by_largest or not weights:
            return None
        digests = [array_digest(weight) for weight in weights]
        held = dict(zip(digests, weights))
        learnt = {id(weight) for weight in model.trainable_weights}
        trainable = {
            digest for digest, weight in zip(digests, model.weights) if id(weight) in learnt
        }
        for digest in held:
            for state in reversed(self._by_largest.get(digest, [])):
                if trainable <= set(state.arrays) <= held.keys():
                    return state, [held[array] for array in state.arrays]
        return None
