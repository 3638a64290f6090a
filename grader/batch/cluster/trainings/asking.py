"""Has the trainings that a worker's hand-ins ask for done once for the whole cluster.

The worker says which digest it wants; the machine that submits sends what it has, or makes one task
of it, whose key is the digest, on the worker that asked first, which has a core free now: that of
the hand-in that waits. Whoever asks later gets the result. So a training is done where its
description lies, by the trainer of that worker, from the allow-list alone.
"""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import Any, Literal

from grader.batch.cluster.trainings.seats import Seats
from grader.model.training import TrainedModel, TrainingJob
from grader.scheduling import CoreTurns, TurnKind
from grader.scoring.rebuilding.architecture import ModelRefused
from grader.training.kept.content import Damaged, decoded, encoded
from grader.training.kin import shortened
from grader.training.length import expected_work
from grader.training.process.trainer import ALLOWED_S
from grader.training.trainings import Trains

ASK_AGAIN_S = 20.0
"""What was said may have been lost with a connection."""
SILENT_S = 180.0
"""After so long without a word the worker trains by itself: the machine that submits is gone."""
ARRIVES_S = 5.0
"""How long a task may take from the scheduler to the worker."""
LOOK_AGAIN_S = 0.02
TRAINING, STATES = "training-", "-states"
"""How the key of a task begins that trains, and how it ends where every epoch's state is kept."""
WAITS = ("ready", "constrained", "waiting")
"""Where dask has a task that has arrived and found no thread."""


@dataclass(frozen=True, slots=True)
class TrainedParcel:
    """What a training came to, as it travels."""

    digest: str
    """Of its job; of one with fewer epochs than asked for, where it took too long."""
    content: bytes
    """As it is kept: with a checksum."""
    job: bytes = b""
    """JSON of the description, from who trained it: longer and shorter trainings find it so."""
    refused: str = ""
    """Why it can't be trained; then there is nothing else."""

    def opened(self) -> TrainedModel:
        """What it came to. Raises Damaged."""
        return decoded(self.content, self.digest)


Word = TrainedParcel | TrainedModel | ModelRefused | Literal["noted", "yours"]
"""What one who waits hears: the result, or that it is under way, elsewhere or here."""


def training_key(digest: str, *, all_states: bool) -> str:
    """The key of the task: the digest, so that the scheduler has it computed once."""
    return f"{TRAINING}{digest}{STATES if all_states else ''}"


@dataclass(frozen=True, slots=True)
class WorkerLink:
    """What a workplace uses of the dask worker that it is on."""

    address: str
    tell: Callable[[dict[str, Any]], None]
    """Says something to the machine that submits."""
    task_state: Callable[[str], str]
    """Of the task with this key on this worker; empty where there is none."""
    seats: Seats
    folder: Path
    """Of this worker alone; dask removes it with the worker, one that was killed included."""


@dataclass(slots=True)
class _AwaitedTraining:
    """A training that a hand-in here waits for."""

    job: TrainingJob
    given: dict[str, Any]
    words: SimpleQueue[Word] = field(default_factory=SimpleQueue)


class ClusterTrainer:
    """Trains for the hand-ins of a worker, by the cluster; many threads may ask."""

    def __init__(
        self, own: Trains, turns: CoreTurns, link: WorkerLink, *, silent_s: float = SILENT_S
    ) -> None:
        """Take what trains on this worker, and the worker's cores."""
        self._own, self._turns, self._silent_s = own, turns, silent_s
        self.link = link
        """To the machine that submits."""
        self._asked: dict[str, _AwaitedTraining] = {}
        self._guard = threading.Lock()

    def close(self) -> None:
        """End the processes that train."""
        self._own.close()

    def train(
        self,
        job: TrainingJob,
        *,
        earlier: TrainedModel | None = None,
        first_epochs: TrainedModel | None = None,
        all_states: bool = False,
        allowed_s: float = ALLOWED_S,
    ) -> TrainedModel:
        """What the job comes to, wherever it is trained, or its first epochs where that takes
        longer than `allowed_s`. Raises ModelRefused.
        """
        given = {
            "earlier": earlier,
            "first_epochs": first_epochs,
            "all_states": all_states,
            "allowed_s": allowed_s,
        }
        asked = _AwaitedTraining(job, given)
        with self._while_waiting(training_key(job.digest, all_states=all_states), asked) as key:
            for word in self._words(asked):
                match word:
                    case TrainedModel():
                        return word
                    case ModelRefused():
                        raise word
                    case TrainedParcel():
                        return _taken(word, job)
                    case "yours":
                        self._make_room(key)
                    case "noted":
                        pass
        return self._trained(asked)

    def hear(self, key: str, word: Word) -> None:
        """Take what the machine that submits says to those who wait; called in dask's thread."""
        with self._guard:
            asked = self._asked.get(key)
        if asked is not None:
            asked.words.put(word)

    def train_here(self, key: str) -> TrainedParcel:
        """The task: train what a hand-in of this worker waits for."""
        with self._guard:
            asked = self._asked.get(key)
        if asked is None:
            raise LookupError("nobody on this worker waits for it any more")
        try:
            trained = self._trained(asked)
        except ModelRefused as refusal:
            asked.words.put(refusal)
            return TrainedParcel(asked.job.digest, b"", refused=str(refusal))
        asked.words.put(trained)
        done = asked.job
        if trained.digest != done.digest:
            done = shortened(done, trained.epochs_run)
        return TrainedParcel(done.digest, encoded(trained), json.dumps(done.to_json()).encode())

    def _trained(self, asked: _AwaitedTraining) -> TrainedModel:
        with self._turns.held(TurnKind.TRAINING, work=expected_work(asked.job)):
            return self._own.train(asked.job, **asked.given)

    @contextmanager
    def _while_waiting(self, key: str, asked: _AwaitedTraining) -> Iterator[str]:
        with self._guard:
            self._asked[key] = asked
        try:
            yield key
        finally:
            with self._guard:
                del self._asked[key]

    def _words(self, asked: _AwaitedTraining) -> Iterator[Word]:
        """Ask, and again from time to time, until nobody has answered for long."""
        heard, ask_at = time.monotonic(), 0.0
        while (now := time.monotonic()) - heard < self._silent_s:
            if now >= ask_at:
                self.link.tell(
                    {
                        "what": "training",
                        "digest": asked.job.digest,
                        "all_states": asked.given["all_states"],
                        "allowed_s": asked.given["allowed_s"],
                        "worker": self.link.address,
                    }
                )
                ask_at = now + min(ASK_AGAIN_S, self._silent_s)
            try:
                word = asked.words.get(timeout=max(LOOK_AGAIN_S, ask_at - now))
            except Empty:
                continue
            heard = time.monotonic()
            yield word

    def _make_room(self, key: str) -> None:
        """Give the task of the training a thread: the hand-in that waits needs none."""
        give_up = time.monotonic() + ARRIVES_S
        while not (state := self.link.task_state(key)) and time.monotonic() < give_up:
            time.sleep(LOOK_AGAIN_S)
        if state in WAITS:
            self.link.seats.give_up()


@dataclass(frozen=True, slots=True)
class LentCores:
    """A worker's cores, as the trainings of its hand-ins see them: who waits lends one, and what is
    trained takes one as a task of its own.
    """

    turns: CoreTurns

    def lent(self) -> AbstractContextManager[None]:
        """Give a core to others, and take one again."""
        return self.turns.lent()

    def held(self, kind: TurnKind, *, work: float = 0.0) -> AbstractContextManager[None]:
        """Nothing: waiting for a training takes no core."""
        del kind, work
        return nullcontext()


def _taken(parcel: TrainedParcel, job: TrainingJob) -> TrainedModel:
    """What came from another worker, or was kept where the class lies. Raises ModelRefused."""
    if parcel.refused:
        raise ModelRefused(parcel.refused)
    try:
        trained = parcel.opened()
    except Damaged as damage:
        raise ModelRefused(f"what was trained elsewhere can't be used: {damage}") from None
    if trained.digest not in (job.digest, shortened(job, trained.epochs_run).digest):
        raise ModelRefused("what was trained elsewhere is another training")
    return trained.found("store")
