"""Speaks to Canvas through canvasapi, one request at a time, and waits when Canvas asks for it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from functools import partial
from typing import Any

from canvasapi.course import Course
from canvasapi.exceptions import (
    CanvasException,
    Forbidden,
    InvalidAccessToken,
    RateLimitExceeded,
    Unauthorized,
)
from canvasapi.requester import Requester
from canvasapi.upload import Uploader
from requests.exceptions import RequestException

from grader.errors import ExportError
from grader.export.lms.matching import Person
from grader.export.lms.plan import number
from grader.export.services.address import CanvasAddress
from grader.export.services.delivery import (
    AccessRefusedError,
    GradeThere,
    ScoreToSend,
    ServiceError,
    UnsureError,
)

ID = "ID"
TIMEOUT_S = 60
ENOUGH = 100.0
"""Of the allowance that Canvas tells with every answer; below it we wait for it to fill."""
MOST_TRIES = 6
GRADED_BY_POINTS = ("points", "percent", "letter_grade", "gpa_scale")


class PatientRequester(Requester):  # type: ignore[misc]  # canvasapi has no types
    """Keeps within Canvas' allowance, and never waits for an answer for ever."""

    def __init__(self, base: str, token: str, wait: Callable[[float], None]) -> None:
        """Take the address, the token, and what waits."""
        super().__init__(base, token)
        self._wait = wait
        self._session.request = partial(self._session.request, timeout=TIMEOUT_S)

    def request(self, *args: Any, **options: Any) -> Any:
        """Ask Canvas; where it says that we ask too much, wait and ask again."""
        for turn in range(MOST_TRIES):
            try:
                response = super().request(*args, **options)
            except Forbidden as error:
                slow_down = isinstance(error, RateLimitExceeded) or "Rate Limit" in str(error)
                if not slow_down or turn == MOST_TRIES - 1:
                    raise
                self._wait(2.0**turn)
            else:
                left = number(response.headers.get("X-Rate-Limit-Remaining", ""))
                if left is not None and left < ENOUGH:
                    self._wait(1.0)
                return response
        raise AssertionError


class CanvasGradebook:
    """One assignment of Canvas."""

    tells_progress = False

    def __init__(self, requester: Requester, address: CanvasAddress, *, system: str) -> None:
        """Read the assignment, and what Canvas has of everybody; `system` is whose ids the hand-ins
        have.
        """
        self._requester, self._address = requester, address
        self.own = ID if system == "canvas" else None
        assignment = _with_our_errors(self._assignment)
        if assignment.grading_type not in GRADED_BY_POINTS:
            raise ExportError(
                f"Canvas: {assignment.name} is graded by {assignment.grading_type}, not by points"
            )
        self.title = f"{assignment.name} in Canvas"
        possible = assignment.points_possible
        self.maximum = None if possible is None else Decimal(str(possible))
        include = ["user", "submission_comments"]
        self._submissions = _with_our_errors(
            lambda: [*assignment.get_submissions(include=include, per_page=100)]
        )
        self.people: Sequence[Person] = [
            Person(row, _ids(one.user), str(one.user.get("name", "")))
            for row, one in enumerate(self._submissions)
        ]

    def grade_there(self, row: int) -> GradeThere:
        """What was read at first."""
        return _grade_there(self._submissions[row])

    def read_again(self, row: int) -> GradeThere:
        """What Canvas has now."""
        user = self._submissions[row].user_id
        return _grade_there(
            _with_our_errors(
                lambda: self._assignment().get_submission(user, include=["submission_comments"])
            )
        )

    def send(self, row: int, sent: ScoreToSend) -> None:
        """Send grade, comment and report as one change: one message to the student."""
        submission = self._submissions[row]
        changes: dict[str, Any] = {"submission": {"posted_grade": sent.points}}
        if sent.comment:
            changes["comment"] = {"text_comment": sent.comment}
        if sent.report is not None:
            changes["comment"]["file_ids"] = [self._uploaded(submission, sent)]
        _with_our_errors(lambda: submission.edit(**changes))

    def _assignment(self) -> Any:
        course = Course(self._requester, {"id": self._address.course})
        return course.get_assignment(self._address.assignment)

    def _uploaded(self, submission: Any, sent: ScoreToSend) -> int:
        """Upload the report in Canvas' three steps; its number."""
        place = (
            f"courses/{self._address.course}/assignments/{self._address.assignment}"
            f"/submissions/{submission.user_id}/comments/files"
        )
        uploader = Uploader(self._requester, place, sent.report)
        done, answer = _with_our_errors(uploader.start)
        if not done or "id" not in answer:
            raise ServiceError("Canvas did not take the report")
        return int(answer["id"])


def _ids(user: Mapping[str, Any]) -> dict[str, str]:
    names = {ID: "id", "SIS User ID": "sis_user_id", "SIS Login ID": "login_id"}
    return {name: str(user[key]) for name, key in names.items() if user.get(key)}


def _grade_there(submission: Any) -> GradeThere:
    score = getattr(submission, "score", None)
    comments = getattr(submission, "submission_comments", None) or []
    excused = "excused in Canvas; take the excuse away there first"
    return GradeThere(
        "" if score is None else str(score),
        tuple(str(one.get("comment", "")) for one in comments),
        excused if getattr(submission, "excused", False) else "",
    )


def _with_our_errors(ask: Callable[[], Any]) -> Any:
    """Do it, with Canvas' errors as ours; no message holds the token."""
    try:
        return ask()
    except InvalidAccessToken:
        raise AccessRefusedError(
            "Canvas does not take the token: it is wrong or has expired",
            hint="make a new one: Account, Settings, New Access Token",
        ) from None
    except (Unauthorized, Forbidden) as error:
        raise ServiceError(f"Canvas does not allow it: {_short(error)}") from None
    except RequestException as error:
        raise UnsureError(f"Canvas did not answer ({type(error).__name__})") from None
    except CanvasException as error:
        kind = UnsureError if "status code 5" in str(error) else ServiceError
        raise kind(f"Canvas refused it: {_short(error)}") from None
    except ValueError:
        raise UnsureError("Canvas answered with what is no JSON") from None


def _short(error: Exception) -> str:
    return " ".join(str(error).split())[:200]
