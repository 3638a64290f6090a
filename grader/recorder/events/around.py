"""Puts callbacks of the recorder's own around the student's, and tells what those look at."""

from __future__ import annotations

import copy
from typing import Any

BATCH_HOOKS = ("on_batch_begin", "on_batch_end", "on_train_batch_begin", "on_train_batch_end")


def around(given: Any, first: Any, last: Any, model: Any) -> Any:
    """The student's callbacks between ours; what the student holds stays as it is."""
    if hasattr(given, "callbacks") and hasattr(given, "append"):
        extended = copy.copy(given)
        extended.callbacks = [first, *given.callbacks, last]
        for reporter in (first, last):
            reporter.set_model(model)
            reporter.set_params(getattr(given, "params", None))
        return extended
    listed = [] if given is None else list(given) if isinstance(given, (list, tuple)) else [given]
    return [first, *listed, last]


def acts_between_batches(given: Any) -> bool:
    """Whether a callback that isn't Keras' own, or one made of functions, is called before or after
    batches.
    """
    held = getattr(given, "callbacks", given)
    kinds = [
        kind
        for callback in (held if isinstance(held, (list, tuple)) else [held])
        for kind in type(callback).__mro__
    ]
    own = [kind for kind in kinds if not str(kind.__module__).startswith(("keras.", "tf_keras."))]
    return any(hook in vars(kind) for kind in own for hook in BATCH_HOOKS) or any(
        kind.__name__ == "LambdaCallback" for kind in kinds
    )
