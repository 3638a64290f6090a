"""Draws further steps of a training, beside the one that is always kept.

A training that is another in one step of six looks honest in five of six. Each further step that is
computed again is one more that has to look so. Of an epoch's end nobody knows whether another
comes, so in each epoch every one of those that were drawn gives its place to a new one as likely as
one in so many as there were: in the end every epoch was equally likely. Where nobody knows how many
steps an epoch has, the same holds of its steps (reservoir sampling: Vitter 1985, ACM Trans. Math.
Softw. 11, algorithm R).
"""

from __future__ import annotations

from typing import Any

from ...rows import chance
from .taken import TakenStep

MOST = 7
"""Together with the one that is always kept a step altered in one of six escapes in one training of
four.
"""
MAX_BYTES = 16 * 1024**2
"""Of all of them together."""
MOST_OF_PYTHON = 23
"""Of a training without a graph, whose steps nothing else tells of; each takes Python long."""
WHOLE_BYTES = 1024**2
"""Of a step that is kept as a whole."""


def most_of(model: Any) -> int:
    """How many are kept of the model's training beside the first."""
    return MOST_OF_PYTHON if getattr(model, "run_eagerly", False) else MOST


class FurtherSteps:
    """The steps that are drawn beside the first one."""

    def __init__(self, most: int = MOST) -> None:
        """None was taken yet; so many are kept at the `most`."""
        self.kept: list[TakenStep] = []
        self._room = most
        self._epochs = self._steps = 0
        self._leaving: list[int] = []
        """Which of those that are kept give their places to new ones, in this epoch."""

    def drawn_of(self, steps: int, *, beside: int | None) -> set[int]:
        """Which of the steps of an epoch that follows are kept, from 0; the one that is kept anyway
        is among them only where there are few.
        """
        self._epochs += 1
        self._leaving = [
            place for place in range(len(self.kept)) if chance.RANDOM.random() * self._epochs < 1
        ]
        wanted = self._room - len(self.kept) + len(self._leaving)
        others = [step for step in range(steps) if step != beside]
        drawn_from = others if wanted <= len(others) else list(range(steps))
        return set(chance.RANDOM.sample(drawn_from, min(wanted, steps)))

    def draws(self) -> bool:
        """Whether the next step is kept, of an epoch of which nobody knows how many it has."""
        self._steps += 1
        return chance.RANDOM.random() * self._steps < self._room

    def keep(self, step: TakenStep) -> None:
        """Take it in, in the place of another where there is no more room."""
        if not step.size:
            return
        self._room = min(self._room, MAX_BYTES // step.size)
        if len(self.kept) < self._room:
            self.kept.append(step)
        elif self.kept:
            drawn = self._leaving.pop() if self._leaving else None
            place = chance.RANDOM.randrange(len(self.kept)) if drawn is None else drawn
            self.kept[place] = step
