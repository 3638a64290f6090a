"""Brings records to disk and back, whole or not at all."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import Generic, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from grader.errors import ConfigError, Problem
from grader.host.files import read_whole, write_text

MAX_RECORD_BYTES = 1024**3
SCHEMA_VERSION = 1

T = TypeVar("T")


class Saved(BaseModel, Generic[T]):
    """A record with the version of its form."""

    model_config = ConfigDict(
        ser_json_inf_nan="strings", arbitrary_types_allowed=True, serialize_by_alias=True
    )

    schema_version: int = SCHEMA_VERSION
    record: T


def linked_copy(source: Path, target: Path) -> None:
    """Fill the folder `target` with the files below `source`, without copying bytes where the file
    system can.
    """
    for path in sorted(source.rglob("*")):
        place = target / path.relative_to(source)
        if path.is_dir():
            place.mkdir(exist_ok=True)
            continue
        try:
            os.link(path, place)
        except OSError:
            shutil.copyfile(path, place)


def write_record(path: Path, saved: Saved[T]) -> None:
    """Save a record as versioned JSON."""
    write_text(path, saved.model_dump_json())


def read_record(path: Path, form: type[Saved[T]]) -> T:
    """Read a record back; raises ConfigError where the file is damaged or of another version."""
    try:
        saved = form.model_validate_json(read_whole(path, most_bytes=MAX_RECORD_BYTES))
    except FileNotFoundError:
        raise ConfigError(
            [Problem(str(path), None, "", "no such record")], hint="grade the submission again"
        ) from None
    except OSError as error:
        problem = Problem(str(path), None, "", f"can't be read: {error.strerror}")
        raise ConfigError([problem], hint="grade the submission again") from None
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(str(step) for step in first["loc"])
        hint = "remove the submission's folder and run the batch again"
        raise ConfigError([Problem(str(path), None, where, first["msg"])], hint=hint) from None
    if saved.schema_version != SCHEMA_VERSION:
        message = f"expected version {SCHEMA_VERSION}, got {saved.schema_version}"
        raise ConfigError(
            [Problem(str(path), None, "schema_version", message)], hint="grade the submission again"
        )
    return saved.record
