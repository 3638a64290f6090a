"""Tells what a figure draws: lines, whether as lines, dots or bars, images, colour meshes, tables
and words.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain, islice
from typing import Any

import numpy as np

MAX_POINTS = 5_000
MAX_TEXTS = 500
MAX_TEXT_CHARS = 200
MAX_LINES = 50
MAX_GRIDS = 64
MAX_GRID_VALUES = 4_000_000
MAX_AXES = 144
MAX_TABLES = 4
MAX_TABLE_CELLS = 10_000


def described(figure: Any) -> tuple[dict[str, Any], dict[str, np.ndarray]]:
    """The figure's title and axes, and the arrays that they draw, by the names under which the axes
    mention them.
    """
    axes, arrays = _axes_of(figure)
    title = getattr(getattr(figure, "_suptitle", None), "get_text", str)()
    return {"title": short(title), "axes": axes}, arrays


def _axes_of(figure: Any) -> tuple[list[dict[str, Any]], dict[str, np.ndarray]]:
    arrays: dict[str, np.ndarray] = {}
    described = []
    for axes in figure.get_axes()[:MAX_AXES]:
        grids = []
        for kind, values in _grids(axes):
            if len(arrays) < MAX_GRIDS * 2 and values.size and values.size <= MAX_GRID_VALUES:
                key = f"g{len(arrays):03d}"
                arrays[key] = values
                grids.append({"key": key, "shape": list(values.shape), "kind": kind})
        described.append(
            {
                "title": short(axes.get_title()),
                "x_label": short(axes.get_xlabel()),
                "y_label": short(axes.get_ylabel()),
                "lines": [
                    _line(label, values) for label, values in islice(_lines(axes), MAX_LINES)
                ],
                "grids": grids,
                "texts": [short(text.get_text()) for text in axes.texts[:MAX_TEXTS]],
            }
        )
    return described, arrays


def _lines(axes: Any) -> Iterator[tuple[Any, Any]]:
    """Label and heights of what is drawn from left to right: lines, then dots, then bars."""
    dots = (each for each in axes.collections if type(each).__name__ == "PathCollection")
    bars = (each for each in axes.containers if type(each).__name__ == "BarContainer")
    return chain(
        ((line.get_label(), line.get_ydata(orig=False)) for line in axes.get_lines()),
        ((each.get_label(), each.get_offsets()[:, 1]) for each in dots),
        ((each.get_label(), _lengths(each)) for each in bars),
    )


def _lengths(bars: Any) -> list[float]:
    """How long the bars are, whether they stand or lie."""
    lying = getattr(bars, "orientation", "vertical") == "horizontal"
    return [bar.get_width() if lying else bar.get_height() for bar in bars[:MAX_POINTS]]


def _line(label: Any, heights: Any) -> dict[str, Any]:
    drawn: Any = np.ma.asarray(heights, dtype=float)
    values: np.ndarray = np.ma.filled(drawn, np.nan).ravel()[:MAX_POINTS]
    return {"label": short(str(label)), "values": [float(value) for value in values]}


def _grids(axes: Any) -> list[tuple[str, np.ndarray]]:
    """The images, colour meshes and tables on the axes, in the order of their rows on the
    screen.
    """
    found = [("image", _numbers(image.get_array())) for image in axes.get_images()]
    for collection in axes.collections:
        if type(collection).__name__ == "QuadMesh":
            values = _numbers(collection.get_array())
            found.append(("mesh", _square(values, collection)))
    found += [("mesh", _written_in(table)) for table in axes.tables[:MAX_TABLES]]
    return found


def _written_in(table: Any) -> np.ndarray:
    """The numbers in a table of Matplotlib's, without what heads its rows and columns; nothing
    where others stand in it, too.
    """
    cells = table.get_celld()
    rows, columns = (sorted({place[axis] for place in cells}) for axis in (0, 1))
    if not 0 < len(rows) * len(columns) <= MAX_TABLE_CELLS:
        return np.empty((0, 0))
    numbers = np.array([[_number(cells.get((row, column))) for column in columns] for row in rows])
    for axis in (0, 1):
        if _is_head(
            numbers.take(0, axis=axis), alone=numbers.shape[axis] > numbers.shape[1 - axis]
        ):
            numbers = np.delete(numbers, 0, axis=axis)
    return np.empty((0, 0)) if np.isnan(numbers).any() else numbers


def _is_head(first: np.ndarray, *, alone: bool) -> bool:
    """Whether the first row or column names the others, in words or by counting them; `alone`
    where only it is too many. What stands in the corner says nothing.
    """
    cornered = first.size > 0 and bool(np.isnan(first[0]))
    named = first[1:] if cornered else first
    counts = bool((np.diff(named) == 1).all()) and (alone or (cornered and first.size > 3))
    return counts or bool(np.isnan(first[1:]).any())


def _number(cell: Any) -> float:
    try:
        return float(cell.get_text().get_text().strip().rstrip("%"))
    except (AttributeError, ValueError):
        return np.nan


def _square(values: np.ndarray, mesh: Any) -> np.ndarray:
    """A mesh's values (rows, columns), which older matplotlib keeps flat."""
    if values.ndim != 1:
        return values
    rows, columns = (length - 1 for length in mesh.get_coordinates().shape[:2])
    return values.reshape(rows, columns) if values.size == rows * columns else values


def _numbers(values: Any) -> np.ndarray:
    array: Any = np.ma.asarray(values)
    if array.dtype.kind == "b":
        array = array.astype(np.uint8)
    return np.asarray(
        array.filled(0) if array.dtype.kind in "ui" else np.ma.filled(array.astype(float), np.nan)
    )


def short(text: str) -> str:
    """As much of a text as is sent."""
    return str(text)[:MAX_TEXT_CHARS]
