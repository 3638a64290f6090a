"""Gives SciPy and Python's `urllib` back the names that they have dropped or moved."""

from __future__ import annotations

import functools
import linecache
import re
import sys
from collections.abc import Callable
from typing import Any

from ..names import answer
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
}
"""Module → old name → today's full name."""


def hooks(notes: Notes) -> dict[str, Callable[[Any], None]]:
    """What is done after which module's import."""
    tables = {
        name: functools.partial(answer, places=places, notes=notes)
        for name, places in MOVED.items()
    }
    return {**tables, "scipy.stats": lambda stats: _teach_mode(stats, notes)}


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
