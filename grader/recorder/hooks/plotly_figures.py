"""Tells what a Plotly figure draws, in the words in which Matplotlib's figures are described."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

import numpy as np

from .figures import MAX_AXES, MAX_GRID_VALUES, MAX_GRIDS, MAX_LINES, MAX_POINTS, MAX_TEXTS, short

LINES = ("scatter", "scattergl", "bar")
GRIDS = ("heatmap", "image")

Description = tuple[dict[str, Any], dict[str, np.ndarray]]


def install(renderers: Any, tell: Callable[[Callable[[], Description]], None]) -> None:
    """Hook what shows a figure, whoever asks for it: `fig.show()`, the end of a cell, `iplot`."""
    stock = renderers.show

    @functools.wraps(stock)
    def show(fig: Any, *args: Any, **kwargs: Any) -> Any:
        result = stock(fig, *args, **kwargs)
        tell(lambda: described(fig))
        return result

    renderers.show = show


def described(fig: Any) -> Description:
    """The figure's title and axes, and the arrays that they draw, by the names under which the axes
    mention them.
    """
    if not hasattr(fig, "data"):
        import plotly.graph_objects

        fig = plotly.graph_objects.Figure(fig)
    arrays: dict[str, np.ndarray] = {}
    axes: dict[tuple[str, str], dict[str, Any]] = {}
    for trace in fig.data:
        place = (
            str(getattr(trace, "xaxis", None) or "x"),
            str(getattr(trace, "yaxis", None) or "y"),
        )
        if place in axes or len(axes) < MAX_AXES:
            _draw(trace, axes.setdefault(place, _empty(fig, place)), arrays)
    return {"title": _text(fig.layout.title), "axes": list(axes.values())}, arrays


def _empty(fig: Any, place: tuple[str, str]) -> dict[str, Any]:
    x_label, y_label = (_text(_title_of(fig, axis)) for axis in place)
    texts = [short(each.text or "") for each in fig.layout.annotations[:MAX_TEXTS]]
    return {
        "title": "",
        "x_label": x_label,
        "y_label": y_label,
        "lines": [],
        "grids": [],
        "texts": texts,
    }


def _title_of(fig: Any, axis: str) -> Any:
    """Of the axis that traces call `x2`, and the layout `xaxis2`."""
    layout: Any = getattr(fig.layout, f"{axis[0]}axis{axis[1:]}", None)
    return getattr(layout, "title", None)


def _draw(trace: Any, axes: dict[str, Any], arrays: dict[str, np.ndarray]) -> None:
    if trace.type in LINES and len(axes["lines"]) < MAX_LINES:
        lying = getattr(trace, "orientation", None) == "h"
        heights = trace.x if lying else trace.y
        axes["lines"].append({"label": short(trace.name or ""), "values": _numbers(heights)})
    elif trace.type in GRIDS and len(arrays) < MAX_GRIDS and trace.z is not None:
        values = np.asarray(trace.z)
        if values.dtype.kind in "uif" and 0 < values.size <= MAX_GRID_VALUES:
            key = f"g{len(arrays):03d}"
            arrays[key] = values
            axes["grids"].append({"key": key, "shape": list(values.shape), "kind": "image"})


def _numbers(heights: Any) -> list[float]:
    """What is drawn, as numbers; nothing where words are."""
    values = np.asarray([] if heights is None else heights)[:MAX_POINTS]
    if values.dtype.kind == "O":
        values = np.asarray([np.nan if value is None else value for value in values])
    return (
        [float(value) for value in values]
        if values.dtype.kind in "uif" and values.ndim == 1
        else []
    )


def _text(title: Any) -> str:
    return short(getattr(title, "text", None) or "")
