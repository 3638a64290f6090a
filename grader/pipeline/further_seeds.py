"""Trains models with other draws where a stated accuracy is higher than ours and nobody knows how
much such a model scatters.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from grader.checks import needs_further_seeds
from grader.model.evidence import Evidence, TrainingRun
from grader.model.graded.score import Score
from grader.model.recording import Recording
from grader.model.reference import Reference
from grader.pipeline.examination import Examination, OverBudget, folder_of
from grader.scoring.rebuilding.architecture import ModelRefused
from grader.training.trainings import Trainings

METRIC = "val_accuracy"
MOST_RUNS = 8
"""Of one notebook."""


@dataclass(frozen=True, slots=True)
class FurtherSeeds:
    """Trains models again with other draws, where that is needed."""

    reference: Reference
    trainings: Trainings

    def added(
        self,
        scores: tuple[Score, ...],
        evidence: Evidence,
        recording: Recording,
        examination: Examination,
    ) -> tuple[Score, ...]:
        """The scores, with the accuracies of further draws where they are needed."""
        runs = {run.number: run for run in evidence.runs}
        asked = [
            score for score in scores if needs_further_seeds(runs[score.run], score, self.reference)
        ]
        further = {
            score.run: self._accuracies(runs[score.run], recording, examination)
            for score in asked[:MOST_RUNS]
        }
        return tuple(
            replace(score, further_seeds=further.get(score.run, score.further_seeds))
            for score in scores
        )

    def _accuracies(
        self, run: TrainingRun, recording: Recording, examination: Examination
    ) -> tuple[float, ...]:
        """Of all draws, or none: with fewer nobody knows more."""
        try:
            return tuple(self._trained(run, recording, examination))
        except (ModelRefused, OverBudget):
            return ()

    def _trained(
        self, run: TrainingRun, recording: Recording, examination: Examination
    ) -> Iterator[float]:
        for job in examination.further(run, folder_of(recording)):
            yield self.trainings.result(job).history[METRIC][-1]
