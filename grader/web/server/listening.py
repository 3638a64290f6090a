"""Listens for browsers: on this machine alone, unless a shared address was asked for."""

from __future__ import annotations

import ipaddress
import logging
import socket
from dataclasses import dataclass
from pathlib import Path

import uvicorn
from starlette.types import ASGIApp

from grader.errors import ConfigError, OutputError, Problem
from grader.web.server.connections import BoundedProtocol
from grader.web.server.guard import Address

LOOPBACK = "127.0.0.1"
BACKLOG = 128
GRACE_S = 5


@dataclass(frozen=True, slots=True)
class Shared:
    """An address of this machine that others reach, with what encrypts the way there."""

    host: str
    """As the certificate names it."""
    certificate: Path
    key: Path


def listen(port: int, shared: Shared | None) -> socket.socket:
    """A socket on this machine's own address, or on the shared one; port 0 takes a free one."""
    host = shared.host if shared else LOOPBACK
    try:
        family, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        listener = socket.socket(family, socket.SOCK_STREAM)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
        listener.listen(BACKLOG)
    except OSError as error:
        hint = "take another --port" if port else ""
        raise OutputError(f"{host}:{port}: {error.strerror or error}", hint=hint) from None
    return listener


def address_of(listener: socket.socket, shared: Shared | None) -> Address:
    """What browsers call it."""
    port = listener.getsockname()[1]
    if shared is None:
        return Address(f"{LOOPBACK}:{port}")
    host = f"[{shared.host}]" if _is_ipv6(shared.host) else shared.host.lower()
    return Address(host if port == 443 else f"{host}:{port}", "https")


def serve(app: ASGIApp, listener: socket.socket, shared: Shared | None) -> None:
    """Answer until the process has to end."""
    config = uvicorn.Config(
        app,
        http=BoundedProtocol,
        log_config=None,  # else handlers of others are closed, and absl's closes stderr with it
        log_level=logging.WARNING,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        ws="none",
        lifespan="off",
        timeout_graceful_shutdown=GRACE_S,
        h11_max_incomplete_event_size=16 * 1024,
        ssl_certfile=shared.certificate if shared else None,
        ssl_keyfile=str(shared.key) if shared else None,
    )
    try:
        config.load()
    except OSError as error:
        where = f"{shared.certificate}, {shared.key}" if shared else "TLS"
        problem = Problem(where, None, "", f"no certificate with its key: {error}")
        raise ConfigError([problem], hint="give PEM files that belong together") from None
    uvicorn.Server(config).run(sockets=[listener])


def _is_ipv6(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).version == 6
    except ValueError:
        return False
