"""Runs a batch from what was handed in to the page of the class.

Whatever ends the grading, what is finished by then is kept.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from grader.batch.class_grader import ClassGrader
from grader.batch.decisions import as_decided, catch_up
from grader.batch.engine import Engine
from grader.batch.lost_book import require_book
from grader.batch.selection import Selection, chosen
from grader.batch.similarity import STARTER, compared
from grader.batch.tasks import GradedHandIn, Listeners
from grader.errors import Attempts, GraderError, IntakeError
from grader.intake import Roster, collect
from grader.model.audience import Audience
from grader.model.hand_in import HandIn, Intake
from grader.model.limits_hit import CutShort
from grader.model.policy import Policy
from grader.pipeline import LoadedAssignment
from grader.publishing import Renderers, Unrendered, write_class_page
from grader.review import Book
from grader.store import BatchFolder, held, keep_readers


class NothingHandedInError(IntakeError):
    """What a batch was given holds no notebook."""


@dataclass(frozen=True, slots=True)
class HandedIn:
    """What a batch is given."""

    submissions: Path
    """A folder, one notebook, or an archive of an LMS."""
    layout: str | None = None
    """Whose layout it has; None where its files' names tell."""
    roster: Roster | None = None


@dataclass(frozen=True, slots=True)
class BatchOptions:
    """How a batch is graded, beside its policy."""

    out: Path
    """The folder that receives everything."""
    jobs: int
    """Notebooks at a time."""
    pdf: bool
    again: frozenset[CutShort] = frozenset()
    """Where there are any, only hand-ins are run that one of these cut short, or that have no
    result yet.
    """
    audience: Audience | None = None
    """For whom the reports are; None: as those that lie there."""
    language: str | None = None
    """Of the reports, likewise."""
    selection: Selection = field(default_factory=Selection)
    """Which hand-ins are graded now."""
    engine: Engine | None = None
    """What runs the notebooks; None for `jobs` at a time in this process."""


@dataclass(slots=True)
class BatchOutcome:
    """What came of a batch."""

    graded: Sequence[GradedHandIn] = ()
    """In the order of the hand-ins."""
    complete: bool = True
    """Whether the grading came to its end."""
    outdated: Sequence[HandIn] = ()
    """Changed since they were graded, and left as they are: only others were asked for."""
    waiting: int = 0
    """How many hand-ins have no result, since only others were asked for."""
    left_over: int = 0
    """How many hand-ins of the batch before have a grade, and are not among those given now."""
    class_page: Path | None = None
    """None where it could not be written."""
    unrendered: Sequence[Unrendered] = ()
    undrawn: frozenset[str] = frozenset()
    """Scripts in the PDFs that no font here can draw."""
    unkept: str = ""
    """Why trainings could not be kept or used, a sentence; empty where they could."""
    failed: list[GraderError] = field(default_factory=list)
    """What could not be done."""

    @property
    def faults(self) -> int:
        """How many hand-ins met a fault of the program."""
        return sum(one.result.grade.status == "grader_fault" for one in self.graded)


def run_batch(
    loaded: LoadedAssignment,
    policy: Policy,
    handed_in: HandedIn,
    options: BatchOptions,
    listeners: Listeners,
) -> BatchOutcome:
    """Grade everything that was handed in into a folder, and write the page of the class.

    Raises NothingHandedInError where there is no notebook, FolderInUse where another command writes
    into the folder.
    """
    with (
        held(options.out, "grader batch"),
        Renderers(loaded, processes=options.jobs) as renderers,
    ):
        store = BatchFolder(options.out)
        keep_readers(store, audience=options.audience, language=options.language)
        require_book(store)  # one that is lost or can't be read is reported before hours of grading
        if policy.audit_percent:
            policy = replace(policy, audit_key=store.audit_key())
        intake = _take_in(loaded, store, handed_in)
        now = chosen(
            intake.hand_ins, options.selection, has_result=lambda one: _kept(store, one) is not None
        )
        left_over = _left_over(store, intake)
        store.write_intake(intake)
        listeners.on_intake(replace(intake, hand_ins=now))
        grading = ClassGrader(
            loaded,
            policy,
            store,
            jobs=options.jobs,
            pdf=options.pdf,
            again=options.again,
            renderers=renderers,
            engine=options.engine,
        )
        done, attempts, outcome = [], Attempts(store.path), BatchOutcome()

        def finished(one: GradedHandIn) -> None:
            done.append(one)
            listeners.on_done(one)

        listening = replace(listeners, on_done=finished)
        outcome.complete = attempts.attempt(lambda: grading.grade(now, listening))
        others = [one for one in intake.hand_ins if one not in now]
        kept = [found for found in (_kept(store, one) for one in others) if found is not None]
        outcome.waiting = len(others) - len(kept)
        outcome.graded = _in_order([*done, *kept], intake)
        outcome.left_over = left_over
        attempts.attempt(lambda: _catch_up(store, outcome, renderers))
        if attempts.attempt(lambda: _write_page(loaded, store, outcome, renderers)):
            outcome.class_page = store.summary
        outcome.outdated, outcome.failed = grading.outdated, attempts.failed
        outcome.unrendered = [*grading.report_problems, *renderers.problems]
        outcome.undrawn = frozenset(grading.undrawn | renderers.undrawn)
        outcome.unkept = grading.unkept
        return outcome


def _kept(store: BatchFolder, hand_in: HandIn) -> GradedHandIn | None:
    """What was graded before; None where there is nothing that can be read."""
    folder = store.for_hand_in(hand_in.key)
    finished = folder.finished()
    if finished is None:
        return None
    return as_decided(GradedHandIn(hand_in, folder, finished.brief, fresh=False))


def _left_over(store: BatchFolder, intake: Intake) -> int:
    before, given = store.read_intake(), {one.key for one in intake.hand_ins}
    gone = [one.key for one in before.hand_ins if one.key not in given] if before else []
    return sum(store.for_hand_in(key).published.exists() for key in gone)


def _take_in(loaded: LoadedAssignment, store: BatchFolder, handed_in: HandedIn) -> Intake:
    """The hand-ins, compared with one another."""
    folder = loaded.assignment.folder
    intake = collect(
        handed_in.submissions,
        work=store.intake,
        layout=handed_in.layout,
        roster=handed_in.roster,
        starter=folder / STARTER,
    )
    intake = compared(intake, assignment_folder=folder, before=store.read_intake())
    if not intake.hand_ins:
        raise NothingHandedInError(f"there is no notebook (*.ipynb) in {handed_in.submissions}")
    return intake


def _catch_up(store: BatchFolder, outcome: BatchOutcome, renderers: Renderers) -> None:
    """Bring in what people decided while the others were graded."""
    kept = [(one, one.folder.finished()) for one in outcome.graded]
    finished = [(one.folder, found) for one, found in kept if found is not None]
    if not Book(store.path).all() or len(finished) < len(kept):
        return
    decided = catch_up(store, finished, renderers, reports=True)
    outcome.graded = [
        replace(one, result=result)
        for one, (_, result) in zip(outcome.graded, decided, strict=True)
    ]


def _write_page(
    loaded: LoadedAssignment, store: BatchFolder, outcome: BatchOutcome, renderers: Renderers
) -> None:
    graded = [(one.folder, one.result) for one in outcome.graded]
    write_class_page(loaded, store, graded, renderers)


def _in_order(done: Sequence[GradedHandIn], intake: Intake) -> list[GradedHandIn]:
    place = {one.key: number for number, one in enumerate(intake.hand_ins)}
    return sorted(done, key=lambda one: place[one.hand_in.key])
