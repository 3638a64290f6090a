"""Gives kernels that needn't wait for their imports.

One process of a batch (the zygote, `recorder/start/zygote.py`) has imported the scientific stack
inside a sandbox and forks a kernel for each notebook; the child seals itself in namespaces of its
own. Where that can't be done here, kernels start cold.
"""

from __future__ import annotations

import contextlib
import errno
import json
import os
import re
import shutil
import socket
import struct
import subprocess
import tempfile
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any, BinaryIO, Self

from grader.errors import SandboxUnavailable
from grader.host.parents import started_by_a_thread_that_stays
from grader.host.pipes import PipeTimeout, write_within
from grader.model.assignment import Assignment
from grader.model.interpreter import Interpreter
from grader.model.policy import Policy
from grader.model.submission import Notebook
from grader.sandbox.beside import resources_of
from grader.sandbox.kernels.settings import (
    environment_for,
    hook_settings,
    kernel_settings,
    python_command,
    sealing_settings,
    write_etc,
)
from grader.sandbox.kernels.started import ForkedProcess
from grader.sandbox.limits.processes import end_tree
from grader.sandbox.own_interpreter import own_interpreter
from grader.sandbox.walls.bubblewrap import HOME, INSIDE, View, data_of, wrap

IMPORT_TIMEOUT_S = 180
FORK_TIMEOUT_S = 20
WORDS_BYTES = 8192
FORK, READY = b"fork", b"ready"
"""What the zygote is asked with descriptors, and what it says when it has imported."""
CREDENTIALS = struct.Struct("3i")
READ_AT_IMPORT = re.compile(
    r"\b(KERAS_BACKEND|TF_(?!CPP_)[A-Z_]+|XLA_FLAGS|(OMP|OPENBLAS|MKL|NUMEXPR)_NUM_THREADS|MPLBACKEND|CUDA_VISIBLE_DEVICES)\b"
)
"""Settings in the environment that libraries read when they are imported: too late in a warm
kernel.
"""


class NotWarm(Exception):  # noqa: N818 - a reason to start cold, not an error
    """Why a kernel has to be started cold."""


class WarmKernels:
    """The zygote of one batch. Threads share it."""

    def __init__(
        self, assignment: Assignment, policy: Policy, interpreter: Interpreter | None = None
    ) -> None:
        """Kernels for this assignment's data under this policy, in `interpreter` or our own;
        nothing runs yet.
        """
        self._policy = policy
        self._interpreter = interpreter or own_interpreter()
        self._data, self._resources = data_of(assignment), resources_of(assignment)
        self._asking = threading.Lock()
        self._folder: Path | None = None
        self._process: subprocess.Popen[bytes] | None = None
        self._over = threading.Event()
        self._control: socket.socket | None = None
        self._ready = False
        self.why_not = "it was not started"
        """Why there are no warm kernels; empty while there are. Those that run already go on until
        `__exit__`.
        """

    def __enter__(self) -> Self:
        """Begin to import; this returns at once, and the first kernel waits for it."""
        try:
            self._start()
        except (OSError, SandboxUnavailable) as error:
            self._give_up(str(error))
        return self

    def __exit__(self, *_: object) -> None:
        self._give_up("it was closed")

    def fits(
        self,
        assignment: Assignment,
        policy: Policy,
        notebook: Notebook,
        interpreter: Interpreter | None = None,
    ) -> str:
        """Why this notebook can't have a warm kernel; empty where it can."""
        if self.why_not:
            return self.why_not
        shown = (data_of(assignment), resources_of(assignment), interpreter or own_interpreter())
        if shown != (self._data, self._resources, self._interpreter) or _read_at_import(
            policy
        ) != _read_at_import(self._policy):
            return "warm kernels are kept for another assignment or another policy"
        code = "\n".join(cell.source for cell in notebook.cells if cell.kind == "code")
        found = READ_AT_IMPORT.search(code)
        return f"the notebook sets {found[0]} before it imports" if found else ""

    def fork(
        self, connection: dict[str, Any], policy: Policy, fds: tuple[int, ...]
    ) -> ForkedProcess:
        """A kernel of its own for `connection`, with `fds`: the recorder's two pipes, the files
        beside, the listening sockets.

        It is kept on the cores of the calling thread. Raises NotWarm where none could be had.
        """
        settings = {
            **kernel_settings(policy, self._resources, self._interpreter),
            **sealing_settings(policy, self._interpreter),
            "connection": connection,
        }
        with self._asking:
            self._wait_for_imports()
            return self._fork(json.dumps(settings), fds)

    def wait(self) -> str:
        """Wait until kernels can be had; why there are none, empty where there are."""
        with self._asking:
            self._wait_for_imports()
        return self.why_not

    def ask(self, descriptors: Sequence[int]) -> None:
        """Ask for a kernel with descriptors that another process brought, whom it answers.

        Raises NotWarm where none can be had.
        """
        with self._asking:
            self._wait_for_imports()
            if self._control is None:
                raise NotWarm(self.why_not)
            try:
                socket.send_fds(self._control, [FORK], descriptors)
            except OSError as error:
                raise self._gone(error) from error

    def _start(self) -> None:
        if self._policy.unsafe or not hasattr(os, "pidfd_open"):
            raise SandboxUnavailable(
                "there is no sandbox to run it in" if self._policy.unsafe else "Linux only"
            )
        self._folder = Path(tempfile.mkdtemp(prefix="grader-warm-"))
        view = View(
            self._make("run"), self._make("etc"), self._data, self._interpreter, self._resources
        )
        write_etc(view.etc)
        self._control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            settings = {
                **hook_settings(self._policy, self._data, self._interpreter),
                "control_fd": theirs.fileno(),
            }
            command = wrap(
                python_command(self._interpreter, Path(INSIDE), "zygote", json.dumps(settings)),
                view=view,
                policy=self._policy,
                environment=environment_for(self._policy, self._interpreter, home=HOME),
                filter_fd=None,
            )
            self._over = threading.Event()
            self._process = started_by_a_thread_that_stays(
                lambda: subprocess.Popen(
                    command,
                    stdin=subprocess.DEVNULL,
                    stdout=subprocess.DEVNULL,
                    stderr=subprocess.DEVNULL,
                    env={},
                    pass_fds=(theirs.fileno(),),
                    start_new_session=True,
                ),
                self._over,
            )
        self.why_not = ""

    def _wait_for_imports(self) -> None:
        if self._ready or self._control is None:
            return
        self._control.settimeout(IMPORT_TIMEOUT_S)
        word = self._heard(self._control)
        self._ready = True
        if word != READY.decode():
            self._give_up(_last_line(word) or "the process that imports ended")

    def _fork(self, settings: str, fds: tuple[int, ...]) -> ForkedProcess:
        if self._control is None:
            raise NotWarm(self.why_not)
        ours, status = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        ours.setsockopt(socket.SOL_SOCKET, socket.SO_PASSCRED, 1)
        ours.settimeout(FORK_TIMEOUT_S)
        reader, writer = os.pipe()
        errors, errors_in = os.pipe()
        stream = os.fdopen(errors, "rb")
        with ours, status, os.fdopen(writer, "wb") as telling:
            try:
                socket.send_fds(self._control, [FORK], [status.fileno(), reader, errors_in, *fds])
            except OSError as error:
                stream.close()
                raise self._gone(error) from error
            finally:
                os.close(reader)
                os.close(errors_in)
            try:  # only now that somebody reads: a pipe may have room for a page or two
                write_within(telling.fileno(), settings.encode(), timeout_s=FORK_TIMEOUT_S)
                telling.close()
            except (OSError, PipeTimeout) as error:
                stream.close()
                raise self._gone(error) from error
            status.close()
            return self._sealed(ours, stream)

    def _gone(self, error: OSError | PipeTimeout) -> NotWarm:
        """What is raised where the zygote can't be asked, now or any more."""
        if isinstance(error, OSError) and error.errno == errno.ETOOMANYREFS:
            return NotWarm("other programs of this user have too many open files in flight")
        self.why_not = f"the process that forks is gone ({error})"
        return NotWarm(self.why_not)

    def _sealed(self, status: socket.socket, errors: BinaryIO) -> ForkedProcess:
        """Wait until the child says that it is sealed."""
        try:
            forked = ForkedProcess(_who_is_sealed(status), errors)
            os.sched_setaffinity(forked.pid, os.sched_getaffinity(0))
            self._begins(forked)
            status.send(b".")
        except (OSError, NotWarm) as error:
            errors.close()
            self.why_not = f"a forked kernel could not be sealed: {error}"
            raise NotWarm(self.why_not) from error
        return forked

    def _begins(self, forked: ForkedProcess) -> None:
        """What is done with a kernel that is sealed before it begins."""

    def _heard(self, control: socket.socket) -> str:
        with contextlib.suppress(OSError):
            return control.recv(WORDS_BYTES).decode("utf-8", "replace")
        return ""

    def _give_up(self, why: str) -> None:
        """End the zygote. Its children end with it."""
        self.why_not = why
        control, self._control = self._control, None  # who waits for the imports may be here, too
        process, self._process = self._process, None
        folder, self._folder = self._folder, None
        if control is not None:
            control.close()
        if process is not None:
            end_tree(process.pid)
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(5)
        self._over.set()
        if folder is not None:
            shutil.rmtree(folder, ignore_errors=True)

    def _make(self, name: str) -> Path:
        assert self._folder is not None  # noqa: S101 - made just before
        folder = self._folder / name
        folder.mkdir()
        return folder


def _who_is_sealed(status: socket.socket) -> int:
    """The process that says so; the system adds its number as this host counts. Raises NotWarm
    where it could not be sealed.
    """
    word, sent_with, _, _ = status.recvmsg(WORDS_BYTES, socket.CMSG_SPACE(CREDENTIALS.size))
    if word != b"sealed":
        raise NotWarm(_last_line(word.decode("utf-8", "replace")) or "the forked process ended")
    credentials = (content for _, kind, content in sent_with if kind == socket.SCM_CREDENTIALS)
    return int(CREDENTIALS.unpack(next(credentials))[0])


def _read_at_import(policy: Policy) -> tuple[object, ...]:
    """What of a policy is settled before the fork."""
    return policy.unsafe, policy.seed, policy.stock, policy.threads


def _last_line(text: str) -> str:
    return text.strip().rpartition("\n")[2]
