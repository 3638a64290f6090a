"""Keeps the records of a batch, so that any later room can run again without the earlier ones."""

from grader.store.folder import BatchFolder, Key, SubmissionFolder

__all__ = ["BatchFolder", "Key", "SubmissionFolder"]
