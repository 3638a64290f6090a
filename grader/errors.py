"""Names what can go wrong that is nobody's homework.

    GraderError            an operator can mend it: says where, what was expected, what came, what
                           to do
    ├── ConfigError        a file that people write is wrong
    ├── PrerequisiteError  something the host must have is missing
    ├── IntakeError        a submission can't be read as a notebook
    │   └── ReadingFault   … because our own code fails over it: its bug, and not the student's
    ├── SandboxUnavailable the protection that the policy asks for can't be had here
    ├── ExportError        a grade can't be written in the form asked for
    ├── OutputError        what is finished can't be written: the disk, the path, a template
    └── FolderInUse        another command is writing into the same folder

A student's failure is no exception: it is a `Finding`. Our own bug is any other exception.
"""

from __future__ import annotations

import errno
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass


class GraderError(Exception):
    """An error that the person at the command line can do something about."""

    def __init__(self, message: str, *, hint: str = "") -> None:
        """Say in `message` where it happened, what was expected and what came; in `hint`, what to
        do.
        """
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.message}\n  TIP: {self.hint}" if self.hint else self.message


class PrerequisiteError(GraderError):
    """The host lacks something that the command needs."""


class IntakeError(GraderError):
    """A submission can't be read as a notebook."""


class ReadingFault(IntakeError):  # noqa: N818 - our bug, kept with its traceback
    """Our own code fails over what was handed in; the message is its traceback.

    Notebooks are read before any of them is graded, all in one process: what fails over one of them
    must not end the others' batch.
    """


class SandboxUnavailable(GraderError):  # noqa: N818 - the word of the design
    """The host can't give the protection that running a stranger's code needs."""


class ExportError(GraderError):
    """A grade can't be written in the form asked for."""


class OutputError(GraderError):
    """What is finished can't be written where it was asked for, or by the template that is
    there.
    """

    @classmethod
    def of(cls, error: OSError, path: object = "") -> OutputError:
        """What the system said of `path`, or of the file that the error itself names."""
        place = path or error.filename or "a file"
        why = error.strerror or type(error).__name__
        return cls(
            f"{_on_one_line(str(place))}: can't be written: {why}",
            hint=_WHAT_HELPS.get(error.errno or 0, ""),
        )


class FolderInUse(GraderError):  # noqa: N818 - what it says is the name
    """Another command is writing into the same folder."""


_WHAT_HELPS = {
    errno.ENOSPC: "make room and run the same command again: what is finished is kept",
    errno.EDQUOT: "make room and run the same command again: what is finished is kept",
    errno.EFBIG: "`ulimit -f` or the file system allows no longer file",
    errno.EROFS: "name a place that can be written",
    errno.EACCES: "name a place that can be written",
    errno.EISDIR: "a folder of this name is in the way; remove it or take another name",
    errno.ENOTDIR: "a file is in the way where a folder should be; remove it or take another name",
}
_DISK_TROUBLE = frozenset(
    {errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EIO, errno.ESTALE, errno.EMFILE, errno.ENFILE}
)


def concerns_all(error: OSError) -> bool:
    """Whether what the system refused to one file it will refuse to the next: a full or broken
    disk.
    """
    return error.errno in _DISK_TROUBLE


def _on_one_line(text: str) -> str:
    """As any terminal shows it: without controls, direction marks, and bytes that are no
    characters.
    """
    return "".join("?" if unicodedata.category(sign)[0] == "C" else sign for sign in text)


@dataclass(frozen=True, slots=True)
class Problem:
    """One mistake in a file."""

    path: str
    line: int | None
    where: str
    """The key, as in `parts.2.points`."""
    message: str

    def __str__(self) -> str:
        place = self.path if self.line is None else f"{self.path}:{self.line}"
        return f"{place} {self.where}: {self.message}" if self.where else f"{place}: {self.message}"


class ConfigError(GraderError):
    """A file that people write is wrong; carries all its problems at once."""

    def __init__(self, problems: list[Problem], *, hint: str = "") -> None:
        """Take every problem found, in the order of the file."""
        super().__init__("\n".join(str(problem) for problem in problems), hint=hint)
        self.problems = tuple(problems)


class Attempts:
    """Does one thing after another, whatever becomes of each."""

    def __init__(self, place: object = "standard output") -> None:
        """Nothing has failed yet; `place` is what is written to where the system doesn't say."""
        self.failed: list[GraderError] = []
        self._place = place

    def attempt(self, act: Callable[[], object]) -> bool:
        """Do it; whether it was done."""
        try:
            act()
        except BrokenPipeError:
            raise
        except GraderError as error:
            self.failed.append(error)
        except OSError as error:
            self.failed.append(OutputError.of(error, error.filename or self._place))
        else:
            return True
        return False
