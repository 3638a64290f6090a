"""Says what the figures of a notebook that was not run show, as far as its code and its saved
pictures tell.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from grader.evidence.claims.matrices import read_matrices
from grader.evidence.claims.read import shown_text
from grader.evidence.connect import MatchedCode
from grader.evidence.program import HistoryPlot, MatrixPlot
from grader.model.evidence import CurveShown, MatrixShown, Source, TrainingRun
from grader.model.submission import Notebook

METRICS = ("loss", "accuracy", "val_loss", "val_accuracy")


def saved_curves(
    notebook: Notebook, runs: Sequence[TrainingRun], matched: MatchedCode
) -> tuple[CurveShown, ...]:
    """Histories that a cell plots, where a picture stands below it."""
    pictures, by_number = _cells_with_pictures(notebook), {run.number: run for run in runs}
    found: list[CurveShown] = []
    for action in matched.actions:
        if not isinstance(action, HistoryPlot) or action.cell not in pictures:
            continue
        run = by_number.get(matched.run_of_fit.get(action.fit, -1))
        if run is not None:
            metrics = (action.metric,) if action.metric else tuple(run.history) or METRICS
            found += [CurveShown(run.number, metric, action.cell, "claimed") for metric in metrics]
    return tuple(dict.fromkeys(found))


def saved_matrices(
    notebook: Notebook, matched: MatchedCode, classes: int
) -> tuple[MatrixShown, ...]:
    """Confusion matrices that a cell draws, where a picture stands below it; their values are not
    to be had.
    """
    pictures = _cells_with_pictures(notebook)
    drawn = [
        action.cell
        for action in matched.actions
        if isinstance(action, MatrixPlot) and action.cell in pictures
    ]
    figures = [MatrixShown(cell, "figure", (), "claimed") for cell in dict.fromkeys(drawn)]
    return (*figures, *matrices_printed(notebook, classes, source="claimed"))


def matrices_printed(
    notebook: Notebook, classes: int, *, source: Source
) -> tuple[MatrixShown, ...]:
    """Square tables of classes by classes in the outputs."""
    return tuple(dict.fromkeys(_printed(notebook, classes, source)))


def _printed(notebook: Notebook, classes: int, source: Source) -> Iterator[MatrixShown]:
    for cell in notebook.code_cells():
        for matrix in read_matrices(shown_text(cell)):
            if len(matrix) == classes and any(map(any, matrix)):
                yield MatrixShown(cell.index, "printed", matrix, source)


def _cells_with_pictures(notebook: Notebook) -> set[int]:
    return {
        cell.index
        for cell in notebook.code_cells()
        if any(mime.startswith("image/") for output in cell.outputs for mime in output.mime_types)
    }
