"""Listens at a socket of this machine, and serves each process that connects in a thread."""

from __future__ import annotations

import os
import shutil
import socket
import tempfile
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Self

MAX_SOCKET_PATH = 90
"""Bytes that the system leaves for the path of a socket are 107."""
SHORT = "/tmp"  # noqa: S108 - folders of our own are made there, which nobody else may enter


def short_folder() -> Path:
    """A new folder in which sockets fit into the length that the system leaves for their paths."""
    folder = Path(tempfile.mkdtemp(prefix="grader-kernel-"))
    if len(os.fsencode(folder / "host" / "k-1")) <= MAX_SOCKET_PATH:
        return folder
    folder.rmdir()
    return Path(tempfile.mkdtemp(prefix="grader-kernel-", dir=SHORT))


class LocalListener:
    """What another process of ours may ask; `serve` says what comes of it."""

    def __init__(self, place: Path, kind: socket.SocketKind) -> None:
        """Take where to listen, in a folder of its own, which goes at the end; nobody can ask
        yet.
        """
        self.place = place
        """Where to ask."""
        self._listening = socket.socket(socket.AF_UNIX, kind)

    def serve(self, borrower: socket.socket) -> None:
        """Answer one process; the socket is this method's to close."""
        raise NotImplementedError

    def __enter__(self) -> Self:
        """Begin to listen."""
        self._listening.bind(str(self.place))
        self._listening.listen()
        self._in_a_thread(self._accept)
        return self

    def __exit__(self, *_: object) -> None:
        """Nobody can ask any more; who has asked is served to the end."""
        with suppress(OSError):
            self._listening.shutdown(socket.SHUT_RDWR)  # wakes the thread that accepts
        self._listening.close()
        shutil.rmtree(self.place.parent, ignore_errors=True)

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                borrower, _ = self._listening.accept()
                self._in_a_thread(self.serve, borrower)

    def _in_a_thread(self, act: Callable[..., None], *given: object) -> None:
        name = f"grader-{self.place.name}"
        threading.Thread(target=act, args=given, name=name, daemon=True).start()
