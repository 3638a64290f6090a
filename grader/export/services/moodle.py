"""Speaks to Moodle's web service (REST): what takes a grade of 0, and needs no worksheet."""

from __future__ import annotations

import json
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from grader.errors import ExportError
from grader.export.lms.matching import Person
from grader.export.lms.participants import IDENTIFIER
from grader.export.lms.plan import number
from grader.export.services.address import MoodleAddress
from grader.export.services.delivery import (
    AccessRefusedError,
    GradeThere,
    ScoreToSend,
    ServiceError,
    UnsureError,
    as_html,
    mark_of,
)
from grader.export.services.ledger import Entry, Ledger
from grader.text.points import points_as_text

TIMEOUT_S = 60
SERVER = "/webservice/rest/server.php"
MAX_BYTES = 50 * 1024**2
NOT_ALLOWED = ("invalidtoken", "accessexception", "nopermissions", "requireloginerror")
HTML = 1


class MoodleService:
    """Asks one function after another."""

    def __init__(self, base: str, token: str) -> None:
        """Take the address and the token, which travels in the body and in no address."""
        self._url, self._token = base + SERVER, token

    def ask(self, function: str, **arguments: Any) -> Any:
        """What Moodle answers; raises ServiceError where it is an exception of its own."""
        fields = {
            "wstoken": self._token,
            "wsfunction": function,
            "moodlewsrestformat": "json",
            **dict(_flat(arguments)),
        }
        request = urllib.request.Request(  # noqa: S310 - `address` lets https through, or loopback
            self._url, urllib.parse.urlencode(fields).encode()
        )
        try:
            with urllib.request.urlopen(request, timeout=TIMEOUT_S) as response:  # noqa: S310
                answer = json.loads(response.read(MAX_BYTES))
        except (urllib.error.URLError, OSError, ValueError, RecursionError) as error:
            raise UnsureError(
                f"Moodle did not answer {function} ({type(error).__name__})"
            ) from None
        if isinstance(answer, dict) and "exception" in answer:
            message = f"Moodle refused {function}: {str(answer.get('message', ''))[:200]}"
            if answer.get("errorcode") in NOT_ALLOWED:
                raise AccessRefusedError(
                    message, hint="the token's service has to have the function"
                )
            raise ServiceError(message)
        return answer


class MoodleGradebook:
    """One assignment of Moodle."""

    tells_progress = False

    def __init__(
        self, service: MoodleService, address: MoodleAddress, *, system: str, ledger: Ledger
    ) -> None:
        """Read the assignment, its participants and their grades.

        Moodle tells grades of everybody, comments of nobody: these stand in the ledger.
        """
        self._service, self._ledger = service, ledger
        self._address = f"{address.base}/{address.module}"
        module = service.ask("core_course_get_course_module", cmid=address.module)["cm"]
        if module.get("modname") != "assign":
            raise ExportError(f"Moodle: number {address.module} is not an assignment")
        self._assignment = int(module["instance"])
        self.title = f"{module.get('name', 'the assignment')} in Moodle"
        self.maximum = _maximum(module)
        found = service.ask(
            "mod_assign_list_participants", assignid=self._assignment, groupid=0, filter=""
        )
        self._users = [int(one["id"]) for one in found]
        self.people: Sequence[Person] = [_person(row, one, system) for row, one in enumerate(found)]
        self.own = IDENTIFIER if system == "moodle" else None
        self._grades = self._read_grades()

    def grade_there(self, row: int) -> GradeThere:
        """What was read at first."""
        user = self._users[row]
        noted = self._ledger.last(self._address, str(user))
        said = noted.comment if noted is not None and noted.arrived else ""
        return GradeThere(self._grades.get(user, ""), (said,) if said else ())

    def read_again(self, row: int) -> GradeThere:
        """What Moodle has now."""
        self._grades = self._read_grades()
        return self.grade_there(row)

    def send(self, row: int, sent: ScoreToSend) -> None:
        """Save the grade; a comment takes the place of the one before."""
        grade: dict[str, Any] = {
            "userid": self._users[row],
            "grade": sent.points,
            "attemptnumber": -1,
            "addattempt": 0,
            "workflowstate": "",
        }
        if sent.comment:
            editor = {"text": as_html(sent.comment), "format": HTML}
            grade["plugindata"] = {"assignfeedbackcomments_editor": editor}
        self._service.ask(
            "mod_assign_save_grades",
            assignmentid=self._assignment,
            applytoall=0,
            grades=[grade],
        )
        if sent.comment:
            user, mark = str(self._users[row]), mark_of(sent.comment)
            entry = Entry(self._address, user, sent.points, mark, final=True, was="", arrived=True)
            self._ledger.note(entry)

    def _read_grades(self) -> dict[int, str]:
        answer = self._service.ask("mod_assign_get_grades", assignmentids=[self._assignment])
        graded = [one for part in answer.get("assignments", ()) for one in part.get("grades", ())]
        grades: dict[int, str] = {}
        for one in sorted(graded, key=lambda one: int(one.get("attemptnumber", 0))):
            points = number(str(one.get("grade", "")))
            negative = str(one.get("grade", "")).startswith("-")
            grades[int(one["userid"])] = (
                "" if points is None or negative else points_as_text(points)
            )
        return grades


def _maximum(module: Mapping[str, Any]) -> Decimal | None:
    """What the grades are out of; Moodle writes a scale as a number below 0."""
    maximum = number(str(module.get("grade", "")))
    if maximum is not None and maximum < 0:
        raise ExportError("Moodle: the assignment is graded by a scale, which points don't fit")
    return maximum


def _person(row: int, one: Mapping[str, Any], system: str) -> Person:
    keys = {IDENTIFIER: "recordid"} if system == "moodle" else {}
    keys |= {} if system == "moodle" else {"ID number": "idnumber", "Username": "username"}
    ids = {name: str(one[key]) for name, key in keys.items() if one.get(key)}
    groups = (str(one.get("groupname") or ""),) if system == "moodle" else ()
    return Person(row, ids, str(one.get("fullname", "")), str(one.get("email", "")), groups)


def _flat(value: Any, name: str = "") -> list[tuple[str, str]]:
    """Arguments as PHP reads them: `grades[0][userid]=7`."""
    if isinstance(value, Mapping):
        inner = [(f"{name}[{key}]" if name else key, one) for key, one in value.items()]
    elif isinstance(value, list):
        inner = [(f"{name}[{at}]", one) for at, one in enumerate(value)]
    else:
        return [(name, str(value))]
    return [pair for key, one in inner for pair in _flat(one, key)]
