"""Ends connections on which a request does not come whole in time.

Uvicorn waits without end for the rest of a request, and who holds a thousand open lets no grader
in. It bounds the time between requests itself.
"""

from __future__ import annotations

import asyncio

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

REQUEST_S = 60.0
"""For a request with its body, and for the first one to begin."""


class BoundedProtocol(H11Protocol):
    """HTTP as uvicorn speaks it, with a bound on how long a request takes to come."""

    _waiting: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin to wait for a request."""
        super().connection_made(transport)
        self._wait()

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait no longer."""
        super().connection_lost(exc)
        self._wait_no_longer()

    def data_received(self, data: bytes) -> None:
        """Go on waiting where this was not the end of a request."""
        super().data_received(data)
        if self.conn.their_state not in (h11.IDLE, h11.SEND_BODY):
            self._wait_no_longer()
        elif self._waiting is None:
            self._wait()

    def _wait(self) -> None:
        self._waiting = self.loop.call_later(REQUEST_S, self.transport.close)

    def _wait_no_longer(self) -> None:
        if self._waiting is not None:
            self._waiting.cancel()
            self._waiting = None
