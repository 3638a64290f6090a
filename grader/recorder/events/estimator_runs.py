"""Sends what scikit-learn has trained: only afterwards are the layers and the epochs known."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any

import numpy as np

from ..models.estimators import (
    batch_size_of,
    described,
    history_of,
    innermost,
)
from ..rows.pieces import Pieces
from .data_passed import send_with_data
from .perceptrons import Followed, Perceptrons
from .summary import as_array
from .watch import Watch

MAX_COPIED_BYTES = 2**24
"""Of the rows of one call of `partial_fit`, which nobody can write over then."""


@dataclass(frozen=True)
class Ending:
    """How a training ended."""

    wall_s: float
    error: str | None = None
    epochs: int | None = None
    """How many it made, where the model doesn't say it."""
    count: int | None = None
    """IPython's count of its cell, where that isn't the one that is running."""


class EstimatorRuns:
    """The trainings of one kernel."""

    def __init__(self, watch: Watch) -> None:
        """Nothing was trained yet."""
        self.watch, self.perceptrons = watch, Perceptrons(watch)

    def number(self) -> int:
        """Of a new run."""
        self.watch.runs += 1
        return self.watch.runs

    def fitted(self, estimator: Any, given: dict[str, Any], ending: Ending) -> None:
        """Its `fit` was called with `given`. Of a pipeline the data count that reached the model in
        it.
        """
        followed = self.perceptrons.under_way(innermost(estimator))
        reached = followed.given or given
        data = {"x": reached.get("X"), "y": reached.get("y")}
        self.tell(estimator, followed, data, self.number(), ending)

    def tell(
        self, estimator: Any, followed: Followed, data: dict[str, Any], run: int, ending: Ending
    ) -> None:
        """Send both events of a run, and between them what explains its weights; `data` by key."""
        watch, model = self.watch, innermost(estimator)
        number = watch.number(estimator)
        before = watch.latest_run.get(number, run) != run
        watch.latest_run[number] = run
        beginning = self.perceptrons.beginning(followed, trained_before=before)
        weights, way = self.perceptrons.left(followed, run)
        count = watch.count() if ending.count is None else ending.count
        asked = int(getattr(model, "max_iter", 0) or 0)
        fields = described(model, number, weights)
        send_with_data(
            watch,
            "fit_started",
            data,
            run=run,
            way="scikit_learn",
            epochs=asked if ending.epochs is None else ending.epochs,
            batch_size=batch_size_of(model, data["x"]),
            execution_count=count,
            **fields,
            **beginning,
        )
        layered = bool(fields["model"]["layers"])
        self.perceptrons.tell(followed, run, layered=layered, count=count)
        history = history_of(model)
        done = len(history.get("loss", ())) if ending.epochs is None else ending.epochs
        watch.channel.send(
            "fit_finished",
            arrays={f"w{place:04d}": weight for place, weight in enumerate(weights)},
            execution_count=count,
            run=run,
            history=history,
            epochs_run=done,
            wall_s=ending.wall_s,
            error=ending.error,
            weights_changed=ending.error is None or bool(way),
            weights_moved=way,
        )


class TrainingInParts:
    """All calls of `partial_fit` of one classifier in one cell: one training."""

    def __init__(self, estimator: Any, runs: EstimatorRuns) -> None:
        """Number it, so that what is evaluated meanwhile is known as its."""
        self._estimator, self._runs, self._run = estimator, runs, runs.number()
        runs.watch.latest_run.setdefault(runs.watch.number(estimator), self._run)
        self._followed, self._pieces = Followed(estimator), Pieces()
        self._rows, self._started = 0, time.monotonic()

    def before(self, x: Any) -> None:
        """A call follows, with these inputs."""
        self._runs.perceptrons.begins(self._followed)
        rows = as_array(x)
        is_small = rows is not None and rows.nbytes <= MAX_COPIED_BYTES
        self._followed.rows.is_given(np.array(rows) if is_small else x)
        if rows is None:
            return
        self._rows += len(rows)
        if self._pieces.wants_more():
            self._pieces.look_at(rows)

    def finish(self, count: int | None) -> None:
        """Send it; it has made as many epochs as its rows came again."""
        distinct = max(1, len(self._pieces.described("x")[1]["x.row_hashes"]))
        epochs = max(1, round(self._rows / distinct))
        ending = Ending(time.monotonic() - self._started, epochs=epochs, count=count)
        self._runs.tell(self._estimator, self._followed, {"x": self._pieces}, self._run, ending)
