"""The formats that are sent to the web services of learning management systems."""

from __future__ import annotations

import importlib
import os
import time
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from grader.cli.exports.request import (
    ExportRequest,
    Format,
    LoadedGrades,
    load,
    say_what_is_missing,
)

if TYPE_CHECKING:
    from grader.export import Award
    from grader.export.lms import FillingRequest
    from grader.export.services import Gradebook


def _canvas(request: ExportRequest) -> None:
    from grader.export.services.address import canvas_address
    from grader.export.services.delivery import secret_for

    address = canvas_address(request.at)
    token = secret_for("canvas", address.host, os.environ, _keyring)
    canvas = module_of_extra("grader.export.services.canvas", "canvas")
    requester = canvas.PatientRequester(address.base, token, time.sleep)
    _deliver(
        request, lambda wanted: canvas.CanvasGradebook(requester, address, system=wanted.system)
    )


def _moodle(request: ExportRequest) -> None:
    book = moodle_book(request)
    _deliver(request, lambda wanted: book(wanted.system), reports=False)


def moodle_book(request: ExportRequest) -> Callable[[str], Gradebook]:
    """What opens the assignment in Moodle, given whose the hand-ins' ids are."""
    from grader.export.services.address import moodle_address
    from grader.export.services.delivery import secret_for
    from grader.export.services.ledger import Ledger
    from grader.export.services.moodle import MoodleGradebook, MoodleService

    address = moodle_address(request.at)
    token = secret_for("moodle", address.host, os.environ, _keyring)
    service = MoodleService(address.base, token)
    ledger = Ledger(request.folder / MOODLE_LEDGER)
    return lambda system: MoodleGradebook(service, address, system=system, ledger=ledger)


def _lti(request: ExportRequest) -> None:
    from grader.export.services.address import safe_address
    from grader.export.services.ledger import Ledger
    from grader.export.services.registration import read_registration

    file = request.registration or Path()  # `needs` has it
    registration = read_registration(file)
    keys = module_of_extra("grader.export.services.lti_key", "lti")
    if registration.private_key:
        key = keys.read_key(file.parent / registration.private_key)
    else:
        host = safe_address(registration.token_url).host
        key = keys.kept_key(host, os.environ, _keyring)
    lti = module_of_extra("grader.export.services.lti", "lti")
    connect = module_of_extra("grader.export.services.lti_connector", "lti").Connector
    connector = connect(registration, key, time.sleep)

    def open_book(wanted: FillingRequest) -> Gradebook:
        possible = max((one.possible for one in wanted.awards), default=None)
        item = lti.line_item(
            connector,
            registration,
            lti.ItemWanted(
                request.column, possible if request.create else None, only_look=request.dry_run
            ),
        )
        ledger, now = Ledger(request.folder / LEDGER), partial(datetime.now, UTC)
        book: Gradebook = lti.LtiGradebook(
            connector, registration, item, ledger=ledger, system=wanted.system, now=now
        )
        return book

    _deliver(request, open_book, reports=False, what="sent")


def _deliver(
    request: ExportRequest,
    open_book: Callable[[FillingRequest], Gradebook],
    *,
    reports: bool = True,
    what: str = "grades",
) -> None:
    """Send what differs, and show what became of everybody."""
    from grader.cli.exports.plan_table import show
    from grader.errors import ExportError, OutputError
    from grader.export import awards_of
    from grader.export.lms import FillingRequest, Line
    from grader.export.services import deliver

    loaded = load(request)
    awards = awards_of(loaded.graded, loaded.others, include_unfinished=request.include_unfinished)
    system, to = _system(loaded), request.at or f"the LMS of {request.registration}"
    wanted = FillingRequest(awards, system, b"", to, scale=request.scale, comments=request.comments)

    def report(award: Award) -> Path | None:
        if award.graded is None or not reports:
            return None
        path = (request.folder / award.graded.report).with_suffix(".pdf")
        return path if path.is_file() else None

    lines: list[Line] = []
    stopped: ExportError | None = None
    try:
        delivered = deliver(
            wanted, open_book(wanted), report=report, dry_run=request.dry_run, wait=time.sleep
        )
        for line in delivered:
            lines.append(line)  # noqa: PERF402 - what was sent before an error is shown all the same
    except ExportError as error:
        if not lines:
            raise
        stopped = error
    show(request, lines, what=what, sent_to=wanted.name)
    say_what_is_missing(request, loaded)
    if stopped is not None:
        raise stopped
    if any("tries again" in line.said for line in lines):
        raise OutputError("not every grade could be sent", hint="the same command sends the rest")


def _system(loaded: LoadedGrades) -> str:
    return loaded.intake.system if loaded.intake else "plain"


def module_of_extra(name: str, extra: str) -> Any:
    """A module that needs packages of an extra; raises PrerequisiteError where they are missing."""
    from grader.errors import PrerequisiteError

    try:
        return importlib.import_module(name)
    except ModuleNotFoundError as error:
        raise PrerequisiteError(
            f"the package {error.name!r} is missing",
            hint=f"pip install 'notebook-grader[{extra}]'",
        ) from None


def _keyring(service: str, host: str) -> object:
    """What the keyring of the operating system holds; nothing where there is none."""
    try:
        keyring = importlib.import_module("keyring")
        return keyring.get_password(service, host)
    except Exception:  # noqa: BLE001 - whatever a keyring of some system throws, there is no token
        return None


LEDGER, MOODLE_LEDGER = "sent-by-lti.jsonl", "sent-to-moodle.jsonl"
"""In the graded folder."""
SENDING = frozenset({"dry_run", "include_unfinished", "scale", "comments", "at"})
CANVAS_SERVICE = Format(
    "canvas-service", "sent to Canvas, with the report in a comment", _canvas, SENDING, ("at",)
)
MOODLE_SERVICE = Format("moodle-service", "sent to Moodle", _moodle, SENDING, ("at",))
LTI = Format(
    "lti",
    "sent to any LMS by LTI 1.3, with how far the grading is",
    _lti,
    (SENDING - {"at"}) | {"registration", "column", "create"},
    ("registration",),
)
