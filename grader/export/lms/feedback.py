"""Names each student's report so that the LMS which gave the hand-ins finds the student.

Canvas, Moodle and Brightspace take back a zip with files named as in their download. Elsewhere
there is a folder for each student's id.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from pathlib import PurePosixPath

from grader.export.awards import Award
from grader.export.lms.plan import Line, line_of

MAX_NAME_CHARS = 60
_UNFIT = re.compile(r'[\x00-\x1f\x7f/\\:*?"<>|_]+')
"""What no path may hold, and the underscore, by which Moodle takes a name apart."""
_BRIGHTSPACE = re.compile(r"\d{1,12}-\d{1,12} ?- .+", re.DOTALL)
_DIGITS = re.compile(r"[0-9]{1,20}")
GROUP = re.compile(
    r"\b(?:group|team|gruppe|grupo|groupe|gruppo|groep|[ée]quipe|equipo|squadra|grupa|skupina"
    r"|ryhmä|grupp|группа|команда|グループ|チーム|小组)\b",
    re.IGNORECASE,
)
"""What groups are called, in the languages of Moodle's users."""


@dataclass(frozen=True, slots=True)
class Feedback:
    """Which report goes into the zip under which name."""

    names: Mapping[str, str]
    """By the name in the zip, the report's path relative to the output folder of the batch."""
    lines: tuple[Line, ...]


def feedback_for(awards: Iterable[Award], system: str, report: Callable[[Award], str]) -> Feedback:
    """Name the report of everybody who has points; `report` says where it lies, empty where there
    is none.
    """
    names: dict[str, str] = {}
    lines = []
    for award in awards:
        path = report(award) if award.points is not None else ""
        folder = _NAMERS.get(system, _by_id)(award) if path else ""
        name = f"{folder}report{PurePosixPath(path).suffix}"
        if path and folder and name not in names:
            names[name] = path
            lines.append(line_of(award, "set", points=name))
        elif path and folder and names[name] == path:
            lines.append(line_of(award, "same", points=name, said="the report of the whole group"))
        else:
            lines.append(line_of(award, "skipped", said=_why_not(award, path, folder, system)))
    return Feedback(names, tuple(lines))


def _why_not(award: Award, path: str, folder: str, system: str) -> str:
    if award.points is None:
        return award.why_none
    if not path:
        return "there is no report: grader report renders it"
    if folder:
        return "another student's report has the same name"
    if system == "moodle" and _is_group(award):
        return "a group's number is no participant's: give grader batch the worksheet as --roster"
    return f"the name of the hand-in doesn't say what {system} calls the student"


def _canvas(award: Award) -> str:
    """What stands before the file's own name: by the first two numbers Canvas finds the student and
    the file that the comment belongs to.
    """
    tokens = PurePosixPath(award.hand_in).name.split("_")
    numbers = [at for at, token in enumerate(tokens) if _DIGITS.fullmatch(token)]
    if numbers[:1] == [0]:
        return ""  # the student's name is a number, which Canvas would take for an id
    for first, second in pairwise(numbers):
        if tokens[first] == award.student.id and second == first + 1:
            return "_".join(tokens[: second + 1]) + "_"
    return ""


def _moodle(award: Award) -> str:
    """`{name}_{participant}_assignsubmission_file/`: a name with `_` would shift the number."""
    if not _DIGITS.fullmatch(award.student.id or "") or _is_group(award):
        return ""
    name = " ".join(_UNFIT.sub(" ", award.student.name or "Participant").split())
    return f"{name[:MAX_NAME_CHARS].strip('.~ ')}_{award.student.id}_assignsubmission_file/"


def _is_group(award: Award) -> bool:
    """Whether the name looks like a group's, whose number may be another student's."""
    return GROUP.search(award.student.name or "") is not None


def _brightspace(award: Award) -> str:
    """The folder of the download."""
    steps = PurePosixPath(award.hand_in).parts[:-1]
    return next((f"{step}/" for step in steps if _BRIGHTSPACE.fullmatch(step)), "")


def _by_id(award: Award) -> str:
    return f"{_UNFIT.sub('-', award.student.id or '').strip('.')}/" if award.student.id else ""


_NAMERS: Mapping[str, Callable[[Award], str]] = {
    "canvas": _canvas,
    "moodle": _moodle,
    "brightspace": _brightspace,
}


def read_as_moodle(names: Iterable[str]) -> Iterator[tuple[str, str, str]]:
    """For each file the participant, and the name and path it is kept under, as Moodle's
    `assignfeedback_file_zip_importer` (`importziplib.php`) takes it; files that it ignores are left
    out.
    """
    for name in names:
        if name.rpartition("/")[2].startswith((".", "~")):
            continue
        parts = name.split("/")
        while parts:
            info = parts.pop(0).split("_", 4)
            known = len(info) >= 4 and info[1].isdigit()
            if known and (info[2], info[3]) == ("assignsubmission", "file"):
                rest = "/".join([*([info[4]] if len(info) > 4 else [""]), *parts])
                yield info[1], rest.lstrip("/"), name
                break
