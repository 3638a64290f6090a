"""Stands in for work on a cluster's worker: tasks that cost nothing."""

from __future__ import annotations

import json
import os
import tempfile
import threading
from functools import lru_cache
from pathlib import Path

from distributed import get_worker

from grader.batch.cluster.parcels import files_below, packed, unpack
from grader.batch.cluster.requests import GradedParcel, RequestParcel

READY = "GRADER_BENCH_ANSWER"
"""Names the file with the graded folder that every hand-in gets; workers inherit it."""
_one_at_a_time = threading.Lock()


def graded_already(plugin: str, sent: RequestParcel) -> GradedParcel:
    """What stands in for the grading of a hand-in: its name is put into a record that lay ready,
    since a record of another hand-in is refused.
    """
    del plugin
    with _one_at_a_time:
        folder = _ready(os.environ[READY])
        done = folder / "records" / "done.json"
        saved, asked = json.loads(done.read_bytes()), json.loads(sent.request)
        saved["record"]["key"] = asked["key"]
        saved["record"]["brief"]["path"] = asked["hand_in"]["path"]
        done.write_text(json.dumps(saved), "utf-8")
        parcel = packed(folder, files_below(folder))
    return GradedParcel(parcel, "", (), str(get_worker().name), 0.0)


@lru_cache
def _ready(path: str) -> Path:
    """The graded folder, in a place of this process's own beside the file."""
    folder = Path(tempfile.mkdtemp(dir=Path(path).parent))
    unpack(Path(path).read_bytes(), folder)
    return folder


def nothing(number: int) -> None:
    """An empty task."""
    del number
