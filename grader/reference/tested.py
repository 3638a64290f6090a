"""Reads what testing a rubric found and kept beside the bands."""

from __future__ import annotations

from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from grader.errors import ConfigError, Problem
from grader.model.mutants import MUTANTS_FILE, RubricTest

MAX_BYTES = 5 * 1024**2
AGAIN = "remove the file, or run `grader assignment test --write` again"
_FORM: TypeAdapter[RubricTest] = TypeAdapter(RubricTest)


def load_rubric_test(folder: Path) -> RubricTest | None:
    """Read the file in the assignment's folder; None where there is none. Raises ConfigError where
    it is damaged.
    """
    path = folder / MUTANTS_FILE
    if not path.is_file():
        return None
    if path.stat().st_size > MAX_BYTES:
        raise ConfigError(
            [Problem(str(path), None, "", f"larger than {MAX_BYTES:,} bytes")], hint=AGAIN
        )
    try:
        return _FORM.validate_json(path.read_bytes())
    except ValidationError as error:
        problems = [
            Problem(str(path), None, ".".join(map(str, found["loc"])), found["msg"])
            for found in error.errors(include_url=False)
        ]
        raise ConfigError(problems, hint=AGAIN) from None
