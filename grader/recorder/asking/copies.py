"""Copies functions of the student's own, as long as values are all that they can reach.

Such a function computes, prints, collects in lists, and calls others of its kind. Its copy can be
tried out and leaves no trace.
"""

from __future__ import annotations

import copy
import sys
from collections.abc import Callable
from types import BuiltinFunctionType, CellType, FunctionType, ModuleType
from typing import Any

import numpy as np

from .instructions import OF_DATA, Named, NotAsked, names_in

DATA = frozenset({bool, int, float, complex, str, bytes, type(None)})
HOLDERS = frozenset({list, tuple, set, frozenset, dict})
MOST_DATA = 100_000
DEEPEST = 20
MOST_FUNCTIONS = 50
"""More is not looked at."""
BUILTINS = frozenset(
    {"abs", "all", "any", "bool", "dict", "divmod", "enumerate", "float", "format", "int", "len"}
    | {"list", "map", "max", "min", "pow", "print", "range", "repr", "reversed", "round", "set"}
    | {"sorted", "str", "sum", "tuple", "zip"}
)
IN_MODULES = {
    "math": frozenset(
        {"acos", "ceil", "cos", "exp", "fabs", "floor", "fmod", "isfinite", "isnan", "log"}
        | {"log10", "log1p", "log2", "pow", "sin", "sqrt", "tan", "tanh", "trunc"}
    ),
    "numpy": frozenset(
        {"absolute", "ceil", "cos", "exp", "float32", "float64", "floor", "isfinite", "isnan"}
        | {"log", "log10", "max", "maximum", "mean", "median", "min", "minimum", "power", "round"}
        | {"sin", "sqrt", "std", "sum", "tanh"}
    ),
    "time": frozenset({"monotonic", "perf_counter", "strftime", "time"}),
}
"""By module, what its functions that compute or tell the time call themselves."""
OF_NUMPY = (np.ufunc, type(np.mean))
HEAP_TYPE = 1 << 9
"""CPython's mark of a class that was made by Python code."""
Mine = Callable[[Named], None]
"""Is told the attributes of `self` that a method uses."""


class Copies:
    """Copies of functions and data that share what the originals share."""

    def __init__(self) -> None:
        self._functions: dict[tuple[int, int], Any] = {}
        self._originals: list[Any] = []
        """Held, so that their numbers are not given to others."""
        self._data: dict[int, Any] = {}
        self._left = MOST_DATA
        self.tell_the_time = False
        """Whether one of them looks at the clock: another time it may do something else."""

    def function(self, function: Any, mine: Mine | None = None) -> Any:
        """Its copy; raises `NotAsked` where it could do more than compute.

        A method is copied as a function of the object that it is called for; `mine` is told what it
        uses of that.
        """
        key = (id(function), id(mine))
        if key not in self._functions:
            if type(function) is not FunctionType or vars(function):
                raise NotAsked("what is called is no plain function")
            if len(self._functions) == MOST_FUNCTIONS:
                raise NotAsked("too many functions")
            self._copy(function, mine, key)
        return self._functions[key]

    def value(self, value: Any) -> Any:
        """A copy of data, or of a function."""
        if type(value) is FunctionType:
            return self.function(value)
        if _is_built_in(value):
            return _silent if value.__name__ == "print" else value
        self._look_at(value, DEEPEST)
        return copy.deepcopy(value, self._data)

    def _copy(self, function: Any, mine: Mine | None, key: tuple[int, int]) -> None:
        code: Any = function.__code__
        names: dict[str, Any] = {"__builtins__": {}}
        cells = tuple(CellType() for _ in function.__closure__ or ())
        made = FunctionType(code, names, function.__name__, None, cells)
        self._functions[key] = made
        self._originals += [function, mine]
        if mine is not None and not code.co_argcount:
            raise NotAsked("a method that doesn't name itself")
        for named in names_in(code, code.co_varnames[0] if mine else None):
            if named.where == "global":
                names[named.name] = self._global(function, named.name, named.attribute)
            elif mine is not None:
                mine(named)
        for cell, held in zip(cells, function.__closure__ or ()):
            cell.cell_contents = self.value(_content(held))
        made.__defaults__ = self._each(function.__defaults__)
        made.__kwdefaults__ = dict(
            zip(function.__kwdefaults__ or (), self._each((function.__kwdefaults__ or {}).values()))
        )

    def _each(self, values: Any) -> tuple[Any, ...]:
        return tuple(map(self.value, values or ()))

    def _global(self, function: Any, name: str, attribute: str | None) -> Any:
        built_in = getattr(function, "__builtins__", {})  # from Python 3.10 on
        value = function.__globals__.get(name, built_in.get(name, Copies))
        if type(value) is not ModuleType:
            if attribute not in (None, *OF_DATA):
                raise NotAsked(f"code that uses {name}.{attribute}")
            return self.value(value)
        if attribute is None or not _computes(value, vars(value).get(attribute)):
            raise NotAsked(f"code that uses {name}.{attribute}")
        self.tell_the_time = self.tell_the_time or value.__name__ == "time"
        return value

    def _look_at(self, value: Any, depth: int) -> None:
        """Raise `NotAsked` where it is anything but data."""
        kind = type(value)
        self._left -= 1
        if kind in DATA or (isinstance(value, np.number) and _is_built(kind)):
            return
        if kind not in HOLDERS or not depth or self._left < 0:
            raise NotAsked(f"code that holds a {kind.__name__}")
        for part in (*value.items(),) if kind is dict else value:
            self._look_at(part, depth - 1)


def _content(cell: CellType) -> Any:
    try:
        return cell.cell_contents
    except ValueError:
        raise NotAsked("a function whose names have no values yet") from None


def _is_built_in(value: Any) -> bool:
    """Whether it is one of Python's own functions that compute, whatever it is called here."""
    kind = type(value)
    if not (kind is BuiltinFunctionType or (kind is type and _is_built(value))):
        return False
    if value.__name__ == "print" and type(sys.stdout).__module__ == "__main__":
        return False
    return value.__module__ == "builtins" and value.__name__ in BUILTINS


def _computes(module: ModuleType, held: Any) -> bool:
    """Whether it is a number, or a function of that module that computes; neither a name nor a
    place makes it one.
    """
    names, kind = IN_MODULES.get(module.__name__, frozenset()), type(held)
    own = kind is BuiltinFunctionType or isinstance(held, OF_NUMPY)
    number = kind is type and issubclass(held, np.number) and _is_built(held)
    return kind in (int, float) or ((own or number) and held.__name__ in names)


def _is_built(kind: type) -> bool:
    return not kind.__flags__ & HEAP_TYPE


def _silent(*words: Any, **options: Any) -> None:
    """Stands for `print` in a copy."""
