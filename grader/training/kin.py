"""Makes of what a training has kept what a shorter one comes to, and where a longer one begins.

An epoch follows from its number alone, so trainings that differ in the number of their epochs are
one training that is ended earlier or later.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from grader.model.training import TrainedModel, TrainingJob

CAUSAL = frozenset({"EarlyStopping", "ReduceLROnPlateau"})
"""Callbacks that leave the weights of an epoch as the epochs before it made them."""


@dataclass(frozen=True, slots=True)
class Kin:
    """A result, and how many epochs were asked for; all else is the same."""

    epochs: int
    trained: TrainedModel

    def ends_alike(self, job: TrainingJob) -> bool:
        """Whether it ended by itself before its last epoch, and before that of the job."""
        return self.trained.epochs_run < self.epochs and self.trained.epochs_run <= job.epochs

    def beginnings(self, job: TrainingJob) -> Iterator[int]:
        """After how many epochs of the job its whole state is known."""
        if not _restores(job):
            yield from (
                done
                for done in self.trained.states
                if done <= job.epochs and done in self.trained.optimizer_states
            )
        if self.trained.epochs_run == self.epochs < job.epochs and not job.callbacks:
            yield self.epochs


def has_kin(job: TrainingJob) -> bool:
    """Whether fewer epochs of the job are a prefix of more."""
    return (
        not job.rates
        and job.validation_freq == 1
        and not _options(job).get("use_ema")  # the averages take the place of weights at the end
        and all(callback.class_name in CAUSAL for callback in job.callbacks)
    )


def can_go_on(job: TrainingJob) -> bool:
    """Whether weights and the optimizer's state are all that an epoch needs of those before it."""
    return has_kin(job) and not job.callbacks


def shortened(job: TrainingJob, epochs: int) -> TrainingJob:
    """The job with fewer epochs."""
    return replace(job, epochs=epochs, rates=job.rates[:epochs])


def nearest(job: TrainingJob, kin: Iterator[Kin]) -> TrainedModel | None:
    """The result of the job, or of as many epochs of it as are known; None where nothing is."""
    best: TrainedModel | None = None
    for one in kin:
        if one.ends_alike(job):
            return replace(one.trained, digest=job.digest)
        done = max(one.beginnings(job), default=0)
        if done > (best.epochs_run if best else 0):
            best = after(one.trained, shortened(job, done))
        if best and best.epochs_run == job.epochs:
            return best
    return best


def after(trained: TrainedModel, job: TrainingJob) -> TrainedModel:
    """What the job has come to, whose epochs are some of those that were trained; its end must be
    among the states that were kept.
    """
    done = job.epochs
    at_the_end = done == trained.epochs_run and done not in trained.states
    return replace(
        trained,
        digest=job.digest,
        history={name: values[:done] for name, values in trained.history.items()},
        epochs_run=done,
        weights=trained.weights if at_the_end else trained.states[done],
        optimizer_variables=trained.optimizer_variables
        if at_the_end
        else trained.optimizer_states[done],
        states={epoch: kept for epoch, kept in trained.states.items() if epoch < done},
        optimizer_states={
            epoch: kept for epoch, kept in trained.optimizer_states.items() if epoch < done
        },
    )


def _restores(job: TrainingJob) -> bool:
    return any(callback.config.get("restore_best_weights") for callback in job.callbacks)


def _options(job: TrainingJob) -> dict[str, object]:
    options = job.optimizer.get("options")
    return dict(options) if isinstance(options, dict) else {}
