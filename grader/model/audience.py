"""Names for whom something is written, and in which language."""

from dataclasses import dataclass
from typing import Literal, get_args

Audience = Literal["student", "instructor"]
AUDIENCES: tuple[Audience, ...] = get_args(Audience)


@dataclass(frozen=True, slots=True)
class Readers:
    """Whom reports are for."""

    audience: Audience = "instructor"
    language: str = ""
    """Its code; empty: the assignment's, else English."""


INSTRUCTORS = Readers()
