"""Gathers, measures and decides for one notebook at a time, within a budget."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Protocol, Self

from grader.checks import ancestors, line_to_train_afresh
from grader.errors import GraderError
from grader.evidence import gather, order_to_run
from grader.model.events import FitStarted
from grader.model.evidence import Evidence, TrainingRun
from grader.model.graded.grade import Grade
from grader.model.graded.score import Score
from grader.model.policy import GIB
from grader.model.recording import Recording, RunOrder
from grader.model.submission import Submission
from grader.model.training import FitSettings, Start, TrainingJob
from grader.pipeline.decide import decide
from grader.pipeline.loaded import LoadedAssignment
from grader.scoring import Scorer, products_per_example
from grader.scoring.rebuilding.architecture import ModelRefused
from grader.scoring.rows.canonical import Canonical
from grader.training.description.further_seeds import jobs_with_further_seeds
from grader.training.description.job import describe_job
from grader.training.description.rows import GivenRows

MOST_MEASURED = 40
"""Of a notebook that trains more models than this, those with a role and the first others are
measured.
"""
PRODUCTS_BESIDE = 5e7
"""For measuring all models without a role: of weights and numbers, for one example. The bundled CNN
takes 2.5e6.
"""


@dataclass(frozen=True, slots=True)
class Budget:
    """What looking at one notebook may use on the host, besides running it."""

    memory_bytes: int = 4 * GIB
    """Of the process that gathers and decides; the one that measures has its own limit (`scoring`).
    """
    gathering_s: float = 60.0
    """For reading its order of cells, for gathering, and for deciding, each. An outsized honest
    notebook takes 2 s.
    """
    model_s: float = 240.0
    """For recognising the data of one model and measuring it."""
    measuring_s: float = 30.0
    """For all models together, besides as long as the notebook itself ran: who trains a model goes
    through more examples, forth and back, than who measures it.
    """


class OverBudget(Exception):  # noqa: N818 - costs the notebook what could not be looked at
    """Looking at the notebook took more time or memory than it may; the message says which."""


class Examination(Protocol):
    """What is done with one notebook besides running it, wherever it is done."""

    def order(self, submission: Submission) -> RunOrder:
        """In which order the cells are to be run."""

    def describe(
        self, started: FitStarted, settings: FitSettings, start: Start, folder: Path
    ) -> TrainingJob | str:
        """The training that a call of `fit` asks for, or why it can't be done elsewhere."""

    def gather(self, submission: Submission, recording: Recording) -> Evidence:
        """All that the checks may look at, beside the scores."""

    def measure(self, evidence: Evidence, recording: Recording) -> tuple[Score, ...]:
        """The scores of the models whose arrays lie in the recording's folder."""

    def further(self, run: TrainingRun, folder: Path) -> tuple[TrainingJob, ...]:
        """The run's training from other draws; none where that can't be had quickly."""

    def decide(self, recording: Recording, evidence: Evidence, scores: tuple[Score, ...]) -> Grade:
        """The findings of every check, and what they come to."""

    def __enter__(self) -> Self:
        """Begin; nothing slow is waited for."""

    def __exit__(self, *_: object) -> None:
        """End what was started."""


class Examiner:
    """Does it in this process."""

    def __init__(self, loaded: LoadedAssignment, *, contained: bool = True) -> None:
        """Take the assignment; `contained` is False where the operator runs a notebook of their own
        without a sandbox.
        """
        self._loaded = loaded
        self._scorer = Scorer(contained=contained)
        self._given = GivenRows()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._scorer.close()

    def start_measuring(self) -> None:
        """Start the scoring process, so that the first score needn't wait; what is wrong with it
        the first score says.
        """
        with contextlib.suppress(GraderError):
            self._scorer.start()

    def order(self, submission: Submission) -> RunOrder:
        """In which order the cells are to be run."""
        return order_to_run(submission.notebook)

    def describe(
        self, started: FitStarted, settings: FitSettings, start: Start, folder: Path
    ) -> TrainingJob | str:
        """The training that a call of `fit` asks for, or why it can't be done elsewhere."""
        try:
            return describe_job(
                started,
                settings,
                start=start,
                folder=folder,
                canonical=self._canonical(),
                dataset_sha256=self._loaded.reference.dataset_sha256,
                given=self._given,
            )
        except ModelRefused as refusal:
            return str(refusal)

    def gather(self, submission: Submission, recording: Recording) -> Evidence:
        """All that the checks may look at, beside the scores."""
        loaded = self._loaded
        return gather(
            submission,
            recording,
            assignment=loaded.assignment,
            dataset=loaded.dataset,
            others=loaded.others,
        )

    def score(self, run: TrainingRun, folder: Path) -> Score:
        """What the model of `run` reaches."""
        data, path = self._loaded.dataset, self._loaded.assignment.dataset_path
        return self._scorer.score(run, folder=folder, dataset=data, dataset_path=path)

    def afresh(self, line: Sequence[TrainingRun], enough: float, folder: Path) -> tuple[float, ...]:
        """What a line of trainings comes to from draws of Keras' own (`Scorer.afresh`)."""
        return self._scorer.afresh(
            line,
            folder=folder,
            dataset=self._loaded.dataset,
            dataset_path=self._loaded.assignment.dataset_path,
            enough=enough,
        )

    def further(self, run: TrainingRun, folder: Path) -> tuple[TrainingJob, ...]:
        """The run's training from other draws; none where that can't be had quickly."""
        return jobs_with_further_seeds(
            run,
            folder=folder,
            canonical=self._canonical(),
            dataset_sha256=self._loaded.reference.dataset_sha256,
        )

    def measure(self, evidence: Evidence, recording: Recording) -> tuple[Score, ...]:
        """The scores of the models whose arrays lie in the recording's folder."""
        folder = folder_of(recording)
        scores = measured_in_turn(evidence.runs, lambda run: self.score(run, folder))
        return tuple(begun_afresh(scores, evidence, partial(self.afresh, folder=folder)))

    def decide(self, recording: Recording, evidence: Evidence, scores: tuple[Score, ...]) -> Grade:
        """The findings of every check, and what they come to."""
        return decide(self._loaded, recording, evidence, scores)

    def _canonical(self) -> Canonical:
        return self._scorer.data.of(self._loaded.dataset, self._loaded.assignment.dataset_path)


def begun_afresh(
    scores: Sequence[Score], evidence: Evidence, train: Callable[..., tuple[float, ...]]
) -> Iterator[Score]:
    """The scores, with what a training comes to from draws of Keras' own where it began with
    weights that are none.
    """
    measured = {score.run: score for score in scores}
    for score in scores:
        line, enough = line_to_train_afresh(score, evidence, measured)
        yield replace(score, afresh=train(line, enough)) if line else score


def measured_in_turn(
    runs: Sequence[TrainingRun], measure: Callable[[TrainingRun], Score]
) -> list[Score]:
    """The scores of the runs worth measuring, in their order. Those with a role are measured first:
    where the time doesn't last for all, it has lasted for what there are points for.
    """
    in_turn = sorted(worth_measuring(runs), key=lambda run: (run.role is None, run.number))
    return sorted(map(measure, in_turn), key=lambda score: score.run)


def folder_of(recording: Recording) -> Path:
    """Where the recording lies; raises LookupError where nothing was recorded."""
    if recording.folder is None:
        raise LookupError("a recording without its folder has nothing to measure")
    return recording.folder


def worth_measuring(runs: Sequence[TrainingRun]) -> list[TrainingRun]:
    """The runs whose models are measured: those with a role, those that these go on from, and the
    first others, as long as they are cheap together.

    Nothing but their own values depends on the others, and a neighbour may wait for the processor.
    """
    answering = [run for run in runs if run.role is not None]
    before = {
        each.number
        for run in answering
        for place, each in enumerate(ancestors(run, runs, most=len(runs)))
        if place < MOST_MEASURED or (each.put_in is not None and each.put_in.times)
    }
    trained = [
        replace(run, is_gone_on_from=run.role is None and run.number in before)
        for run in runs
        if run.weights is not None
    ]
    trained.sort(key=lambda run: (not run.is_gone_on_from, run.put_in is None))
    kept = [run for run in trained if run.role is not None]
    spent = 0.0
    for run in trained:
        products = products_per_example(run.model)
        if run.role is None and spent + products <= PRODUCTS_BESIDE:
            spent += products
            kept.append(run)
    return sorted(kept[:MOST_MEASURED], key=lambda run: run.number)
