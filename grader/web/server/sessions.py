"""Knows who is at the page: one-time links become sessions, and every session has a CSRF token.

A link holds a token that works once. Whoever follows it gets a cookie, and the next link for the
same grader is shown to the operator, so that a closed browser locks nobody out.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Callable
from dataclasses import dataclass

TOKEN_BYTES = 32
MOST_SESSIONS = 200
"""Kept at a time; beyond it the oldest is forgotten."""


@dataclass(frozen=True, slots=True)
class Session:
    """A browser that came by a link."""

    grader: str
    """The name that stands beside what is decided here."""
    csrf: str
    """What every change has to bring along."""

    def allows(self, csrf: str) -> bool:
        """Whether `csrf` is this session's, answered without telling how much of it is right."""
        return hmac.compare_digest(self.csrf.encode(), csrf.encode("utf-8", "replace"))


class Sessions:
    """The links that were given out and the sessions that came of them, in memory only."""

    def __init__(self, tell: Callable[[str, str], None]) -> None:
        """Take whom to tell a further link: the grader's name and the token."""
        self._tell = tell
        self._links: dict[str, str] = {}
        self._sessions: dict[str, Session] = {}

    def link_for(self, grader: str) -> str:
        """A new token that lets `grader` in, once."""
        token = secrets.token_urlsafe(TOKEN_BYTES)
        self._links[_digest(token)] = grader
        return token

    def enter(self, token: str) -> str | None:
        """The cookie's value for who brings `token`; None where it is unknown or was used."""
        grader = self._links.pop(_digest(token), None)
        if grader is None:
            return None
        while len(self._sessions) >= MOST_SESSIONS:
            del self._sessions[next(iter(self._sessions))]
        value = secrets.token_urlsafe(TOKEN_BYTES)
        self._sessions[_digest(value)] = Session(grader, secrets.token_urlsafe(TOKEN_BYTES))
        self._tell(grader, self.link_for(grader))
        return value

    def of(self, cookie: str) -> Session | None:
        """The session of a cookie's value."""
        return self._sessions.get(_digest(cookie)) if cookie else None


def _digest(secret: str) -> str:
    """What is looked up instead of the secret: no lookup's time tells anything about it."""
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()
