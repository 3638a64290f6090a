"""Sees to it that every training of a class is done once, whichever workers ask for it.

Results pass through the machine that submits, and are kept there: the loss of a worker loses none.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from typing import Any

from distributed import Future

from grader.batch.cluster.post import Outcome, Post, Said
from grader.batch.cluster.trainings.asking import TrainedParcel, Word, training_key
from grader.batch.cluster.worker import hear, train_here
from grader.model.training import TrainedModel, TrainingJob
from grader.training.kept.content import Damaged, encoded
from grader.training.trainings import Trainings

MOST_LOST = 2
"""Workers that may be lost over a training; then its notebooks are left to train it, within their
own bounds.
"""
BEFORE_HAND_INS = 1
"""Priority of a task: hand-ins have 0 and less."""


@dataclass(frozen=True, slots=True)
class _TrainingRequest:
    """What a worker asks for."""

    digest: str
    all_states: bool
    allowed_s: float
    worker: str
    """Its address."""

    @property
    def key(self) -> str:
        return training_key(self.digest, all_states=self.all_states)


@dataclass(slots=True)
class _UnderWay:
    """A training that workers wait for."""

    waiting: dict[str, _TrainingRequest] = field(default_factory=dict)
    """By the worker's address."""
    by: str = ""
    """The worker that trains."""
    allowed_s: float = 0.0
    lost: list[str] = field(default_factory=list)


class TrainingBroker:
    """The trainings of one class. One thread calls."""

    def __init__(self, post: Post, plugin: str, trainings: Trainings) -> None:
        """Take the way to the workers, and what is kept here."""
        self._post, self._plugin, self._trainings = post, plugin, trainings
        self._under_way: dict[str, _UnderWay] = {}
        self._futures: dict[Future[Any], str] = {}

    @property
    def futures(self) -> list[Future[Any]]:
        """The tasks that are under way."""
        return list(self._futures)

    def wanted(self, said: Said) -> None:
        """A worker wants a training: send it, or have it done."""
        self._want(
            _TrainingRequest(said["digest"], said["all_states"], said["allowed_s"], said["worker"])
        )

    def took(self, outcome: Outcome) -> None:
        """A task came to its end."""
        key = self._futures.pop(outcome.future, None)
        if key is None:
            return
        training = self._under_way.pop(key)
        if outcome.failure:
            self._again(key, training, outcome.failure)
        else:
            self._done(key, training, outcome.value)

    def forget(self) -> None:
        """Begin anew with another scheduler; workers ask again."""
        self._futures.clear()
        self._under_way.clear()

    def _want(self, wanted: _TrainingRequest) -> None:
        kept = self._trainings.kept(wanted.digest, all_states=wanted.all_states)
        if kept is not None:
            self._say(wanted, TrainedParcel(kept.digest, encoded(kept)))
            return
        training = self._under_way.setdefault(wanted.key, _UnderWay())
        training.waiting[wanted.worker] = wanted
        if not training.by:
            self._train(wanted.key, training)
        self._say(wanted, "yours" if training.by == wanted.worker else "noted")

    def _train(self, key: str, training: _UnderWay) -> None:
        """Have it done by one of those who wait, which has its description and a free core."""
        first = next(iter(training.waiting.values()))
        training.by, training.allowed_s = first.worker, first.allowed_s
        tries = f"-{len(training.lost)}" if training.lost else ""
        future = self._post.send(
            train_here,
            self._plugin,
            key,
            key=f"{key}{tries}",
            workers=[first.worker],
            priority=BEFORE_HAND_INS,
        )
        self._futures[future] = key

    def _done(self, key: str, training: _UnderWay, parcel: TrainedParcel) -> None:
        cut = False
        if not parcel.refused:
            try:
                trained, job = _described(parcel)
            except (Damaged, ValueError, TypeError, KeyError) as damage:
                self._again(key, training, f"what came back can't be read: {damage}")
                return
            if self._trainings.kept(trained.digest) is None:  # no store is shared with who did it
                self._trainings.keep(trained, of=job)
            cut = all(wanted.digest != trained.digest for wanted in training.waiting.values())
        for wanted in training.waiting.values():
            if wanted.worker == training.by:
                continue  # its end was reported where it was trained
            if cut and wanted.allowed_s > training.allowed_s:
                self._want(wanted)  # it may take longer, and goes on from there
            else:
                self._say(wanted, replace(parcel, job=b""))

    def _again(self, key: str, training: _UnderWay, why: str) -> None:
        """Have another one train it that waits for it; too many losses are its own doing."""
        training.lost.append(why)
        training.waiting.pop(training.by, None)
        if not training.waiting:
            return  # who asks for it again begins anew
        if len(training.lost) < MOST_LOST:
            self._under_way[key] = training
            self._train(key, training)
            self._say(training.waiting[training.by], "yours")
            return
        refused = TrainedParcel(
            "", b"", refused="no worker could do it: " + "; ".join(training.lost)
        )
        for wanted in training.waiting.values():
            self._say(wanted, refused)

    def _say(self, wanted: _TrainingRequest, word: Word) -> None:
        self._post.tell(wanted.worker, hear, self._plugin, wanted.key, word)


def _described(parcel: TrainedParcel) -> tuple[TrainedModel, TrainingJob]:
    """A result with the description that it is kept under. Raises ValueError where they are not of
    one training: others would be given it for what it is not.
    """
    trained, job = parcel.opened(), TrainingJob.from_json(json.loads(parcel.job))
    if job.digest != trained.digest:
        raise ValueError("its description is of another training")
    return trained, job
