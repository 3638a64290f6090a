"""Lists the hand-ins that a limit ended before they were over, with the limit to raise: they come
first on the class page.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from grader.model.graded.result import Result
from grader.model.limits_hit import CUT_SHORT_BY, RAISED_BY, CutShort
from grader.report.text import one_line
from grader.report.views.header import student_name

_WHAT: dict[CutShort, str] = {
    "timeout": "Ran out of time",
    "out_of_memory": "Ran out of memory",
    "processes": "Started too many processes",
    "disk": "Wrote more than the scratch space holds",
    "output": "Printed or displayed too much",
    "recording": "Had more to be recorded than is kept",
    "kernel_died": "The kernel ended, by no limit of ours",
}


@dataclass(frozen=True, slots=True)
class CutShortOne:
    """One hand-in."""

    name: str
    link: str
    why: str


@dataclass(frozen=True, slots=True)
class CutShortView:
    """Those that the same limit ended."""

    what: str
    again: str
    """What to add to the command of the batch."""
    hand_ins: tuple[CutShortOne, ...]


def cut_short_views(results: Sequence[tuple[Result, str]]) -> tuple[CutShortView, ...]:
    """The groups, from results and the links of their reports, in the order of the causes."""
    groups: dict[CutShort, list[CutShortOne]] = {}
    for result, link in results:
        for cause in result.recording.cut_short_by():
            groups.setdefault(cause, []).append(
                CutShortOne(student_name(result), link, _why(result, cause))
            )
    return tuple(
        CutShortView(_WHAT[cause], again_with(cause), tuple(groups[cause]))
        for cause in _WHAT
        if cause in groups
    )


def again_with(cause: CutShort) -> str:
    """The options that run only these again, with more of what they lacked."""
    options = [RAISED_BY[kind] for kind, named in CUT_SHORT_BY.items() if named == cause]
    return " ".join([f"--again {cause}", *(f"{option} MORE" for option in options)])


def _why(result: Result, cause: CutShort) -> str:
    hits = [
        hit.message
        for hit in result.recording.limits_hit
        if hit.ended != "nothing" and CUT_SHORT_BY[hit.kind] == cause
    ]
    return one_line(" ".join(dict.fromkeys(hits)), 300)
