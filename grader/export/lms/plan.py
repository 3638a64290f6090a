"""Names what filling in a table is asked for, and what comes of it: who gets what, and who is
skipped and why.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal

from grader.errors import ExportError
from grader.export.awards import Award
from grader.text.points import points_as_text

CENT = Decimal("0.01")
"""Systems keep and show two decimals."""


@dataclass(frozen=True, slots=True)
class FillingRequest:
    """What is asked for."""

    awards: tuple[Award, ...]
    system: str
    """Whose layout the hand-ins had: whose ids the students have."""
    table: bytes
    """The table as the LMS gave it."""
    name: str
    """Of the table, for messages."""
    column: str = ""
    """The column's header, or a part that only one header has; empty where it is plain."""
    scale: bool = False
    """Whether points are converted to the column's maximum where it has another one."""
    comments: bool = False
    """Whether comments are written where the table has a column for them."""


@dataclass(frozen=True, slots=True)
class Line:
    """What becomes of one student."""

    student: str
    id: str
    what: Literal["set", "same", "skipped"]
    """`set`: the grade is written; `same`: it stands there already; `skipped`: nothing is."""
    points: str = ""
    was: str = ""
    """What stands in the column now."""
    said: str = ""
    """Why it is skipped, or what to know about it."""


@dataclass(frozen=True, slots=True)
class Acceptance:
    """What an LMS does with points beyond taking them."""

    skip: bool = False
    said: str = ""
    """Why it skips them, or what to know."""


@dataclass(frozen=True, slots=True)
class FilledIn:
    """A filled-in table, and what it does."""

    content: bytes
    lines: tuple[Line, ...]
    expected: Mapping[str, str]
    """What the importer has to read out of it: points by the key that it finds students by."""
    read_back: Callable[[bytes], Mapping[str, str]]
    """Reads the file as the importer of the LMS does."""
    notes: tuple[str, ...] = ()
    """What the person has to know or do beside, a sentence each."""

    def check(self, content: bytes) -> None:
        """Raise ExportError where the importer would read anything else than what is meant."""
        found = dict(self.read_back(content))
        if found != dict(self.expected):
            unlike = sorted(
                key
                for key in found.keys() | self.expected.keys()
                if found.get(key) != self.expected.get(key)
            )
            raise ExportError(
                f"what was written does not read back as it is meant: {', '.join(unlike[:8])}",
                hint="it was not kept; please report this: it is a fault of the program",
            )

    def counted(self, what: str) -> int:
        """How many lines are of a kind."""
        return sum(line.what == what for line in self.lines)


def line_of(
    award: Award,
    what: Literal["set", "same", "skipped"],
    *,
    points: str = "",
    was: str = "",
    said: str = "",
) -> Line:
    """A line about one student, who is called by the hand-in where nobody knows the name."""
    student = award.student
    return Line(
        student.name or student.email or award.hand_in, student.id or "", what, points, was, said
    )


def converted(points: Decimal, possible: Decimal, maximum: Decimal | None, *, scale: bool) -> str:
    """The points as they are written, out of the column's maximum where `scale` asks for it."""
    if scale and maximum is not None and possible:
        points = points * maximum / possible
    return points_as_text(points.quantize(CENT, ROUND_HALF_UP))


def refuse_other_maximum(wanted: FillingRequest, maximum: Decimal | None, *, where: str) -> None:
    """Points out of one sum are wrong in a column of another: nobody would see it in the table."""
    if maximum == 0:
        raise ExportError(
            f"{wanted.name}: {where} is out of 0 points, so that every grade would be 0 of 0",
            hint="set the maximum in the LMS and export again",
        )
    ours = {one.possible for one in wanted.awards if one.points is not None}
    if wanted.scale or maximum is None or ours <= {maximum}:
        return
    out_of = ", ".join(points_as_text(one) for one in sorted(ours))
    raise ExportError(
        f"{wanted.name}: {where} is out of {points_as_text(maximum)} points, the grades are out of "
        f"{out_of}",
        hint="--scale converts them; or set the maximum in the LMS and export again",
    )


def number(cell: str) -> Decimal | None:
    """The number in a cell, whichever sign its decimals have; None where there is none.

    The last of several separators is the decimals': what Canvas itself does.
    """
    digits = cell.strip().removesuffix("%")
    if not digits or not set(digits) <= set("-0123456789.,") or not any(map(str.isdigit, digits)):
        return None
    *whole, last = digits.replace(",", ".").split(".")
    try:
        return Decimal(f"{''.join(whole)}.{last}" if whole else last)
    except ArithmeticError:
        return None
