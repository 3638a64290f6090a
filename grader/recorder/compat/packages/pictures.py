"""Lets nothing that only draws raise: where graphviz or pydot is missing or fails, an empty picture
takes the drawing's place.
"""

from __future__ import annotations

import base64
import functools
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

from ..notes import Notes
from .stubs import Nothing

PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg=="
)
"""One pixel."""
SVG = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"></svg>'
TEXT = ("dot", "gv", "plain", "raw", "xdot", "canon")
"""Formats that are no picture."""
GRAPHVIZ = ("pipe", "render", "view", "unflatten")
"""Methods of graphviz' classes that start a program."""


def empty_picture(kind: str) -> bytes:
    """A picture of nothing, in the format that a file's ending names."""
    kind = kind.lower().lstrip(".")
    return SVG if kind == "svg" else b"digraph {}" if kind in TEXT else PNG


def hooks(notes: Notes) -> dict[str, Callable[[Any], None]]:
    """What is done after the import of what draws graphs."""
    return {
        "graphviz": lambda graphviz: _teach_graphviz(graphviz, notes),
        "keras.src.utils.model_visualization": lambda module: _teach_keras(module, notes),
        "pydot": lambda pydot: _teach_pydot(pydot, notes),
    }


def _tell(notes: Notes, what: str) -> None:
    notes.tell(
        "compatibility",
        f"drawing by {what}",
        f"{what} could not draw here; an empty picture stands in its place.",
    )


def _teach_pydot(pydot: Any, notes: Notes) -> None:
    create, write = pydot.Dot.create, pydot.Dot.write

    @functools.wraps(create)
    def create_or_nothing(
        self: Any,
        prog: Any = None,
        format: str = "ps",  # noqa: A002
        *args: Any,
        **kwargs: Any,
    ) -> Any:
        try:
            return create(self, prog, format, *args, **kwargs)
        except Exception:
            _tell(notes, "graphviz")
            return empty_picture(format)

    @functools.wraps(write)
    def write_or_nothing(
        self: Any,
        path: Any,
        prog: Any = None,
        format: str = "raw",  # noqa: A002
        *args: Any,
        **kwargs: Any,
    ) -> Any:
        try:
            return write(self, path, prog, format, *args, **kwargs)
        except Exception:
            return _written(path, format, notes)

    pydot.Dot.create, pydot.Dot.write = create_or_nothing, write_or_nothing


def _written(path: Any, kind: str, notes: Notes) -> bool:
    _tell(notes, "graphviz")
    with open(os.fspath(path), "wb") as file:  # noqa: PTH123 - the notebook's own `open`, which makes folders
        file.write(empty_picture(kind))
    return True


def _teach_keras(module: Any, notes: Notes) -> None:
    """`plot_model` leaves a file, and `model_to_dot` something to draw with, whatever is
    missing.
    """
    to_dot, plot = module.model_to_dot, module.plot_model

    @functools.wraps(to_dot)
    def model_to_dot(*args: Any, **kwargs: Any) -> Any:
        try:
            return to_dot(*args, **kwargs)
        except Exception:
            _tell(notes, "model_to_dot")
            return UndrawnGraph()

    @functools.wraps(plot)
    def plot_model(model: Any, to_file: Any = "model.png", *args: Any, **kwargs: Any) -> Any:
        try:
            shown = plot(model, to_file, *args, **kwargs)
        except Exception:
            shown = None
        if to_file is not None and not Path(to_file).exists():
            _written(to_file, Path(to_file).suffix, notes)
        return shown

    module.model_to_dot, module.plot_model = model_to_dot, plot_model


class UndrawnGraph(Nothing):
    """A graph that nobody can draw."""

    def create(self, prog: Any = None, format: str = "ps", **_: Any) -> bytes:  # noqa: A002
        """As pydot's."""
        del prog
        return empty_picture(format)

    def create_png(self, *_: Any, **__: Any) -> bytes:
        """As pydot's."""
        return PNG

    def create_svg(self, *_: Any, **__: Any) -> bytes:
        """As pydot's."""
        return SVG


def _teach_graphviz(graphviz: Any, notes: Notes) -> None:
    for name in ("Digraph", "Graph", "Source"):
        kind = getattr(graphviz, name)
        for method in GRAPHVIZ:
            if hasattr(kind, method):
                setattr(kind, method, _never_raising(getattr(kind, method), method, notes))


def _never_raising(stock: Any, name: str, notes: Notes) -> Any:
    @functools.wraps(stock)
    def act(self: Any, *args: Any, **kwargs: Any) -> Any:
        try:
            return stock(self, *args, **kwargs)
        except Exception:
            _tell(notes, "graphviz")
            if name == "pipe":
                picture = empty_picture(
                    str(kwargs.get("format") or (args[0] if args else None) or self.format)
                )
                return picture.decode("utf-8", "replace") if kwargs.get("encoding") else picture
            return self if name == "unflatten" else str(kwargs.get("filename") or self.filepath)

    return act
