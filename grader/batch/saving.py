"""Saves results in the folder of a batch, each with its published record."""

from __future__ import annotations

from grader.export import public_record
from grader.model.graded.result import Result
from grader.pipeline import decided
from grader.review import Book
from grader.store import Key, SubmissionFolder


def save(folder: SubmissionFolder, result: Result, key: Key, *, content: str) -> None:
    """Save everything that was seen and decided."""
    folder.save(result, key, content=content, public_json=_public_json(folder, result, content))


def save_grade(folder: SubmissionFolder, result: Result, key: Key, *, content: str) -> None:
    """Save another grade for what was seen; the rest is kept as it is."""
    public_json = _public_json(folder, result, content)
    folder.save_grade(result, key, content=content, public_json=public_json)


def published_json(result: Result) -> str:
    """What scripts read of a result."""
    return public_record(result).model_dump_json(indent=2)


def _public_json(folder: SubmissionFolder, result: Result, content: str) -> str:
    """With what people decided about the hand-in before this."""
    decisions = Book(folder.batch).of(folder.name)
    return published_json(decided(result, folder, content, decisions))
