"""Finds the training runs that the notebook as handed in shows, without running it.

Its code tells what was trained and how; its outputs tell that it was, and how it went.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace

from grader.evidence.claims.read import shown_text
from grader.evidence.claims.summaries import ModelSummary, read_summaries
from grader.evidence.order import CellOrder, was_run
from grader.evidence.program import Action, FitCall, SummaryCall
from grader.model.descriptions import CompileInfo, LayerInfo, ModelInfo
from grader.model.evidence import Claim, TrainingRun
from grader.model.submission import Cell

_TRAINS = re.compile(r"fit|train|GradientTape|backward|\.step\(|epoch", re.IGNORECASE)
_NO_FIT_MODEL_ID = 1_000_000


def claimed_runs(
    order: CellOrder, actions: Sequence[Action], claims: Sequence[Claim]
) -> tuple[TrainingRun, ...]:
    """Return a run for every training that the saved notebook shows to have begun, in the order of
    execution.
    """
    ran = _cells_that_ran(order)
    logs: dict[int, list[Claim]] = defaultdict(list)
    for claim in claims:
        if claim.kind == "progress_log":
            logs[claim.cell].append(claim)
    fits: dict[int, list[FitCall]] = defaultdict(list)
    for action in actions:
        if isinstance(action, FitCall):
            fits[action.cell].append(action)
    summaries = _summaries(order, actions)
    found: list[TrainingRun] = []
    for cell in order.cells:
        if cell.index not in ran:
            continue
        for fit, log in _pairs(fits[cell.index], logs[cell.index], cell):
            model = _completed(fit.model, summaries) if fit else _last_shown(order, cell)
            found.append(_run(len(found) + 1, cell, _with_model(fit, model, cell), log, found))
    return tuple(found)


def _cells_that_ran(order: CellOrder) -> set[int]:
    """Cells with a count or outputs; where no cell has a count, all up to the last that shows
    something.
    """
    shown = [place for place, cell in enumerate(order.cells) if was_run(cell)]
    if shown and all(cell.execution_count is None for cell in order.cells):
        return {cell.index for cell in order.cells[: shown[-1] + 1]}
    return {order.cells[place].index for place in shown}


def _pairs(
    fits: Sequence[FitCall], logs: Sequence[Claim], cell: Cell
) -> Iterator[tuple[FitCall | None, Claim | None]]:
    """Pair trainings and logs of one cell; a loop shows more logs than its code has calls of
    `fit`.
    """
    if not fits:
        loops = [
            log for log in logs if log.epochs and log.supported and _TRAINS.search(cell.source)
        ]
        yield from ((None, log) for log in loops)
        return
    left = list(logs)
    for place, fit in enumerate(fits):
        behind = len(fits) - place - 1
        asked = [
            log for log in left if fit.epochs is not None and log.epochs_requested == fit.epochs
        ]
        log = left[0] if len(left) > behind else asked[0] if asked else None
        if log is not None:
            left.remove(log)
        yield fit, log
    yield from ((fits[-1], log) for log in left)


def _with_model(fit: FitCall | None, model: ModelInfo, cell: Cell) -> FitCall:
    if fit is None:
        return FitCall(0, cell.index, model, CompileInfo(""), None, None)
    return replace(fit, model=model)


def _run(
    number: int, cell: Cell, fit: FitCall, log: Claim | None, earlier: Sequence[TrainingRun]
) -> TrainingRun:
    error = next(
        (output.error_name or "an error" for output in cell.outputs if output.kind == "error"), None
    )
    requested = (
        (log.epochs_requested if log else None)
        or fit.epochs
        or (log.epochs[-1] if log and log.epochs else 0)
    )
    seen = log.epochs[-1] if log and log.epochs else 0 if error else requested
    whole = log is not None and log.epochs == tuple(range(1, len(log.epochs) + 1))
    before = [run.number for run in earlier if run.model.model_id == fit.model.model_id]
    return TrainingRun(
        number=number,
        source="claimed",
        cell=cell.index,
        model=fit.model,
        compiled=fit.compiled,
        epochs_requested=requested,
        epochs_run=seen,
        batch_size=fit.batch_size,
        history=log.history if log and whole else {},
        continues=before[-1] if before else None,
        error=error,
    )


def _summaries(order: CellOrder, actions: Sequence[Action]) -> dict[int, ModelSummary]:
    """By model in the code, the table that its `summary` printed."""
    cells = {cell.index: cell for cell in order.cells}
    calls: dict[int, list[int]] = defaultdict(list)
    for action in actions:
        if isinstance(action, SummaryCall):
            calls[action.cell].append(action.model_id)
    return {
        model_id: table
        for cell, model_ids in calls.items()
        for model_id, table in zip(model_ids, read_summaries(shown_text(cells[cell])), strict=False)
    }


def _completed(model: ModelInfo, summaries: dict[int, ModelSummary]) -> ModelInfo:
    """Add to what the code tells of a model what its printed summary tells."""
    table = summaries.get(model.model_id)
    if table is None:
        return model
    layers = model.layers or tuple(table.layers)
    own = [layer for layer in layers if layer.class_name != "InputLayer"]
    shown = [layer for layer in table.layers if layer.class_name != "InputLayer"]
    if len(own) == len(shown):
        layers = tuple(_merged(layer, other) for layer, other in zip(own, shown, strict=True))
    return replace(
        model,
        layers=layers,
        parameters=table.parameters,
        trainable_parameters=table.trainable_parameters,
    )


def _merged(layer: LayerInfo, shown: LayerInfo) -> LayerInfo:
    return replace(
        layer, name=shown.name, output_shape=shown.output_shape, parameters=shown.parameters
    )


def _last_shown(order: CellOrder, cell: Cell) -> ModelInfo:
    """For a loop that the code tells nothing about: the model whose summary stands last before
    it.
    """
    at = order.position(cell.index)
    tables = [
        table for other in order.cells[: at + 1] for table in read_summaries(shown_text(other))
    ]
    layers = tuple(tables[-1].layers) if tables else ()
    parameters = tables[-1].parameters if tables else 0
    return ModelInfo(_NO_FIT_MODEL_ID + cell.index, "Unknown", layers, parameters, parameters)
