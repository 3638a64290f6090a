"""Reads what the notebook as handed in states, cell by cell."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from grader.evidence.claims.evaluations import StatedEvaluation, read_evaluations
from grader.evidence.claims.logs import Log, read_logs
from grader.evidence.claims.matrices import counts, read_matrices
from grader.evidence.claims.prose import Statement, read_statements
from grader.evidence.claims.reports import ClassificationReport, read_reports
from grader.evidence.claims.summaries import read_summaries
from grader.model.evidence import Claim
from grader.model.submission import Cell, Notebook

MAX_CHARS = 8_000_000
"""Of one cell's output: as much as intake reads of a whole notebook."""
MAX_PROSE_CHARS = 1_000_000
"""Of all text cells."""
MAX_CLAIMS = 5_000
"""Where there are more, the cells that state most of them lose theirs from the middle."""
_COMMENT = re.compile(r"#[^\n]*")


def read_claims(notebook: Notebook, *, executed: Notebook | None = None) -> tuple[Claim, ...]:
    """Return every value that outputs and prose state, in the order of the cells.

    Prose is borne out by the saved outputs, or by those of the notebook `executed` again.
    """
    claims = list(claims_of_outputs(notebook))
    shown = _OutputValues([*claims, *claims_of_outputs(executed)] if executed else claims)
    prose = [claim for cell in _texts(notebook) for claim in _claims_of_prose(cell, shown)]
    return tuple(_kept_per_cell(sorted([*claims, *prose], key=lambda claim: claim.cell)))


def _kept_per_cell(claims: list[Claim]) -> Iterator[Claim]:
    """As many as are kept: what one cell prints in a loop costs no other cell its claims."""
    by_cell: dict[int, list[Claim]] = defaultdict(list)
    for claim in claims:
        by_cell[claim.cell].append(claim)
    left, waiting, kept = MAX_CLAIMS, len(by_cell), {}
    for cell, own in sorted(by_cell.items(), key=lambda item: len(item[1])):
        share = max(1, left // waiting)
        kept[cell] = (
            own
            if len(own) <= share
            else [*own[: share // 2], *own[len(own) - (share - share // 2) :]]
        )
        left, waiting = max(0, left - len(kept[cell])), waiting - 1
    for cell in by_cell:
        yield from kept[cell]


def claims_of_outputs(notebook: Notebook) -> Iterator[Claim]:
    """Yield what the outputs alone state."""
    for cell in notebook.cells:
        if cell.kind == "code":
            yield from _claims_of_outputs(cell)


def _texts(notebook: Notebook) -> Iterator[Cell]:
    """Cells of prose, as far as anyone would read."""
    left = MAX_PROSE_CHARS
    for cell in notebook.cells:
        left -= len(cell.source) if cell.kind != "code" else 0
        if cell.kind != "code" and left >= 0:
            yield cell


def shown_text(cell: Cell) -> str:
    """What a code cell put out, errors and standard error left aside, as one text."""
    pieces = []
    for output in cell.outputs:
        if output.kind == "stream" and output.stream == "stderr":
            continue
        if output.kind == "stream":
            pieces.append(output.text)
        elif output.kind in ("result", "display"):
            pieces.append(f"\n{output.text}\n")
    return "".join(pieces)[-MAX_CHARS:]


def _claims_of_outputs(cell: Cell) -> Iterator[Claim]:
    text = shown_text(cell)
    if not text.strip():
        return
    reading = read_logs(text)
    for log in reading.logs:
        yield _of_log(log, cell)
    for evaluation in read_evaluations(reading.other_lines, cell.source):
        yield _of_evaluation(evaluation, cell)
    for report in read_reports(reading.other_lines):
        yield _of_report(report, cell)
    for summary in read_summaries(text):
        metrics = {"parameters": float(summary.parameters)}
        yield Claim("summary", cell.index, metrics, quote=summary.quote[:200])
    for matrix in read_matrices(text):
        if whole := counts(matrix):
            yield Claim(
                "confusion_matrix",
                cell.index,
                matrix=whole,
                quote=" ".join(map(str, whole[0]))[:200],
            )


def _of_log(log: Log, cell: Cell) -> Claim:
    epochs, history = log.history()
    return Claim(
        "progress_log",
        cell.index,
        metrics=log.last(),
        history=history,
        epochs=epochs,
        epochs_requested=log.requested,
        quote=log.quote,
        supported=not _typed_out(log.quote, cell.source),
    )


def _of_evaluation(evaluation: StatedEvaluation, cell: Cell) -> Claim:
    typed = bool(evaluation.written) and all(
        _typed_out(number, cell.source) for number in evaluation.written
    )
    return Claim(
        "evaluation", cell.index, evaluation.named(), quote=evaluation.quote, supported=not typed
    )


def _of_report(report: ClassificationReport, cell: Cell) -> Claim:
    on_training = "y_train" in cell.source and not (
        "y_test" in cell.source or "y_val" in cell.source
    )
    name = "accuracy" if on_training else "val_accuracy"
    columns = {
        "precision": report.precision,
        "recall": report.recall,
        "f1": report.f1,
        "support": report.support,
    }
    return Claim(
        "classification_report",
        cell.index,
        {name: report.accuracy} if report.accuracy is not None else {},
        {column: tuple(values) for column, values in columns.items()},
        quote=report.quote,
    )


def _typed_out(shown: str, source: str) -> bool:
    """Whether the code itself holds the number that its output shows, instead of computing it."""
    return len(shown.strip(" 0.")) > 1 and shown in _COMMENT.sub("", source)


def _claims_of_prose(cell: Cell, shown: _OutputValues) -> Iterator[Claim]:
    by_quote: dict[str, list[Statement]] = {}
    for statement in read_statements(cell.source):
        by_quote.setdefault(statement.quote, []).append(statement)
    for quote, statements in by_quote.items():
        claim = Claim("prose", cell.index, {s.metric: s.value for s in statements}, quote=quote)
        supported = all(map(shown.bears_out, statements))
        yield replace(claim, supported=supported)


class _OutputValues:
    """The values that outputs show, sorted once: a text may state thousands that are looked for in
    millions.
    """

    def __init__(self, claims: Sequence[Claim]) -> None:
        self._claims = claims
        self._sorted: dict[str, list[float]] = {}

    def bears_out(self, statement: Statement) -> bool:
        """Whether a value of the same metric agrees."""
        metrics = (statement.metric,) if statement.in_percent else ("accuracy", "loss")
        return any(statement.borne_out_by(self._values(metric)) for metric in metrics)

    def _values(self, metric: str) -> list[float]:
        if metric not in self._sorted:
            self._sorted[metric] = sorted(
                value for value in _values(self._claims, metric) if not math.isnan(value)
            )
        return self._sorted[metric]


def _values(shown: Iterable[Claim], metric: str) -> Iterator[float]:
    """All values of a metric that supported outputs show, on whichever data."""
    names = {"accuracy": ("accuracy", "val_accuracy", "precision", "recall", "f1")}.get(
        metric, (metric, f"val_{metric}")
    )
    for claim in shown:
        if claim.supported:
            for name in names:
                yield from (claim.metrics[name],) if name in claim.metrics else ()
                yield from claim.history.get(name, ())
