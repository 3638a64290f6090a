"""Puts callbacks of the recorder's own around the student's, and tells what those look at."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Any

BATCH_HOOKS = ("on_batch_begin", "on_batch_end", "on_train_batch_begin", "on_train_batch_end")
VALIDATION_HOOKS = ("on_test_begin", "on_test_end", "on_test_batch_begin", "on_test_batch_end")
"""A validation comes after the last step of an epoch, and before its end."""
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
    """Whether code that isn't Keras' own is called before or after batches, of training or of a
    validation, or a callback made of functions is, wherever that hears.
    """
    for callback in each_of(given):
        holders = (callback, *type(callback).__mro__)
        if any(kind.__name__ == "LambdaCallback" for kind in holders[1:]):
            return True
        if any(_holds_own(holder, *BATCH_HOOKS, *VALIDATION_HOOKS) for holder in holders):
            return True
    return False


def _holds_own(holder: Any, *hooks: str) -> bool:
    """Whether one of the hooks is the student's: of a class, an object's own, or put into a class
    of Keras'.
    """
    held = getattr(holder, "__dict__", {})
    found = [held[hook] for hook in hooks if hook in held]
    if not isinstance(holder, type) or not _is_kerasic(holder):
        return bool(found)
    return not all(map(_is_kerasic, found))


def _is_kerasic(part: Any) -> bool:
    return str(getattr(part, "__module__", "")).startswith(("keras.", "tf_keras."))
