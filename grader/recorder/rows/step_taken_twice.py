"""Takes a training step of the student's own parts once more with another batch, and says whether
it heeds its data.

Nobody else can compute such a step. But whatever loss, layers or training step it has: what learns
from its batch does something else when it is given another one, and weights that were finished
beforehand don't. Afterwards every variable is what it was. What the step prints is printed once
more, and what it draws otherwise than by variables is drawn once more; steps that do more than that
aren't taken twice.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any, TypeVar

import numpy as np

ACTING = frozenset(
    {"EagerPyFunc", "PyFunc", "PyFuncStateless", "WriteSummary", "WriteFile"}
    | {"IteratorGetNext", "IteratorGetNextAsOptional"}
    | {"HashTableV2", "LookupTableInsertV2", "QueueEnqueueV2", "StackPushV2", "TensorArrayV3"}
)
"""Operations that leave a trace outside of variables; taking the step's own batch is one of them
and is expected.
"""
OWN_BATCH = frozenset({"IteratorGetNext", "IteratorGetNextAsOptional"})
STANDSTILL = 1e-6
"""Of the weights' size: a step that moves them by less tells nothing."""
MOVED_NOTHING = "those that were drawn moved no weight"
"""What is said of a training that only such were drawn of."""

Read = TypeVar("Read")


class StepTakenTwice:
    """A step that is taken, and taken back."""

    def __init__(self, weights: Callable[[], list[np.ndarray]]) -> None:
        """Nothing is known of the step yet; `weights` reads those that it moves."""
        self._read = weights
        self._variables: list[Any] | None = None
        self.untried = ""
        """Why the step can't be taken twice."""
        self.stood_still = False
        """Whether it hardly moved a weight, which tells nothing."""
        self.graph: Any = None
        """Of the step."""
        self._before: list[Any] = []
        self._weights: list[np.ndarray] = []

    def before(self, graph: Callable[[], Any] | None) -> None:
        """Remember every variable that the step's `graph` may change; nothing where it has none or
        can't be taken back.
        """
        self.stood_still = False
        self.graph = graph() if graph is not None else None
        self._variables = None if self.graph is None else _variables_in(self.graph)
        if self._variables is None:
            self.untried = (
                "it runs as Python" if self.graph is None else "it does more than compute"
            )
        self._before = [variable.read_value() for variable in self._variables or ()]
        self._weights = self._read()

    def reaction(self, other: Callable[[], Any]) -> float | None:
        """By which share of its length the step differs with the `other` batch, with which that
        takes it; None where that can't be said.
        """
        if not self._variables:
            return None
        own = _change(self._weights, self._read())
        length = float(np.linalg.norm(own))
        self.stood_still = length <= STANDSTILL * float(np.linalg.norm(_flat(self._weights)))
        if self.stood_still:
            return None
        others = self.again(other, lambda: _change(self._weights, self._read()))
        return None if others is None else float(np.linalg.norm(others - own)) / length

    def again(self, other: Callable[[], Any], read: Callable[[], Read]) -> Read | None:
        """What is there to `read` after the step was taken as `other` does, from where the first
        one began; None where that can't be done.
        """
        if not self._variables:
            return None
        after = [variable.read_value() for variable in self._variables]
        _put(self._variables, self._before)
        try:
            other()
            return read()
        except Exception:  # what checks its batch may not like another one
            return None
        finally:
            _put(self._variables, after)


def graph_of(step: Callable[[Any], Any], batch: Any) -> Callable[[], Any] | None:
    """What gives the graph of Keras' own step function, which takes an iterator or, where `batch`
    is a tuple, that alone; None where it runs eagerly: any line of Python may act.
    """
    held = inspect.getclosurevars(step).nonlocals
    traced: Any = held.get("multi_step_on_iterator")
    if isinstance(batch, tuple):
        converting: Any = held.get("one_step_on_data")
        inner = inspect.getclosurevars(converting).nonlocals.values() if converting else ()
        traced = next((each for each in inner if hasattr(each, "get_concrete_function")), None)
    if not hasattr(traced, "get_concrete_function"):
        return None
    return lambda: traced.get_concrete_function(batch).graph


def _variables_in(graph: Any) -> list[Any] | None:
    """All variables that it uses, whoever made them; None where it does more than compute."""
    if _names_in(graph) & (ACTING - OWN_BATCH):
        return None
    return [
        variable
        for variable in graph.variables
        if variable.dtype.is_floating or variable.dtype.is_integer
    ]


def _names_in(graph: Any) -> set[str]:
    """The operations of the graph, and of the functions in it."""
    definition = graph.as_graph_def()
    functions = (node for function in definition.library.function for node in function.node_def)
    return {node.op for node in (*definition.node, *functions)}


def _put(variables: list[Any], values: list[Any]) -> None:
    for variable, value in zip(variables, values):
        variable.assign(value)


def _change(before: list[np.ndarray], after: list[np.ndarray]) -> np.ndarray:
    return _flat(after) - _flat(before)


def _flat(arrays: list[np.ndarray]) -> np.ndarray:
    return np.concatenate([np.ravel(array).astype(np.float64) for array in arrays] or [np.zeros(0)])
