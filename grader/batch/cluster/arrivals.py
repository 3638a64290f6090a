"""Puts graded folders that come from workers where they belong, and reads what they say."""

from __future__ import annotations

import os
import secrets
import shutil

from grader.batch.cluster.parcels import ParcelRefused, unpack
from grader.errors import ConfigError
from grader.model.graded.result import Result
from grader.store import SubmissionFolder


def put_in_place(folder: SubmissionFolder, parcel: bytes) -> None:
    """Unpack a graded folder beside its place and move it there, whole or not at all.

    Raises ParcelRefused where it is none.
    """
    place = folder.path
    place.parent.mkdir(parents=True, exist_ok=True)
    whole = place.parent / f".arriving-{secrets.token_hex(4)}"
    whole.mkdir()
    try:
        unpack(parcel, whole)
        (whole / "recording").mkdir(exist_ok=True)
        if os.path.lexists(place):
            folder.prepare()
            shutil.rmtree(place)
        whole.rename(place)
    except BaseException:
        shutil.rmtree(whole, ignore_errors=True)
        raise


def read_result(folder: SubmissionFolder, *, whole: bool) -> Result:
    """What the folder says; its evidence and recording are read only where they are needed.

    Raises ParcelRefused where it can't be read.
    """
    try:
        if whole:
            return folder.load()
    except ConfigError as error:
        raise ParcelRefused(f"a worker's record can't be read: {error}") from None
    finished = folder.finished()
    if finished is None:
        raise ParcelRefused("a worker's record can't be read")
    return finished.brief
