"""Ends connections on which a request does not come whole in time, and such as are too many.

Uvicorn waits without end for the rest of a request, and who holds a thousand open lets no grader
in: the process has no descriptor left for a file or a database. It bounds the time between requests
itself.
"""

from __future__ import annotations

import asyncio

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

REQUEST_S = 60.0
"""For a request with its body, and for the first one to begin."""

MOST_OPEN = 200
"""Connections at a time. A browser has six to a page's address, and a process a thousand
descriptors.
"""


class BoundedProtocol(H11Protocol):
    """HTTP as uvicorn speaks it, with bounds on how long a request takes to come, and on how many
    wait for one.
    """

    _waiting: asyncio.TimerHandle | None = None
    _since = 0.0

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin to wait for a request; where that is one too many, end the one that has asked for
        nothing the longest, so that whoever comes last gets in.
        """
        super().connection_made(transport)
        self._since = self.loop.time()
        if len(self.connections) > MOST_OPEN:
            self._longest_without_a_request().leave()
        if not transport.is_closing():
            self._wait()

    def leave(self) -> None:
        """End it at once: its descriptor is needed."""
        self._wait_no_longer()
        self.connections.discard(self)
        self.transport.abort()

    def _longest_without_a_request(self) -> BoundedProtocol:
        """Of those with nothing to be answered, which may be this one."""
        idle = [
            other
            for other in self.connections
            if isinstance(other, BoundedProtocol) and not other.is_answering
        ]
        return min(idle or [self], key=lambda other: other.silence)

    @property
    def silence(self) -> tuple[bool, float]:
        """The least of those that have never asked for anything, and of these of the oldest."""
        return self._waiting is None, self._since

    @property
    def is_answering(self) -> bool:
        """Whether a request came whole that is not answered yet."""
        return self.cycle is not None and not self.cycle.response_complete

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
