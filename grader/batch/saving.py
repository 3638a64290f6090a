"""Saves results in the folder of a batch, each with its published record."""

from __future__ import annotations

from grader.export import public_record
from grader.model.graded.result import Result
from grader.store import Key, SubmissionFolder


def save(folder: SubmissionFolder, result: Result, key: Key, *, content: str) -> None:
    """Save everything that was seen and decided."""
    folder.save(result, key, content=content, public_json=_public_json(result))


def save_grade(folder: SubmissionFolder, result: Result, key: Key, *, content: str) -> None:
    """Save another grade for what was seen; the rest is kept as it is."""
    folder.save_grade(result, key, content=content, public_json=_public_json(result))


def _public_json(result: Result) -> str:
    return public_record(result).model_dump_json(indent=2)
