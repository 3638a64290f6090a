"""Grades habits as a batch does: warm kernels, a notebook on every core, one scorer for all."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from itertools import groupby
from pathlib import Path

from grader.model.graded.result import Result
from grader.model.policy import Limits, Policy
from grader.pipeline import Examination, NotebookGrader, load_everything
from grader.scheduling import Admission, Workers, allowed_cores, memory_now, plan_slots
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


@contextmanager
def graded(habits: Sequence[Habit], folder: Path | None = None) -> Iterator[Grading]:
    """Begin to grade `habits`; recordings lie under `folder`."""
    with ExitStack() as held:
        here = folder or Path(held.enter_context(tempfile.TemporaryDirectory()))
        yield Grading(_all(habits, here, held))


def _all(habits: Sequence[Habit], folder: Path, held: ExitStack) -> Iterator[tuple[Habit, Result]]:
    """Those that share an assignment and a policy share kernels."""
    for group, members in groupby(sorted(habits, key=_group), _group):
        yield from _grade(group, list(members), folder, held)


def _group(habit: Habit) -> Group:
    return habit.assignment, habit.policy, habit.limits


def _grade(
    group: Group, habits: list[Habit], folder: Path, held: ExitStack
) -> Iterator[tuple[Habit, Result]]:
    assignment, training, limits = group
    policy = Policy(training=training, limits=Limits(**dict(limits)), threads=1)
    notebooks = held.enter_context(NotebookGrader(load_everything(assignment), policy))
    warm = held.enter_context(notebooks.warm_kernels())

    def work(habit: Habit, examination: Examination) -> tuple[Habit, Result]:
        own = folder / habit.name
        (own / "recording").mkdir(parents=True)
        return habit, notebooks.grade(
            habit.write(own), folder=own / "recording", warm=warm, examination=examination
        )

    workers: Workers[Habit, tuple[Habit, Result], Examination] = Workers(
        plan_slots(2, allowed_cores()),
        tools=lambda _: notebooks.examination(),
        work=work,
        admission=Admission(memory_now),
    )
    held.callback(workers.stop)
    return workers.run(habits)
