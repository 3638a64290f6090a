"""Knows the names that NumPy had, and what they are today."""

from __future__ import annotations

import math
import sys
from typing import Any

from ..caller import is_students
from ..notes import Notes

BUILTINS: dict[str, Any] = {
    "float": float,
    "int": int,
    "object": object,
    "str": str,
    "complex": complex,
    "unicode": str,
}
RENAMED = {
    "Inf": "inf",
    "Infinity": "inf",
    "NINF": "-inf",
    "NaN": "nan",
    "PINF": "inf",
    "alltrue": "all",
    "bool8": "bool_",
    "complex_": "complex128",
    "cumproduct": "cumprod",
    "float_": "float64",
    "in1d": "isin",
    "infty": "inf",
    "round_": "round",
    "asfarray": "asarray",
    "mat": "asmatrix",
    "msort": "sort",
    "object0": "object_",
    "int0": "intp",
    "product": "prod",
    "row_stack": "vstack",
    "sometrue": "any",
    "string_": "bytes_",
    "trapz": "trapezoid",
    "unicode_": "str_",
}
"""Old name → today's."""
FUNCTIONS: dict[str, tuple[str, Any]] = {
    "alen": ("len", len),
    "asscalar": ("x.item()", lambda array: array.item()),
    "math": ("import math", math),
    "rank": ("np.ndim", lambda array: array.ndim),
}
"""Old name → what to write today, and what it was."""


def install(numpy: Any, notes: Notes) -> None:
    """Answer the student's own code, and nobody else's, to the old names."""
    stock = numpy.__dict__.get("__getattr__")

    def missing(name: str) -> Any:
        if name in FUNCTIONS and is_students(sys._getframe(1)):
            notes.used(f"np.{name}", FUNCTIONS[name][0])
            return FUNCTIONS[name][1]
        if (name in BUILTINS or name in RENAMED) and is_students(sys._getframe(1)):
            if name in BUILTINS:
                notes.used(f"np.{name}", BUILTINS[name].__name__)
                return BUILTINS[name]
            today = RENAMED[name]
            notes.used(
                f"np.{name}", f"{today[0] if today[0] == '-' else ''}np.{today.removeprefix('-')}"
            )
            return -numpy.inf if today == "-inf" else getattr(numpy, today)
        if stock is not None:
            return stock(name)
        raise AttributeError(f"module 'numpy' has no attribute {name!r}")

    numpy.__dict__["__getattr__"] = missing
