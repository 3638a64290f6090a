"""Says whose a file is, by where it lies and what it is called."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from grader.model.submission import Student

Parts = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Owner:
    """One hand-in as the LMS lays it out: everything with the same `key` belongs together."""

    key: str
    """Under which the hand-in is known in this archive."""
    students: tuple[Student, ...] = ()
    late: bool = False
    rest: Parts = ()
    """The file's path inside the hand-in, as the student named it."""
    note: str = ""
    """What is doubtful about all this."""
    attempt: str = ""
    """When it was handed in, where the system keeps every attempt; later ones sort behind earlier
    ones.
    """


OwnerOf = Callable[[Parts], Owner | None]
"""From the path of a file to its owner; None where the name is not one that the LMS gives."""


@dataclass(frozen=True, slots=True)
class HandInLayout:
    """How one archive or folder is laid out."""

    system: str
    """`canvas`, `moodle`, `blackboard`, `brightspace`, `sakai`, `nbgrader`, `gradescope`, `folders`
    or `plain`.
    """
    owner: OwnerOf
    within: Parts = ()
    """The folders around everything, which say nothing."""

    def owner_of(self, parts: Parts) -> Owner:
        """The owner of a file; one that the layout does not explain belongs to nobody known."""
        inner = parts[len(self.within) :] if parts[: len(self.within)] == self.within else parts
        found = self.owner(inner) if inner else None
        if found is not None:
            return found
        note = (
            ""
            if self.system in ("plain", "folders")
            else f"Its name is not one that {self.system} gives, so nobody knows whose it is."
        )
        return Owner("\n" + "/".join(parts), rest=parts[-1:], note=note)
