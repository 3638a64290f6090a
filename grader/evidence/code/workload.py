"""Estimates by its code how much training a notebook asks for."""

from __future__ import annotations

import math

from grader.evidence.program import read_program
from grader.evidence.program.actions import FitCall
from grader.model.descriptions import LayerInfo
from grader.model.submission import Notebook

MAX_CELLS, MAX_CODE_CHARS = 1000, 60_000
"""Of a notebook that is estimated: reading the code of a longer one could hold a class up, for
seconds where it is full of mistakes. Honest ones have a third.
"""
EPOCHS_UNKNOWN = 10
PER_EPOCH = 30_000
"""What an epoch costs beside its arithmetic, in the same unit."""


def workload(notebook: Notebook) -> float:
    """Multiplications for one example, over all epochs of all trainings: good for comparing, in no
    unit of time.

    None are counted in a notebook that is too long to be read in passing. The code is followed as
    it stands: to find out in which order it ran takes longer than this may.
    """
    code = notebook.code_cells()
    if len(code) > MAX_CELLS or sum(len(cell.source) for cell in code) > MAX_CODE_CHARS:
        return 0.0
    actions = read_program(code)
    return sum(_work(action) for action in actions if isinstance(action, FitCall))


def _work(fit: FitCall) -> float:
    epochs = EPOCHS_UNKNOWN if fit.epochs is None else fit.epochs
    return epochs * (PER_EPOCH + sum(map(_multiplications, fit.model.layers)))


def _multiplications(layer: LayerInfo) -> int:
    """A convolution uses each of its parameters at every place of its output."""
    places = (
        math.prod(length or 1 for length in layer.output_shape[1:-1])
        if len(layer.output_shape) > 2
        else 1
    )
    return layer.parameters * places
