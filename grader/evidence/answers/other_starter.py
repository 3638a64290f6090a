"""Tells whether a notebook was made from the starter of another assignment.

A student takes the wrong file, or a file goes to the wrong place. What stands in a starter says
which it is: its tasks, its questions and its comments, of which most stay where they are.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from grader.evidence.answers.blocks import blocks_of
from grader.evidence.answers.starter import StarterTexts, read_texts
from grader.model.evidence import Foreign
from grader.model.submission import Notebook

MIN_WORDS = 4
"""Of a line by which a starter is known: shorter ones stand in any."""
MIN_LINES = 5
ENOUGH = 0.3
"""Share of another starter's own lines that the notebook must have…"""
NEXT_TO_NONE = 0.1
"""… and of this one's, at most: who does both in one notebook has not mistaken it."""


def other_starter(
    notebook: Notebook, own: StarterTexts, others: Sequence[Path]
) -> tuple[StarterTexts, Foreign] | None:
    """What the starter of another assignment says, and a sentence about it, where the notebook is
    made from that one; `others` are the folders of assignments.
    """
    said = [
        (line, block.cell)
        for block in blocks_of(notebook)
        for line in own.known_lines([block])
        if _is_long(line)
    ]
    found = [
        (share, folder.name, texts)
        for folder in others
        if (texts := read_texts(folder)) is not None
        and (share := _share(said, texts, own)) >= ENOUGH
        and _share(said, own, texts) <= NEXT_TO_NONE
    ]
    if not found:
        return None
    _share_of_it, name, texts = max(found, key=lambda one: one[:2])
    lines = texts.lines - own.lines
    first = next(cell for line, cell in said if line in lines)
    message = (
        f"The notebook has the tasks of another assignment, “{name}”, and next to none of this "
        "one's: it may have been handed in for that one."
    )
    return texts, Foreign("other_assignment", message, first)


def with_texts_of(own: StarterTexts, other: StarterTexts) -> StarterTexts:
    """Both: neither are the student's words."""
    return replace(
        own,
        text=f"{own.text} {other.text}",
        lines=own.lines | other.lines,
        paragraphs=(*own.paragraphs, *other.paragraphs),
        shown=own.shown | other.shown,
    )


def _share(said: Sequence[tuple[str, int]], these: StarterTexts, beside: StarterTexts) -> float:
    """Of the lines that only `these` have, how many are said; 0 where they are too few."""
    lines = {line for line in these.lines - beside.lines if _is_long(line)}
    there = lines.intersection(line for line, _ in said)
    return len(there) / len(lines) if len(there) >= MIN_LINES else 0.0


def _is_long(line: str) -> bool:
    return len(line.split()) >= MIN_WORDS
