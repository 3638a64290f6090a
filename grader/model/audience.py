"""Names for whom something is written."""

from typing import Literal, get_args

Audience = Literal["student", "instructor"]
AUDIENCES: tuple[Audience, ...] = get_args(Audience)
