"""Stands in for work on a cluster's worker: tasks that cost nothing."""

from __future__ import annotations

import os
from functools import lru_cache
from pathlib import Path

from distributed import get_worker

from grader.batch.cluster.requests import GradedParcel, RequestParcel

READY = "GRADER_BENCH_ANSWER"
"""Names the file with the graded folder that every hand-in gets; workers inherit it."""


def graded_already(plugin: str, sent: RequestParcel) -> GradedParcel:
    """What stands in for the grading of a hand-in."""
    del plugin, sent
    return GradedParcel(_ready(os.environ[READY]), "", (), str(get_worker().name), 0.0)


@lru_cache
def _ready(path: str) -> bytes:
    return Path(path).read_bytes()


def nothing(number: int) -> None:
    """An empty task."""
    del number
