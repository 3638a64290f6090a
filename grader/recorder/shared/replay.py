"""Hands out epoch by epoch what a training has come to that somebody else has done.

Keras' own `fit` runs unchanged, with its callbacks, its `History`, its progress bar and its
validation; only the steps are not taken: the two pieces that `fused.py` exchanges give the values
that are known. The weights are set when the last epoch has its turn.
"""

from __future__ import annotations

import contextvars
from collections.abc import Callable, Mapping, Sequence


class Taken:
    """All steps of an epoch, or of a validation, that need not be taken."""


class KnownLogs(dict):  # type: ignore[type-arg]
    """The values of an epoch that nobody computes again, by name as Keras' steps sort them."""

    def __init__(self, ordered: dict[str, float]) -> None:
        """`ordered` is how they stand in `History`."""
        super().__init__(sorted(ordered.items()))
        self.ordered = ordered


class Replay:
    """One `fit` whose result is known."""

    def __init__(
        self,
        history: Mapping[str, Sequence[float]],
        epochs: int,
        *,
        on_last: Callable[[], None],
        on_epoch: Callable[[int], None] = lambda _: None,
        on_end: Callable[[], None],
    ) -> None:
        """`history` is by the names that the logs have, `epochs` how many were trained.

        `on_last` is called when the steps of the last epoch would have been taken, `on_epoch` with
        the number of each one, from 1, whose steps would have been, `on_end` behind all callbacks.
        """
        self._epochs = epochs
        self._values = {
            of: {
                name.removeprefix("val_"): [float(value) for value in values]
                for name, values in history.items()
                if name.startswith("val_") == bool(of)
            }
            for of in ("", "val_")
        }
        self._on_last, self._on_epoch = on_last, on_epoch
        self.end = on_end
        self._done = self._validated = 0
        self.latest: dict[str, float] = {}
        """What was measured last, by name as in the logs of a validation."""

    @property
    def is_over(self) -> bool:
        """Whether nothing is known of a further epoch."""
        return self._done >= self._epochs

    def logs(self, *, trains: bool) -> KnownLogs:
        """The values of the next epoch's training, or of the next validation."""
        if not trains:
            self._validated += 1
            return self._at(self._validated, of="val_")
        self._done += 1
        self._on_epoch(self._done)
        if self.is_over:
            self._on_last()
        return self._at(self._done, of="")

    def _at(self, time: int, *, of: str) -> KnownLogs:
        """What is known of that epoch or validation, from 1; of one that is too many, the last."""
        known = self._values[of].items()
        self.latest = {name: values[min(time, len(values)) - 1] for name, values in known}
        return KnownLogs(self.latest)


replaying: contextvars.ContextVar[Replay | None] = contextvars.ContextVar("replaying", default=None)
"""The `fit` under way, where its result is known."""
