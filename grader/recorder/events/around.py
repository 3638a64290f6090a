"""Puts callbacks of the recorder's own around the student's, and tells what those look at."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Any

BATCH_HOOKS = ("on_batch_begin", "on_batch_end", "on_train_batch_begin", "on_train_batch_end")
LIBRARIES = ("keras.", "tf_keras.", "tensorflow.")


def each_of(given: Any) -> list[Any]:
    """The callbacks in what `fit` is given: one, a list of Keras' own making, or as Keras takes it
    apart, lists and dicts of them and of more such.
    """
    if is_keras_list(given):
        return list(given.callbacks)
    return list(_leaves(given)) if given else []


def _leaves(given: Any) -> Iterator[Any]:
    if not isinstance(given, (list, tuple, dict)):
        yield given
        return
    parts = [given[key] for key in sorted(given, key=str)] if isinstance(given, dict) else given
    for part in parts:
        yield from _leaves(part)


def is_keras_list(given: Any) -> bool:
    """Whether it is a `CallbackList` of Keras' own, which somebody else sets up."""
    kind = type(given)
    return kind.__name__ == "CallbackList" and kind.__module__.startswith(LIBRARIES)


def around(given: Any, first: Any, last: Any, model: Any) -> Any:
    """The student's callbacks between ours; what the student holds stays as it is."""
    if is_keras_list(given):
        extended = copy.copy(given)
        extended.callbacks = [first, *given.callbacks, last]
        for reporter in (first, last):
            reporter.set_model(model)
            reporter.set_params(getattr(given, "params", None))
        return extended
    # A list in a list is left as it is: Keras may have something to say about it.
    listed = list(given) if isinstance(given, (list, tuple)) else each_of(given)
    return [first, *listed, last]


def acts_between_batches(given: Any) -> bool:
    """Whether a callback that isn't Keras' own, or one made of functions, is called before or after
    batches.
    """
    kinds = [kind for callback in each_of(given) for kind in type(callback).__mro__]
    own = [kind for kind in kinds if not str(kind.__module__).startswith(("keras.", "tf_keras."))]
    return any(hook in vars(kind) for kind in own for hook in BATCH_HOOKS) or any(
        kind.__name__ == "LambdaCallback" for kind in kinds
    )
