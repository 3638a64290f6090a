"""Reads how Brightspace (D2L) names the folders or files of a download.

    {number}-{number} - {Full Name} - {Mon D, YYYY HMM AM}/{file}
    {number}-{number} - {Full Name} - {Mon D, YYYY HMM AM} - {file}    flat, in older versions

`397063-2557369 - Mary-Ann Smith - Sep 24, 2024 926 PM/hw.ipynb` is one.

Every attempt is kept; an `index.html` lies beside. Some schools put the student's own number
between the first two and the name. The date follows the language and the customs of who downloads.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from collections.abc import Set as AbstractSet

from grader.intake.lms.owner import Owner, OwnerOf, Parts
from grader.model.submission import Student

INDEX = "index.html"
_DAY = (
    r"(?:(?P<m1>[^\W\d_]{3,12})\.? (?P<d1>\d{1,2}),? (?P<y1>\d{4})|(?P<d2>\d{1,2})\.?(?: de)? "
    r"(?P<m2>[^\W\d_]{3,12})\.?(?: de)?,?"
    r" (?P<y2>\d{4})|(?P<y3>\d{4})-(?P<m3>\d{2})-(?P<d3>\d{2}))"
)
_TIME = r"(?P<hour>\d{1,2}?)[ .:h_-]?(?P<minute>\d{2})(?: ?(?P<half>[AaPp])\.? ?[Mm]\.?)?"
NAME = re.compile(
    r"(?P<user>\d{1,12})-\d{1,12} ?- (?:(?P<own>[A-Za-z]{0,2}\d{4,12}) - )?(?P<name>.+?) ?- "
    r"(?P<when>" + _DAY + r",?(?: at| um| à| a las)? " + _TIME + r")(?: - (?P<file>.+))?",
    re.DOTALL,
)
_MONTHS = (
    *(
        "jan ene gen",
        "feb fév fev",
        "mar mär mrt",
        "apr avr abr",
        "may mai mei mag maj",
        "jun juin giu",
        "jul juil lug",
    ),
    *("aug aoû ago aou", "sep set", "oct okt ott out", "nov", "dec dez dic déc des"),
)


def brightspace(paths: Sequence[Parts], groups: Sequence[str] = ()) -> OwnerOf | None:
    """Return how owners are recognised, where most files are named as Brightspace names them."""
    del groups
    inner = [parts for parts in paths if not is_index(parts)]
    found = [match for parts in inner if (match := _match(parts))]
    if not inner or 2 * len(found) <= len(inner):
        return None
    names = defaultdict(set)
    for match in found:
        names[match["user"]].add(match["name"])
    shared = {user for user, called in names.items() if len(called) > 1}
    return lambda parts: _owner(parts, shared)


def is_index(parts: Parts) -> bool:
    """Whether the file is the list that Brightspace adds."""
    return len(parts) == 1 and parts[0].lower() == INDEX


def _match(parts: Parts) -> re.Match[str] | None:
    match = NAME.fullmatch(parts[0])
    return match if match and bool(match["file"]) == (len(parts) == 1) else None


def _owner(parts: Parts, shared: AbstractSet[str]) -> Owner | None:
    match = _match(parts)
    if match is None:
        return None
    name = " ".join(match["name"].split())
    user = match["own"] or (None if match["user"] in shared else match["user"])
    rest = (match["file"],) if match["file"] else parts[1:]
    return Owner(
        f"{user or ''} - {name}",
        (Student(id=user, name=name),),
        rest=rest,
        attempt=_sortable(match),
    )


def _sortable(match: re.Match[str]) -> str:
    """The date as `YYYY-MM-DD hh:mm`; a month of an unknown language comes before all others."""
    year, day = (match[f"{part}1"] or match[f"{part}2"] or match[f"{part}3"] for part in "yd")
    month = _month(match["m1"] or match["m2"] or "") if match["m3"] is None else int(match["m3"])
    hour = (
        int(match["hour"]) % 12 + 12 * (match["half"].lower() == "p")
        if match["half"]
        else int(match["hour"])
    )
    return f"{year}-{month:02}-{int(day):02} {hour:02}:{match['minute']}"


def _month(word: str) -> int:
    begins = word.casefold()
    return next(
        (at for at, known in enumerate(_MONTHS, 1) if any(map(begins.startswith, known.split()))), 0
    )
