"""Runs the tasks of a class on the slots of this process, or says how something else has to."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from typing import Protocol

from grader.batch.ending import end_all
from grader.batch.tasks import GradedHandIn, Listeners, SlotTools, Task
from grader.model.graded.result import Result
from grader.model.policy import GIB, Policy
from grader.pipeline import ExaminedInTurns, LoadedAssignment, NotebookGrader
from grader.publishing import Unrendered
from grader.scheduling import (
    Admission,
    CoreTurns,
    Workers,
    allowed_cores,
    cores_of,
    expected_bytes,
    memory_now,
    plan_slots,
)

ClassWorkers = Workers[Task, list[GradedHandIn], SlotTools]


@dataclass(frozen=True, slots=True)
class ClassRun:
    """What an engine needs to know of the class whose tasks it runs."""

    loaded: LoadedAssignment
    policy: Policy
    notebooks: NotebookGrader
    listeners: Listeners
    reports: bool
    """Whether any are made."""
    pdf: bool
    save: Callable[[Task, Result], Iterable[GradedHandIn]]
    """Saves what the first hand-in of a task came to, and gives it to the others."""
    share: Callable[[Task, Result], Iterable[GradedHandIn]]
    """The same where the first one's folder is complete already."""
    unrendered: Callable[[Unrendered], None]
    """Hears of reports that could not be rendered elsewhere."""
    undrawn: Callable[[Iterable[str]], None]
    """Hears of scripts that no font could draw elsewhere."""


class Engine(Protocol):
    """What runs tasks: this process, or other machines."""

    def run(self, tasks: Sequence[Task], class_run: ClassRun) -> Iterator[GradedHandIn]:
        """Yield what comes of the tasks, as it comes; they are begun in the order given."""


class EmbeddedEngine:
    """Runs tasks on slots of this process."""

    def __init__(self, jobs: int) -> None:
        """Take how many notebooks run at a time."""
        self._jobs = jobs

    def run(self, tasks: Sequence[Task], class_run: ClassRun) -> Iterator[GradedHandIn]:
        """Yield what comes of the tasks, as it comes; they are begun in the order given."""
        notebooks = class_run.notebooks
        stated_gib = class_run.loaded.assignment.memory or 0.0
        turns = notebooks.trainings.turns = CoreTurns(self._jobs)
        slots = plan_slots(self._jobs, allowed_cores())
        examiners = [notebooks.examination() for _ in slots]
        with (
            notebooks.warm_kernels() as warm,
            ExaminedInTurns(examiners, cores_of(slots)) as examination,
        ):
            tools = SlotTools(warm, examination)

            def work(task: Task, tools: SlotTools) -> list[GradedHandIn]:
                result = graded(task, class_run, tools)
                return [] if workers.stopping else list(class_run.save(task, result))

            workers: ClassWorkers = Workers(
                slots,
                tools=lambda _: nullcontext(tools),
                work=work,
                admission=Admission(memory_now, expected_bytes(stated_gib * GIB)),
                turns=turns,
            )
            try:
                for several in workers.run(tasks):
                    yield from several
            except BaseException:
                end_all(workers)
                raise


def graded(task: Task, class_run: ClassRun, tools: SlotTools) -> Result:
    """Grade the first of the task's hand-ins, in a slot's thread."""
    first = task.items[0]
    first.folder.prepare()
    return class_run.notebooks.grade_or_explain(
        first.hand_in,
        folder=first.folder.recording,
        on_cell=lambda done, cells: class_run.listeners.on_cell(first.hand_in, done, cells),
        warm=tools.warm,
        examination=tools.examination,
    )
