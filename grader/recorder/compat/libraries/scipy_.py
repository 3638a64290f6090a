"""Gives SciPy and Python's `urllib` back the names that they have dropped or moved."""

from __future__ import annotations

import functools
import importlib
import linecache
import re
import sys
from collections.abc import Callable
from typing import Any

from ..notes import Notes

FIRST_OF_MODE = re.compile(r"mode\(.*\)\s*(\[\s*0\s*\]|\.mode|\.count)\s*\[")
OF_MISC = (
    *(
        "ascent",
        "bytescale",
        "comb",
        "face",
        "factorial",
        "fromimage",
        "imread",
        "imresize",
        "imrotate",
        "imsave",
    ),
    *("imshow", "logsumexp", "toimage"),
)
MOVED: dict[str, dict[str, str]] = {
    "scipy": {
        name: f"numpy.{name}"
        for name in (
            *(
                "absolute",
                "array",
                "arange",
                "argmax",
                "cos",
                "cumsum",
                "dot",
                "exp",
                "eye",
                "floor",
                "hstack",
                "interp",
            ),
            *(
                "linspace",
                "log",
                "log2",
                "mean",
                "median",
                "ones",
                "pi",
                "random",
                "reshape",
                "sin",
                "sqrt",
                "std",
                "sum",
            ),
            *("transpose", "unique", "var", "vstack", "where", "zeros"),
        )
    },
    "scipy.integrate": {
        "cumtrapz": "scipy.integrate.cumulative_trapezoid",
        "simps": "scipy.integrate.simpson",
        "trapz": "scipy.integrate.trapezoid",
    },
    "scipy.misc": {name: f"{__package__}.misc.{name}" for name in OF_MISC},
    "scipy.ndimage": {"imread": "imageio.v2.imread"},
    "urllib": {
        "pathname2url": "urllib.request.pathname2url",
        "quote": "urllib.parse.quote",
        "quote_plus": "urllib.parse.quote_plus",
        "unquote": "urllib.parse.unquote",
        "urlencode": "urllib.parse.urlencode",
        "urlopen": "urllib.request.urlopen",
        "urlretrieve": "urllib.request.urlretrieve",
        "URLopener": "urllib.request.urlopen",
    },
}
"""Module → old name → today's full name."""


def hooks(notes: Notes) -> dict[str, Callable[[Any], None]]:
    """What is done after which module's import."""
    tables = {
        name: functools.partial(_fill, names=names, notes=notes) for name, names in MOVED.items()
    }
    return {**tables, "scipy.stats": lambda stats: _teach_mode(stats, notes)}


def _fill(module: Any, *, names: dict[str, str], notes: Notes) -> None:
    stock = module.__dict__.get("__getattr__")

    def missing(name: str) -> Any:
        if name in names:
            place, _, today = names[name].rpartition(".")
            notes.used(f"{module.__name__}.{name}", names[name])
            return getattr(importlib.import_module(place), today)
        if stock is not None:
            return stock(name)
        raise AttributeError(f"module {module.__name__!r} has no attribute {name!r}")

    module.__dict__["__getattr__"] = missing


def _teach_mode(stats: Any, notes: Notes) -> None:
    """`mode(votes)[0][0]`: the result kept its dimensions."""
    stock = stats.mode

    @functools.wraps(stock)
    def mode(*args: Any, **kwargs: Any) -> Any:
        frame = sys._getframe(1)
        line = linecache.getline(frame.f_code.co_filename, frame.f_lineno, frame.f_globals)
        if "keepdims" not in kwargs and FIRST_OF_MODE.search(line):
            notes.used("stats.mode(x)[0][0]", "stats.mode(x).mode")
            kwargs["keepdims"] = True
        return stock(*args, **kwargs)

    stats.mode = mode
