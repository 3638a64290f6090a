"""Finds the one column of a table that is meant, and says which there are where it is not plain."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Sequence

from grader.errors import ExportError

MAX_NAMED = 12
_WITH_COMMA, _WITH_DOT = re.compile(r"\s*\d+,\d{1,2}\s*"), re.compile(r"\s*\d+\.\d+\s*")


def the_column(
    header: Sequence[str],
    candidates: Sequence[int],
    asked: str,
    *,
    name: str,
    what: str,
    plural: str = "",
) -> int:
    """The place of the column that `asked` names: as it is, else as a part that only one has.

    Where nothing is asked for, there has to be one candidate only.
    """
    plural = plural or f"{what}s"
    named = [header[at] for at in candidates]
    exact = [at for at in candidates if header[at] == asked]
    fitting = exact or [at for at in candidates if asked.casefold() in header[at].casefold()]
    if len(fitting) == 1:
        return fitting[0]
    if not candidates:
        raise ExportError(f"{name}: there is no {what}", hint="make it in the LMS, export again")
    if not asked:
        problem = f"expected --column with one of the {plural}"
    elif fitting:
        problem = f"--column {asked!r} fits several {plural}"
        named = [header[at] for at in fitting]
    else:
        problem = f"--column {asked!r} is no {what}; a title that is not there would be a new one"
        named = difflib.get_close_matches(asked, named, MAX_NAMED, 0.3) or named
    there = ", ".join(map(repr, named[:MAX_NAMED])) + (" …" if len(named) > MAX_NAMED else "")
    raise ExportError(f"{name}: {problem}", hint=f"there are: {there}")


def place_of(header: Sequence[str], names: Sequence[str]) -> int | None:
    """Where the first of some headers stands; None where there is none."""
    return next((header.index(one) for one in names if one in header), None)


def have_decimal_commas(cells: Iterable[str]) -> bool:
    """Whether numbers are written as in `87,5`: some are, and none is with a dot. A system that
    writes them so may take `87.5` for 875.
    """
    seen = list(cells)
    return any(map(_WITH_COMMA.fullmatch, seen)) and not any(map(_WITH_DOT.fullmatch, seen))
