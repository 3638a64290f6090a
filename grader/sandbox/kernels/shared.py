"""Lets several processes of ours on this machine have their kernels forked from one zygote.

Who owns it (`SharedKernels`) listens at a socket in a folder that nobody else's programs can enter.
Who borrows (`BorrowedKernels`) asks there as one asks the zygote itself, and is passed on: what the
forked kernel answers goes straight to the borrower. Before a kernel begins, the owner is given a
handle on it, so that the kernels of a borrower that is gone end as well.
"""

from __future__ import annotations

import os
import signal
import socket
from contextlib import ExitStack, suppress
from pathlib import Path

from grader.errors import SandboxUnavailable
from grader.host.listening import LocalListener, short_folder
from grader.model.assignment import Assignment
from grader.model.interpreter import Interpreter
from grader.model.policy import Policy
from grader.sandbox.kernels.started import ForkedProcess, has_ended
from grader.sandbox.kernels.warm import FORK, READY, WORDS_BYTES, NotWarm, WarmKernels

BEGINS = b"begins"
"""Said to the owner of a kernel that was forked, with the handle on it."""
MOST_DESCRIPTORS = 64


class SharedKernels(LocalListener):
    """The owner's end: passes on what other processes ask of the zygote."""

    def __init__(self, warm: WarmKernels) -> None:
        """Take the zygote; nobody can ask yet."""
        super().__init__(short_folder() / "kernels", socket.SOCK_SEQPACKET)
        self._warm = warm

    def serve(self, borrower: socket.socket) -> None:
        """Pass on what one process asks until it hangs up; then end the kernels that it left."""
        handles: list[int] = []
        with borrower, suppress(OSError):
            borrower.send(self._warm.wait().encode()[-WORDS_BYTES:] or READY)
            while True:
                word, descriptors, _, _ = socket.recv_fds(
                    borrower, WORDS_BYTES, MOST_DESCRIPTORS, socket.MSG_CMSG_CLOEXEC
                )
                if word == FORK:
                    self._pass_on(descriptors)
                elif word == BEGINS:
                    handles = [*_of_the_living(handles), *descriptors]
                else:
                    break
        _end(handles)

    def _pass_on(self, descriptors: list[int]) -> None:
        """Where there is no zygote any more, the borrower learns it from the sockets that close."""
        with _closing(descriptors), suppress(NotWarm):
            self._warm.ask(descriptors)


class BorrowedKernels(WarmKernels):
    """The borrower's end: kernels of a zygote that another process owns. Threads share it."""

    def __init__(
        self, assignment: Assignment, policy: Policy, interpreter: Interpreter | None, place: Path
    ) -> None:
        """Take what the zygote was started for, and where its owner listens."""
        super().__init__(assignment, policy, interpreter)
        self._place = place

    def _start(self) -> None:
        if self._policy.unsafe:
            raise SandboxUnavailable("there is no sandbox to run it in")
        control = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        try:
            control.connect(str(self._place))
        except OSError:
            control.close()
            raise
        self._control, self.why_not = control, ""

    def _begins(self, forked: ForkedProcess) -> None:
        if self._control is None:
            raise NotWarm(self.why_not)
        socket.send_fds(self._control, [BEGINS], [forked.fileno()])


def _of_the_living(handles: list[int]) -> list[int]:
    """The handles of those that run; the others are closed."""
    ended = [handle for handle in handles if has_ended(handle, within_s=0)]
    for handle in ended:
        os.close(handle)
    return [handle for handle in handles if handle not in ended]


def _end(handles: list[int]) -> None:
    """Kill what is left: with the first process of its namespaces a kernel's whole tree ends."""
    with _closing(handles):
        for handle in handles:
            with suppress(ProcessLookupError):
                signal.pidfd_send_signal(handle, signal.SIGKILL)


def _closing(descriptors: list[int]) -> ExitStack:
    """Closes them in the end."""
    held = ExitStack()
    for descriptor in descriptors:
        held.callback(os.close, descriptor)
    return held
