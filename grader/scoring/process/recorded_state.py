"""Puts a rebuilt model into the state in which a recorded step began.

Loaded only in the scoring process.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from grader.scoring.rebuilding.rebuild import Unfit


def all_of(arrays: dict[str, np.ndarray], kind: str) -> list[np.ndarray]:
    """The recorded arrays `w0000`, `w0001` … of a kind, in their order."""
    return [arrays[name] for name in sorted(arrays) if name[0] == kind and name[1:].isdecimal()]


def put_weights(model: Any, weights: list[np.ndarray]) -> None:
    """Set them, with what layers derive from theirs."""
    model.set_weights(weights)
    for layer in model._flatten_layers():  # noqa: SLF001 - those of nested models, too
        if hasattr(layer, "finalize_state"):
            layer.finalize_state()


def put_random_states(model: Any, states: list[np.ndarray]) -> None:
    """Let random layers draw next what they drew in the step."""
    known = {id(variable) for variable in (*model.weights, *model.metrics_variables)}
    drawing = [variable for variable in model.variables if id(variable) not in known]
    assign(drawing, states, "random states")


def assign(variables: Any, values: list[np.ndarray], what: str) -> None:
    """Set variables to what was recorded of them; refused where that is of another form."""
    if [tuple(variable.shape) for variable in variables] != [value.shape for value in values]:
        raise Unfit(f"the recorded {what} differ from those that we compute")
    for variable, value in zip(variables, values, strict=True):
        variable.assign(value)
