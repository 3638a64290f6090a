"""Compares the hand-ins of a batch, so that copies are known before any of them is graded.

A copy is graded like any other. What was found lies with the hand-in, so that every later decision,
of the batch or of `regrade`, tells it again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from grader.checks import Sketch, copies, sketch
from grader.intake import read_submission
from grader.model.hand_in import Intake

STARTER = "starter.ipynb"
LARGE_CLASS, SAMPLED = 300, 8
"""Of a class larger than this one mark in eight is compared: memory and time for thousands of
hand-ins.
"""


def compared(intake: Intake, *, assignment_folder: Path, before: Intake | None) -> Intake:
    """The hand-ins with what comparing them shows; `before` is what this batch was given the last
    time, if it was.
    """
    fingerprint = _fingerprint(intake, assignment_folder)
    if before is not None and before.compared == fingerprint:
        observations = {one.key: one.origin.observations for one in before.hand_ins}
    else:
        one_in = SAMPLED if len(intake.hand_ins) > LARGE_CLASS else 1
        starter = _sketch(assignment_folder / STARTER, one_in)
        found = copies(_sketches(intake, one_in), starter=starter, owners=_owners(intake))
        observations = {one.key: found.get(one.name, ()) for one in intake.hand_ins}
    hand_ins = tuple(
        replace(one, origin=replace(one.origin, observations=observations.get(one.key, ())))
        for one in intake.hand_ins
    )
    return replace(intake, hand_ins=hand_ins, compared=fingerprint)


def _sketches(intake: Intake, one_in: int) -> Mapping[str, Sketch]:
    found = {
        one.name: _sketch(one.notebook, one_in)
        for one in intake.hand_ins
        if one.notebook is not None
    }
    return {name: sketched for name, sketched in found.items() if sketched is not None}


def _sketch(path: Path, one_in: int) -> Sketch | None:
    """What of a notebook is compared; None of what can't be read, or fails our own code, which says
    so when it is graded.
    """
    try:
        return sketch(read_submission(path).notebook, one_in=one_in)
    except Exception:  # noqa: BLE001 - the boundary of one hand-in, in the process of all
        return None


def _owners(intake: Intake) -> Mapping[str, frozenset[str]]:
    return {
        one.name: frozenset(student.id for student in one.origin.students if student.id)
        for one in intake.hand_ins
    }


def _fingerprint(intake: Intake, assignment_folder: Path) -> str:
    """Of the files that are compared, as far as their size and time tell, and of whose they are."""
    digest = hashlib.sha256(_state(assignment_folder / STARTER).encode())
    for one in sorted(intake.hand_ins, key=lambda one: one.key):
        compared = (
            one.key,
            one.name,
            _state(one.notebook),
            [student.id for student in one.origin.students],
        )
        digest.update(repr(compared).encode("utf-8", "backslashreplace"))
    return digest.hexdigest()


def _state(path: Path | None) -> str:
    try:
        status = path.stat() if path else None
    except OSError:
        return ""
    return f"{status.st_size} {status.st_mtime_ns}" if status else ""
