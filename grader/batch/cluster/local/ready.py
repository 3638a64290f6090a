"""Imported by the process from which workers are forked, and by nothing else: what stands here is
done once for all of them.
"""

import distributed.nanny
import distributed.worker  # noqa: F401

import grader.batch.cluster.worker  # noqa: F401
from grader.batch.cluster.local.loaded import load_before_forking
from grader.model.graded.result import Result
from grader.model.recording import Recording
from grader.store import Finished
from grader.store.records import Saved

FORMS = (Saved[Finished], Saved[Recording], Saved[Result])
"""Of what a worker writes; pydantic makes the schema of each when it is first named."""

load_before_forking()
