"""Draws further steps of a training, beside the one that is always kept.

A training that is another in one step of six looks honest in five of six. Each further step that is
computed again is one more that has to look so. All steps are as likely to be among them, however
many there will be: each takes the place of one that was drawn before as likely as so many of all
that were taken by then (reservoir sampling: Vitter 1985, ACM Trans. Math. Softw. 11, algorithm R).
"""

from __future__ import annotations

from ...rows import chance
from .kept import TakenStep

MOST = 7
"""Together with the one that is always kept a step altered in one of six escapes in one training of
four.
"""
MAX_BYTES = 16 * 1024**2
"""Of all of them together."""
WHOLE_BYTES = 1024**2
"""Of a step that is kept as a whole."""


class FurtherSteps:
    """The steps that are drawn beside the first one."""

    def __init__(self) -> None:
        """None was taken yet."""
        self.kept: list[TakenStep] = []
        self._taken = 0

    def drawn_of(self, steps: int) -> set[int]:
        """Which of so many steps that follow are kept, from 0."""
        return {step for step in range(steps) if self.draws()}

    def draws(self) -> bool:
        """Whether the next step is kept."""
        self._taken += 1
        return chance.RANDOM.random() * self._taken < MOST

    def keep(self, step: TakenStep) -> None:
        """Take it in, in the place of another where there is no more room."""
        if not step.size:
            return
        if len(self.kept) < min(MOST, MAX_BYTES // step.size):
            self.kept.append(step)
        elif self.kept:
            self.kept[chance.RANDOM.randrange(len(self.kept))] = step
