"""Where is a kernel started? Only here."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import zmq.asyncio
from jupyter_client import AsyncKernelManager
from jupyter_client.kernelspec import KernelSpec
from jupyter_client.provisioning import LocalProvisioner

from grader.model.assignment import Assignment
from grader.model.policy import MIB, Policy
from grader.sandbox.bubblewrap import HOME, INSIDE, RUNTIME, View, recorder_folder, wrap

MAX_MESSAGE_BYTES = 32 * MIB
"""A larger message ends its connection; an honest kernel cuts its text into smaller ones."""
MESSAGES_AHEAD = 16
"""How many messages may wait in this process's memory."""
PASSWD = f"student:x:1000:1000:student:{HOME}:/bin/sh\nroot:x:0:0:root:/root:/bin/sh\n"


class Kernel:
    """One kernel with its process tree, its sockets and the two pipes of its recorder."""

    def __init__(self, assignment: Assignment, policy: Policy) -> None:
        """Make the folders and the pipes; nothing runs yet."""
        self._policy = policy
        self._folder = Path(tempfile.mkdtemp(prefix="grader-kernel-"))
        self.events_fd, self._events_out = os.pipe()
        self._answers_in, self.answers_fd = os.pipe()
        data = tuple((assignment.dataset_path, name) for name in assignment.dataset.serve_as)
        self._view = View(self._make("run"), self._make("etc"), data)
        self._scratch = self._make("scratch") if policy.unsafe else None
        for name, text in {"passwd": PASSWD, "group": "student:x:1000:\n", "hosts": "127.0.0.1 localhost\n"}.items():
            (self._view.etc / name).write_text(text)
        context = zmq.asyncio.Context()
        context.setsockopt(zmq.MAXMSGSIZE, MAX_MESSAGE_BYTES)
        context.setsockopt(zmq.RCVHWM, MESSAGES_AHEAD)
        context.setsockopt(zmq.LINGER, 0)
        self.manager = _manager(context, self._view.runtime)
        self.manager.provisioner = _Provisioner(
            kernel_id="grader", kernel_spec=self.manager.kernel_spec, parent=self.manager
        )
        self.manager.provisioner.prepare(self._command, (self._events_out, self._answers_in), self._scratch)

    @property
    def pid(self) -> int:
        """The outermost process of the tree that was started."""
        return int(self.manager.provisioner.pid)

    async def start(self) -> None:
        """Start the process tree. The kernel's ends of the pipes are closed here, so that its death shows."""
        try:
            await self.manager.start_kernel()
        finally:
            os.close(self._events_out)
            os.close(self._answers_in)

    def close(self) -> None:
        """Drop sockets, pipes and folders. The processes must be dead."""
        self.manager.context.destroy(linger=0)
        for fd in (self.events_fd, self.answers_fd):
            os.close(fd)
        shutil.rmtree(self._folder, ignore_errors=True)

    def _command(self) -> tuple[list[str], dict[str, str]]:
        """The kernel's command line and environment."""
        unsafe = self._policy.unsafe
        inside_run = self._view.runtime if unsafe else Path(RUNTIME)
        connection = self.manager.get_connection_info()
        connection = {**connection, "key": connection["key"].decode(), "ip": str(inside_run / "s")}
        (self._view.runtime / "kernel.json").write_text(json.dumps(connection))
        package = recorder_folder().parent if unsafe else Path(INSIDE)
        served = {name: str(path) if unsafe else f"{INSIDE}/data/{name}" for path, name in self._view.data}
        settings = {
            "connection_file": str(inside_run / "kernel.json"),
            "events_fd": self._events_out,
            "answers_fd": self._answers_in,
            "seed": self._policy.seed,
            "served": served,
            "limits": self._limits(),
            "output_bytes": self._policy.limits.output_bytes,
            "stock": self._policy.stock,
        }
        start = f"import sys; sys.path.insert(0, {str(package)!r}); from recorder.launch import main; sys.path.pop(0); main()"
        command = [sys.executable, "-s", "-P", "-c", start, json.dumps(settings)]
        environment = self._environment()
        if unsafe:
            return command, environment
        return wrap(command, view=self._view, policy=self._policy, environment=environment), {}

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

    def _make(self, name: str) -> Path:
        folder = self._folder / name
        folder.mkdir()
        return folder


class _Provisioner(LocalProvisioner):
    """Starts the kernel as the sandbox says, not as a kernel spec does."""

    def prepare(self, command: Any, fds: tuple[int, int], folder: Path | None) -> None:
        """Take what to run, which pipes to hand on, and the folder to run in."""
        self._prepared = command, fds, folder

    async def pre_launch(self, **kwargs: Any) -> dict[str, Any]:
        """Nothing of the environment of this process gets in."""
        self.parent.write_connection_file()
        self.connection_info = self.parent.get_connection_info()
        return {**kwargs, "cmd": [], "env": {}}

    async def launch_kernel(self, cmd: list[str], **_: Any) -> Any:
        """Start the process tree."""
        del cmd
        make_command, fds, folder = self._prepared
        command, environment = make_command()
        self.process = subprocess.Popen(  # noqa: ASYNC220 - returns at once
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env=environment,
            cwd=folder,
            pass_fds=fds,
            start_new_session=True,
        )
        self.pid = self.process.pid
        self.pgid = os.getpgid(self.process.pid)
        return self.connection_info


def _manager(context: Any, runtime: Path) -> AsyncKernelManager:
    manager = AsyncKernelManager(
        context=context,
        transport="ipc",
        ip=str(runtime / "s"),
        connection_file=str(runtime / "host.json"),
        transport_encryption="disabled",
    )
    manager._kernel_spec = KernelSpec(  # noqa: SLF001 - the manager has no other door for a spec without a file
        argv=[], display_name="Python 3", language="python", interrupt_mode="message"
    )
    return manager
