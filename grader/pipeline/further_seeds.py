"""Trains models with other draws where a stated accuracy is higher than ours and nobody knows how
much such a model scatters.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from grader.checks import needs_further_seeds
from grader.model.evidence import Evidence, TrainingRun
from grader.model.graded.score import Score
from grader.model.recording import Recording
from grader.model.reference import Reference
from grader.model.training import TrainedModel, TrainingJob
from grader.pipeline.examination import Examination, OverBudget, folder_of
from grader.scoring.rebuilding.architecture import ModelRefused
from grader.training.trainings import Trainings

METRIC = "val_accuracy"
MOST_RUNS = 8
"""Of one notebook."""
MOST_TRAINED_S = 600.0
"""For one notebook. What is worth it is said by arithmetic, which allows ten seconds for a model; a
model may be made of layers that have no weights and take long.
"""


@dataclass(slots=True)
class _TrainingTime:
    """How long may still be trained for a notebook."""

    left_s: float = MOST_TRAINED_S


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
        time = _TrainingTime()
        asked = [
            score for score in scores if needs_further_seeds(runs[score.run], score, self.reference)
        ]
        further = {
            score.run: self._accuracies(runs[score.run], recording, examination, time)
            for score in asked[:MOST_RUNS]
        }
        return tuple(
            replace(score, further_seeds=further.get(score.run, score.further_seeds))
            for score in scores
        )

    def _accuracies(
        self,
        run: TrainingRun,
        recording: Recording,
        examination: Examination,
        time: _TrainingTime,
    ) -> tuple[float, ...]:
        """Of all draws, or none: with fewer nobody knows more."""
        try:
            jobs = examination.further(run, folder_of(recording))
            return tuple(self._trained(job, time).history[METRIC][-1] for job in jobs)
        except (ModelRefused, OverBudget):
            return ()

    def _trained(self, job: TrainingJob, time: _TrainingTime) -> TrainedModel:
        """All of it; raises `ModelRefused` where that takes longer than there is."""
        if time.left_s <= 0:
            raise ModelRefused("its models take too long")
        try:
            trained = self.trainings.result(job, allowed_s=time.left_s)
        except ModelRefused as refusal:
            time.left_s -= refusal.spent_s
            raise
        if not trained.reused:
            time.left_s -= trained.wall_s
        if trained.digest != job.digest:
            raise ModelRefused("its models take too long")
        return trained
