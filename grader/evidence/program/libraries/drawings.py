"""Says what a call draws: a history, a confusion matrix."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from grader.evidence.names import modern_metric
from grader.evidence.program.actions import Action, HistoryPlot, MatrixPlot
from grader.evidence.program.values import (
    HistoryDict,
    HistoryValue,
    MatrixValue,
    SeriesValue,
    Value,
)

_DRAWS_MATRIX = {
    "heatmap",
    "imshow",
    "matshow",
    "pcolor",
    "pcolormesh",
    "ConfusionMatrixDisplay",
    "text",
    "show",
    "plot",
}
_DRAWS_MATRIX_ITSELF = {"plot_confusion_matrix", "from_predictions", "from_estimator"}
_PLOTS = re.compile(
    r"plot|semilog|loglog|scatter|line$|history|curve|graph|draw|show", re.IGNORECASE
)


def drawings(name: str, given: Sequence[Value], *, cell: int) -> Iterator[Action]:
    """What a call of `name` in `cell` draws of the values that it is given, its receiver among
    them.
    """
    if name in _DRAWS_MATRIX_ITSELF or (
        name in _DRAWS_MATRIX and any(isinstance(value, MatrixValue) for value in given)
    ):
        yield MatrixPlot(cell)
    if not _PLOTS.search(name):
        return
    for value in given:
        match value:
            case SeriesValue(fit=fit, metric=metric):
                yield HistoryPlot(cell, fit, modern_metric(metric))
            case HistoryDict(fit=fit) | HistoryValue(fit=fit) if name != "history":
                yield HistoryPlot(cell, fit, None)
