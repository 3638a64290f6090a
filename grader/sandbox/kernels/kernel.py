"""Starts kernels; nobody else does."""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import zmq.asyncio
from jupyter_client import AsyncKernelClient

from grader.errors import SandboxUnavailable
from grader.host.listening import short_folder
from grader.model.assignment import Assignment
from grader.model.interpreter import Interpreter
from grader.model.policy import Policy
from grader.sandbox.beside import FilesBeside, packed, resources_of
from grader.sandbox.kernels.connection import (
    CHANNELS,
    SOCKET_OPTIONS,
    connection_below,
    listen_at,
    next_message,
    read_content,
)
from grader.sandbox.kernels.settings import (
    environment_for,
    hook_settings,
    kernel_settings,
    python_command,
    write_etc,
)
from grader.sandbox.kernels.started import ColdProcess, Started
from grader.sandbox.kernels.warm import NotWarm, WarmKernels
from grader.sandbox.limits.processes import end_tree
from grader.sandbox.messages.relay import Relay
from grader.sandbox.own_interpreter import own_interpreter
from grader.sandbox.walls import seccomp
from grader.sandbox.walls.bubblewrap import (
    HOME,
    INSIDE,
    RUNTIME,
    View,
    data_of,
    recorder_folder,
    wrap,
)

READY_TIMEOUT_S = 120
END_TIMEOUT_S = 5
KEPT_WORDS_BYTES = 8192


class Kernel:
    """One kernel with its process tree, its sockets and the two pipes of its recorder."""

    def __init__(
        self,
        assignment: Assignment,
        policy: Policy,
        *,
        on_message: Callable[[int], None],
        on_dropped: Callable[[int], None],
        warm: WarmKernels | None = None,
        beside: FilesBeside = (),
        interpreter: Interpreter | None = None,
    ) -> None:
        """Make folders, pipes and sockets; nothing runs yet. The callables hear of messages,
        see `Relay`.

        With `warm` the kernel is forked where that can be done. It finds copies of the files
        `beside` in its working directory, and runs in `interpreter`, else in this process's own.
        """
        self._policy = policy
        self._warm = warm
        self.cold_because = ""
        """Why there is no warm kernel although one was asked for."""
        self._folder = short_folder()
        self._process: Started | None = None
        self._said = b""
        self._listening: asyncio.Task[None] | None = None
        self._relay = Relay(on_message=on_message, on_dropped=on_dropped)
        self.events_fd, self._events_out = os.pipe()
        self._answers_in, self.answers_fd = os.pipe()
        python = interpreter or own_interpreter()
        self._view = View(
            self._make("run"),
            self._make("etc"),
            data_of(assignment),
            python,
            resources_of(assignment),
        )
        self._beside = packed(beside)
        self._make("host")
        self._scratch = self._make("scratch") if policy.unsafe else None
        write_etc(self._view.etc)
        self._sockets = {
            port: listen_at(self._view.runtime / f"k-{port}")
            for port in range(1, len(CHANNELS) + 1)
        }
        self._context = zmq.asyncio.Context()
        for option, value in SOCKET_OPTIONS.items():
            self._context.setsockopt(option, value)
        self.client = AsyncKernelClient(context=self._context)
        self.client.session.unpack = read_content

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
        return self._process is not None and self._process.alive()

    async def start(self) -> None:
        """Start the process tree; raises SandboxUnavailable where the system refuses.

        The kernel's ends of the pipes are closed here, so that its death shows.
        """
        connection = connection_below(self._folder / "host" / "k")
        for port in self._sockets:
            await self._relay.serve(
                self._folder / "host" / f"k-{port}", self._view.runtime / f"k-{port}"
            )
        self.client.load_connection_info(connection)
        inside = {**connection, "key": connection["key"].decode(), "ip": f"{self._inside()}/k"}
        try:
            self._process = self._fork_warm(inside) or self._start_cold(inside)
        finally:
            self._close_kernel_ends()
        self._listening = asyncio.create_task(self._listen_to_errors())

    async def ready(self) -> None:
        """Wait until the kernel answers; raises SandboxUnavailable where it doesn't.

        No cell has run by then: whatever goes wrong here is no student's doing.
        """
        self.client.start_channels(hb=False)
        deadline = time.monotonic() + READY_TIMEOUT_S
        while self.alive() and time.monotonic() < deadline:
            self.client.kernel_info()
            if await next_message(self.client.shell_channel, timeout_s=0.3) is None:
                continue
            if await next_message(self.client.iopub_channel, timeout_s=0.3) is not None:
                return
        how = f"did not answer within {READY_TIMEOUT_S} s"
        if self._process is not None and not self._process.alive():
            how = self._process.how_it_ended()
        await asyncio.sleep(0.1)
        raise SandboxUnavailable(
            f"the kernel {how}" + (f": {self.said[-2000:]}" if self.said else ""),
            hint="`grader doctor` says what this host lacks; `python -m ipykernel --version` must "
            "work with this Python",
        )

    async def interrupt(self) -> None:
        """Ask the kernel to stop its cell."""
        self.client.control_channel.send(self.client.session.msg("interrupt_request", content={}))

    def end(self) -> None:
        """Kill the whole tree and wait until it is gone."""
        if self._process is not None:
            end_tree(self._process.pid)
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
        if self._process is not None:
            self._process.close()
        shutil.rmtree(self._folder, ignore_errors=True)

    def _fork_warm(self, connection: dict[str, Any]) -> Started | None:
        """A process that has everything imported; None, and why not, where there is none to be
        had.
        """
        if self._warm is None:
            return None
        try:
            return self._warm.fork(connection, self._policy, self._inherited())
        except NotWarm as why:
            self.cold_because = str(why)
            return None

    def _start_cold(self, connection: dict[str, Any]) -> Started:
        """A process of its own that imports what the notebook asks for."""
        policy, unsafe = self._policy, self._policy.unsafe
        (self._view.runtime / "kernel.json").write_text(json.dumps(connection))
        filter_fd = None if unsafe else seccomp.filter_fd()
        settings = {
            **hook_settings(policy, self._view.data, self._view.interpreter),
            **kernel_settings(policy, self._view.resources, self._view.interpreter),
            "connection_file": f"{self._inside()}/kernel.json",
            "sockets": {str(port): listening.fileno() for port, listening in self._sockets.items()},
            "events_fd": self._events_out,
            "answers_fd": self._answers_in,
            "beside_fd": self._beside.fileno(),
        }
        python, package = (
            self._view.interpreter,
            recorder_folder().parent if unsafe else Path(INSIDE),
        )
        command = python_command(python, package, "launch", json.dumps(settings))
        environment = environment_for(
            policy, python, home=str(self._scratch) if self._scratch else HOME
        )
        if filter_fd is not None:
            command = wrap(
                command,
                view=self._view,
                policy=policy,
                environment=environment,
                filter_fd=filter_fd,
            )
        try:
            return ColdProcess(
                subprocess.Popen(
                    command,
                    stdin=subprocess.DEVNULL,
                    stdout=subprocess.DEVNULL,
                    stderr=subprocess.PIPE,
                    env=environment if unsafe else {},
                    cwd=self._scratch,
                    pass_fds=(*self._inherited(), *([] if filter_fd is None else [filter_fd])),
                    start_new_session=True,
                )
            )
        except OSError as error:
            raise SandboxUnavailable(
                f"the kernel's process could not be started: {error}",
                hint="`grader doctor` says what is missing",
            ) from error
        finally:
            if filter_fd is not None:
                os.close(filter_fd)

    def _inside(self) -> str:
        """The folder of the connection file and the sockets, as the kernel sees it."""
        return str(self._view.runtime) if self._policy.unsafe else RUNTIME

    def _inherited(self) -> tuple[int, ...]:
        """The recorder's two pipes, the files beside, and the sockets in the order of their
        ports.
        """
        ours = (self._events_out, self._answers_in, self._beside.fileno())
        return (*ours, *(listening.fileno() for listening in self._sockets.values()))

    def _close_kernel_ends(self) -> None:
        for fd in (self._events_out, self._answers_in):
            if fd >= 0:
                os.close(fd)
        self._events_out = self._answers_in = -1
        self._beside.close()
        for listening in self._sockets.values():
            listening.close()

    async def _listen_to_errors(self) -> None:
        """Read the error stream to its end, and keep the last of it."""
        assert self._process is not None  # noqa: S101 - started just before
        reader = asyncio.StreamReader()
        loop = asyncio.get_running_loop()
        transport, _ = await loop.connect_read_pipe(
            lambda: asyncio.StreamReaderProtocol(reader), self._process.errors
        )
        try:
            while piece := await reader.read(KEPT_WORDS_BYTES):
                self._said = (self._said + piece)[-KEPT_WORDS_BYTES:]
        finally:
            transport.close()

    def _make(self, name: str) -> Path:
        folder = self._folder / name
        folder.mkdir()
        return folder
