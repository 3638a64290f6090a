"""Reads the file names of Canvas' bulk downloads.

    {name}[_LATE]_{user id}_{attachment id}_{file}      doejane_LATE_123_456_hw1.ipynb
    {name}[_LATE]_{user id}_text.html, …_link.html      what was typed in, or is a link
    [LATE_]anon_{anonymous id}_{attachment id}_{file}   anonymous grading

Read as Canvas itself reads them when grades and comments come back
(`infer_comment_context_from_filename` in its Assignment): without a group's name, `_` splits,
`LATE` counts for nothing, and the first two tokens that are all digits are the ids.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from grader.intake.lms.owner import Owner, OwnerOf, Parts
from grader.model.submission import Student

LATE = "LATE"
YEARS = frozenset(map(str, range(1990, 2100)))
TYPED_IN = re.compile(r"(?:text|link)\.html?", re.IGNORECASE)
_FORBIDDEN = re.compile(r'[/\\:*?"<>|]')


def canvas(paths: Sequence[Parts], groups: Sequence[str] = ()) -> OwnerOf | None:
    """Return how owners are recognised, where the files are named as Canvas names them."""
    names = [parts[0] for parts in paths if len(parts) == 1]
    found = [ids for ids in (_ids(name, groups) for name in names) if ids is not None]
    attachments = [attachment for _, _, attachment, _ in found if attachment]
    if (
        not names
        or len(names) < len(paths)
        or 2 * len(found) <= len(names)
        or len(set(attachments)) < len(attachments)
        or _are_dates(found)
    ):
        return None
    return lambda parts: _owner(parts, groups)


def _are_dates(found: Sequence[tuple[list[str], str, str, str]]) -> bool:
    """Whether all have one name, and a year for the user's id: files that were named by date are
    several people's, and not one student's of Canvas.
    """
    people = {(*name, user) for name, user, _, _ in found}
    user = found[0][1]
    return len(people) == 1 < len(found) and user in YEARS


def _owner(parts: Parts, groups: Sequence[str]) -> Owner | None:
    if len(parts) != 1:
        return None
    found = _ids(parts[0], groups)
    if found is None:
        return None
    name, user, attachment, rest = found
    late = name[-1:] == [LATE] or name[:1] == [LATE]
    named = "_".join(token for token in name if token != LATE)
    student = Student(id=user, name=None if named == "anon" else named or None)
    return Owner(f"{named}_{user}", (student,), late, (rest,), _ambiguity(user, attachment, rest))


def _ambiguity(user: str, attachment: str, rest: str) -> str:
    """Say where a group's name with a number in it may have been taken for the ids."""
    third = rest.partition("_")[0]
    if attachment and _is_number(third) and "_" in rest:
        return (
            f"Its name holds three numbers; as Canvas does, {user} was taken for the student's id. "
            "If this is a group whose name has a number in it, give the roster a column `group`."
        )
    return ""


def _ids(filename: str, groups: Sequence[str]) -> tuple[list[str], str, str, str] | None:
    """The tokens before the ids, the user's id, the attachment's (empty for what was typed in), and
    the file's own name.
    """
    before, filename = _without_group(filename, groups)
    tokens = filename.split("_")
    numbers = [place for place, token in enumerate(tokens) if _is_number(token)]
    if (anonymous := _anonymous(tokens)) is not None:
        return anonymous
    if numbers[:3] == [0, 1, 2] and not before:
        numbers = numbers[1:]  # Canvas puts a name first: this one is a number, as "1,234" becomes
    if not numbers or (numbers[0] == 0 and not before):
        return None
    first, rest = numbers[0], tokens[numbers[0] + 2 :]
    name = before + tokens[:first]
    if numbers[1:2] == [first + 1] and rest:
        return name, tokens[first], tokens[first + 1], "_".join(rest)
    if len(tokens) == first + 2 and TYPED_IN.fullmatch(tokens[first + 1]):
        return name, tokens[first], "", tokens[first + 1]
    return None


def _anonymous(tokens: list[str]) -> tuple[list[str], str, str, str] | None:
    late, bare = tokens[:1] == [LATE], tokens[1:] if tokens[:1] == [LATE] else tokens
    if bare[:1] != ["anon"] or len(bare) < 3:
        return None
    name = [LATE, "anon"] if late else ["anon"]
    if len(bare) > 3 and _is_number(bare[2]):
        return name, bare[1], bare[2], "_".join(bare[3:])
    return (name, bare[1], "", bare[2]) if len(bare) == 3 and TYPED_IN.fullmatch(bare[2]) else None


def _without_group(filename: str, groups: Sequence[str]) -> tuple[list[str], str]:
    """Take off the name of a known group, as Canvas writes it, the longest that fits."""
    for group in sorted(groups, key=len, reverse=True):
        for written in (_FORBIDDEN.sub("_", group), re.sub(r"\W+", "", group)):
            if written and filename.casefold().startswith(f"{written.casefold()}_"):
                return [filename[: len(written)]], filename[len(written) + 1 :]
    return [], filename


def _is_number(token: str) -> bool:
    return token.isascii() and token.isdecimal()
