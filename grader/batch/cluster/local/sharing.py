"""Shares with the workers of this machine what one machine needs once."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass

from grader.batch.cluster.local.training import SharedTrainer
from grader.pipeline import NotebookGrader
from grader.sandbox import SharedKernels


@dataclass(frozen=True, slots=True)
class OnThisMachine:
    """What a batch has started for the workers of its own machine."""

    workers: int
    """How many there are; they share its cores, and are named by their numbers."""
    kernels: str = ""
    """Where they ask for kernels; empty where none are run."""
    trainer: str = ""
    """Where they ask for trainings; empty where each has them done by itself."""


@contextmanager
def shared(notebooks: NotebookGrader, *, workers: int) -> Iterator[OnThisMachine | None]:
    """Have one zygote and one trainer for so many workers; None where there are none here."""
    with ExitStack() as held:
        if not workers:
            yield None
            return
        warm = held.enter_context(notebooks.warm_kernels())
        place = "" if warm is None else str(held.enter_context(SharedKernels(warm)).place)
        trainer = held.enter_context(SharedTrainer(notebooks.trainings.trainer))
        yield OnThisMachine(workers, place, str(trainer.place))
