"""Finds the results of jobs: beside the assignment, in the store, or by training them once.

What is handed out was computed by a process of ours from the job alone. It is the same for all who
ask for the job, and nothing of it comes from a kernel.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Protocol, Self

from grader.model.training import After, TrainedModel, TrainingJob
from grader.scheduling import TurnKind
from grader.scoring.rebuilding.architecture import ModelRefused
from grader.training.kept.locks import Locks
from grader.training.kept.store import TrainingStore, read
from grader.training.kin import Kin, can_go_on, has_kin, nearest, shortened
from grader.training.length import expected_work
from grader.training.process.trainer import ALLOWED_S, TrainerFailed

MAX_SEEN_BYTES = 256 * 1024**2
MAX_JOBS = 10_000
MAX_PARTS = 3_000_000
"""Of all descriptions that are remembered: some 300 MB."""
FOLDER = "trainings"
"""Of the results that are shipped with an assignment, in its folder."""


class Trains(Protocol):
    """What trains a job; `Trainer`, or a fake."""

    def train(
        self,
        job: TrainingJob,
        *,
        earlier: TrainedModel | None = None,
        first_epochs: TrainedModel | None = None,
        all_states: bool = False,
        allowed_s: float = ALLOWED_S,
    ) -> TrainedModel:
        """What it comes to, or its first epochs; raises `ModelRefused`."""

    def close(self) -> None:
        """Nothing more is to be trained."""


class Turns(Protocol):
    """What shares out cores; `CoreTurns`, or what has trainings done elsewhere."""

    def lent(self) -> AbstractContextManager[None]:
        """Give a core to others, and wait for one in the end."""

    def held(self, kind: TurnKind, *, work: float = 0.0) -> AbstractContextManager[None]:
        """Wait for a core and hold it."""


@contextmanager
def _added_to(spent_s: float) -> Iterator[None]:
    """A refusal says how long was trained before it, too."""
    try:
        yield
    except ModelRefused as refusal:
        refusal.spent_s += spent_s
        raise


class Trainings:
    """Every training once. Many threads may ask."""

    def __init__(
        self,
        trainer: Trains,
        *,
        store: TrainingStore | None,
        bundled: Sequence[Path] = (),
        reuse: bool = True,
        trouble: str = "",
    ) -> None:
        """Take what trains, the store, and folders of results that are shipped, and what is to be
        said of the store already.

        Without `reuse` everything is computed; only what a job goes on from is remembered.
        """
        self._trainer, self._store, self._bundled = trainer, store, tuple(bundled)
        self._reuse = reuse
        self._seen: OrderedDict[str, TrainedModel] = OrderedDict()
        self._jobs: OrderedDict[str, TrainingJob] = OrderedDict()
        self._parts = 0
        self._guard = threading.Lock()
        self._threads = Locks(None)
        self.turns: Turns | None = None
        """Of the cores that are shared with notebooks; whoever asks holds one, and lends it while
        it waits. None where nobody else wants them.
        """
        self._failed, self._unkept = "", trouble

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._trainer.close()

    @property
    def trouble(self) -> str:
        """Why results could not be had, kept or used, in a sentence for the operator; empty where
        they could.
        """
        damaged = self._store.trouble if self._store is not None else ""
        return self._failed or self._unkept or damaged

    @property
    def trainer(self) -> Trains:
        """What trains what is found nowhere."""
        return self._trainer

    def done_by(self, make: Callable[[Trains], Trains]) -> None:
        """Have jobs trained by what `make` returns for what trains them here. Where nothing is
        reused, everybody trains for themselves.
        """
        if self._reuse:
            self._trainer = make(self._trainer)

    def kept(self, digest: str, *, all_states: bool = False) -> TrainedModel | None:
        """What the job with this digest came to, where that is known."""
        return self._found(digest, all_states=all_states) if self._reuse else None

    def keep(self, trained: TrainedModel, *, of: TrainingJob) -> None:
        """Keep what a job came to, for later and for others."""
        self._note(of)
        if self._store is not None and self._reuse:
            self._unkept = self._store.put(trained, of=of) or self._unkept
        self._remember(trained)

    def result(
        self, job: TrainingJob, *, all_states: bool = False, allowed_s: float = ALLOWED_S
    ) -> TrainedModel:
        """What the job comes to, with the weights after every epoch where `all_states` are asked
        for; what its first epochs come to where it takes longer than `allowed_s` (the digest is
        theirs). Raises `ModelRefused` with the reason where it can't be trained.
        """
        self._note(job)
        found = self._found(job.digest, all_states=all_states) if self._reuse else None
        if found is not None:
            return found
        alone = self._store.locked if self._store is not None else self._threads.held
        with self._lent(), alone(job.digest):
            found = self._found(job.digest, all_states=all_states) if self._reuse else None
            return found or self._trained(job, all_states=all_states, allowed_s=allowed_s)

    def _trained(
        self, job: TrainingJob, *, all_states: bool = False, allowed_s: float = ALLOWED_S
    ) -> TrainedModel:
        """What it comes to, with the time of what had to be trained again for it."""
        first = None if all_states or not self._reuse else self._nearest(job)
        if first is not None and first.digest == job.digest:
            self.keep(first, of=job)
            return first
        goes_on = first if can_go_on(job) else None
        earlier, spent_s = (None, 0.0) if goes_on else self._earlier(job, allowed_s=allowed_s)
        with _added_to(spent_s), self._turn(job), self._failures_noted():
            trained = self._trainer.train(
                job,
                earlier=earlier,
                first_epochs=goes_on,
                all_states=all_states,
                allowed_s=allowed_s - spent_s,
            )
        of = job if trained.digest == job.digest else shortened(job, trained.epochs_run)
        self.keep(trained, of=of)
        return replace(trained, wall_s=trained.wall_s + spent_s) if spent_s else trained

    @contextmanager
    def _failures_noted(self) -> Iterator[None]:
        """What fails here and not by the job, the operator hears of: the notebook trains itself."""
        try:
            yield
        except TrainerFailed as failure:
            self._failed = f"a training was left to the notebook that asked for it: {failure}"
            raise

    def _lent(self) -> AbstractContextManager[None]:
        return self.turns.lent() if self.turns is not None else nullcontext()

    def _turn(self, job: TrainingJob) -> AbstractContextManager[None]:
        """Wait for a core; the longest training has the first."""
        if self.turns is None:
            return nullcontext()
        return self.turns.held(TurnKind.TRAINING, work=expected_work(job))

    def _nearest(self, job: TrainingJob) -> TrainedModel | None:
        """The job's result, or as much of it as a shorter or longer training tells."""
        return nearest(job, self._kin(job)) if has_kin(job) else None

    def _kin(self, job: TrainingJob) -> Iterator[Kin]:
        with self._guard:
            seen = [
                (other, self._seen[digest])
                for digest, other in self._jobs.items()
                if digest in self._seen and digest != job.digest
            ]
        for other, trained in seen:
            if other.family == job.family:  # of a long description it takes time, as its digest
                yield Kin(other.epochs, trained)
        if self._store is not None:
            yield from self._store.kin(job)

    def _earlier(self, job: TrainingJob, *, allowed_s: float) -> tuple[TrainedModel | None, float]:
        """What the job goes on from, trained again where it is known and not kept any more, and how
        long that took.
        """
        if not isinstance(job.start, After):
            return None, 0.0
        found = self._looked_up(job.start.digest)
        if found is not None and self._suffices(found, job.start):
            return found, 0.0
        with self._guard:
            known = self._jobs.get(job.start.digest)
        if known is None:
            raise ModelRefused("the training that it goes on from is not at hand")
        again = self._trained(known, allowed_s=allowed_s)
        spent_s = 0.0 if again.reused else again.wall_s
        with _added_to(spent_s):
            if again.digest != known.digest or spent_s >= allowed_s:
                raise ModelRefused("to do again what it goes on from takes longer than it may")
        return again, spent_s

    @staticmethod
    def _suffices(found: TrainedModel, start: After) -> bool:
        return start.optimizer == "new" or found.optimizer_variables is not None

    def _found(self, digest: str, *, all_states: bool) -> TrainedModel | None:
        found = self._looked_up(digest)
        if found is None or (all_states and len(found.optimizer_states) < found.epochs_run):
            return None
        return found

    def _looked_up(self, digest: str) -> TrainedModel | None:
        with self._guard:
            seen = self._seen.get(digest)
            if seen is not None:
                self._seen.move_to_end(digest)
                return seen
        if not self._reuse:
            return None
        found = next(filter(None, (read(folder, digest) for folder in self._bundled)), None)
        found = found and found.found("bundled")
        if found is None and self._store is not None:
            found = self._store.get(digest)
        if found is not None:
            self._remember(found)
        return found

    def _remember(self, trained: TrainedModel) -> None:
        """Keep it in memory, as long as it fits: also where nothing can be kept on disk."""
        with self._guard:
            again = trained if trained.reused else trained.found("store")
            self._seen[trained.digest] = again
            self._seen.move_to_end(trained.digest)
            while len(self._seen) > 1 and self._size() > MAX_SEEN_BYTES:
                self._seen.popitem(last=False)

    def _size(self) -> int:
        return sum(seen.nbytes for seen in self._seen.values())

    def _note(self, job: TrainingJob) -> None:
        digest = job.digest  # of a long description it takes time, for which nobody else waits
        with self._guard:
            if digest not in self._jobs:
                self._jobs[digest] = job
                self._parts += job.parts
            while len(self._jobs) > 1 and (len(self._jobs) > MAX_JOBS or self._parts > MAX_PARTS):
                _, oldest = self._jobs.popitem(last=False)
                self._parts -= oldest.parts
