"""Names each student's report so that the LMS which gave the hand-ins finds the student.

Canvas, Moodle and Brightspace take back a zip with files named as in their download. Elsewhere
there is a folder for each student's id.

Moodle hangs a report onto the participant of the number that its folder has. In the download a
group's number looks the same, so a number counts where something proves that it is a participant's.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import PurePosixPath

from grader.export.awards import Award
from grader.export.lms.groups import named_by_canvas, shared_out
from grader.export.lms.matching import NoRowFound, Person, places
from grader.export.lms.participants import IDENTIFIER
from grader.export.lms.plan import Line, line_of

MAX_NAME_CHARS = 60
UNPROVEN = (
    "Moodle numbers groups as it numbers participants, and nothing here tells which this is: give "
    "--gradebook with the grading worksheet"
)
_UNFIT = re.compile(r'[\x00-\x1f\x7f/\\:*?"<>|_]+')
"""What no path may hold, and the underscore, by which Moodle takes a name apart."""
_BRIGHTSPACE = re.compile(r"\d{1,12}-\d{1,12} ?- .+ ?- .*\d.*", re.DOTALL)
_OF_MOODLE = re.compile(r".+_assignsubmission_[a-z]+.*", re.DOTALL)
_BEFORE_4_1 = re.compile(r".+_(?P<id>[0-9]+)_assignsubmission_file_", re.DOTALL)
"""A folder as Moodle named it before 4.1: by the participant, where groups handed in, too."""
_DIGITS = re.compile(r"[0-9]{1,20}")
_NO_NAME = re.compile(r"[\x00-\x1f\x7f\\\ud800-\udfff]")
"""What no LMS gives a hand-in and no zip should hold: a name with it is not the LMS's."""
_DEVICES = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?", re.IGNORECASE)
"""Names that Windows gives to no folder."""


@dataclass(frozen=True, slots=True)
class Feedback:
    """Which report goes into the zip under which name."""

    names: Mapping[str, str]
    """By the name in the zip, the report's path relative to the output folder of the batch."""
    lines: tuple[Line, ...]


def feedback_for(
    awards: Iterable[Award],
    system: str,
    report: Callable[[Award], str],
    *,
    people: Sequence[Person] | None = None,
) -> Feedback:
    """Name the report of everybody who has points; `report` says where it lies, empty where there
    is none. `people` are Moodle's participants, by their numbers; None where no list was given.
    """
    if system == "moodle":
        awards = _proven(awards) if people is None else _placed(awards, people)
    names: dict[str, str] = {}
    taken: set[str] = set()
    lines = []
    for award in awards:
        path = report(award) if award.points is not None else ""
        folder = _folder(award, system) if path else ""
        name = f"{folder}report{PurePosixPath(path).suffix}"
        if path and folder and _unpacked(name) not in taken:
            names[name] = path
            taken.add(_unpacked(name))
            lines.append(line_of(award, "set", points=name))
        elif path and folder and names.get(name) == path:
            lines.append(line_of(award, "same", points=name, said="the report of the whole group"))
        else:
            lines.append(line_of(award, "skipped", said=_why_not(award, path, folder, system)))
    return Feedback(names, tuple(lines))


def _folder(award: Award, system: str) -> str:
    """Where the system finds whose the report is; empty where nothing says so."""
    folder = _NAMERS.get(system, _by_id)(award)
    return "" if _NO_NAME.search(folder) else folder


def _why_not(award: Award, path: str, folder: str, system: str) -> str:
    if award.points is None:
        return award.why_none
    if not path:
        return "there is no report: grader report renders it"
    if folder:
        return "another student's report has the same name"
    return f"the name of the hand-in doesn't say what {system} calls the student"


def _unpacked(name: str) -> str:
    """What two names share that are one where capitals or the form of letters count for nothing."""
    return unicodedata.normalize("NFC", name).casefold()


def _proven(awards: Iterable[Award]) -> Iterator[Award]:
    """Those whose number is a participant's by the roster or by the folder's form; the others get
    no report here, with the reason.
    """
    for award in awards:
        listed = award.graded is not None and award.graded.result.origin.listed
        if award.points is None or listed or _is_before_4_1(award):
            yield award
        else:
            yield replace(award, points=None, why_none=UNPROVEN)


def _is_before_4_1(award: Award) -> bool:
    """Whether Moodle's own folder is of that form; what lies deeper was named by the student."""
    steps = PurePosixPath(award.hand_in).parts[:-1]
    outermost = next((step for step in steps if _OF_MOODLE.fullmatch(step)), "")
    found = _BEFORE_4_1.fullmatch(outermost)
    return found is not None and found["id"] == award.student.id


def _placed(awards: Iterable[Award], people: Sequence[Person]) -> Iterator[Award]:
    """Each by the number of its participant, those of groups once for every member."""
    shares = shared_out(awards, people, own=IDENTIFIER)
    found = places(shares, people, own=IDENTIFIER, system="moodle")
    for award, place in zip(shares, found, strict=True):
        if isinstance(place, NoRowFound):
            yield replace(award, points=None, why_none=award.why_none or place.why)
        else:
            number = place.person.ids[IDENTIFIER]
            yield replace(award, student=replace(award.student, id=number))


def _canvas(award: Award) -> str:
    """What stands before the file's own name: by the first two numbers Canvas finds the student and
    the file that the comment belongs to.

    A third one stays with them. Behind a group's name that ends in a number it is the file's, and
    Canvas, which knows the group, reads it so.
    """
    tokens = named_by_canvas(award).split("_")
    numbers = [at for at, token in enumerate(tokens) if _DIGITS.fullmatch(token)]
    if numbers[:1] == [0] or "anon" in tokens[:2]:
        return ""  # a number that Canvas would take for an id, which it is not
    for first, second in pairwise(numbers):
        if tokens[first] == award.student.id and second == first + 1:
            last = second + 1 if second + 1 in numbers else second
            return "_".join(tokens[: last + 1]) + "_"
    return ""


def _moodle(award: Award) -> str:
    """`{name}_{participant}_assignsubmission_file/`: a name with `_` would shift the number."""
    if not _DIGITS.fullmatch(award.student.id or ""):
        return ""
    name = " ".join(_UNFIT.sub(" ", award.student.name or "Participant").split())
    return f"{name[:MAX_NAME_CHARS].strip('.~ ')}_{award.student.id}_assignsubmission_file/"


def _brightspace(award: Award) -> str:
    """The folder of the download."""
    steps = PurePosixPath(award.hand_in).parts[:-1]
    return next((f"{step}/" for step in steps if _BRIGHTSPACE.fullmatch(step)), "")


def _by_id(award: Award) -> str:
    name = _UNFIT.sub("-", award.student.id or "").strip(". ")
    return f"{name}{'-' if _DEVICES.fullmatch(name) else ''}/" if name else ""


_NAMERS: Mapping[str, Callable[[Award], str]] = {
    "canvas": _canvas,
    "moodle": _moodle,
    "brightspace": _brightspace,
}
