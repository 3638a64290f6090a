"""Bounds what the trainings of one notebook cost the host, besides the time in which it trains.

A kernel says what is trained and how often. While it waits its clock stands still, and descriptions
and results lie in the process that all notebooks of a batch share.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

from grader.model.training import Arrays, PreparedRows, TrainedModel, TrainingJob
from grader.scoring.rebuilding.architecture import ModelRefused

MOST_DESCRIBING_S = 3600.0
"""For finding out which trainings a notebook asks for, all together: half of what its trainings may
take. By the clock, with the wait for a process that has time; 300 honest ones take minutes.
"""
MOST_PARTS = 3_000_000
"""Of the descriptions of its trainings, rows and settings: some 300 MB, fifty orders of shuffled
MNIST. Rows in an order that is known already take no more room.
"""
MOST_HANDED_OUT_BYTES = 255 * 1024**2
"""Of one result, with all that goes with it; the kernel is declined a larger one."""
MOST_HELD_BYTES = 512 * 1024**2
"""Of the results that wait here until their runs are over: a kernel need not say when they are."""
MOST_WRITTEN_BYTES = 2 * 1024**3
"""Of the weights that are written beside the recording: fifty models of 10,000,000. As many of
30,000,000 as a notebook may ask for are 36 GB.
"""
Spans = tuple[tuple[int, int], ...]


@dataclass(slots=True)
class Allowance:
    """What was spent of it so far; each method raises ModelRefused where it is used up."""

    describing_s: float = 0.0
    parts: int = 0
    written_bytes: int = 0
    _known: dict[Spans, PreparedRows] = field(default_factory=dict)
    """Those of the descriptions that are kept, by their places."""

    @contextmanager
    def describing(self) -> Iterator[None]:
        """Find out which training is asked for, and by which names it is looked up."""
        if self.describing_s > MOST_DESCRIBING_S:
            raise ModelRefused("to find out what this notebook asks for took too long already")
        began = time.monotonic()
        try:
            yield
        finally:
            self.describing_s += time.monotonic() - began

    def keep(self, job: TrainingJob) -> TrainingJob:
        """Keep a description; it shares its rows with those that are kept already."""
        self._charge(job.settings)
        return replace(
            job,
            training=self._kept(job.training),
            validation=self._kept(job.validation) if job.validation else None,
        )

    def require_room(self, trained: TrainedModel, held: Iterable[TrainedModel]) -> None:
        """Refuse a result that is too large, by itself or with those that are `held`."""
        waiting = sum(result.nbytes for result in held)
        if trained.nbytes > MOST_HANDED_OUT_BYTES or waiting + trained.nbytes > MOST_HELD_BYTES:
            raise ModelRefused("its result is too large to be handed out")

    def write(self, weights: Arrays) -> None:
        """Write weights to the disk."""
        size = sum(array.nbytes for array in weights)
        if self.written_bytes + size > MOST_WRITTEN_BYTES:
            raise ModelRefused("too many weights were trained for this notebook already")
        self.written_bytes += size

    def _kept(self, rows: PreparedRows) -> PreparedRows:
        if rows.spans not in self._known:
            self._charge(len(rows.spans))
            self._known[rows.spans] = rows
        known = self._known[rows.spans]
        return known if known == rows else replace(rows, spans=known.spans)

    def _charge(self, parts: int) -> None:
        if self.parts + parts > MOST_PARTS:
            raise ModelRefused("its trainings have rows in too many pieces or too many settings")
        self.parts += parts
