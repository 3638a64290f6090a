"""Speaks LTI 1.3's Assignment and Grade Services: scores, and how far the grading is.

Whose a number is says the service of names and roles: the LMS's numbers for LTI stand in no file
that an instructor downloads. What a result does not tell, whether it was final and what was said
with it, stands in a ledger of our own.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from typing import Any, TypeVar

from pylti1p3.assignments_grades import AssignmentsGradesService
from pylti1p3.exception import LtiException
from pylti1p3.grade import Grade
from pylti1p3.lineitem import LineItem
from pylti1p3.names_roles import NamesRolesProvisioningService

from grader.errors import ExportError
from grader.export.lms.matching import OWN_NUMBERS, Person
from grader.export.lms.plan import CENT, number
from grader.export.services.delivery import GradeThere, ScoreToSend, ServiceError, mark_of
from grader.export.services.ledger import Entry, Ledger
from grader.export.services.lti_connector import Connector
from grader.export.services.registration import Registration
from grader.text.points import points_as_text

_AGS = "https://purl.imsglobal.org/spec/lti-ags/scope/"
READING = (f"{_AGS}lineitem.readonly", f"{_AGS}result.readonly", f"{_AGS}score")
MAKING = (f"{_AGS}lineitem", *READING[1:])
TAG = "grader"
CANVAS_SUBMISSION = "https://canvas.instructure.com/lti/submission"
"""Canvas takes a score for a new submission of the student's, unless it is told otherwise."""
SEVERAL = 10
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class ItemWanted:
    """Which line item grades go to."""

    title: str
    """Its label, or a part that no other one has; empty where there is only one."""
    create: Decimal | None = None
    """What a new one is out of, where none has the title; None where none is to be made."""
    only_look: bool = False
    """A new one is only thought of: it has no address, and no results."""


class LtiGradebook:
    """One line item of a course."""

    own = None
    tells_progress = True

    def __init__(
        self,
        connector: Connector,
        registration: Registration,
        item: LineItem,
        *,
        ledger: Ledger,
        system: str,
        now: Callable[[], datetime],
    ) -> None:
        """Read who is in the course, and the results of the line item."""
        self._service = _service(connector, registration, READING)
        self._item, self._ledger, self._now = item, ledger, now
        self.title = f"{item.get_label()} in the LMS"
        maximum = item.get_score_maximum()
        self.maximum = None if maximum is None else Decimal(str(maximum))
        roles = NamesRolesProvisioningService(
            connector, {"context_memberships_url": registration.members}
        )
        found = _with_our_errors(lambda: [one for one in roles.get_members() if _is_learner(one)])
        self._users = [str(one["user_id"]) for one in found]
        self._closed = [_closed(one) for one in found]
        self.people: Sequence[Person] = [_person(row, one, system) for row, one in enumerate(found)]
        self._results = self._read_results()

    def grade_there(self, row: int) -> GradeThere:
        """What was read at first."""
        return replace(self._grade_there(row), closed=self._closed[row])

    def _grade_there(self, row: int) -> GradeThere:
        result, noted = self._results.get(self._users[row], {}), self._last_entry(row)
        grade, comment = _grade(result, self.maximum), str(result.get("comment") or "")
        if noted is None or not _has_arrived(noted, grade):
            return GradeThere(grade, (comment,))
        if not noted.final and not grade:
            # An LMS may show no result before it is final.
            grade = noted.points
        return GradeThere(grade, (comment, noted.comment), final=noted.final)

    def read_again(self, row: int) -> GradeThere:
        """What the LMS has now."""
        self._results = self._read_results()
        return self.grade_there(row)

    def send(self, row: int, sent: ScoreToSend) -> None:
        """Send score, comment and progress as one change, and write it down before and after."""
        user, was = self._users[row], _grade(self._results.get(self._users[row], {}), self.maximum)
        mark = mark_of(sent.comment)
        entry = Entry(self._address, user, sent.points, mark, sent.final, was, arrived=False)
        self._ledger.note(entry)
        self._service.put_grade(self._score(user, sent), self._item)
        self._ledger.note(replace(entry, arrived=True))

    @property
    def _address(self) -> str:
        return self._item.get_id() or ""

    def _last_entry(self, row: int) -> Entry | None:
        return self._ledger.last(self._address, self._users[row])

    def _score(self, user: str, sent: ScoreToSend) -> Grade:
        score = Grade().set_user_id(user).set_activity_progress("Completed")
        score.set_grading_progress("FullyGraded" if sent.final else "PendingManual")
        # The LMS leaves out a score that is older than the last one: fractions of seconds count.
        score.set_timestamp(self._now().isoformat(timespec="milliseconds"))
        score.set_extra_claims({CANVAS_SUBMISSION: {"new_submission": False}})
        if sent.points:
            score.set_score_given(float(sent.points))
            score.set_score_maximum(float(self.maximum or sent.possible))
        if sent.comment:
            score.set_comment(sent.comment)
        return score

    def _read_results(self) -> dict[str, Mapping[str, Any]]:
        if not self._address:
            return {}
        every = self._service.get_grades
        return _with_our_errors(
            lambda: {str(one.get("userId", "")): one for one in every(self._item)}
        )


def line_item(connector: Connector, registration: Registration, wanted: ItemWanted) -> LineItem:
    """Find the line item, or make it where that is asked for; raises ExportError."""
    service = _service(connector, registration, READING)
    items = _with_our_errors(lambda: [LineItem(one) for one in service.get_lineitems()])
    titles = [one.get_label() or "" for one in items]
    fitting = [one for one, title in zip(items, titles, strict=True) if title == wanted.title]
    fitting = fitting or [one for one in items if wanted.title in (one.get_label() or "")]
    if len(fitting) == 1:
        return fitting[0]
    if not fitting and wanted.create is not None and wanted.title:
        new = (
            LineItem().set_label(wanted.title).set_score_maximum(float(wanted.create)).set_tag(TAG)
        )
        return new if wanted.only_look else _created(connector, registration, new)
    named = ", ".join(map(repr, titles[:SEVERAL])) or "none"
    what = "no line item has" if not fitting else f"{len(fitting)} line items have"
    raise ExportError(
        f"{what} {wanted.title!r} in the title; this tool is shown: {named}",
        hint="--column names one; --create makes it where there is none",
    )


def _created(connector: Connector, registration: Registration, new: LineItem) -> LineItem:
    service = _service(connector, registration, MAKING)
    made = _with_our_errors(lambda: service.create_lineitem(new))
    if not made.get_id():
        raise ServiceError(f"the LMS did not say where the new line item {new.get_label()!r} is")
    return made


def _service(
    connector: Connector, registration: Registration, scopes: Sequence[str]
) -> AssignmentsGradesService:
    claims: Any = {"scope": list(scopes), "lineitems": registration.line_items}
    return AssignmentsGradesService(connector, claims)


def _is_learner(member: Mapping[str, Any]) -> bool:
    roles = [str(one).rpartition("#")[2].rpartition("/")[2] for one in member.get("roles", ())]
    return bool(member.get("user_id")) and ("Learner" in roles or not roles)


def _closed(member: Mapping[str, Any]) -> str:
    """Why no score is sent to a member who has left the course or was shut out; empty else."""
    status = str(member.get("status") or "Active")
    return "" if status.casefold() == "active" else f"{status.lower()} in the course, says the LMS"


def _person(row: int, one: Mapping[str, Any], system: str) -> Person:
    names = {"LTI user": "user_id", "SIS id": "lis_person_sourcedid", "login": "ext_user_username"}
    shown = {name: str(one[key]) for name, key in names.items() if one.get(key)}
    whole = " ".join(str(one.get(key) or "") for key in ("given_name", "family_name"))
    name = str(one.get("name") or whole.strip())
    ids = {} if system in OWN_NUMBERS else shown
    return Person(row, ids, name, str(one.get("email") or ""))


def _grade(result: Mapping[str, Any], maximum: Decimal | None) -> str:
    """The result as points out of the line item's maximum; empty where there is none."""
    score, of = number(str(_plain(result.get("resultScore")))), _plain(result.get("resultMaximum"))
    if score is None:
        return ""
    out_of = number(str(of))
    if maximum is not None and out_of and out_of != maximum:
        score = score * maximum / out_of
    return points_as_text(score.quantize(CENT))


def _plain(value: object) -> str:
    """A number without an exponent, which JSON allows; nothing for what is none."""
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return ""
    return f"{Decimal(str(value)):f}"


def _has_arrived(noted: Entry, grade: str) -> bool:
    """Whether the LMS took what was sent last: it said so, or its own result shows it.

    Score and comment are one change: where the score is there, so is the comment.
    """
    return noted.arrived or (noted.was != grade and number(noted.points) == number(grade))


def _with_our_errors(ask: Callable[[], T]) -> T:
    """Do it; an answer of another form than LTI's is the service's failure."""
    try:
        return ask()
    except (LtiException, AttributeError, TypeError, KeyError) as error:
        said = type(error).__name__
        raise ServiceError(f"the LMS answered with what LTI does not know ({said})") from None
