"""What can go wrong that is nobody's homework.

    GraderError            an operator can mend it: says where, what was expected, what came, what to do
    ├── ConfigError        a file of an assignment is wrong
    ├── PrerequisiteError  something the host must have is missing
    ├── IntakeError        a submission can't be read as a notebook
    ├── SandboxUnavailable the protection that the policy asks for can't be had here
    └── ExportError        a grade can't be written in the form asked for

A student's failure is no exception: it is a `Finding`. Our own bug is any other exception.
"""

from __future__ import annotations

from dataclasses import dataclass


class GraderError(Exception):
    """An error that the person at the command line can do something about."""

    def __init__(self, message: str, *, hint: str = "") -> None:
        """Say in `message` where it happened, what was expected and what came; in `hint`, what to do."""
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.message}\n  TIP: {self.hint}" if self.hint else self.message


class PrerequisiteError(GraderError):
    """The host lacks something that the command needs."""


class IntakeError(GraderError):
    """A submission can't be read as a notebook."""


class SandboxUnavailable(GraderError):  # noqa: N818 - the word of the design
    """The host can't give the protection that running a stranger's code needs."""


class ExportError(GraderError):
    """A grade can't be written in the form asked for."""


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
    """A file of an assignment is wrong; carries all its problems at once."""

    def __init__(self, problems: list[Problem], *, hint: str = "") -> None:
        """Take every problem found, in the order of the file."""
        super().__init__("\n".join(str(problem) for problem in problems), hint=hint)
        self.problems = tuple(problems)
