"""Lets several notebooks share a few processes that examine: each call takes one that none uses.

A notebook that waits for a training needs none; a process of its own, with the one that measures
for it, takes six seconds of a core to start. Who starts one lends it its cores (`scheduling/`), and
it keeps them: a notebook of another core would wait there beside the one that runs there.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from queue import SimpleQueue
from typing import Self

from grader.model.events import FitStarted
from grader.model.evidence import Evidence, TrainingRun
from grader.model.graded.grade import Grade
from grader.model.graded.score import Score
from grader.model.recording import Recording, RunOrder
from grader.model.submission import Submission
from grader.model.training import FitSettings, Start, TrainingJob
from grader.pipeline.examination import Examination
from grader.scheduling import allowed_cores, bind_this_thread


class ExaminedInTurns:
    """An examination by whichever of several is free; threads may share it."""

    def __init__(self, several: Sequence[Examination], cores: Collection[int]) -> None:
        """Take them, and the cores of all slots that share them; they know nothing of a notebook
        from one call to the next but what is kept to save time.
        """
        self._several, self._cores, self._held = tuple(several), tuple(cores), ExitStack()
        self._free: SimpleQueue[Examination] = SimpleQueue()

    def __enter__(self) -> Self:
        for one in self._several:
            self._free.put(self._held.enter_context(one))
        return self

    def __exit__(self, *error: object) -> None:
        """End them all."""
        self._held.close()

    def order(self, submission: Submission) -> RunOrder:
        """In which order the cells are to be run."""
        with self._one() as examination:
            return examination.order(submission)

    def describe(
        self, started: FitStarted, settings: FitSettings, start: Start, folder: Path
    ) -> TrainingJob | str:
        """The training that a call of `fit` asks for, or why it can't be done elsewhere."""
        with self._one() as examination:
            return examination.describe(started, settings, start, folder)

    def gather(self, submission: Submission, recording: Recording) -> Evidence:
        """All that the checks may look at, beside the scores."""
        with self._one() as examination:
            return examination.gather(submission, recording)

    def measure(self, evidence: Evidence, recording: Recording) -> tuple[Score, ...]:
        """The scores of the models whose arrays lie in the recording's folder."""
        with self._one() as examination:
            return examination.measure(evidence, recording)

    def further(self, run: TrainingRun, folder: Path) -> tuple[TrainingJob, ...]:
        """The run's training from other draws; none where that can't be had quickly."""
        with self._one() as examination:
            return examination.further(run, folder)

    def decide(self, recording: Recording, evidence: Evidence, scores: tuple[Score, ...]) -> Grade:
        """The findings of every check, and what they come to."""
        with self._one() as examination:
            return examination.decide(recording, evidence, scores)

    @contextmanager
    def _one(self) -> Iterator[Examination]:
        one, own_cores = self._free.get(), allowed_cores()
        bind_this_thread(self._cores)
        try:
            yield one
        finally:
            bind_this_thread(own_cores)
            self._free.put(one)
