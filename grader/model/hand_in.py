"""Names what intake found for one student: who handed it in, which notebook is graded, what lies
beside it.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated

from pydantic import (
    AliasChoices,
    Field,
    PlainSerializer,
    ValidatorFunctionWrapHandler,
    WrapValidator,
)

from grader.model.graded.finding import IntegrityFinding
from grader.model.submission import Student


def _written(path: Path) -> str:
    """A path as JSON holds it: as it is, else its bytes behind a sign that no path holds."""
    text = str(path)
    try:
        text.encode()
    except UnicodeEncodeError:
        return f"\0{os.fsencode(path).hex()}"
    return text


def _read(value: object, read_as_it_is: ValidatorFunctionWrapHandler) -> Path:
    """The path back; what is no UTF-8 never meets pydantic, which refuses it."""
    if isinstance(value, str) and value.startswith("\0"):
        return Path(os.fsdecode(bytes.fromhex(value[1:])))
    if isinstance(value, Path):
        return value
    path: Path = read_as_it_is(value)
    return path


FilePath = Annotated[Path, PlainSerializer(_written), WrapValidator(_read)]
"""Where a file lies; its name need be no UTF-8."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Whose hand-in it is, as the LMS says: no word of the notebook's."""

    students: tuple[Student, ...] = ()
    """Several where a group handed in together; empty where no LMS names anybody."""
    late: bool = False
    """Whether the LMS marked it late."""
    notes: tuple[str, ...] = ()
    """What the instructor should know of how it was read: which of several notebooks was graded,
    what was left out.
    """
    observations: Annotated[
        tuple[IntegrityFinding, ...],
        Field(
            validation_alias=AliasChoices("doubts", "observations"), serialization_alias="doubts"
        ),
    ] = ()
    """What comparing the hand-ins of a batch showed. Saved records call it `doubts`, as they always
    did; what goes to a worker and back is not saved, and has the name as it is here.
    """
    listed: bool = False
    """Whether the roster, by the system's own numbers, lists the ids as these students'."""


@dataclass(frozen=True, slots=True)
class HandIn:
    """One hand-in of a batch, found but not yet read."""

    name: str
    """By which the operator finds it below what was given, printable; no two of a batch share it.
    """
    key: str
    """Stays the same when the student hands in again: what was graded before is then graded anew in
    its place.
    """
    notebook: FilePath | None
    """None where there is none to be graded; `problem` says why."""
    origin: Origin = field(default_factory=Origin)
    beside: tuple[FilePath, ...] = ()
    """The other files of the same hand-in."""
    visible: tuple[tuple[FilePath, str], ...] = ()
    """Those of them that the notebook, and no other one, finds in its working directory, and under
    which path there.
    """
    problem: str = ""
    path: str = ""
    """As the operator would name it from where the command was given."""


@dataclass(frozen=True, slots=True)
class Intake:
    """Everything that a folder or an archive holds."""

    system: str
    """Whose layout it has: `canvas`, `moodle`, `blackboard`, `brightspace`, `sakai`, `nbgrader`,
    `gradescope`, `folders` or `plain`.
    """
    hand_ins: tuple[HandIn, ...]
    problems: tuple[str, ...] = ()
    """What was left out, and why, a sentence each."""
    notes: tuple[str, ...] = ()
    """Who is not on the roster, and who on the roster handed in nothing."""
    compared: str = ""
    """Fingerprint of the files that were compared for copies; empty where none were."""
    absent: tuple[Student, ...] = ()
    """Who stands on the roster and handed in nothing."""
