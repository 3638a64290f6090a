"""Where is a kernel started? Only here."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from queue import Empty
from typing import Any

import zmq.asyncio
from jupyter_client import AsyncKernelClient

from grader.errors import SandboxUnavailable
from grader.model.assignment import Assignment
from grader.model.policy import Policy
from grader.sandbox.bubblewrap import HOME, INSIDE, RUNTIME, View, packages_elsewhere, recorder_folder, wrap
from grader.sandbox.displayed import CELL_SHARE
from grader.sandbox.processes import end_tree
from grader.sandbox.relay import MAX_MESSAGE_BYTES, Relay
from grader.sandbox.seccomp import filter_fd

READY_TIMEOUT_S = 120
END_TIMEOUT_S = 5
MESSAGES_AHEAD = 4
"""How many messages of a channel may wait in this process's memory."""
CHANNELS = ("shell", "iopub", "stdin", "control", "hb")
MAX_SOCKET_PATH = 90
"""Characters that the system leaves for the path of a socket are 107."""
KEPT_WORDS_BYTES = 8192
CUT_NOTICE_BYTES = 200
"""Room for the line that says that text was cut."""
PASSWD = f"student:x:1000:1000:student:{HOME}:/bin/sh\nroot:x:0:0:root:/root:/bin/sh\n"
MALFORMED = (ValueError, TypeError, KeyError, IndexError, AttributeError, RecursionError)
"""What jupyter_client raises for a message that is none."""


class Kernel:
    """One kernel with its process tree, its sockets and the two pipes of its recorder."""

    def __init__(
        self,
        assignment: Assignment,
        policy: Policy,
        *,
        on_message: Callable[[int], None],
        on_dropped: Callable[[int], None],
    ) -> None:
        """Make folders, pipes and sockets; nothing runs yet. The callables are told of messages, see `Relay`."""
        self._policy = policy
        self._folder = _short_folder()
        self._process: subprocess.Popen[bytes] | None = None
        self._said = b""
        self._listening: asyncio.Task[None] | None = None
        self._relay = Relay(on_message=on_message, on_dropped=on_dropped)
        self.events_fd, self._events_out = os.pipe()
        self._answers_in, self.answers_fd = os.pipe()
        self._filter_fd = -1 if policy.unsafe else filter_fd()
        data = tuple((assignment.dataset_path, name) for name in assignment.dataset.serve_as)
        self._view = View(self._make("run"), self._make("etc"), data)
        self._make("host")
        self._scratch = self._make("scratch") if policy.unsafe else None
        for name, text in {"passwd": PASSWD, "group": "student:x:1000:\n", "hosts": "127.0.0.1 localhost\n"}.items():
            (self._view.etc / name).write_text(text)
        self._sockets = {port: self._listen(port) for port in range(1, len(CHANNELS) + 1)}
        self._context = zmq.asyncio.Context()
        self._context.setsockopt(zmq.MAXMSGSIZE, MAX_MESSAGE_BYTES)
        self._context.setsockopt(zmq.RCVHWM, MESSAGES_AHEAD)
        self._context.setsockopt(zmq.LINGER, 0)
        self.client = AsyncKernelClient(context=self._context)

    @property
    def pid(self) -> int:
        """The outermost process of the tree; it must have been started."""
        assert self._process is not None  # noqa: S101 - the order of calls is ours
        return self._process.pid

    @property
    def said(self) -> str:
        """The last that was written to the error stream of the process tree."""
        return self._said.decode("utf-8", "replace").strip()

    def alive(self) -> bool:
        """Whether the outermost process runs."""
        return self._process is not None and self._process.poll() is None

    async def start(self) -> None:
        """Start the process tree; raises SandboxUnavailable where the system refuses.

        The kernel's ends of the pipes are closed here, so that its death shows.
        """
        connection = self._connection(self._folder / "host" / "k")
        for port in self._sockets:
            await self._relay.serve(self._folder / "host" / f"k-{port}", self._view.runtime / f"k-{port}")
        self.client.load_connection_info(connection)
        command, environment = self._command(connection)
        try:
            self._process = subprocess.Popen(  # noqa: ASYNC220 - returns at once
                command,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.PIPE,
                env=environment,
                cwd=self._scratch,
                pass_fds=self._inherited(),
                start_new_session=True,
            )
        except OSError as error:
            raise SandboxUnavailable(
                f"the kernel's process could not be started: {error}", hint="`grader doctor` says what is missing"
            ) from error
        finally:
            self._close_kernel_ends()
        self._listening = asyncio.create_task(self._listen_to_errors())

    async def ready(self) -> None:
        """Wait until the kernel answers; raises SandboxUnavailable where it doesn't.

        No cell has run by then: whatever goes wrong here is no student's doing.
        """
        self.client.start_channels(stdin=False, hb=False)
        deadline = time.monotonic() + READY_TIMEOUT_S
        while self.alive() and time.monotonic() < deadline:
            self.client.kernel_info()
            if await next_message(self.client.shell_channel, timeout_s=0.3) is None:
                continue
            if await next_message(self.client.iopub_channel, timeout_s=0.3) is not None:
                return
        ended = self._process.poll() if self._process else None
        how = f"did not answer within {READY_TIMEOUT_S} s" if ended is None else f"ended at once with exit code {ended}"
        await asyncio.sleep(0.1)
        raise SandboxUnavailable(
            f"the kernel {how}" + (f": {self.said[-2000:]}" if self.said else ""),
            hint="`grader doctor` says what this host lacks; `python -m ipykernel --version` must work with this Python",
        )

    async def interrupt(self) -> None:
        """Ask the kernel to stop its cell."""
        self.client.control_channel.send(self.client.session.msg("interrupt_request", content={}))

    def end(self) -> None:
        """Kill the whole tree and wait until it is gone."""
        if self._process is not None:
            end_tree(self._process.pid)
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._process.wait(END_TIMEOUT_S)

    async def hang_up(self) -> None:
        """Close what the event loop holds open."""
        self.client.stop_channels()
        await self._relay.close()
        if self._listening is not None:
            self._listening.cancel()
            await asyncio.gather(self._listening, return_exceptions=True)

    def close(self) -> None:
        """Drop sockets, pipes and folders. The processes must be dead."""
        self._context.destroy(linger=0)
        self._close_kernel_ends()
        for fd in (self.events_fd, self.answers_fd):
            os.close(fd)
        if self._process is not None and self._process.stderr is not None:
            self._process.stderr.close()
        shutil.rmtree(self._folder, ignore_errors=True)

    def _command(self, connection: dict[str, Any]) -> tuple[list[str], dict[str, str]]:
        """The kernel's command line and environment."""
        unsafe = self._policy.unsafe
        inside_run = self._view.runtime if unsafe else Path(RUNTIME)
        inside = {**connection, "key": connection["key"].decode(), "ip": str(inside_run / "k")}
        (self._view.runtime / "kernel.json").write_text(json.dumps(inside))
        package = recorder_folder().parent if unsafe else Path(INSIDE)
        served = {name: str(path) if unsafe else f"{INSIDE}/data/{name}" for path, name in self._view.data}
        settings = {
            "connection_file": str(inside_run / "kernel.json"),
            "sockets": {str(port): listening.fileno() for port, listening in self._sockets.items()},
            "events_fd": self._events_out,
            "answers_fd": self._answers_in,
            "seed": self._policy.seed,
            "served": served,
            "limits": self._limits(),
            "cell_output_bytes": self._policy.limits.output_bytes // CELL_SHARE - CUT_NOTICE_BYTES,
            "stock": self._policy.stock,
        }
        start = f"import sys; sys.path.insert(0, {str(package)!r}); from recorder.launch import main; sys.path.pop(0); main()"
        command = [sys.executable, "-s", "-P", "-c", start, json.dumps(settings)]
        environment = self._environment()
        if unsafe:
            return command, environment
        return wrap(
            command, view=self._view, policy=self._policy, environment=environment, filter_fd=self._filter_fd
        ), {}

    def _limits(self) -> dict[str, int]:
        if self._policy.unsafe:
            return {"RLIMIT_CORE": 0}
        limits = self._policy.limits
        return {"RLIMIT_CORE": 0, "RLIMIT_NOFILE": limits.open_files, "RLIMIT_FSIZE": limits.disk_bytes}

    def _environment(self) -> dict[str, str]:
        threads = str(self._policy.threads)
        home = str(self._scratch) if self._scratch else HOME
        thread_names = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMEXPR_NUM_THREADS")
        return {
            "PATH": f"{Path(sys.executable).parent}:/usr/local/bin:/usr/bin:/bin",
            "HOME": home,
            "USER": "student",
            "LANG": "C.UTF-8",
            "TERM": "xterm-color",
            "PYTHONPATH": ":".join(map(str, packages_elsewhere())),
            "PYTHONHASHSEED": "0",
            "PYTHONDONTWRITEBYTECODE": "1",
            "TF_CPP_MIN_LOG_LEVEL": "3",
            "TF_NUM_INTRAOP_THREADS": threads,
            "TF_NUM_INTEROP_THREADS": "1",
            "CUDA_VISIBLE_DEVICES": "",
            "KERAS_BACKEND": "tensorflow",
            "IPYTHONDIR": f"{home}/.ipython",
            **dict.fromkeys(thread_names, threads),
        }

    def _connection(self, prefix: Path) -> dict[str, Any]:
        """Jupyter's description of how to reach the kernel."""
        ports = {f"{name}_port": place + 1 for place, name in enumerate(CHANNELS)}
        key = secrets.token_hex(32).encode()
        return {**ports, "transport": "ipc", "ip": str(prefix), "key": key, "signature_scheme": "hmac-sha256"}

    def _listen(self, port: int) -> socket.socket:
        """A listening socket that the kernel inherits: it needs no folder of the host's to write to."""
        listening = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        listening.bind(str(self._view.runtime / f"k-{port}"))
        listening.listen(8)
        return listening

    def _inherited(self) -> tuple[int, ...]:
        sockets = (listening.fileno() for listening in self._sockets.values())
        return tuple(fd for fd in (self._events_out, self._answers_in, self._filter_fd, *sockets) if fd >= 0)

    def _close_kernel_ends(self) -> None:
        for fd in (self._events_out, self._answers_in, self._filter_fd):
            if fd >= 0:
                os.close(fd)
        self._events_out = self._answers_in = self._filter_fd = -1
        for listening in self._sockets.values():
            listening.close()

    async def _listen_to_errors(self) -> None:
        """Read the error stream to its end, and keep the last of it."""
        assert self._process is not None  # noqa: S101 - started just before
        reader = asyncio.StreamReader()
        loop = asyncio.get_running_loop()
        transport, _ = await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), self._process.stderr)
        try:
            while piece := await reader.read(KEPT_WORDS_BYTES):
                self._said = (self._said + piece)[-KEPT_WORDS_BYTES:]
        finally:
            transport.close()

    def _make(self, name: str) -> Path:
        folder = self._folder / name
        folder.mkdir()
        return folder


async def next_message(channel: Any, *, timeout_s: float | None) -> dict[str, Any] | None:
    """The next well-formed message; None after the time, or where what came was no message."""
    try:
        message: dict[str, Any] = await channel.get_msg(timeout=timeout_s)
        parts = (message["header"], message["parent_header"], message["content"])
    except (Empty, *MALFORMED):
        return None
    return message if all(isinstance(part, dict) for part in parts) else None


def _short_folder() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="grader-kernel-"))
    if len(str(folder / "host" / "k-1")) <= MAX_SOCKET_PATH:
        return folder
    folder.rmdir()
    return Path(tempfile.mkdtemp(prefix="grader-kernel-", dir="/tmp"))
