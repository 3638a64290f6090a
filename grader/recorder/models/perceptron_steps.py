"""Computes a perceptron's steps beside scikit-learn, which must come to the same.

Far below scikit-learn's own functions stand NumPy's, Python's, and whatever may run between two of
their lines: threads, traces, what is called where a number is too small. Which of them was
exchanged is nobody's question here: a step is what its gradients and moments make of the weights.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from typing import Any

import numpy as np

from ..rows import chance
from ..shared.digests import weights_digest
from .perceptron_parts import is_plain_array

ALL_GRADIENTS = 1_000_000
"""So many products of an input and a weight a batch may take for each batch's gradients to be
computed once more; of a larger one, as many of its batches as take no more than that.
"""
LEAST_GRADIENTS = 1 / 8
"""Of the batches, of however large a network."""
STEP_TOLERANCE, GRADIENT_TOLERANCE = 1e-5, 1e-3
"""Of their lengths. The same numbers in the same order hardly differ at all."""
ROUNDING = 100
"""By so many times the least difference of two numbers around 1 gradients may differ anyway."""
SQRT, TANH, EXP, MAXIMUM = np.sqrt, np.tanh, np.exp, np.maximum
"""As they were when this was imported."""


class StepsBeside:
    """The steps of one training."""

    def __init__(self, known: dict[str, None] | None = None, *, in_one_call: bool = False) -> None:
        """No step was seen yet; `known` are digests of moments that trainings have left. Between
        the steps of `in_one_call` runs scikit-learn's own code alone, which moves no weight there.
        """
        self.known = {} if known is None else known
        self._in_one_call = in_one_call
        self._stood: np.ndarray | None = None
        """The weights that the gradients of a batch are computed from."""
        self._after: np.ndarray | None = None
        """The weights that the last step has left."""
        self._passes: set[str] = set()
        """Digests of weights with which a pass over the rows has ended."""
        self._moments: list[np.ndarray] | None = None
        self._expected: tuple[np.ndarray, np.ndarray] | None = None
        self._gradient: np.ndarray | None = None

    def left(self) -> str:
        """A digest of the moments after the last step; empty where there was none."""
        return weights_digest(self._moments) if self._moments is not None else ""

    def batch_begins(
        self, model: Any, x: Any, y: Any, args: tuple[Any, ...], kwargs: Mapping[str, Any]
    ) -> bool:
        """Gradients of this batch follow; tells whether it is made of plain numbers, and what
        activations begin with. `args` and `kwargs` are what they are computed with beside it.
        """
        weights = kwargs.get("sample_weight", _weights_in(args))
        plain = all(part is None or is_plain_array(part) for part in (y, weights))
        plain &= is_plain_array(x) or _is_sparse(x)
        if not plain or not _forward_from(x, args, kwargs):
            return False
        self._gradient, self._stood = None, _weights_of(model)
        if self._in_one_call and self._after is not None and not _is_same(self._stood, self._after):
            return False
        share = max(LEAST_GRADIENTS, ALL_GRADIENTS / max(1, self._stood.size * x.shape[0]))
        if chance.RANDOM.random() < share:
            with np.errstate(all="ignore"):
                self._gradient = _gradient(model, x, y, weights)
        return True

    def batch_ended(self, kernels: Any, biases: Any) -> bool:
        """Whether these are the gradients of the batch, as far as that was looked at."""
        ours, self._gradient = self._gradient, None
        if ours is None:
            return True
        with np.errstate(all="ignore"):
            theirs = _flat([*kernels, *biases])
            most = GRADIENT_TOLERANCE * _length(ours) + ROUNDING * np.finfo(theirs.dtype).eps
            return not np.isfinite(ours).all() or bool(_length(theirs - ours) <= most)

    def begins(self, optimizer: Any, params: Any, grads: Any) -> bool:
        """A step follows; tells whether the optimizer holds what steps have left there."""
        held = [_flat(listed) for listed in _moments_of(optimizer)]
        known = self._knows(held)
        with np.errstate(all="ignore"):
            self._moments, way = _step(optimizer, held, _flat(grads))
            expected = _flat(params)
            stayed = self._stood is None or _is_same(expected, self._stood)
            expected += way  # rounded as the weights are
            self._expected = expected, way
        return known and (stayed or not self._in_one_call)

    def ended(self, params: Any) -> bool:
        """Whether the step has come to what it is."""
        if self._expected is None:
            return False
        (expected, way), self._expected = self._expected, None
        self._after = theirs = _flat(params)
        with np.errstate(all="ignore"):
            most = STEP_TOLERANCE * _length(way)
            most += np.finfo(theirs.dtype).eps * _length(expected)
            return _is_same(theirs, expected) or bool(_length(theirs - expected) <= most)

    def pass_ended(self, model: Any) -> None:
        """All rows were taken once more; early stopping may come back to where that has led."""
        stands = _weights_of(model)
        if self._after is not None and _is_same(stands, self._after):
            self._passes.add(weights_digest([stands]))

    def have_left(self, model: Any) -> bool:
        """Whether the weights that it has at its end are what a step has left, the last one or that
        of a pass; of several calls nobody knows what ran between them.
        """
        if self._after is None or not self._in_one_call:
            return True
        stands = _weights_of(model)
        return _is_same(stands, self._after) or weights_digest([stands]) in self._passes

    def _knows(self, held: list[np.ndarray]) -> bool:
        before = self._moments or []
        if before and len(held) == len(before) and all(map(_is_alike, held, before)):
            return True
        return not any(one.any() for one in held) or weights_digest(held) in self.known


def _weights_of(model: Any) -> np.ndarray:
    return _flat([*model.coefs_, *model.intercepts_])


def _forward_from(x: Any, args: tuple[Any, ...], kwargs: Mapping[str, Any]) -> bool:
    """Whether a batch is what the activations begin with, the first list that is handed over.

    A list of the notebook's own may give anything.
    """
    lists = [one for one in (*args, *kwargs.values()) if isinstance(one, list)]
    plain = bool(lists) and all(type(one) is list for one in lists)
    return plain and kwargs.get("activations", lists[0])[0] is x


def _weights_in(args: tuple[Any, ...]) -> Any:
    """What each example counts; only newer versions hand that over, before the first list."""
    return args[0] if args and type(args[0]) is not list else None


def _moments_of(optimizer: Any) -> tuple[Any, ...]:
    if hasattr(optimizer, "velocities"):
        return (optimizer.velocities,)
    return optimizer.ms, optimizer.vs


def _step(
    optimizer: Any, held: list[np.ndarray], gradient: np.ndarray
) -> tuple[list[np.ndarray], np.ndarray]:
    """The moments after a step, and what it adds to the weights."""
    if len(held) == 1:
        rate, momentum = optimizer.learning_rate, optimizer.momentum
        velocity = momentum * held[0] - rate * gradient
        way = momentum * velocity - rate * gradient if optimizer.nesterov else velocity
        return [velocity], way
    first, second = optimizer.beta_1, optimizer.beta_2
    mean = first * held[0] + (1 - first) * gradient
    square = second * held[1] + (1 - second) * gradient**2
    count = optimizer.t + 1
    rate = optimizer.learning_rate_init * SQRT(1 - second**count) / (1 - first**count)
    return [mean, square], -rate * mean / (SQRT(square) + optimizer.epsilon)


def _gradient(model: Any, x: Any, y: Any, weights: Any) -> np.ndarray | None:
    """Of the loss of a batch; None where its activations are the notebook's own."""
    kernels, biases = model.coefs_, model.intercepts_
    held = [x]
    for place, (kernel, bias) in enumerate(zip(kernels, biases), start=1):
        is_last = place == len(kernels)
        name = model.out_activation_ if is_last else model.activation
        answer = _activated(name, held[-1] @ kernel + bias)
        if answer is None:
            return None
        held.append(answer)
    total = len(y) if weights is None else weights.sum()
    off = held[-1] - y
    if weights is not None:
        off = off * weights.reshape(-1, 1)
    found: list[tuple[Any, Any]] = []
    for place in range(len(kernels) - 1, -1, -1):
        kernel = kernels[place]
        by_kernel = (held[place].T @ off + model.alpha * kernel) / total
        found.append((by_kernel, off.sum(axis=0) / total))
        if place:
            off = (off @ kernel.T) * _slope(model.activation, held[place])
    by_kernels, by_biases = zip(*reversed(found))
    return _flat([*by_kernels, *by_biases])


def _activated(name: str, values: np.ndarray) -> np.ndarray | None:
    if name == "softmax":
        raised = EXP(values - values.max(axis=1, keepdims=True))
        return np.asarray(raised / raised.sum(axis=1, keepdims=True))
    if name == "relu":
        return np.asarray(MAXIMUM(values, 0))
    if name == "tanh":
        return np.asarray(TANH(values))
    if name == "logistic":
        return np.asarray(1 / (1 + EXP(-values)))
    return values if name == "identity" else None


def _slope(name: str, answer: np.ndarray) -> Any:
    """How an activation that gave this answer goes on."""
    slopes = {"relu": lambda: answer != 0, "tanh": lambda: 1 - answer**2}
    slopes["logistic"] = lambda: answer * (1 - answer)
    return slopes[name]() if name in slopes else 1.0


def _flat(listed: Any) -> np.ndarray:
    return np.concatenate([one.ravel() for one in listed])


def _length(values: np.ndarray) -> float:
    return float(SQRT(values @ values))


def _is_same(one: np.ndarray, other: Any) -> bool:
    """Numbers that are none included."""
    return bool((one == other).all()) or np.array_equal(one, other, equal_nan=True)


def _is_alike(one: np.ndarray, other: np.ndarray) -> bool:
    return _is_same(one, other) or _length(one - other) <= STEP_TOLERANCE * _length(other)


def _is_sparse(batch: Any) -> bool:
    """Whether it is one of SciPy's own."""
    module = sys.modules.get("scipy.sparse")
    return module is not None and type(batch) in vars(module).values()
