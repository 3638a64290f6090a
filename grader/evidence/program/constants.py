"""Computes arithmetic on constants."""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable

from grader.evidence.program.libraries.arrays import scaled
from grader.evidence.program.values import LARGEST, UNKNOWN, ArrayValue, Value, sound

_OPERATIONS: dict[type[ast.operator], Callable[[float, float], float]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.FloorDiv: operator.floordiv,
    ast.Mod: operator.mod,
}


def binary_operation(kind: ast.operator, left: Value, right: Value) -> Value:  # noqa: PLR0911 - a case a kind of value
    """The result for two numbers that are not absurd, or two lists or two texts; else unknown."""
    if (
        isinstance(kind, ast.Add)
        and isinstance(left, list)
        and isinstance(right, list)
        and len(left) + len(right) < 1000
    ):
        return [*left, *right]
    if (
        isinstance(kind, ast.Add)
        and isinstance(left, str)
        and isinstance(right, str)
        and len(left) + len(right) < 1000
    ):
        return left + right
    if isinstance(left, ArrayValue):
        return sound(scaled(kind, left, right, from_left=True))
    if isinstance(right, ArrayValue):
        return sound(scaled(kind, right, left, from_left=False))
    if not (_is_number(left) and _is_number(right)):
        return UNKNOWN
    if isinstance(kind, ast.Pow):
        return left**right if abs(left) <= 1000 and 0 <= right <= 4 else UNKNOWN  # type: ignore[operator, arg-type]
    operation = _OPERATIONS.get(type(kind))
    try:
        return sound(operation(left, right)) if operation else UNKNOWN  # type: ignore[arg-type]
    except (ZeroDivisionError, OverflowError):
        return UNKNOWN


def _is_number(value: Value) -> bool:
    return isinstance(value, int | float) and abs(value) <= LARGEST
