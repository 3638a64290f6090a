"""Speaks LTI 1.3 to an LMS through pylti1p3next: one request at a time, to that LMS only.

A request has an end, an access token is kept as long as it is good for, and what an LMS names as
the next address gets our token only where it is one of its own.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, Final

import requests
from pylti1p3.exception import LtiException, LtiServiceException
from pylti1p3.registration import Registration as Registered
from pylti1p3.service_connector import ServiceConnector

from grader.errors import ExportError
from grader.export.services.address import safe_address
from grader.export.services.delivery import AccessRefusedError, ServiceError, UnsureError
from grader.export.services.lti_key import public_pem
from grader.export.services.registration import Registration

TIMEOUT_S = 60
MOST_TRIES = 6
MOST_WAIT_S = 120.0
EARLY_S = 60.0
"""A token is not used in its last minute."""
EXPIRED: Final = 401
SERVER_ERROR: Final = 500
SLOW_DOWN: Final = (429, 503)


class Connector(ServiceConnector):
    """Asks the services of one LMS."""

    def __init__(self, registration: Registration, key: str, wait: Callable[[float], None]) -> None:
        """Take the registration, the private key as PEM, and what waits."""
        registered = Registered()
        registered.set_client_id(registration.client_id).set_issuer(registration.issuer)
        registered.set_auth_token_url(registration.token_url)
        registered.set_tool_private_key(key).set_tool_public_key(public_pem(key))
        registered._auth_audience = registration.audience or None  # noqa: SLF001 - it has no setter
        super().__init__(registered)
        session = self._requests_session
        session.request = partial(session.request, timeout=TIMEOUT_S)  # type: ignore[method-assign]
        session.auth = lambda request: request  # or a .netrc would take the token's place
        self._wait = wait
        self._tokens: dict[str, tuple[str, float]] = {}
        self._hosts = {
            safe_address(one).origin for one in (registration.line_items, registration.members)
        }

    def _get_cached_access_token(self, scope_key: str) -> str | None:
        token, until = self._tokens.get(scope_key, ("", 0.0))
        return token if time.monotonic() < until else None

    def _cache_access_token(self, scope_key: str, access_token: str, expires_in: float) -> None:
        self._tokens[scope_key] = (access_token, time.monotonic() + float(expires_in) - EARLY_S)

    def make_service_request(self, scopes: Sequence[str], url: str, **options: Any) -> Any:
        """Ask; waits where the LMS asks for it, and gets a new token once where one has expired.

        Raises ServiceError; no message holds a token.
        """
        self._refuse_strangers(url)
        for turn in range(MOST_TRIES):
            try:
                return super().make_service_request(scopes, url, **options)
            except LtiServiceException as error:
                status = error.response.status_code
                again = (status == EXPIRED and not turn and self._tokens) or status in SLOW_DOWN
                if not again or turn == MOST_TRIES - 1:
                    raise _refusal(error.response) from None
                self._tokens.clear()
                if status in SLOW_DOWN:
                    self._wait(_asked_for(error.response, turn))
            except requests.RequestException as error:
                raise UnsureError(f"the LMS did not answer ({type(error).__name__})") from None
            except (LtiException, ValueError, KeyError) as error:
                said = type(error).__name__
                raise UnsureError(
                    f"the LMS answered with what LTI does not know ({said})"
                ) from None
        raise AssertionError

    def _refuse_strangers(self, url: str) -> None:
        """Raise ServiceError where the address is not of the LMS that was registered."""
        try:
            known = safe_address(url).origin in self._hosts
        except ExportError as error:
            raise ServiceError(error.message) from None
        if not known:
            raise ServiceError(f"the LMS named an address that is not its own: {url[:200]}")


def _refusal(response: requests.Response) -> ServiceError:
    """What an answer means for us."""
    status, said = response.status_code, " ".join(response.text.split())[:200]
    if status >= SERVER_ERROR:
        return UnsureError(f"the LMS failed (HTTP {status}): {said}")
    if "client_assertion" in str(response.request.body):
        return AccessRefusedError(
            f"the LMS gave no access token (HTTP {status}): {said}",
            hint="check client_id and token_url, and that the LMS has the public key that "
            "`grader lti-key` shows",
        )
    if status == EXPIRED:
        return AccessRefusedError(
            f"the LMS takes no grades from this tool (HTTP {status}): {said}",
            hint="allow it Assignment and Grade Services, and Names and Roles, in this course",
        )
    return ServiceError(f"the LMS refused it (HTTP {status}): {said}")


def _asked_for(response: requests.Response, turn: int) -> float:
    """How many seconds to wait before the next try."""
    named = response.headers.get("Retry-After", "")
    return min(float(named), MOST_WAIT_S) if named.isdecimal() else 2.0**turn
