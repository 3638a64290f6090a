"""Turns a notebook file into a Submission."""

from __future__ import annotations

import hashlib
import os
import stat
import traceback
from pathlib import Path

from grader.errors import IntakeError, ReadingFault
from grader.intake.notebooks.cells import read_notebook
from grader.intake.notebooks.decode import decode_document
from grader.intake.notebooks.signature import signed_by
from grader.intake.path import printable
from grader.model.submission import Student, Submission
from grader.text.folders import without_folders

MAX_BYTES = 100 * 1024**2


def read_submission(
    path: Path, *, student: Student | None = None, name: str | None = None
) -> Submission:
    """Read a notebook as handed in, repairing what can safely be repaired.

    `name` is what the operator calls it, where that is not its path. Raises IntakeError, a line
    that says what is wrong and what to do, where there is no notebook to be read, and ReadingFault
    where that is our doing.
    """
    name = name or printable(path)
    data = _read_bytes(path, name)
    digest = hashlib.sha256(data).hexdigest()
    repairs: list[str] = []
    try:
        decoded = decode_document(data, name=name, repairs=repairs)
        del data
        repairs += filter(None, [decoded.lost])
        notebook = read_notebook(decoded.document, name=name, repairs=repairs)
        owner = student or signed_by(notebook)
    except IntakeError:
        raise
    except Exception:  # noqa: BLE001 - the boundary of one submission, at every place that reads it
        raise ReadingFault(without_folders(traceback.format_exc())) from None
    return Submission(owner, printable(path), digest, notebook, tuple(repairs), lost=decoded.lost)


def _missing(path: Path, name: str) -> IntakeError:
    """Why nothing is there: a name that nothing has, or a link that leads nowhere."""
    if path.is_symlink():
        return IntakeError(
            f"{name}: a link to {printable(path.readlink())}, which is not there",
            hint="hand in the file itself",
        )
    if path.parts[:1] in (("http:",), ("https:",)):
        return IntakeError(f"{name}: an address, not a file", hint="download the notebook first")
    return IntakeError(f"{name}: no such file", hint="check the path for a typing mistake")


def _read_bytes(path: Path, name: str) -> bytes:
    try:
        mode = path.stat().st_mode
        if stat.S_ISDIR(mode):
            raise IntakeError(
                f"{name}: a folder, not a notebook",
                hint="to grade all that lies in it: grader batch",
            )
        if not stat.S_ISREG(mode):
            raise IntakeError(
                f"{name}: not a regular file", hint="copy the notebook to an ordinary file"
            )
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
        with os.fdopen(descriptor, "rb") as stream:
            data = stream.read(MAX_BYTES + 1)
    except FileNotFoundError:
        raise _missing(path, name) from None
    except PermissionError:
        raise IntakeError(
            f"{name}: not allowed to read it",
            hint="make it readable (chmod u+r), or run as the file's owner",
        ) from None
    except (OSError, ValueError) as error:
        raise IntakeError(
            f"{name}: can't be read ({printable(str(error))})", hint="check the path"
        ) from None
    if len(data) > MAX_BYTES:
        raise IntakeError(
            f"{name}: larger than {MAX_BYTES // 1024**2} MB",
            hint="clear the outputs that hold pictures or data, save, and hand in again",
        )
    return data
