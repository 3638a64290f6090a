"""Keeps the results of trainings by the digest of their jobs, in a folder of bounded size.

Several processes may use one store. A result is written whole or not at all; a damaged one is as
good as none, and what can't be kept is said in a sentence and trained again the next time. What
was used longest ago goes first.
"""

from __future__ import annotations

import contextlib
import os
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import platformdirs

from grader.host.files import PART, write_bytes
from grader.model.training import TrainedModel, TrainingJob
from grader.training.kept.content import FORMAT, Damaged, decoded, encoded
from grader.training.kept.locks import Locks
from grader.training.kin import Kin, has_kin

GIB = 1024**3
MAX_BYTES = 2 * GIB
MAX_RESULT_BYTES = GIB // 2
"""Of one result; a larger one is not kept."""
MOST_KIN = 16
"""Of one job that are looked at: a result has up to 16 MiB of checkpoints."""
MOST_NAMES = 5_000
"""Of empty files whose results are gone, markers of families and locks each; beyond it they go."""
SUFFIX = ".training"
HALF_WRITTEN = f".*{PART}"
DIGEST = re.compile(r"[0-9a-f]{64}")
MARKER = re.compile(rf"([0-9a-f]+)-(\d{{7}})-({DIGEST.pattern})")
"""The name of an empty file: a family, the number of epochs, and the digest of the job."""


@dataclass(frozen=True, slots=True)
class StoreInfo:
    """What a store holds."""

    folder: Path
    results: int
    size_bytes: int
    max_bytes: int
    writable: bool = True
    """Whether more can be kept there."""


NO_FOLDER = (
    "this account has no home folder in which results of trainings could be kept, so every command "
    "trains again; HOME or XDG_CACHE_HOME names one"
)


def user_store() -> TrainingStore | None:
    """The store of this user, in the folder for caches that the system names; None where it names
    none (`NO_FOLDER`).
    """
    try:
        folder = platformdirs.user_cache_path("grader")
    except RuntimeError:  # no HOME, and an account that isn't known here, as in containers
        return None
    return TrainingStore(folder / "trainings")


class TrainingStore:
    """A folder of results."""

    def __init__(self, folder: Path, *, max_bytes: int = MAX_BYTES) -> None:
        """Take the folder, which is made when the first result is kept. Each format of results has
        its own folder in it, so that two versions of grader may share it.
        """
        self.folder = folder / f"format-{FORMAT}"
        self._max_bytes = max_bytes
        self.trouble = ""
        """What was last found damaged, a sentence for the operator; empty where nothing was."""
        self._families = self.folder / "families"
        self._locks = Locks(self.folder / "locks")

    def get(self, digest: str) -> TrainedModel | None:
        """The result of the job with this digest; None where there is none that can be read."""
        try:
            trained = _decoded(self.folder, digest)
        except Damaged as damage:
            self._put_away(self._path(digest), damage)
            return None
        if trained is None:
            return None
        with suppress(OSError):  # the order in which results go; all one where it can't be noted
            os.utime(self._path(digest))
        return trained.found("store")

    def kin(self, job: TrainingJob) -> Iterator[Kin]:
        """The results of jobs that differ from it in the number of epochs alone, and in that the
        least. Each is read: a notebook may have trained one model for hundreds of numbers, and who
        asks next must not wait for all of them.
        """
        names = (marker.name for marker in self._families.glob(f"{job.family}-*"))
        # None: a copy that a program for backups or for syncing has made
        named = [found for found in map(MARKER.fullmatch, names) if found is not None]
        named.sort(key=lambda found: (abs(int(found[2]) - job.epochs), found[0]))
        for found in named[:MOST_KIN]:
            trained = self.get(found[3])
            if trained is not None:
                yield Kin(int(found[2]), trained)
            else:
                with suppress(OSError):
                    (self._families / found[0]).unlink(missing_ok=True)

    def put(self, trained: TrainedModel, *, of: TrainingJob | None = None) -> str:
        """Keep a result; returns why it could not be kept, empty where it was. Where the job is
        known that it is `of`, longer and shorter ones find it, too.
        """
        if trained.nbytes > MAX_RESULT_BYTES:
            return "A trained model is too large to be kept."
        content = encoded(trained)
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            self._make_room(len(content))
            with self._locks.held("writing"):
                write_bytes(self._path(trained.digest), content)
            if of is not None and has_kin(of):
                self._families.mkdir(exist_ok=True)
                (self._families / f"{of.family}-{of.epochs:07d}-{of.digest}").touch()
            with suppress(OSError):  # what was trained is kept all the same
                self._forget_names()
        except OSError as error:
            why = error.strerror or type(error).__name__
            return (
                f"{self.folder}: what was trained can't be kept ({why}), so the next command trains"
                " it again; `grader cache info` says how much lies there, `clear` makes room"
            )
        return ""

    @contextlib.contextmanager
    def locked(self, digest: str) -> Iterator[None]:
        """Be the only one who trains this job; who comes second waits, and finds it done."""
        with self._locks.held(digest):
            yield

    def info(self) -> StoreInfo:
        """How much it holds."""
        sizes = [size for _, size, _ in self._results()]
        return StoreInfo(
            self.folder, len(sizes), sum(sizes), self._max_bytes, _can_be_written(self.folder)
        )

    def clear(self) -> StoreInfo:
        """Remove every result, and the locks that nobody holds; returns what was removed. Raises
        OSError where one can't be, when all others are gone.
        """
        failed: list[OSError] = []

        def remove(path: Path) -> bool:
            try:
                path.unlink(missing_ok=True)
            except OSError as error:
                failed.append(error)
                return False
            return True

        removed = [size for _, size, path in list(self._results()) if remove(path)]
        for marker in self._families.glob("*-*-*"):
            remove(marker)
        if list(self.folder.glob(HALF_WRITTEN)):
            with self._locks.held("writing"):  # what is left now, a killed process was writing
                for path in self.folder.glob(HALF_WRITTEN):
                    remove(path)
        for lock in self._locks.unused():
            remove(lock)
        if failed:
            raise failed[0]
        return StoreInfo(self.folder, len(removed), sum(removed), self._max_bytes)

    def _put_away(self, path: Path, damage: Damaged) -> None:
        """Remove a result that can't be read, and say so: it is trained again."""
        removed = ""
        try:
            path.unlink(missing_ok=True)
        except OSError as error:
            removed = f", and can't be removed ({error.strerror})"
        self.trouble = (
            f"{path}: a training that was kept can't be used ({damage}){removed}; it is done again"
        )

    def _make_room(self, more: int) -> None:
        """Remove what was used longest ago until `more` bytes fit in."""
        results = sorted(self._results())
        size = sum(size for _, size, _ in results) + more
        for _, own, path in results:
            if size <= self._max_bytes:
                return
            path.unlink(missing_ok=True)
            size -= own

    def _forget_names(self) -> None:
        """Remove what only names results that are gone, where there is very much of it: a notebook
        may have hundreds of trainings begun that come to nothing.
        """
        kept = {path.stem for path in self.folder.glob(f"*{SUFFIX}")}
        named = map(MARKER.fullmatch, (path.name for path in self._families.glob("*-*-*")))
        markers = [marker[0] for marker in named if marker and marker[3] not in kept]
        for marker in markers if len(markers) > MOST_NAMES else ():
            (self._families / marker).unlink(missing_ok=True)
        locks = [name for name in self._locks.names() if DIGEST.fullmatch(name)]
        locks = [name for name in locks if name not in kept]
        for lock in self._locks.unused(locks) if len(locks) > MOST_NAMES else ():
            lock.unlink(missing_ok=True)

    def _results(self) -> Iterator[tuple[float, int, Path]]:
        """When each was used last, its size, and where it lies."""
        for path in self.folder.glob(f"*{SUFFIX}"):
            with suppress(OSError):  # another process has just removed it
                status = path.stat()
                yield status.st_mtime, status.st_size, path

    def _path(self, digest: str) -> Path:
        return self.folder / f"{digest}{SUFFIX}"


def _can_be_written(folder: Path) -> bool:
    """Whether files can be made in it, or it in the next folder above that there is."""
    there = next((one for one in (folder, *folder.parents) if os.path.lexists(one)), folder)
    return there.is_dir() and os.access(there, os.W_OK | os.X_OK)


def read(folder: Path, digest: str) -> TrainedModel | None:
    """The result in a folder of results; None where there is none, or a damaged one."""
    try:
        return _decoded(folder, digest)
    except Damaged:
        return None


def _decoded(folder: Path, digest: str) -> TrainedModel | None:
    """The result; None where there is none. Raises `Damaged`."""
    if not DIGEST.fullmatch(digest):
        return None
    try:
        path = folder / f"{digest}{SUFFIX}"
        if path.stat().st_size > 2 * MAX_RESULT_BYTES:
            raise Damaged("it is too large")
        return decoded(path.read_bytes(), digest)
    except OSError:
        return None


def bundle(folder: Path, trained: TrainedModel) -> Path:
    """Write a result to be shipped beside an assignment; returns its file."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{trained.digest}{SUFFIX}"
    write_bytes(path, encoded(trained, packed=True))
    return path
