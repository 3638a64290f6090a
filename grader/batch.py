"""Grades a class: nothing twice, several notebooks at a time, and nothing lost.

What was done for an earlier run of the same command is taken; where only the rubric changed it is decided again, where other
questions are asked it is gathered and measured again, and hand-ins that are the same run once. What is left runs on slots,
the longest first. Results are on disk as soon as they are there; memory holds no more of them than the class page needs.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace

from grader.desk import Desk
from grader.errors import ConfigError, IntakeError, concerns_all
from grader.evidence import workload
from grader.examining import Examination
from grader.intake import read_submission
from grader.model.hand_in import HandIn
from grader.model.policy import GIB, Policy
from grader.model.recording import CutShort
from grader.model.result import Result
from grader.pages import report_fingerprint
from grader.pipeline import Marker
from grader.rendering import Renderers, Unrendered
from grader.sandbox import WarmKernels
from grader.scheduling import Admission, Workers, allowed_cores, expected_bytes, memory_now, plan_slots
from grader.store import BatchFolder, Finished, Key, Left, SubmissionFolder, content_digest
from grader.verdict import as_handed_in, keep, keep_verdict, regraded, stops_hold

UNREADABLE = 0.0
END_TIMEOUT_S = 20
LOOK_AGAIN_S = 0.1
MAX_BYTES = 101 * 1024**2
"""Of a file that may be a notebook; a longer one is never read."""


@dataclass(frozen=True, slots=True)
class Graded:
    """One hand-in, done."""

    hand_in: HandIn
    folder: SubmissionFolder
    result: Result
    """Brief: without evidence and recording, which lie in the folder."""
    fresh: bool = True
    """Whether anything was done for it in this run."""


@dataclass(frozen=True, slots=True)
class Watching:
    """Who is told what is going on; called from several threads."""

    on_cell: Callable[[HandIn, int, int], None]
    """Takes how many cells of a hand-in have run, and how many there are."""
    on_done: Callable[[Graded], None]


@dataclass(frozen=True, slots=True)
class _Item:
    """One hand-in with what is known before it is begun."""

    hand_in: HandIn
    folder: SubmissionFolder
    key: Key
    left: Left
    kept: Finished | None


@dataclass(frozen=True, slots=True)
class _Task:
    """Hand-ins that are the same: the first is graded, the others get what it got."""

    items: tuple[_Item, ...]
    content: str
    work: float
    """By the code, how much is trained; only good for comparing."""


@dataclass(frozen=True, slots=True)
class _Tools:
    """What a slot works with."""

    warm: WarmKernels | None
    looks: Examination


_Workers = Workers[_Task, list[Graded], Examination]


class Batch:
    """Grades the hand-ins of one assignment into one folder."""

    def __init__(
        self,
        desk: Desk,
        policy: Policy,
        store: BatchFolder,
        *,
        jobs: int,
        pdf: bool,
        again: frozenset[CutShort] = frozenset(),
    ) -> None:
        """Take what is common to all hand-ins; `jobs` run at a time.

        With `again`, only hand-ins are run that one of these cut short, or that have no result yet.
        """
        self._desk, self._policy, self._store, self._jobs, self._pdf = desk, policy, store, jobs, pdf
        self._again = again
        self.outdated: list[HandIn] = []
        """Hand-ins that changed since they were graded and were left as they are, because others were asked for."""
        self._look = report_fingerprint(desk)
        self.report_problems: list[Unrendered] = []
        """Reports that could not be rendered, and why."""
        self.undrawn: set[str] = set()
        """Scripts in the PDFs that no font here can draw."""

    def grade(self, hand_ins: Sequence[HandIn], watching: Watching) -> list[Graded]:
        """Grade them all, those that are graded already included; in the order given."""
        done: dict[str, Graded] = {}
        with Marker(self._desk, self._policy) as marker, self._renderers() as renderers:
            for graded in self._results(marker, [self._item(marker, one) for one in hand_ins], watching):
                done[graded.hand_in.key] = graded
                if not graded.folder.has_reports(pdf=self._pdf, fingerprint=self._look):
                    renderers.render(graded.folder.path, pdf=self._pdf)
                watching.on_done(graded)
        self.report_problems, self.undrawn = renderers.problems, renderers.undrawn
        return [done[one.key] for one in hand_ins]

    def _renderers(self) -> Renderers:
        return Renderers(self._desk.assignment.folder, processes=self._jobs)

    def _item(self, marker: Marker, hand_in: HandIn) -> _Item:
        """Find out what is left to do for a hand-in."""
        folder = self._store.for_hand_in(hand_in.key)
        key, kept = marker.key(_content(hand_in), beside=hand_in.visible), folder.finished()
        if kept is None or self._runs_again(kept):
            return _Item(hand_in, folder, key, "run", kept)
        left = key.left(kept.key)
        if left == "run" and self._again:
            self.outdated.append(hand_in)
        elif left == "run":
            return _Item(hand_in, folder, key, "run", kept)
        same = key.of_the_same(kept.key)
        return _Item(hand_in, folder, same, same.left(kept.key), kept)

    def _runs_again(self, kept: Finished) -> bool:
        """Whether what ended it, a limit or a fault of ours, may not end it the next time."""
        if kept.brief.grade.status == "grader_fault":
            return True
        cut_short_by = kept.brief.recording.cut_short_by()
        if self._again:
            return not self._again.isdisjoint(cut_short_by)
        return bool(cut_short_by) and self._policy.limits.allows_more_than(kept.key.limits)

    def _results(self, marker: Marker, items: Sequence[_Item], watching: Watching) -> Iterator[Graded]:
        """First what needs no notebook to be run, then the rest."""
        to_run: list[_Item] = []
        for item in items:
            graded = self._kept_or_none(marker, item)
            if graded is None:
                to_run.append(item)
            else:
                yield graded
        if to_run:
            yield from self._by_running(marker, to_run, watching)

    def _kept_or_none(self, marker: Marker, item: _Item) -> Graded | None:
        """What can be had without running; None where it must be run, damaged records included."""
        try:
            return self._without_running(marker, item)
        except ConfigError:
            return None
        except OSError as error:
            if concerns_all(error):
                raise
            return None

    def _without_running(self, marker: Marker, item: _Item) -> Graded | None:
        kept = item.kept
        if kept is None or item.left == "run":
            return None
        if item.left == "nothing":
            return self._named_anew(item, kept)
        result = marker.examine(item.folder.load()) if item.left == "examine" else regraded(self._desk, item.folder)
        if not stops_hold(self._desk, result):
            return None
        result = as_handed_in(result, item.hand_in)
        if item.left == "examine":
            keep(item.folder, result, item.key, content=kept.content)
        else:
            keep_verdict(item.folder, result, item.key, content=kept.content)
        return self._anew(item, result)

    def _named_anew(self, item: _Item, kept: Finished) -> Graded:
        """Take what is there; the LMS or a roster may have told more of the student since."""
        brief = as_handed_in(kept.brief, item.hand_in)
        if brief == kept.brief:
            return Graded(item.hand_in, item.folder, brief, fresh=False)
        result = as_handed_in(item.folder.load(events=False), item.hand_in)
        keep_verdict(item.folder, result, item.key, content=kept.content)
        return self._anew(item, result)

    def _anew(self, item: _Item, result: Result) -> Graded:
        item.folder.drop_reports()
        return Graded(item.hand_in, item.folder, result.brief())

    def _by_running(self, marker: Marker, items: Sequence[_Item], watching: Watching) -> Iterator[Graded]:
        tasks, twins = self._tasks(items)
        for item, twin, content in twins:
            try:
                result = twin.load()
            except ConfigError:
                tasks.append(_Task((item,), content, UNREADABLE))
            else:
                yield self._adopt(item, twin, result, content=content)
        if not tasks:
            return
        stated_gib = self._desk.assignment.memory or 0.0
        with marker.warm_kernels() as warm:

            def work(task: _Task, looks: Examination) -> list[Graded]:
                return list(self._work(marker, task, _Tools(warm, looks), watching, workers))

            workers: _Workers = Workers(
                plan_slots(self._jobs, allowed_cores()),
                tools=lambda _: marker.examination(),
                work=work,
                admission=Admission(memory_now, expected_bytes(stated_gib * GIB)),
            )
            try:
                for graded in workers.run(tasks):
                    yield from graded
            except BaseException:
                _end(workers)
                raise

    def _tasks(self, items: Sequence[_Item]) -> tuple[list[_Task], list[tuple[_Item, SubmissionFolder, str]]]:
        """What must be run, the longest first; and which hand-ins are the same as one that is finished."""
        finished = {
            (kept.content, self._way(kept)): folder
            for folder, kept in self._store.finished()
            if not self._runs_again(kept)
        }
        groups: dict[tuple[str, Key], list[_Item]] = {}
        twins = []
        for item in items:
            same = content_digest(_content(item.hand_in)), replace(item.key, sha256="")
            twin = finished.get(same)
            if twin is not None and twin != item.folder:
                twins.append((item, twin, same[0]))
            else:
                groups.setdefault(same, []).append(item)
        tasks = [_Task(tuple(group), content, self._expected_work(group[0])) for (content, _), group in groups.items()]
        return sorted(tasks, key=lambda task: -task.work), twins

    def _way(self, kept: Finished) -> Key:
        """How it came to be, for comparing: limits that ended nothing don't count."""
        limits = kept.key.limits if kept.brief.recording.cut_short_by() else self._policy.limits
        return replace(kept.key, sha256="", limits=limits)

    def _expected_work(self, item: _Item) -> float:
        """How long it will take, for comparing: by its code; nothing is known of what can't be read."""
        if self._policy.training == "saved" or item.hand_in.notebook is None:
            return UNREADABLE
        try:
            return workload(read_submission(item.hand_in.notebook).notebook)
        except IntakeError:
            return UNREADABLE

    def _work(
        self,
        marker: Marker,
        task: _Task,
        tools: _Tools,
        watching: Watching,
        workers: _Workers,
    ) -> Iterator[Graded]:
        """Grade the first of the task's hand-ins and give the others what it got, in a slot's thread."""
        first, *others = task.items
        first.folder.prepare()
        result = marker.mark_or_explain(
            first.hand_in,
            folder=first.folder.recording,
            on_cell=lambda done, cells: watching.on_cell(first.hand_in, done, cells),
            warm=tools.warm,
            examination=tools.looks,
        )
        if workers.stopping:
            return
        keep(first.folder, result, first.key, content=task.content)
        yield Graded(first.hand_in, first.folder, result.brief())
        for other in others:
            yield self._adopt(other, first.folder, result, content=task.content)

    def _adopt(self, item: _Item, twin: SubmissionFolder, result: Result, *, content: str) -> Graded:
        """Give a hand-in what another one got that is the same."""
        item.folder.prepare_as(twin)
        own = replace(result, recording=replace(result.recording, folder=item.folder.recording))
        if item.hand_in.notebook is not None and result.submission is not None:
            own = replace(own, submission=read_submission(item.hand_in.notebook, name=item.hand_in.path))
        own = as_handed_in(own, item.hand_in)
        keep(item.folder, own, item.key, content=content)
        return Graded(item.hand_in, item.folder, own.brief())


def _content(hand_in: HandIn) -> bytes:
    """The notebook's bytes; where there are none, what is known instead."""
    if hand_in.notebook is not None:
        with suppress(OSError), hand_in.notebook.open("rb") as stream:
            return stream.read(MAX_BYTES)
    return hashlib.sha256(f"{hand_in.key}\0{hand_in.problem}".encode("utf-8", "surrogatepass")).digest()


def _end(workers: _Workers) -> None:
    """End what is running without keeping any of it: Ctrl-C, or an error that concerns all notebooks.

    Waits until every slot has put away its folders; what one of them still starts meanwhile is ended, too.
    """
    import psutil  # noqa: PLC0415 - only then

    workers.stop()
    give_up = time.monotonic() + END_TIMEOUT_S
    while True:
        for process in psutil.Process().children(recursive=True):
            with suppress(psutil.Error):
                process.kill()
        if not workers.busy or time.monotonic() > give_up:
            return
        time.sleep(LOOK_AGAIN_S)
