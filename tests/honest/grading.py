"""Grades habits as a batch does: warm kernels, a notebook on every core, one scorer for all."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, nullcontext
from itertools import groupby
from pathlib import Path
from typing import Self

from grader.model.graded.result import Result
from grader.model.policy import Limits, Policy
from grader.pipeline import Examination, NotebookGrader, load_everything
from grader.scheduling import Admission, Slot, Workers, allowed_cores, memory_now, plan_slots
from tests.honest.corpus import Habit

Group = tuple[str, str, tuple[tuple[str, float], ...]]


class Grading:
    """What comes of the habits, in the order in which it is asked for or earlier."""

    def __init__(self, results: Iterator[tuple[Habit, Result]]) -> None:
        """`results` yields them as they come."""
        self._results = results
        self._done: dict[str, Result] = {}

    def result(self, habit: Habit) -> Result:
        """The result of one of them; waits until it is there."""
        while habit.name not in self._done:
            done, result = next(self._results)
            self._done[done.name] = result
        return self._done[habit.name]


class Running:
    """What has to run to grade notebooks of one assignment: a zygote, a process a slot that
    examines, and those that train. Each imports TensorFlow, so policies share them.
    """

    def __init__(self, assignment: str) -> None:
        """Start what forks kernels; the rest starts with the first notebook."""
        self.loaded = load_everything(assignment)
        self._held = ExitStack()
        self._first = self._held.enter_context(NotebookGrader(self.loaded, Policy(threads=1)))
        self._warm = self._held.enter_context(self._first.warm_kernels())
        self._examinations: dict[int, Examination] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._held.close()

    def stops_with(self, stop: Callable[[], None]) -> None:
        """Call `stop` before anything is put away."""
        self._held.callback(stop)

    def under(self, policy: Policy) -> NotebookGrader:
        """What grades under a policy of one thread."""
        notebooks = self._held.enter_context(NotebookGrader(self.loaded, policy))
        notebooks.trainings = self._first.trainings
        return notebooks

    def grade(
        self, notebooks: NotebookGrader, path: Path, folder: Path, *, slot: int = 0
    ) -> Result:
        """Grade the notebook at `path` on a slot; `folder` is new, for its recording."""
        folder.mkdir(parents=True)
        if slot not in self._examinations:
            self._examinations[slot] = self._held.enter_context(self._first.examination())
        return notebooks.grade(
            path, folder=folder, warm=self._warm, examination=self._examinations[slot]
        )


@contextmanager
def graded(habits: Sequence[Habit], folder: Path | None = None) -> Iterator[Grading]:
    """Begin to grade `habits`; recordings lie under `folder`."""
    with ExitStack() as held:
        here = folder or Path(held.enter_context(tempfile.TemporaryDirectory()))
        yield Grading(_all(habits, here, held))


def _all(habits: Sequence[Habit], folder: Path, held: ExitStack) -> Iterator[tuple[Habit, Result]]:
    """Those that answer one assignment share its processes, whatever their policy."""
    for assignment, members in groupby(sorted(habits, key=_group), lambda one: one.assignment):
        running = held.enter_context(Running(assignment))
        for group, same in groupby(members, _group):
            yield from _grade(group, list(same), folder, running)


def _group(habit: Habit) -> Group:
    return habit.assignment, habit.policy, habit.limits


def _grade(
    group: Group, habits: list[Habit], folder: Path, running: Running
) -> Iterator[tuple[Habit, Result]]:
    _, training, limits = group
    limited = Limits(**dict(limits))
    notebooks = running.under(Policy(training=training, limits=limited, threads=1))

    def work(habit: Habit, slot: Slot) -> tuple[Habit, Result]:
        own = folder / habit.name
        own.mkdir(parents=True)
        path, recording = habit.write(own), own / "recording"
        return habit, running.grade(notebooks, path, recording, slot=slot.number)

    workers: Workers[Habit, tuple[Habit, Result], Slot] = Workers(
        plan_slots(2, allowed_cores()),
        tools=nullcontext,
        work=work,
        admission=Admission(memory_now),
    )
    running.stops_with(workers.stop)
    return workers.run(habits)
