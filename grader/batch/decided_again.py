"""Decides again what a batch has kept, from what was recorded or measured, and keeps that: no
notebook is run.
"""

from __future__ import annotations

from grader.batch.saving import save, save_grade
from grader.model.graded.result import Result
from grader.pipeline import LoadedAssignment, NotebookGrader, regrade
from grader.store import Key, RemainingWork, SubmissionFolder


def decided_again(loaded: LoadedAssignment, folder: SubmissionFolder) -> Result:
    """By the rubric in force now, from what was measured. Raises ConfigError where the records
    can't be read.
    """
    return regrade(loaded, folder.load(events=loaded.has_own_checks()))


def examined_again(notebooks: NotebookGrader, folder: SubmissionFolder) -> Result:
    """By the questions and models asked for now, gathered and measured anew. Raises ConfigError as
    well.
    """
    return notebooks.examine_again(folder.load())


def save_again(
    remaining: RemainingWork, folder: SubmissionFolder, result: Result, key: Key, *, content: str
) -> None:
    """Keep what was done again: all of it, or the grade where nothing else was."""
    if remaining == "examine":
        save(folder, result, key, content=content)
    else:
        save_grade(folder, result, key, content=content)
