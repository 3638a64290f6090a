"""Reads `assignment.yaml`, and says of all its mistakes what and where they are."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from grader.assignment.bundled import bundled, bundled_assignments
from grader.assignment.dataset import dataset_problems
from grader.assignment.meaning import KnownCheck, meaning_problems
from grader.assignment.resources import resource_problems
from grader.assignment.shape import Shaped, shaped
from grader.errors import ConfigError, Problem
from grader.host.files import read_whole
from grader.model.assignment import Assignment
from grader.text.spelling import nearest
from grader.text.yaml_text import Document, YamlPlace, problems_in_order, read_document

FILE_NAME = "assignment.yaml"
MODELS = "models.py"
MAX_CODE_BYTES = 1_000_000


def load_assignment(path: Path, *, known_checks: Mapping[str, KnownCheck]) -> Assignment:
    """Read the `assignment.yaml` at `path`.

    `known_checks` holds every check by its name. Raises ConfigError with every mistake of the file
    at once.
    """
    document = read_document(path, hint="`grader assignment new` makes one that works")
    found = shaped(document)
    problems = [*found.problems, *_inconsistencies(found, document, known_checks)]
    if problems or found.assignment is None:
        problems += _data_that_does_not_fit(found, document)
        raise ConfigError(list(problems_in_order(problems)))
    return found.assignment


def find_assignment(name_or_path: str | Path) -> Path:
    """Return the `assignment.yaml` of a bundled assignment by name, or of one of your own by its
    folder or file. A file that is called as a bundled one, such as `mnist`, is none.
    """
    given = Path(name_or_path)
    names = bundled_assignments()
    for candidate in (given, given / FILE_NAME, bundled("reference") / given / FILE_NAME):
        if candidate.is_file() and (candidate != given or str(given) not in names):
            return candidate.resolve()
    if given.is_dir():
        problem = Problem(str(given), None, "", f"the folder holds no {FILE_NAME}")
        raise ConfigError([problem], hint="`grader assignment new NAME` makes one that works")
    message = "no such assignment" + nearest(str(name_or_path), names)
    raise ConfigError(
        [Problem(str(name_or_path), None, "", message)],
        hint=f"or give the path of a folder that holds {FILE_NAME}",
    )


def _inconsistencies(
    found: Shaped, document: Document, known_checks: Mapping[str, KnownCheck]
) -> list[Problem]:
    """What is wrong beside the shape; what depends on a value of wrong shape is not judged."""
    if found.assignment is None:
        return []
    own_code = ""
    with suppress(OSError):
        own_code = read_whole(document.path.parent / MODELS, most_bytes=MAX_CODE_BYTES).decode(
            "utf-8", "replace"
        )
    mistakes = (
        *meaning_problems(found.assignment, known_checks, own_code=own_code),
        *resource_problems(found.assignment),
    )
    return [
        document.problem(place, message)
        for place, message in mistakes
        if not _depends_on_what_was_mended(place, found)
    ]


def _depends_on_what_was_mended(place: YamlPlace, found: Shaped) -> bool:
    """Whether the mistake would not be there, or would be another, if a value of wrong shape were
    right.
    """
    beside = {"verify_epochs": "epochs"}.get(str(place[-1]))
    return (
        found.is_mended(place)
        or (place == ("points",) and found.is_mended(("parts",)))
        or (beside is not None and found.is_mended((*place[:-1], beside)))
    )


def _data_that_does_not_fit(found: Shaped, document: Document) -> list[Problem]:
    """What is wrong with the data, where enough is known to look at it: nobody mends one file to
    meet the next.
    """
    if found.assignment is None or found.is_mended(("dataset",)):
        return []
    return dataset_problems(
        found.assignment, classes_line=document.lines.get(("dataset", "classes"))
    )
