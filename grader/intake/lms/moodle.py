"""Reads the file names of Moodle's bulk downloads.

    {Full name}_{participant id}_assignsubmission_file/{file}      in folders (before 4.1 with a `_`
                                                                   at the end)
    {Full name}_{participant id}_assignsubmission_file_{file}      flat
    {Full name}_{participant id}_assignsubmission_onlinetext…      what was typed in

Blind marking puts `Participant` in the place of the name, in some language. Where a group hands in
together, it is the group's name and the group's number: no participant's, though it looks the same;
the roster or the grading worksheet tells. Those who are in no group have a name alone. The first
number counts: what follows is the student's to name.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from collections.abc import Set as AbstractSet

from grader.intake.lms.owner import Owner, OwnerOf, Parts
from grader.model.submission import Student

PREFIX = re.compile(
    r"(?P<name>.+?)(?:_(?P<id>[0-9]+))?_assignsubmission_(?P<plugin>[a-z]+)(?:_(?P<file>.*))?",
    re.DOTALL,
)
BLIND = frozenset({"Participant", "Teilnehmerin", "Teilnehmer", "Participante", "Partecipante"})
"""As file names hold it: of `Teilnehmer/in` without the stroke."""
SHARED_BY = 3
"""So many students of one name are none."""


def moodle(paths: Sequence[Parts], groups: Sequence[str] = ()) -> OwnerOf | None:
    """Return how owners are recognised, where most files are named as Moodle names them."""
    del groups
    found = [match for parts in paths if (match := PREFIX.fullmatch(parts[0]))]
    if not paths or 2 * len(found) <= len(paths):
        return None
    blind = _blind({(match["name"], match["id"]) for match in found})
    return lambda parts: _owner(parts, blind)


def _blind(named: AbstractSet[tuple[str, str | None]]) -> AbstractSet[str]:
    """The words that stand in the place of names: Moodle's, in the language of who downloads. One
    that is not known is recognised by this, that all share it.
    """
    words = {name for name, _ in named}
    return words if len(words) == 1 and len(named) >= SHARED_BY else BLIND


def _owner(parts: Parts, blind: AbstractSet[str]) -> Owner | None:
    found = PREFIX.fullmatch(parts[0])
    if found is None:
        return None
    flat = found["file"] if len(parts) == 1 else ""
    name = None if found["name"] in blind else found["name"] or None
    rest = ((flat,) if flat else ()) + parts[1:]
    return Owner(
        f"{found['name']}_{found['id'] or ''}",
        (Student(id=found["id"], name=name),),
        rest=rest or parts,
    )
