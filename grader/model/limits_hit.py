"""The limits that a notebook ran into, what they ended, and which option allows more."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

LimitKind = Literal[
    "cell_time", "notebook_time", "memory", "processes", "disk", "output", "recording"
]
CutShort = Literal[
    "timeout", "out_of_memory", "processes", "disk", "output", "recording", "kernel_died"
]
"""What ended a notebook before it was over, as `grader batch --again` names it."""

CUT_SHORT_BY: Mapping[LimitKind, CutShort] = {
    "cell_time": "timeout",
    "notebook_time": "timeout",
    "memory": "out_of_memory",
    "processes": "processes",
    "disk": "disk",
    "output": "output",
    "recording": "recording",
}
RAISED_BY: Mapping[LimitKind, str] = {
    "cell_time": "--cell-timeout",
    "notebook_time": "--timeout",
    "memory": "--memory",
    "processes": "--processes",
    "disk": "--disk",
    "output": "--output",
    "recording": "--recording",
}
"""The option of the command line that allows more."""


@dataclass(frozen=True, slots=True)
class LimitHit:
    """A limit of the policy that the notebook ran into."""

    kind: LimitKind
    message: str
    """One sentence: what was used, what is allowed."""
    cell: int | None = None
    ended: Literal["notebook", "cell", "nothing"] = "nothing"
    """What it ended; `nothing` where something was left out and the notebook went on."""
