"""Puts graded folders that come from workers where they belong, and reads what they say."""

from __future__ import annotations

import errno
import os
import secrets
import shutil
from pathlib import Path

from grader.batch.cluster.parcels import ParcelRefused, unpack
from grader.batch.cluster.requests import GradedParcel
from grader.batch.tasks import PlannedHandIn
from grader.errors import ConfigError
from grader.model.graded.result import Result
from grader.store import Finished, SubmissionFolder


def put_in_place(
    folder: SubmissionFolder, parcel: GradedParcel, *, item: PlannedHandIn
) -> Finished:
    """Lay a graded folder beside its place and move it there, whole or not at all; what it says.

    Raises ParcelRefused where it is none, or that of another hand-in than `item`: a worker that
    takes one for another would give a student what another one earned.
    """
    place = folder.path
    place.parent.mkdir(parents=True, exist_ok=True)
    whole = place.parent / f".arriving-{secrets.token_hex(4)}"
    try:
        if parcel.place:
            _fetch(Path(parcel.place), whole)
        else:
            whole.mkdir()
            unpack(parcel.folder, whole)
        finished = _its_own(SubmissionFolder(whole), item)
        (whole / "recording").mkdir(exist_ok=True)
        if os.path.lexists(place):
            folder.prepare()
            shutil.rmtree(place)
        whole.rename(place)
    except BaseException:
        shutil.rmtree(whole, ignore_errors=True)
        raise
    return finished


def _fetch(graded: Path, whole: Path) -> None:
    """Move what a worker of this machine has graded. Raises ParcelRefused where it is gone, as it
    is with its worker.
    """
    try:
        try:
            graded.rename(whole)
        except OSError as error:
            if error.errno != errno.EXDEV:
                raise
            shutil.copytree(graded, whole, symlinks=True)
            shutil.rmtree(graded, ignore_errors=True)
    except OSError as error:
        if graded.is_dir():
            raise
        raise ParcelRefused(f"what a worker has graded is gone: {error}") from None


def whole_result(folder: SubmissionFolder) -> Result:
    """What the folder says, with its evidence and recording.

    Raises ParcelRefused where it can't be read.
    """
    try:
        return folder.load()
    except ConfigError as error:
        raise ParcelRefused(f"a worker's record can't be read: {error}") from None


def _its_own(arrived: SubmissionFolder, item: PlannedHandIn) -> Finished:
    finished = arrived.finished()
    if finished is None:
        raise ParcelRefused("a worker's record can't be read")
    if finished.key != item.key or finished.brief.path != item.hand_in.path:
        raise ParcelRefused("a worker's record is of another hand-in, or of another assignment")
    return finished
