"""Says where the weights come from that a training begins with, layer by layer.

A network may be made of layers of several: what is known of it as a whole says nothing of a layer
that was taken over from another one, or that was forbidden to learn and holds what nobody saw
learnt.
"""

from __future__ import annotations

import math
from collections.abc import Container, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from ..asking.initial_values import was_drawn_as
from ..shared.digests import array_digest

if TYPE_CHECKING:
    import numpy as np

    from ..events.states import States

MOST_INPUTS = 1024
"""Of larger examples nobody scales each input by itself."""
AN_INPUT = 2
"""Numbers for each input that no training need explain: a mean and a variance."""


@dataclass
class Origins:
    """Of the weights that have two dimensions or more, and of rows that are longer than an example,
    or of which there are many: a mean and a scale for each input are no weights.
    """

    of_runs: list[int] = field(default_factory=list)
    """Earlier trainings that some of them were first seen to be left by, each once."""
    still_unknown: float = 0.0
    """Which share of the model's numbers may not learn, was drawn by no initializer of Keras' own
    and left by no training.
    """


def origins_of(
    variables: Sequence[Any],
    arrays: Sequence[np.ndarray],
    states: States,
    *,
    explained: Container[bytes] = (),
    inputs: int = MOST_INPUTS,
) -> Origins:
    """Where what the `variables` hold, the `arrays`, comes from; those of the digests that are
    `explained` already are left aside. An example has so many `inputs`.
    """
    found, size = Origins(), sum(array.size for array in arrays)
    counted, in_rows, longest = 0, 0, min(inputs, MOST_INPUTS)
    for variable, array in zip(variables, arrays):
        digest, is_short = array_digest(array), array.ndim < 2 and array.size <= longest
        if is_short and variable.trainable:
            continue
        plain = not array.size or bool((array == array.flat[0]).all())
        if plain or digest in explained or was_drawn_as(variable, digest):
            continue
        run = states.run_of(digest)
        if run is None and not variable.trainable:
            counted, in_rows = (
                (counted, in_rows + array.size) if is_short else (counted + array.size, in_rows)
            )
        elif run is not None and not is_short and run not in found.of_runs:
            found.of_runs.append(run)
    if in_rows > AN_INPUT * longest:
        counted += in_rows
    found.still_unknown = counted / max(1, size)
    return found


def inputs_of(model: Any) -> int:
    """How many numbers an example has for it; the most that are counted where nobody knows."""
    shape = getattr(model, "input_shape", None)
    sizes = shape[1:] if isinstance(shape, tuple) else (None,)
    return math.prod(sizes) if all(isinstance(size, int) for size in sizes) else MOST_INPUTS
