"""Finds the held-out images among the pictures that a notebook shows, and the words beside each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import islice

import numpy as np

from grader.evidence.claims.read import shown_text
from grader.evidence.runs.recorded import cells_by_count
from grader.evidence.shown.figures import figures_of
from grader.model.dataset import Dataset
from grader.model.descriptions import AxesShown
from grader.model.events import FigureShown
from grader.model.evidence import DigitShown
from grader.model.recording import Recording
from grader.untrusted.npz import read_array

MOST_IN_A_ROW = 20
"""Images that stand side by side in one picture, or below each other."""
MOST_LOOKED_AT = 20_000
"""Images of one notebook."""
MOST_LINES_EACH = 4
"""That are printed for each picture."""


def digits_shown(recording: Recording, dataset: Dataset) -> tuple[DigitShown, ...]:
    """Pictures that are held-out images, however they were scaled, with the words beside them."""
    size = tuple(dataset.held_out_x.shape[1:3])
    candidates = [
        (figure, axes, grid.key)
        for figure in figures_of(recording)
        for axes in figure.axes
        for grid in axes.grids
        if len(size) == 2 and _holds_pictures(grid.shape, size)
    ]
    if not candidates:
        return ()
    index, cells = _rows_by_fingerprint(dataset), cells_by_count(recording)
    found: list[DigitShown] = []
    left = MOST_LOOKED_AT
    for figure, axes, key in candidates:
        picture = read_array(recording.folder, figure.arrays, key)
        if picture is None or not _holds_pictures(picture.shape, size):
            continue
        texts = tuple(text for text in _texts(figure, axes) if text.strip())
        cell = cells.get(figure.execution_count)
        images = list(islice(_images(picture, size), left))
        left -= len(images)
        rows = (_row_of(image, index) for image in images)
        found += [DigitShown(cell, row, texts) for row in rows if row is not None]
    return tuple(_with_printed_lines(found, recording))


def _texts(figure: FigureShown, axes: AxesShown) -> Iterator[str]:
    """The words on its axes; where the figure shows no other picture, all of the figure's."""
    alone = sum(len(each.grids) for each in figure.axes) == 1
    for each in figure.axes if alone else (axes,):
        yield from (each.title, each.x_label, each.y_label, *each.texts)
    if alone:
        yield figure.title


def _with_printed_lines(digits: Sequence[DigitShown], recording: Recording) -> Iterator[DigitShown]:
    """With what the cell printed beside, where it printed as many lines for each picture."""
    executed = recording.executed
    outputs = {cell.index: cell for cell in executed.code_cells()} if executed else {}
    by_cell: dict[int | None, list[DigitShown]] = defaultdict(list)
    for digit in digits:
        by_cell[digit.cell].append(digit)
    for cell, there in by_cell.items():
        text = shown_text(outputs[cell]) if cell in outputs else ""
        lines = [line for line in text.splitlines() if any(map(str.isdigit, line))]
        lines = [line for line in lines if "/step" not in line and not line.startswith("<")]
        each, left = divmod(len(lines), len(there))
        if left or each > MOST_LINES_EACH:
            each = 0
        for place, digit in enumerate(there):
            beside = lines[place * each : (place + 1) * each]
            yield replace(digit, texts=(*digit.texts, *beside))


def _holds_pictures(shape: Sequence[int], size: tuple[int, ...]) -> bool:
    """Whether it is one picture of that size, or several side by side and below each other."""
    if len(shape) not in (2, 3) or (len(shape) == 3 and shape[2] not in (1, 3, 4)):
        return False
    return all(
        not length % side and 0 < length // side <= MOST_IN_A_ROW
        for length, side in zip(shape, size, strict=False)
    )


def _images(picture: np.ndarray, size: tuple[int, ...]) -> Iterator[np.ndarray]:
    """The images that it is made of, row by row."""
    height, width = size
    flat = picture[..., 0] if picture.ndim == 3 else picture
    for top in range(0, flat.shape[0], height):
        for left in range(0, flat.shape[1], width):
            yield flat[top : top + height, left : left + width]


@lru_cache(maxsize=1)
def _rows_by_fingerprint(dataset: Dataset) -> dict[bytes, int]:
    """The first held-out row of each image; the same for a whole class."""
    return {
        _fingerprint(image): row for row, image in reversed(list(enumerate(dataset.held_out_x)))
    }


def _row_of(image: np.ndarray, index: Mapping[bytes, int]) -> int | None:
    """The held-out row that an image is, drawn as it is, inverted, or from below."""
    drawn = image.astype(np.float64)
    ways = (drawn, -drawn, drawn[::-1], -drawn[::-1])
    found = (index.get(_fingerprint(way)) for way in ways)
    return next((row for row in found if row is not None), None)


def _fingerprint(image: np.ndarray) -> bytes:
    """The image in 256 steps between its darkest and its brightest pixel, whatever scale it came
    in.
    """
    pixels = image.astype(np.float64)
    pixels = np.nan_to_num(pixels, nan=0.0, posinf=0.0, neginf=0.0)
    low, high = float(pixels.min()), float(pixels.max())
    if high <= low:
        return b""
    return np.rint((pixels - low) * (255.0 / (high - low))).astype(np.uint8).tobytes()
