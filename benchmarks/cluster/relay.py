"""Passes on what comes to an address of its own, and loses the network when it is told."""

from __future__ import annotations

import socket
import threading
import time
from contextlib import suppress


class Relay:
    """Passes on what comes to an address of its own, while the network is there."""

    def __init__(self, port: int) -> None:
        self._to, self._there = port, threading.Event()
        self._there.set()
        self._listens = socket.create_server(("127.0.0.1", 0))
        self.port = self._listens.getsockname()[1]
        _in_background(self._accept)

    def drop(self, seconds: float) -> None:
        """Pass on nothing for a while; nobody is told."""
        self._there.clear()
        time.sleep(seconds)
        self._there.set()

    def close(self) -> None:
        """Nobody comes any more."""
        self._listens.close()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                comes, _ = self._listens.accept()
                self._there.wait()
                goes = socket.create_connection(("127.0.0.1", self._to))
                _in_background(self._pass_on, comes, goes)
                _in_background(self._pass_on, goes, comes)

    def _pass_on(self, source: socket.socket, target: socket.socket) -> None:
        with suppress(OSError):
            while content := source.recv(65536):
                self._there.wait()
                target.sendall(content)
        for one in (source, target):
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)


def _in_background(work: object, *arguments: object) -> None:
    threading.Thread(target=work, args=arguments, daemon=True).start()  # type: ignore[arg-type]
