"""Lays the sockets between a kernel and its host, and reads messages from them."""

from __future__ import annotations

import secrets
import socket
from pathlib import Path
from queue import Empty
from typing import Any

import zmq
from pydantic import JsonValue

from grader.sandbox.messages.relay import MAX_MESSAGE_BYTES
from grader.untrusted.texts import read_json

CHANNELS = ("shell", "iopub", "stdin", "control", "hb")
MESSAGES_AHEAD = 4
"""How many messages of a channel may wait in this process's memory."""
SOCKET_OPTIONS = {
    zmq.MAXMSGSIZE: MAX_MESSAGE_BYTES,
    zmq.RCVHWM: MESSAGES_AHEAD,
    zmq.LINGER: 0,
    zmq.SNDTIMEO: 0,
}
"""Of the host's sockets. A kernel that reads nothing is not waited for: who looks after its limits
would wait, too.
"""
MALFORMED = (ValueError, TypeError, KeyError, IndexError, AttributeError, RecursionError)
"""What jupyter_client raises for a message that is none."""


def connection_below(prefix: Path) -> dict[str, Any]:
    """Jupyter's description of how to reach the kernel."""
    ports = {f"{name}_port": place + 1 for place, name in enumerate(CHANNELS)}
    key = secrets.token_hex(32).encode()
    return {
        **ports,
        "transport": "ipc",
        "ip": str(prefix),
        "key": key,
        "signature_scheme": "hmac-sha256",
    }


def listen_at(path: Path) -> socket.socket:
    """A listening socket that the kernel inherits: it needs no folder of the host's to write to."""
    listening = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    listening.bind(str(path))
    listening.listen(8)
    return listening


def read_content(part: bytes) -> JsonValue:
    """What a part of a message says; raises what its caller takes for no message."""
    return read_json(part.decode("utf-8", "replace"))


async def next_message(channel: Any, *, timeout_s: float | None) -> dict[str, Any] | None:
    """The next well-formed message; None after the time, or where what came was no message."""
    try:
        message: dict[str, Any] = await channel.get_msg(timeout=timeout_s)
        parts = (message["header"], message["parent_header"], message["content"])
    except (Empty, *MALFORMED):
        return None
    return message if all(isinstance(part, dict) for part in parts) else None
