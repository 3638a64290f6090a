"""Keeps the records of a batch, so that any later room can run again without the earlier ones."""

from grader.store.folder import BatchFolder, Finished, SubmissionFolder
from grader.store.key import Key, RemainingWork, content_digest, versions
from grader.store.lock import Holder, held, holder
from grader.store.readers import keep_readers, readers_of

__all__ = [
    "BatchFolder",
    "Finished",
    "Holder",
    "Key",
    "RemainingWork",
    "SubmissionFolder",
    "content_digest",
    "held",
    "holder",
    "keep_readers",
    "readers_of",
    "versions",
]
