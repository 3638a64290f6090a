"""Defines what an operator is: a named change of a solution, and what ought to see it."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from grader.mutation.draft import NotebookDraft
from grader.mutation.trainings import Answered, Training

Where = TypeVar("Where", Training, Answered, NotebookDraft)


@dataclass(frozen=True, slots=True)
class Operator(Generic[Where]):
    """A change of a solution."""

    name: str
    says: str
    """What is changed, in a sentence for people."""
    change: Callable[[Where], NotebookDraft]
    """Raises DoesNotApplyError where the solution has no place for it."""
    seen_by: tuple[str, ...] = ()
    """Names of checks, and kinds of observations, that ought to see it."""
    only_asked: bool = False
    """Whether it is wrong only where the assignment has a check of `seen_by`: nobody has to show
    what is not asked for.
    """
    mended: str = ""
    """Completes “…, the same network reaches 90 %”: what the one change is that a student would
    make.
    """


def operator(
    *seen_by: str, mended: str = "", only_asked: bool = False
) -> Callable[[Callable[[Where], NotebookDraft]], Operator[Where]]:
    """Make an operator of a function: its name is the operator's, its docstring the sentence."""

    def make(change: Callable[[Where], NotebookDraft]) -> Operator[Where]:
        says = " ".join((inspect.getdoc(change) or change.__name__).split())
        return Operator(change.__name__, says, change, seen_by, only_asked, mended)

    return make
