"""Remembers what Keras' variables held when they were made, so that those are known which nobody
has touched since.
"""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Iterable, Iterator, Sequence
from types import ModuleType
from typing import Any

import numpy as np

from ..shared.digests import DIGEST_BYTES, array_digest

MADE_WITH = "_grader_made_with"
"""The attribute of a variable that holds the digest of its first value."""
DRAWN = "_grader_drawn"
"""The attribute of a variable whose first value an initializer of Keras' own drew."""
MAX_BYTES = 64 * 1024**2
"""Of a variable that is remembered."""
ONE_SETTING = (bool, int, float, str, type(None), np.float32, np.float64, np.int32, np.int64)
"""Types of a setting of an initializer: whoever draws around many numbers is told the weights."""


def install() -> None:
    """Look at every variable of Keras 3 as it is made."""
    from keras.src.backend.tensorflow.core import Variable
    from keras.src.initializers import constant_initializers, random_initializers

    stock, stock_drawn = Variable._initialize, Variable._initialize_with_initializer
    made_by = {
        kind: kind.__call__
        for kind in (
            *_classes(random_initializers),
            constant_initializers.Zeros,
            constant_initializers.Ones,
        )
    }

    own = _functions_that_draw()

    def initialize(self: Any, value: Any) -> None:
        stock(self, value)
        with contextlib.suppress(Exception):  # within a graph there is no value yet
            object.__setattr__(self, MADE_WITH, digest_of(self))

    def draw(self: Any, initializer: Any) -> None:
        stock_drawn(self, initializer)
        kind = type(initializer)
        with contextlib.suppress(Exception):
            stock_class = made_by.get(kind) is kind.__call__ and "__call__" not in vars(initializer)
            if stock_class and _is_plainly_set(initializer) and own == _functions_that_draw():
                object.__setattr__(self, DRAWN, True)

    Variable._initialize, Variable._initialize_with_initializer = initialize, draw


def _is_plainly_set(initializer: Any) -> bool:
    return all(
        type(value) in ONE_SETTING
        for name, value in vars(initializer).items()
        if name not in ("seed", "_init_seed")
    )


def _functions_that_draw() -> list[Any]:
    """By which Keras' own initializers draw; a notebook may exchange them."""
    import tensorflow as tf
    from keras.src.backend import random
    from keras.src.initializers import random_initializers

    draw = ("uniform", "normal", "truncated_normal")
    places = [(where, name) for where in (random_initializers.random, random) for name in draw]
    places += [(tf.random, f"stateless_{name}") for name in draw]
    return [getattr(where, name) for where, name in places]


def digest_of(variable: Any) -> bytes:
    """Of what it holds; raises ValueError where it is too large."""
    array = variable._value.numpy()
    if array.nbytes > MAX_BYTES:
        raise ValueError(array.nbytes)
    return array_digest(array)


def is_untouched(variable: Any) -> bool:
    """Whether it holds what it was made with."""
    made = getattr(variable, MADE_WITH, None)
    try:
        return made is not None and made == digest_of(variable)
    except Exception:
        return False


def is_as_drawn(variables: Sequence[Any], arrays: Sequence[np.ndarray]) -> bool:
    """Whether the arrays are what initializers of Keras' own gave the variables, which learn
    nothing yet. Biases and scales of zeros and ones are as good as drawn, and so are rows that were
    never to be learnt, such as means; a layer that was forbidden to learn holds weights all the
    same.
    """
    return len(variables) == len(arrays) and all(
        _is_as_drawn(variable, array) for variable, array in zip(variables, arrays)
    )


def was_drawn(variables: Sequence[Any]) -> bool:
    """Whether initializers of Keras' own gave them what they held first, but for biases and
    scales.
    """
    return all(len(variable.shape) < 2 or hasattr(variable, DRAWN) for variable in variables)


def _is_as_drawn(variable: Any, array: np.ndarray) -> bool:
    if array.ndim < 2 and (not variable.trainable or bool(np.isin(array, (0, 1)).all())):
        return True
    return was_drawn_as(variable, array_digest(array))


def was_drawn_as(variable: Any, digest: bytes) -> bool:
    """Whether an initializer of Keras' own gave the variable the array of this digest."""
    return hasattr(variable, DRAWN) and getattr(variable, MADE_WITH, None) == digest


def _classes(module: ModuleType) -> Iterator[type]:
    """Those that it defines."""
    for found in vars(module).values():
        if isinstance(found, type) and found.__module__ == module.__name__:
            yield found


def start_digest(variables: Iterable[Any]) -> str:
    """Of what untouched variables were made with, and of what TensorFlow's next random numbers are.

    A notebook that sets its seed again has the same start again, and one that trains a second time
    another one.
    """
    from tensorflow.python.eager import context

    eager = context.context()
    random = repr((eager._seed, eager._rng.getstate() if eager._seed is not None else None))
    digest = hashlib.blake2b(random.encode(), digest_size=DIGEST_BYTES)
    for variable in variables:
        digest.update(getattr(variable, MADE_WITH))
    return digest.hexdigest()


def draw_on() -> None:
    """Use up a random number, as a training does where a seed was set; TensorFlow counts on none
    otherwise.
    """
    from tensorflow.python.eager import context

    if context.global_seed() is not None:
        context.internal_operation_seed()
