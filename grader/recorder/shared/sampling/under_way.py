"""Tells which `fit` is under way, of which steps are kept."""

from __future__ import annotations

import contextlib
import contextvars
from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..sampled import SampledStep

current: contextvars.ContextVar[SampledStep | None] = contextvars.ContextVar(
    "sampled_step", default=None
)
"""Of the `fit` that is under way."""


@contextlib.contextmanager
def following(sampled: SampledStep) -> Iterator[None]:
    """Keep a step of what is trained meanwhile."""
    token = current.set(sampled)
    try:
        yield
    finally:
        current.reset(token)
