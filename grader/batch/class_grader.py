"""Grades a class: nothing twice, several notebooks at a time, and nothing lost.

What was done for an earlier run of the same command is taken; where only the rubric changed it is
decided again, where other questions are asked it is gathered and measured again, and hand-ins that
are the same run once. What is left runs on slots, the longest first. Results are on disk as soon as
they are there; memory holds no more of them than the class page needs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace

from grader.batch.decided_again import decided_again, examined_again, save_again
from grader.batch.decisions import as_decided
from grader.batch.engine import ClassRun, EmbeddedEngine, Engine
from grader.batch.saving import is_fault, save_grade, save_or_say_fault
from grader.batch.tasks import (
    UNREADABLE,
    GradedHandIn,
    Listeners,
    PlannedHandIn,
    Task,
    Twin,
    content_of,
    expected_work,
)
from grader.errors import ConfigError, IntakeError
from grader.intake import read_submission
from grader.model.graded.result import Result
from grader.model.hand_in import HandIn
from grader.model.limits_hit import CutShort
from grader.model.policy import Policy
from grader.pipeline import LoadedAssignment, NotebookGrader, as_handed_in, stops_hold
from grader.publishing import Renderers, Unrendered, report_fingerprint
from grader.store import (
    BatchFolder,
    Finished,
    Key,
    SubmissionFolder,
    content_digest,
    readers_of,
)

FEW_LEFT = 4
"""So many hand-ins before the last, what draws the page of the class is made ready."""


class ClassGrader:
    """Grades the hand-ins of one assignment into one folder."""

    def __init__(  # noqa: PLR0913 - keywords, as a batch has options
        self,
        loaded: LoadedAssignment,
        policy: Policy,
        store: BatchFolder,
        *,
        jobs: int,
        pdf: bool,
        again: frozenset[CutShort] = frozenset(),
        renderers: Renderers | None = None,
        engine: Engine | None = None,
    ) -> None:
        """Take what is common to all hand-ins; `jobs` run at a time, unless `engine` runs them
        elsewhere.

        With `again`, only hand-ins are run that one of these cut short, or that have no result yet.
        Without `renderers`, grades are all that is made; with them, the reports of all are rendered
        when it is done.
        """
        self._loaded, self._policy, self._store = loaded, policy, store
        self._pdf, self._again, self._renderers = pdf, again, renderers
        self._engine = engine or EmbeddedEngine(jobs)
        self.outdated: list[HandIn] = []
        """Hand-ins that changed since they were graded and were left as they are, because others
        were asked for.
        """
        self._look = report_fingerprint(loaded, readers_of(store))
        self.report_problems: list[Unrendered] = []
        """Reports that could not be rendered elsewhere, and why."""
        self.undrawn: set[str] = set()
        """Scripts in PDFs made elsewhere that no font there can draw."""
        self.unkept = ""
        """Why trainings could not be kept or used; empty where they could."""

    def grade(self, hand_ins: Sequence[HandIn], listeners: Listeners) -> list[GradedHandIn]:
        """Grade them all, those that are graded already included; in the order given."""
        done: dict[str, GradedHandIn] = {}
        with self._rendering() as render, NotebookGrader(self._loaded, self._policy) as notebooks:
            items = [self._item(notebooks, one) for one in hand_ins]
            for graded in map(as_decided, self._results(notebooks, items, listeners)):
                done[graded.hand_in.key] = graded
                render(graded.folder)
                if self._renderers is not None and len(items) - len(done) <= FEW_LEFT:
                    self._renderers.get_ready()
                listeners.on_done(graded)
        self.unkept = notebooks.trainings.trouble
        return [done[one.key] for one in hand_ins]

    @contextmanager
    def _rendering(self) -> Iterator[Callable[[SubmissionFolder], None]]:
        """What renders the reports that a folder lacks; at the end all are there. After an error no
        more are made.
        """
        renderers = self._renderers
        if renderers is None:
            yield lambda _folder: None
            return

        def render(folder: SubmissionFolder) -> None:
            if not folder.has_reports(pdf=self._pdf, fingerprint=self._look):
                renderers.render(folder.path, pdf=self._pdf)

        try:
            yield render
            renderers.wait()
        except BaseException:
            renderers.give_up()
            raise

    def _item(self, notebooks: NotebookGrader, hand_in: HandIn) -> PlannedHandIn:
        """Find out what is left to do for a hand-in."""
        folder = self._store.for_hand_in(hand_in.key)
        key, kept = notebooks.key(content_of(hand_in), beside=hand_in.visible), folder.finished()
        if kept is None or self._runs_again(kept):
            return PlannedHandIn(hand_in, folder, key, "run", kept)
        remaining = key.remaining(kept.key)
        if remaining == "run" and self._again:
            self.outdated.append(hand_in)
        elif remaining == "run":
            return PlannedHandIn(hand_in, folder, key, "run", kept)
        same = key.of_the_same(kept.key)
        return PlannedHandIn(hand_in, folder, same, same.remaining(kept.key), kept)

    def _runs_again(self, kept: Finished) -> bool:
        """Whether what ended it, a limit or a fault of ours, may not end it the next time."""
        if kept.brief.grade.status == "grader_fault":
            return True
        cut_short_by = kept.brief.recording.cut_short_by()
        if self._again:
            return not self._again.isdisjoint(cut_short_by)
        return bool(cut_short_by) and self._policy.limits.allows_more_than(kept.key.limits)

    def _results(
        self, notebooks: NotebookGrader, items: Sequence[PlannedHandIn], listeners: Listeners
    ) -> Iterator[GradedHandIn]:
        """First what needs no notebook to be run, then the rest."""
        to_run: list[PlannedHandIn] = []
        for item in items:
            graded = self._kept_or_none(notebooks, item)
            if graded is None:
                to_run.append(item)
            else:
                yield graded
        if to_run:
            yield from self._by_running(notebooks, to_run, listeners)

    def _kept_or_none(self, notebooks: NotebookGrader, item: PlannedHandIn) -> GradedHandIn | None:
        """What can be had without running; None where it must be run: where records are damaged,
        and where the program fails over them, too, which is that hand-in's alone when it is run.
        """
        try:
            return self._without_running(notebooks, item)
        except ConfigError:
            return None
        except Exception as error:
            if not is_fault(error):
                raise
            return None

    def _without_running(
        self, notebooks: NotebookGrader, item: PlannedHandIn
    ) -> GradedHandIn | None:
        kept = item.kept
        if kept is None or item.remaining == "run":
            return None
        if item.remaining == "nothing":
            return self._named_anew(item, kept)
        examine = item.remaining == "examine"
        result = (
            examined_again(notebooks, item.folder)
            if examine
            else decided_again(self._loaded, item.folder)
        )
        if not stops_hold(self._loaded, result):
            return None
        result = as_handed_in(result, item.hand_in)
        save_again(item.remaining, item.folder, result, item.key, content=kept.content)
        return self._regraded(item, result)

    def _named_anew(self, item: PlannedHandIn, kept: Finished) -> GradedHandIn:
        """Take what is there; the LMS or a roster may have said more of the student since."""
        brief = as_handed_in(kept.brief, item.hand_in)
        if brief == kept.brief:
            return GradedHandIn(item.hand_in, item.folder, brief, fresh=False)
        result = as_handed_in(item.folder.load(events=False), item.hand_in)
        save_grade(item.folder, result, item.key, content=kept.content)
        return self._regraded(item, result)

    def _regraded(self, item: PlannedHandIn, result: Result) -> GradedHandIn:
        item.folder.drop_reports()
        return GradedHandIn(item.hand_in, item.folder, result.brief())

    def _by_running(
        self, notebooks: NotebookGrader, items: Sequence[PlannedHandIn], listeners: Listeners
    ) -> Iterator[GradedHandIn]:
        tasks, twins = self._tasks(items)
        for twin in twins:
            try:
                result = twin.kept_in.load()
            except ConfigError:
                tasks.append(Task((twin.item,), twin.content, UNREADABLE))
            else:
                yield self._adopt(twin.item, twin.kept_in, result, content=twin.content)
        if tasks:
            yield from self._engine.run(tasks, self._class_run(notebooks, listeners))

    def _class_run(self, notebooks: NotebookGrader, listeners: Listeners) -> ClassRun:
        return ClassRun(
            self._loaded,
            self._policy,
            notebooks,
            listeners,
            reports=self._renderers is not None,
            pdf=self._pdf,
            save=self._save,
            share=self._share,
            unrendered=self.report_problems.append,
            undrawn=self.undrawn.update,
        )

    def _tasks(self, items: Sequence[PlannedHandIn]) -> tuple[list[Task], list[Twin]]:
        """What must be run, the longest first; and which hand-ins are the same as one that is
        finished.
        """
        finished = {
            (kept.content, self._made_by(kept)): folder
            for folder, kept in self._store.finished()
            if not self._runs_again(kept)
        }
        groups: dict[tuple[str, Key], list[PlannedHandIn]] = {}
        twins = []
        for item in items:
            same = content_digest(content_of(item.hand_in)), replace(item.key, sha256="")
            kept_in = finished.get(same)
            if kept_in is not None and kept_in != item.folder:
                twins.append(Twin(item, kept_in, same[0]))
            else:
                groups.setdefault(same, []).append(item)
        trains = self._policy.training != "saved"
        tasks = [
            Task(tuple(group), content, expected_work(group[0].hand_in) if trains else UNREADABLE)
            for (content, _), group in groups.items()
        ]
        return sorted(tasks, key=lambda task: -task.work), twins

    def _made_by(self, kept: Finished) -> Key:
        """How it came to be, for comparing: limits that ended nothing don't count."""
        limits = kept.key.limits if kept.brief.recording.cut_short_by() else self._policy.limits
        return replace(kept.key, sha256="", limits=limits)

    def _save(self, task: Task, result: Result) -> Iterator[GradedHandIn]:
        """Save what the first of the task's hand-ins came to, and give it to the others."""
        yield from self._share(task, self._saved(task.items[0], result, content=task.content))

    def _share(self, task: Task, result: Result) -> Iterator[GradedHandIn]:
        """Give the others what the first got, whose folder is complete."""
        first, *others = task.items
        yield GradedHandIn(first.hand_in, first.folder, result.brief())
        for other in others:
            yield self._adopt(other, first.folder, result, content=task.content)

    def _adopt(
        self, item: PlannedHandIn, twin: SubmissionFolder, result: Result, *, content: str
    ) -> GradedHandIn:
        """Give a hand-in what another one got that is the same."""
        item.folder.prepare_as(twin)
        own = replace(result, recording=replace(result.recording, folder=item.folder.recording))
        if item.hand_in.notebook is not None and result.submission is not None:
            with suppress(IntakeError):  # a folder that is synced may have lost it meanwhile
                submission = read_submission(item.hand_in.notebook, name=item.hand_in.path)
                own = replace(own, submission=submission)
        own = as_handed_in(own, item.hand_in)
        own = self._saved(item, own, content=content)
        return GradedHandIn(item.hand_in, item.folder, own.brief())

    def _saved(self, item: PlannedHandIn, result: Result, *, content: str) -> Result:
        given = self._loaded.assignment, item.folder, result, item.key
        return save_or_say_fault(*given, content=content)
