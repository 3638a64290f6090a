"""Runs the tasks of a class on a dask cluster; what comes back goes into the batch's folder."""

from __future__ import annotations

import secrets
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from distributed import Client, Future
from distributed.comm.core import CommClosedError

from grader.batch.cluster.arrivals import put_in_place, whole_result
from grader.batch.cluster.connection import (
    CONNECT_TIMEOUT_S,
    ClusterAddress,
    connected,
    prepare,
)
from grader.batch.cluster.local.sharing import OnThisMachine, shared
from grader.batch.cluster.parcels import ParcelRefused, assignment_in_place, assignment_parcel
from grader.batch.cluster.post import Outcome, Post, Said, scheduler_lost
from grader.batch.cluster.requests import GradedParcel, RequestParcel, policy_json, sent
from grader.batch.cluster.suitable import SuitableWorkers
from grader.batch.cluster.trainings.broker import TrainingBroker
from grader.batch.cluster.worker import (
    SHARE,
    SLOT,
    GradesHandIns,
    grade_hand_in,
    hand_in_key,
    same_program,
)
from grader.batch.engine import ClassRun
from grader.batch.saving import save_grade
from grader.batch.tasks import GradedHandIn, Task
from grader.errors import GraderError, IntakeError
from grader.intake import read_submission
from grader.model.hand_in import HandIn
from grader.pipeline import as_handed_in
from grader.publishing import Unrendered
from grader.review import Book

MOST_AHEAD = 512
"""Hand-ins that lie with the scheduler at a time."""
MOST_AHEAD_BYTES = 128 * 1024**2
TOGETHER = 64
"""So many are sent at a time: dask takes about as long over one as over many."""
MOST_TRIES = 3
"""How often a hand-in is given to a worker, where the worker is lost or fails over it.

The last time it is alone, after all others: where it is the cause, it costs nobody else anything.
"""
MOST_SENT = 20
"""How often a hand-in is sent in all: workers may be lost with which it only waited."""
QUIET_S = 15.0
"""How long nothing comes until it is looked whether there are workers at all."""


@dataclass(slots=True)
class _SentTask:
    """A task on its way."""

    task: Task
    parcel: RequestParcel
    priority: int
    sent: int = 0
    """How often."""
    failures: list[str] = field(default_factory=list)


class ClusterEngine:
    """Runs tasks on the workers of a cluster."""

    def __init__(self, address: ClusterAddress) -> None:
        """Take where the scheduler is, or how many workers to start here.

        Raises GraderError where the address is none, or would be reached without certificates.
        """
        prepare(address)
        self._address = address

    def run(self, tasks: Sequence[Task], class_run: ClassRun) -> Iterator[GradedHandIn]:
        """Yield what comes of the tasks, as it comes. Raises GraderError where the cluster can't be
        reached, or is lost on the way.
        """
        with (
            shared(class_run.notebooks, workers=self._address.workers) as here,
            connected(self._address) as client,
        ):
            try:
                yield from _Dispatch(client, class_run, here=here).run(tasks)
            except CommClosedError as error:
                raise scheduler_lost() from error


class _Dispatch:
    """The tasks of one class at one cluster."""

    def __init__(self, client: Client, class_run: ClassRun, *, here: OnThisMachine | None) -> None:
        self._run, policy = class_run, class_run.policy
        self._moves = here is not None
        self._renders = class_run.reports and here is None
        """Whether workers render the reports, too; on this machine fewer processes do."""
        self._name = secrets.token_hex(4)
        """Of this run, in the keys of its tasks: a cluster gives one key one result, whoever asks,
        and two classes have students of one name.
        """
        assignment, interpreter = class_run.loaded.assignment, class_run.notebooks.interpreter
        self._plugin = GradesHandIns(
            assignment_parcel(assignment, interpreter)
            if here is None
            else assignment_in_place(assignment),
            policy_json(policy),
            unsafe=policy.unsafe,
            here=here,
            run=client.id,
        )
        self._under_way: dict[Future[Any], _SentTask] = {}
        self._bytes = 0
        self._set_aside: list[_SentTask] = []
        self._begun: set[str] = set()
        """Keys of the tasks that a worker has begun."""
        self._hand_ins: dict[str, HandIn] = {}
        self._post = Post(client, self._plugin, on_said=self._take_message)
        self._suitable = SuitableWorkers(self._post.workers)
        self._trainings = TrainingBroker(
            self._post, self._plugin.name, class_run.notebooks.trainings
        )

    def run(self, tasks: Sequence[Task]) -> Iterator[GradedHandIn]:
        self._hand_ins = {task.items[0].hand_in.key: task.items[0].hand_in for task in tasks}
        try:
            self._post.begin(CONNECT_TIMEOUT_S)
            yield from self._until_done(deque(enumerate(tasks)))
        finally:
            self._post.put_away([*self._under_way, *self._trainings.futures])

    def _take_message(self, said: Said) -> bool:
        """Hear what a worker says, in another thread; whether that was all."""
        if said["what"] == "begun":
            self._begun.add(said["task"])
        elif said["what"] == "cell":
            on_cell = self._run.listeners.on_cell
            on_cell(self._hand_ins[said["hand_in"]], said["done"], said["cells"])
        return bool(said["what"] != "training")

    def _until_done(self, waiting: deque[tuple[int, Task]]) -> Iterator[GradedHandIn]:
        while waiting or self._under_way or self._set_aside:
            while waiting and self._has_room():
                yield from self._send_some(waiting)
            if not self._under_way and self._set_aside:
                self._send([self._set_aside.pop()])
            if self._under_way:
                yield from self._handle(self._post.next(QUIET_S))

    def _has_room(self) -> bool:
        many = len(self._under_way) + TOGETHER > MOST_AHEAD
        return not many and self._bytes < MOST_AHEAD_BYTES

    def _send_some(self, waiting: deque[tuple[int, Task]]) -> Iterator[GradedHandIn]:
        """Send the next ones, as many as may go together."""
        together: list[_SentTask] = []
        size = self._bytes
        while waiting and len(together) < TOGETHER and size < MOST_AHEAD_BYTES:
            place, task = waiting.popleft()
            try:
                parcel = sent(task, reports=self._renders, pdf=self._run.pdf)
            except OSError:
                parcel = None
            if parcel is None or not parcel.files:
                yield from self._grade_unreadable(task)
                continue
            together.append(_SentTask(task, parcel, -place))
            size += parcel.size
        self._send(together)

    def _grade_unreadable(self, task: Task) -> Iterator[GradedHandIn]:
        """What can't be read needs no worker."""
        first = task.items[0]
        first.folder.prepare()
        result = self._run.notebooks.grade_or_explain(first.hand_in, folder=first.folder.recording)
        yield from self._run.save(task, result)

    def _send(self, together: Sequence[_SentTask]) -> None:
        """Send them in this order."""
        if not together:
            return
        futures = self._post.send_several(
            grade_hand_in,
            self._plugin.name,
            [sending.parcel for sending in together],
            keys=[self._key(sending) for sending in together],
            resources={SLOT: SHARE, same_program(): 1},
            priority=together[0].priority,
            **self._suitable.preference(),
        )
        for future, sending in zip(futures, together, strict=True):
            sending.sent += 1
            self._under_way[future] = sending
            self._bytes += sending.parcel.size

    def _key(self, sending: _SentTask) -> str:
        return hand_in_key(sending.task.items[0].folder.name, self._name, sending.sent)

    def _handle(self, news: Outcome | Said | None) -> Iterator[GradedHandIn]:
        """Go on with what comes next, or has not come for a while."""
        if news is None:
            if missed := self._suitable.missed():
                self._run.listeners.on_word(missed)
        elif not isinstance(news, Outcome):
            self._trainings.wanted(news)
        elif news.lost_scheduler:
            self._begin_anew(news)
        elif news.future in self._under_way:
            yield from self._outcome_arrived(news)
        else:
            self._trainings.took(news)

    def _outcome_arrived(self, outcome: Outcome) -> Iterator[GradedHandIn]:
        sending = self._under_way.pop(outcome.future)
        self._bytes -= sending.parcel.size
        if outcome.failure:
            yield from self._failed(sending, outcome)
        else:
            try:
                yield from self._arrived(sending, outcome.value)
            except ParcelRefused as refused:
                yield from self._failed(sending, replace(outcome, failure=str(refused)))
        outcome.future.release()

    def _begin_anew(self, outcome: Outcome) -> None:
        """Send everything again to a scheduler that knows nothing of it; what each of them costs a
        hand-in is no try.

        Raises GraderError where none is reached.
        """
        if outcome.future not in self._under_way:
            return  # an earlier one said so
        self._post.begin(CONNECT_TIMEOUT_S)
        self._trainings.forget()
        lost, self._under_way, self._bytes = list(self._under_way.values()), {}, 0
        self._send(lost)

    def _arrived(self, sending: _SentTask, answer: GradedParcel) -> Iterator[GradedHandIn]:
        """Put a graded folder where it belongs, whole or not at all."""
        first, task = sending.task.items[0], sending.task
        if not self._moves:  # what another machine's worker names of this one is not its to move
            answer = replace(answer, place="")
        finished = put_in_place(first.folder, answer, item=first)
        decided = bool(Book(first.folder.batch).of(first.folder.name))
        all_of_it = decided or len(task.items) > 1
        result = whole_result(first.folder) if all_of_it else finished.brief
        if decided:
            save_grade(first.folder, result, first.key, content=task.content)
        if answer.unrendered:
            self._run.unrendered(Unrendered(first.folder.name, answer.unrendered))
        self._run.undrawn(answer.undrawn)
        yield from self._run.share(task, result)

    def _says_nothing(self, outcome: Outcome) -> bool:
        """Whether it is no try of the hand-in: its worker was lost before it began, or was known to
        fail while there are better ones. dask may still move one to it that has nothing to do.
        """
        if outcome.lost_worker:
            return str(outcome.future.key) not in self._begun
        return self._suitable.is_known_to_fail(outcome.worker)

    def _failed(self, sending: _SentTask, outcome: Outcome) -> Iterator[GradedHandIn]:
        """Try it elsewhere, or give it up with the reason. Raises GraderError where no worker can
        grade anything of this class.
        """
        if outcome.hint is not None and self._suitable.cannot_grade(outcome.worker):
            raise GraderError(outcome.failure, hint=outcome.hint)
        if self._says_nothing(outcome) and sending.sent < MOST_SENT:
            self._send([sending])
            return
        if outcome.worker and not outcome.lost_worker:
            self._suitable.failed(outcome.worker)
        sending.failures.append(outcome.failure)
        if len(sending.failures) < MOST_TRIES - 1:
            self._send([sending])
            return
        if len(sending.failures) < MOST_TRIES:
            self._set_aside.append(sending)
            return
        reason = "no worker of the cluster could grade it: " + "; then ".join(sending.failures)
        first = sending.task.items[0]
        first.folder.prepare()
        notebook = first.hand_in.notebook
        assert notebook is not None  # noqa: S101 - it was sent
        try:
            submission = read_submission(notebook, name=first.hand_in.path)
        except IntakeError:
            yield from self._grade_unreadable(sending.task)
            return
        result = self._run.notebooks.failed(submission, "grader_fault", reason)
        yield from self._run.save(sending.task, as_handed_in(result, first.hand_in))
