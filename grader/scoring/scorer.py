"""Measures what a run's model reaches on the held-out data, where no student code runs."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from itertools import zip_longest
from pathlib import Path
from typing import Self

import numpy as np
from pydantic import JsonValue

from grader.model.dataset import Dataset
from grader.model.evidence import KeptStep, TrainingRun, WeightsRef
from grader.model.graded.score import Score, StateScore, StepScore
from grader.recorder.shared.digests import array_digest, state_digest
from grader.scoring.first_layer import first_layer
from grader.scoring.measured import MeasuredOutputs, Outputs, is_ours, when_measured
from grader.scoring.metrics import chances_of, class_count, confusion_matrix, mistakes
from grader.scoring.process.afresh_request import ALLOWED_S, afresh_request
from grader.scoring.process.laid_out import IMAGES, TARGETS, lay_out
from grader.scoring.process.process import WorkerFailed, WorkerProcess
from grader.scoring.process.request import (
    input_shape,
    loss_request,
    preparations,
    rebuilding,
    wants_one_hot,
)
from grader.scoring.process.step_request import TIMEOUT_S as TIMEOUT_OF_A_STEP_S
from grader.scoring.process.step_request import errors_in, gradients_request, step_request
from grader.scoring.rebuilding.architecture import ModelRefused
from grader.scoring.rows.canonical import Canonical, CanonicalData
from grader.scoring.rows.noted import with_rows
from grader.scoring.rows.of_steps import held_by_the_step, rows_of_the_steps
from grader.scoring.rows.targets import beyond_classes
from grader.scoring.rows.training_data import (
    TrainingData,
    examine,
    with_first_rows,
)
from grader.untrusted.npz import NpzRefused, inside, read_arrays, read_headers

GIB = 1024**3
LEARNT = 0.5
"""What is right less often than that has learnt nothing, whatever it began with."""
IN_ANOTHER_ORDER = "its outputs stand for the classes in another order, as its labels did; "


@dataclass(frozen=True, slots=True)
class ScoringLimits:
    """What measuring one model may use."""

    memory_bytes: int = 6 * GIB
    """Of the scoring process, TensorFlow included."""
    timeout_s: float = 180.0
    threads: int = 2
    weight_bytes: int = GIB // 2
    """Size of a model's weights."""


class Scorer:
    """Scores runs one after another in one process of its own; may be called from several
    threads.
    """

    def __init__(self, limits: ScoringLimits | None = None, *, contained: bool = True) -> None:
        """Take the limits for one model; the process is started by `start`, or when first needed.

        `contained` is False only where the operator runs a notebook of their own without a sandbox.
        """
        self._limits = limits or ScoringLimits()
        self._worker = WorkerProcess(
            memory_bytes=self._limits.memory_bytes,
            threads=self._limits.threads,
            contained=contained,
        )
        self.data = CanonicalData()
        self._measured = MeasuredOutputs()
        self._laid_out: Dataset | None = None
        self._lock = threading.Lock()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def start(self) -> None:
        """Start the scoring process now, so that the first score needn't wait for TensorFlow."""
        with self._lock:
            self._worker.start()

    def close(self) -> None:
        """End the scoring process and remove its files."""
        with self._lock:
            self._worker.close()

    def score(
        self, run: TrainingRun, *, folder: Path, dataset: Dataset, dataset_path: Path
    ) -> Score:
        """Measure the model of `run`, whose arrays lie in `folder`, on the held-out half of
        `dataset`.

        Never raises for what the student did: what can't be measured is unverified, with the
        reason. Raises PrerequisiteError where the scoring process can't be started at all.
        `dataset_path` names the dataset: what is worked out for it is kept from run to run.
        """
        if run.source == "claimed":
            return Score(
                run.number,
                verified=False,
                reason="it was read from the notebook as handed in, not run",
            )
        with self._lock:
            canonical = self.data.of(dataset, dataset_path)
            trained_on = examine(run, folder=folder, canonical=canonical)
            try:
                score = self._measure(run, folder, canonical, trained_on)
                score = self._explained(run, score, (folder, canonical, trained_on))
                states = tuple(self._others(run, folder, canonical, trained_on))
                score = replace(score, states=states)
            except (ModelRefused, NpzRefused, WorkerFailed) as error:
                score = Score(run.number, verified=False, reason=_unverified(error))
            trained_on = with_first_rows(run, trained_on, folder=folder, canonical=canonical)
        beyond = beyond_classes(run, folder=folder, classes=class_count(dataset))
        return with_rows(score, trained_on, canonical, beyond_classes=beyond)

    def afresh(
        self,
        line: Sequence[TrainingRun],
        *,
        folder: Path,
        dataset: Dataset,
        dataset_path: Path,
        enough: float,
    ) -> tuple[float, ...]:
        """What the model of the last run reaches where the trainings of the line, the first one
        first, are done from draws of Keras' own; no more draws where one reaches `enough`. Empty
        where that can't be known, or not quickly.
        """
        run = line[-1]
        with self._lock:
            canonical = self.data.of(dataset, dataset_path)
            recovered = examine(run, folder=folder, canonical=canonical).preparation
            self._lay_out(dataset)
            try:
                request = afresh_request(line, canonical, recovered, self._worker.scratch, enough)
                answer = self._worker.ask(request, timeout_s=2 * ALLOWED_S)
            except (ModelRefused, NpzRefused, WorkerFailed):
                return ()
        found = answer.get("accuracies")
        return tuple(map(float, found)) if isinstance(found, list) else ()  # type: ignore[arg-type]

    def _explained(
        self, run: TrainingRun, score: Score, on: tuple[Path, Canonical, TrainingData]
    ) -> Score:
        """With what a step comes to that we compute again, the weights that training had left
        before others were set, and those that it began with.
        """
        matters = bool(run.role) or run.is_gone_on_from
        if run.put_in is not None and run.put_in.before is not None and matters:
            with suppress(ModelRefused, NpzRefused):
                alone = self._measure(replace(run, weights=run.put_in.before), *on)
                score = replace(score, trained_alone=alone.accuracy)
        if run.begun_with is not None and (score.accuracy or 0.0) >= LEARNT:
            with suppress(ModelRefused, NpzRefused):
                begun = self._measure(replace(run, weights=run.begun_with), *on)
                score = replace(score, begun_with=begun.accuracy)
        if run.kept_step is None or not matters:
            return score
        (unseen, held_out), *others = rows_of_the_steps(run, folder=on[0], canonical=on[1])
        errors, note = self._steps(run, run.kept_step, on[0])
        further = zip_longest(others, errors[1:])
        return replace(
            score,
            step_unseen=unseen,
            step_held_out=held_out,
            step_holds=held_by_the_step(run, folder=on[0], canonical=on[1]),
            step_error=errors[0],
            step_note=note,
            further_steps=tuple(StepScore(error, *rows) for rows, error in further),
        )

    def _steps(
        self, run: TrainingRun, step: KeptStep, folder: Path
    ) -> tuple[list[float | None], str]:
        """How far recorded steps are from ours, the one that is always kept first; and why that
        could not be computed.
        """
        none: list[float | None] = [None] * (1 + len(run.further_steps))
        try:
            of_a_loop = any(each.by_gradients for each in (step, *run.further_steps))
            described = gradients_request if of_a_loop else step_request
            answer = self._worker.ask(
                described(run, step, folder=folder), timeout_s=TIMEOUT_OF_A_STEP_S
            )
        except (ModelRefused, NpzRefused, WorkerFailed) as reason:
            return none, _unverified(reason)
        return errors_in(answer, steps=len(none))

    def _others(
        self, run: TrainingRun, folder: Path, canonical: Canonical, trained_on: TrainingData
    ) -> Iterator[StateScore]:
        """What the other states reach that the notebook went on with; one that can't be measured
        says nothing.
        """
        for weights in run.other_weights if run.role else ():
            with suppress(ModelRefused, NpzRefused):
                score = self._measure(replace(run, weights=weights), folder, canonical, trained_on)
                if score.accuracy is not None:
                    yield StateScore(
                        score.accuracy, score.loss, score.confusion_matrix, score.mistakes
                    )

    def _measure(
        self, run: TrainingRun, folder: Path, canonical: Canonical, trained_on: TrainingData
    ) -> Score:
        if run.contradiction:
            raise ModelRefused(run.contradiction)
        if run.weights is None:
            raise ModelRefused("its weights were not recorded")
        dataset, rebuilt, recovered = canonical.dataset, rebuilding(run), trained_on.preparation
        weights = inside(folder, run.weights.arrays)
        self._refuse_another_state(weights, run.weights)
        shape = recovered.geometry.target if recovered else input_shape(run, rebuilt)
        tried, proviso = preparations(shape, canonical, recovered)
        scratch, classes = self._worker.scratch, class_count(dataset)
        self._lay_out(dataset)
        request: dict[str, JsonValue] = {
            **({"model": rebuilt.model} if rebuilt.model else {"chain": list(rebuilt.chain)}),
            "input_shape": list(shape),
            "weights": str(weights),
            "max_weight_bytes": self._limits.weight_bytes,
            "images": str(scratch / IMAGES),
            "preparations": [preparation.to_json() for preparation in tried],
            "targets": str(scratch / TARGETS),
            "one_hot": wants_one_hot(run),
            "classes": classes,
            "order": list(trained_on.order),
            "loss": loss_request(run),
            "outputs": str(scratch / "outputs.npy"),
        }
        measure = partial(self._ask, request)
        outputs, losses = self._measured.of(request, measure) if is_ours(run) else measure()
        chances = [chances_of(output, classes) for output in outputs]
        accuracies = [float((chance.argmax(1) == dataset.held_out_y).mean()) for chance in chances]
        best = int(np.argmax(accuracies))
        return Score(
            run.number,
            verified=True,
            reason=f"{when_measured(run.weights)}{rebuilt.note}{proviso}"
            f"{IN_ANOTHER_ORDER if trained_on.order else ''}{tried[best].sentence()}",
            prepared_as_usual=bool(proviso),
            accuracy=accuracies[best],
            loss=losses[best],
            confusion_matrix=confusion_matrix(
                chances[best].argmax(1), dataset.held_out_y, classes=classes
            ),
            mistakes=mistakes(chances[best], dataset.held_out_y),
            first_layer=first_layer(weights, dataset.held_out_x.shape[1:]) if run.role else None,
        )

    def _lay_out(self, dataset: Dataset) -> None:
        """Put the held-out data where the scoring process reads it, once for all runs."""
        if self._laid_out is not dataset:
            lay_out(dataset, self._worker.scratch)
            self._laid_out, self._measured = dataset, MeasuredOutputs()

    def _refuse_another_state(self, path: Path, weights: WeightsRef) -> None:
        """Refuse weights that aren't those which the training had reported."""
        if weights.state:
            arrays = read_arrays(
                path, list(read_headers(path)), max_bytes=self._limits.weight_bytes
            )
            if state_digest(map(array_digest, arrays.values())) != weights.state:
                raise ModelRefused(
                    "the weights that it was used with are not the state of its training that "
                    "they are said to be"
                )

    def _ask(self, request: dict[str, JsonValue]) -> Outputs:
        """The outputs (preparations, n, width) and losses of one model."""
        answer = self._worker.ask(request, timeout_s=self._limits.timeout_s)
        if not answer["ok"]:
            raise ModelRefused(str(answer["reason"]))
        outputs = np.load(self._worker.scratch / "outputs.npy", allow_pickle=False)
        losses = answer["losses"]
        given = losses if isinstance(losses, list) else []
        return outputs, [float(loss) if isinstance(loss, (int, float)) else None for loss in given]


def _unverified(error: Exception) -> str:
    """The reason as a clause: `it holds a Lambda, …`."""
    return f"the file with its weights {error}" if isinstance(error, NpzRefused) else str(error)
