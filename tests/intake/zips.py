"""Zips with files of these names, as an LMS gives them."""

from pathlib import Path

from grader.intake import collect
from tests.hostile.packing import BAD, Entry, packed


def given_zip(folder: Path, *names: str, content: bytes = BAD, **contents: bytes) -> Path:
    path = folder / "class.zip"
    path.write_bytes(packed(*[Entry(name, contents.get(name, content)) for name in names]))
    return path


def read(folder: Path, *names: str, **options):
    """What is found in a zip with files of these names."""
    return collect(given_zip(folder, *names), work=folder / "out" / "intake", **options)


def ids(intake) -> dict[str, list[str | None]]:
    return {one.name: [student.id for student in one.origin.students] for one in intake.hand_ins}
