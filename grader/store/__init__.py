"""Keeps the records of a batch, so that any later room can run again without the earlier ones."""

from grader.store.audience import audience_of, keep_audience
from grader.store.folder import BatchFolder, Finished, SubmissionFolder
from grader.store.key import Key, RemainingWork, content_digest, versions
from grader.store.lock import Holder, held, holder

__all__ = [
    "BatchFolder",
    "Finished",
    "Holder",
    "Key",
    "RemainingWork",
    "SubmissionFolder",
    "audience_of",
    "content_digest",
    "held",
    "holder",
    "keep_audience",
    "versions",
]
