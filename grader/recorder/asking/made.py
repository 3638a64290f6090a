"""Remembers what Keras' variables held when they were made, so that those are known which nobody
has touched since.
"""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Iterable
from typing import Any

from ..shared.digests import DIGEST_BYTES, array_digest

MADE_WITH = "_grader_made_with"
"""The attribute of a variable that holds the digest of its first value."""
MAX_BYTES = 64 * 1024**2
"""Of a variable that is remembered."""


def install() -> None:
    """Look at every variable of Keras 3 as it is made."""
    from keras.src.backend.tensorflow.core import Variable

    stock = Variable._initialize

    def initialize(self: Any, value: Any) -> None:
        stock(self, value)
        with contextlib.suppress(Exception):  # within a graph there is no value yet
            object.__setattr__(self, MADE_WITH, digest_of(self))

    Variable._initialize = initialize


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
    """Use up a random number, as a training does."""
    from tensorflow.python.eager import context

    context.internal_operation_seed()
