"""Tells which form of `grader override` was asked for, and refuses what does not belong to it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Literal

import click

Form = Literal["points", "table", "observation", "appeal", "undo", "list"]
_BELONGS: Mapping[Form, frozenset[str]] = {
    "points": frozenset({"student", "finding", "points", "comment", "why", "grader", "dry_run"}),
    "table": frozenset({"table", "why", "grader", "overwrite", "dry_run"}),
    "observation": frozenset(
        {"student", "finding", "confirm", "dismiss", "why", "grader", "dry_run"}
    ),
    "appeal": frozenset(
        {
            "student",
            "finding",
            "appeal",
            "answer",
            "points",
            "comment",
            "why",
            "grader",
            "dry_run",
        }
    ),
    "undo": frozenset({"undo", "why", "grader"}),
    "list": frozenset({"listing"}),
}
"""By form, the options that belong to it, beside those of all."""
_OF_ALL = frozenset({"json_out", "assignment", "reports"})
_NAMES = {"table": "--from", "listing": "--list", "student": "STUDENT", "finding": "FINDING"}


@dataclass(frozen=True, slots=True)
class OverrideRequest:
    """Everything that stood on the command line."""

    folder: Path
    student: str = ""
    finding: str = ""
    points: str | None = None
    comment: str | None = None
    table: Path | None = None
    confirm: bool = False
    dismiss: bool = False
    appeal: str | None = None
    answer: str | None = None
    undo: tuple[int, ...] = ()
    listing: bool = False
    why: str = ""
    grader: str | None = None
    overwrite: bool = False
    dry_run: bool = False
    json_out: str | None = None
    assignment: str | None = None
    reports: bool = True

    def form(self) -> Form:
        """Which form it is; wrong usage where two are mixed or something is missing."""
        form = self._form()
        given = {one.name for one in fields(self) if getattr(self, one.name) not in _NOT_GIVEN}
        strange = sorted(given - _BELONGS[form] - _OF_ALL - {"folder"})
        if strange:
            raise click.UsageError(f"{_option(strange[0])} can't be used with {_option(_BY[form])}")
        if "student" in _BELONGS[form] and not (self.student and self.finding):
            raise click.UsageError("name a STUDENT and a FINDING; --list shows what was decided")
        if form == "appeal" and not self.answer:
            raise click.UsageError("--appeal needs an --answer")
        if form == "observation" and (self.confirm and self.dismiss):
            raise click.UsageError("--confirm and --dismiss exclude each other")
        if self.dismiss and not self.why:
            raise click.UsageError("--dismiss needs a --why")
        return form

    def _form(self) -> Form:
        if self.listing:
            return "list"
        if self.undo:
            return "undo"
        if self.table is not None:
            return "table"
        if self.confirm or self.dismiss:
            return "observation"
        if self.appeal is not None:
            return "appeal"
        if self.points is not None:
            return "points"
        raise click.UsageError("say what is decided: --points, --from, --undo … or --list")


_NOT_GIVEN: tuple[object, ...] = ("", None, False, ())
_BY: Mapping[Form, str] = {
    "points": "points",
    "table": "table",
    "observation": "confirm",
    "appeal": "appeal",
    "undo": "undo",
    "list": "listing",
}


def _option(name: str) -> str:
    return _NAMES.get(name, "--" + name.replace("_", "-"))
