"""What does a figure draw?"""

from __future__ import annotations

from typing import Any

import numpy as np

MAX_POINTS = 5_000
MAX_TEXTS = 500
MAX_TEXT_CHARS = 200
MAX_LINES = 50
MAX_GRIDS = 64
MAX_GRID_VALUES = 4_000_000
MAX_AXES = 144


def described(figure: Any) -> tuple[dict[str, Any], dict[str, np.ndarray]]:
    """The figure's title and axes, and the arrays that they draw, by the names under which the axes mention them."""
    axes, arrays = _axes_of(figure)
    title = getattr(getattr(figure, "_suptitle", None), "get_text", str)()
    return {"title": _short(title), "axes": axes}, arrays


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
                "title": _short(axes.get_title()),
                "x_label": _short(axes.get_xlabel()),
                "y_label": _short(axes.get_ylabel()),
                "lines": [_line(line) for line in axes.get_lines()[:MAX_LINES]],
                "grids": grids,
                "texts": [_short(text.get_text()) for text in axes.texts[:MAX_TEXTS]],
            }
        )
    return described, arrays


def _line(line: Any) -> dict[str, Any]:
    drawn: Any = np.ma.asarray(line.get_ydata(orig=False), dtype=float)
    values: np.ndarray = np.ma.filled(drawn, np.nan).ravel()[:MAX_POINTS]
    return {"label": _short(str(line.get_label())), "values": [float(value) for value in values]}


def _grids(axes: Any) -> list[tuple[str, np.ndarray]]:
    """The images and colour meshes on the axes, in the order of their rows on the screen."""
    found = [("image", _numbers(image.get_array())) for image in axes.get_images()]
    for collection in axes.collections:
        if type(collection).__name__ == "QuadMesh":
            values = _numbers(collection.get_array())
            found.append(("mesh", _square(values, collection)))
    return found


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
    return np.asarray(array.filled(0) if array.dtype.kind in "ui" else np.ma.filled(array.astype(float), np.nan))


def _short(text: str) -> str:
    return str(text)[:MAX_TEXT_CHARS]
