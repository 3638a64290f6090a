"""Does the trainings that a notebook's kernel asks for, within bounds, and notes what it was given.

What a kernel says decides only which training is described. The result comes from a process of
ours, the weights that are measured are written here, and a kernel that lies gets the honest
training of what it described, or none.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np

from grader.errors import GraderError
from grader.model.assignment import Assignment
from grader.model.descriptions import ModelInfo
from grader.model.events import EpochFinished, FitFinished, FitStarted
from grader.model.events.asked import TrainingAsked
from grader.model.policy import Policy
from grader.model.recording import HostTraining
from grader.model.supervision import EpochAnswer, Supervisor
from grader.model.training import After, FitSettings, Fresh, Start, TrainedModel, TrainingJob
from grader.pipeline.allowance import Allowance
from grader.recorder.shared.digests import array_digest, state_digest
from grader.scoring.rebuilding.architecture import ModelRefused
from grader.training.description.compilation import metric_keys
from grader.training.description.job import asked_history
from grader.training.kept.store import NO_FOLDER, user_store
from grader.training.kin import after, can_go_on, shortened
from grader.training.process.trainer import DataFile, Trainer
from grader.training.trainings import FOLDER, Trainings

MOST_ASKED = 300
"""Trainings of one notebook that are looked at; an ensemble of fifty is an honest one."""
MOST_NUMBERS_LOOKED_AT = 12_000_000
"""Of weights, in all epochs after which a callback looks at them; an optimizer has up to twice as
many: 144 MB.
"""
Describe = Callable[[FitStarted, FitSettings, Start], TrainingJob | str]
"""The job that a `fit` asks for, or why there is none."""


def trainings_for(assignment: Assignment, policy: Policy) -> Trainings:
    """The trainings of an assignment, for all notebooks of a batch. No process is started yet."""
    spec = assignment.dataset
    trainer = Trainer(
        DataFile(assignment.dataset_path, spec.train, spec.held_out),
        processes=max(1, (os.cpu_count() or 1) // max(1, policy.threads)),
        threads=policy.threads,
        contained=not policy.unsafe,
    )
    store = user_store() if policy.reuse else None
    return Trainings(
        trainer,
        store=store,
        bundled=[assignment.folder / FOLDER],
        reuse=policy.reuse,
        trouble=NO_FOLDER if policy.reuse and store is None else "",
    )


@dataclass(frozen=True, slots=True)
class TrainingCut:
    """A training that was ended when its time was over."""

    execution_count: int | None
    """Of the cell, as IPython counts."""
    message: str


@dataclass(slots=True)
class AskingNotebook:
    """The supervisor of one notebook that does its trainings where it can, and leaves the rest to
    another.
    """

    policy: Supervisor
    """Says how long what trains in the kernel goes on."""
    trainings: Trainings | None
    """None where everything is to be trained in the kernel."""
    describe: Describe
    folder: Path
    """Of the recording."""
    longest_s: float
    """How long the host trains for this notebook, all together."""
    noted: list[HostTraining] = field(default_factory=list)
    cut_short: list[TrainingCut] = field(default_factory=list)
    """Trainings that took longer than they may."""
    _started: dict[int, FitStarted] = field(default_factory=dict)
    _jobs: dict[int, TrainingJob] = field(default_factory=dict)
    """By run, those that were done."""
    _draws: dict[str, dict[str, int]] = field(default_factory=dict)
    """By job and by the notebook's own start, which of our draws it got."""
    _asked: set[int] = field(default_factory=set)
    _asked_for_values: set[int] = field(default_factory=set)
    _looked_at: dict[int, tuple[TrainingAsked, TrainedModel]] = field(default_factory=dict)
    """By run, of those under way, what was handed out with all its states."""
    _seen: dict[int, tuple[TrainingJob, TrainedModel]] = field(default_factory=dict)
    """By run, a training of which the values were asked for, and what it comes to."""
    _spent_s: float = 0.0
    """How long was trained for it, what came to nothing included."""
    _allowance: Allowance = field(default_factory=Allowance)

    def fit_started(self, event: FitStarted) -> None:
        """A run begins; of several with one number the first counts."""
        if len(self._started) < MOST_ASKED:
            self._started.setdefault(event.run, event)
        self.policy.fit_started(event)

    def epoch_finished(self, event: EpochFinished) -> EpochAnswer:
        """An epoch was trained in the kernel; of a run that was handed out, because a callback that
        looked at the model has changed it: from there on it is the kernel's.
        """
        if self._looked_at.pop(event.run, None) is not None:
            self._forget(event.run)
        return self.policy.epoch_finished(event)

    def fit_finished(self, event: FitFinished) -> None:
        """The run is over; where a callback ended it that looked at the model, with that epoch."""
        given = self._looked_at.pop(event.run, None)
        if given is not None and 0 <= event.epochs_run < given[1].epochs_run:
            with suppress(OSError):  # the disk is full: then nobody knows what it came to
                self._shorten(*given, epochs=event.epochs_run)
        self.policy.fit_finished(event)

    def training_asked(self, event: TrainingAsked) -> TrainedModel | str:
        """What the training comes to, or why the kernel has to do it."""
        try:
            return self._answer(event)
        except (ModelRefused, GraderError) as refusal:
            return str(refusal)
        except OSError as error:  # the disk is full, or the notebook ended meanwhile
            return f"what was trained can't be written: {error.strerror}"

    def _answer(self, event: TrainingAsked) -> TrainedModel | str:
        started = self._started.get(event.run)
        if self.trainings is None:
            return "trainings are left to the kernel"
        if started is None or self._was_asked(event):
            return "no such run has just begun"
        if is_frozen(started.model):
            return "none of its weights are trainable"
        asked = self._job(started, event)
        if isinstance(asked, str):
            return asked
        trained = self._seen_before(asked, event) or self._trained(asked, event, started)
        self._allowance.require_room(trained, (given for _, given in self._looked_at.values()))
        if event.figures_only:
            self._seen = {event.run: (asked, trained)}  # whoever asks, asks for the training next
            trained = replace(trained, weights=(), optimizer_variables=None, states={})
        else:
            self._hand_out(asked, trained, event)
        history = asked_history(event.settings, trained, validates=_validates(started))
        return replace(trained, history=history)

    def _was_asked(self, event: TrainingAsked) -> bool:
        """Whether the same was asked of the run before, or its training; now it was."""
        asked = self._asked_for_values if event.figures_only else self._asked
        if event.run in self._asked or event.run in asked:
            return True
        asked.add(event.run)
        return False

    def _seen_before(self, asked: TrainingJob, event: TrainingAsked) -> TrainedModel | None:
        """What the run's training comes to, where that was computed for its values."""
        job, trained = self._seen.pop(event.run, (None, None))
        return trained if job is not None and job.digest == asked.digest else None

    def _trained(self, job: TrainingJob, event: TrainingAsked, started: FitStarted) -> TrainedModel:
        """What it comes to, with its states where a callback looks at them."""
        assert self.trainings is not None  # noqa: S101 - `_answer` looks
        left_s = self.longest_s - self._spent_s
        if left_s <= 0:
            raise ModelRefused(
                f"more than {self.longest_s:,.0f} s were trained for this notebook already"
            )
        looked_at = event.settings.every_epoch
        if looked_at and started.epochs * started.model.parameters > MOST_NUMBERS_LOOKED_AT:
            raise ModelRefused(
                "a callback looks at it after every epoch: these are too many states"
            )
        try:
            trained = self.trainings.result(job, all_states=looked_at, allowed_s=left_s)
        except ModelRefused as refusal:
            self._spent_s += refusal.spent_s
            raise
        if not trained.reused:
            self._spent_s += trained.wall_s
        return trained if looked_at else replace(trained, states={}, optimizer_states={})

    def _job(self, started: FitStarted, event: TrainingAsked) -> TrainingJob | str:
        start: Start = Fresh()
        if event.start == "after":
            earlier = self._jobs.get(event.after or 0)
            if earlier is None:
                return "the run that it goes on from was not trained here"
            start = After(earlier.digest, event.optimizer)
        settings = replace(event.settings, weights_file=event.arrays)
        with self._allowance.describing():
            job = self.describe(started, settings, start)
            if isinstance(job, str):
                return job
            job = self._allowance.keep(job)
            job, ends = job.drawn(self._draw(job, event.start_digest)), event.stops_after or 0
            job = shortened(job, ends) if 0 < ends < job.epochs else job
            _ = job.digest, job.family  # by which it is looked up
        return job

    def _draw(self, job: TrainingJob, start: str) -> int:
        """The same for the same start of the same job; another start gets the next."""
        draws = self._draws.setdefault(job.digest, {})
        return draws.setdefault(start, len(draws) + 1)

    def _hand_out(self, asked: TrainingJob, trained: TrainedModel, event: TrainingAsked) -> None:
        """Note what the run is given."""
        self._allowance.write(trained.weights)
        if trained.digest == asked.digest:
            self._note(event, asked, trained)
        else:
            self._cut(event, asked, trained)
            self._note(event, shortened(asked, trained.epochs_run), trained)
        if event.settings.every_epoch:  # only what could be noted was handed out
            self._looked_at[event.run] = event, trained

    def _shorten(self, event: TrainingAsked, trained: TrainedModel, *, epochs: int) -> None:
        """Note fewer epochs than were handed out, after which the run had the state that it was
        given; not where a job of so many would come to something else.
        """
        job = self._jobs[event.run]
        if not can_go_on(job):
            return
        self._forget(event.run)
        shorter = shortened(job, epochs)
        if epochs and self.trainings is not None:
            ended = after(trained, shorter)
            self.trainings.keep(ended, of=shorter)
            self._note(event, shorter, ended)

    def _forget(self, run: int) -> None:
        """What the run was given is not what it came to."""
        del self._jobs[run]
        self.noted[:] = [noted for noted in self.noted if noted.run != run]

    def _cut(self, event: TrainingAsked, job: TrainingJob, trained: TrainedModel) -> None:
        """Note that the time was over; what was trained until then counts."""
        message = (
            f"Its trainings took longer than {self.longest_s:,.0f} s together: one of "
            f"{job.epochs:,} epochs was ended after {trained.epochs_run:,}, and counts as far as "
            "it came."
        )
        self.cut_short.append(TrainingCut(event.execution_count, message))

    def _note(self, event: TrainingAsked, job: TrainingJob, trained: TrainedModel) -> None:
        arrays = f"arrays/trained-{event.run:06d}.npz"
        np.savez(
            self.folder / arrays,
            **{f"w{place:04d}": weights for place, weights in enumerate(trained.weights)},  # type: ignore[arg-type]
        )
        keys = metric_keys(event.settings.metrics).values()
        validates = _validates(self._started[event.run])
        self._jobs[event.run] = job
        self.noted.append(
            HostTraining(
                run=event.run,
                digest=job.digest,
                draw=job.start.draw if isinstance(job.start, Fresh) else 0,
                reused=trained.reused,
                arrays=arrays,
                epochs_run=trained.epochs_run,
                history={
                    name: values
                    for name, values in trained.history.items()
                    if name.removeprefix("val_") in ("loss", *keys)
                    and (validates or not name.startswith("val_"))
                },
                states={
                    state_digest(map(array_digest, weights)): epoch
                    for epoch, weights in sorted(trained.states.items())
                },
                weights_changed=trained.moved,
            )
        )


def is_frozen(model: ModelInfo) -> bool:
    """Whether training changes nothing: the kernel sees that the weights stay, and says so.

    A result that the host hands out differs from what the kernel began with, whatever was trained.
    """
    weighted = [layer for layer in model.layers if layer.parameters]
    return bool(weighted) and all(layer.config.get("trainable") is False for layer in weighted)


def _validates(started: FitStarted) -> bool:
    """Whether the run validates; a result may hold values for others that do."""
    return started.val_x is not None or bool(started.validation_split)
