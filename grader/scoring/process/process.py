"""Starts, asks, limits and ends a process that computes with what students describe.

Such processes are the only ones of ours, beside the kernels, that load TensorFlow. One sees a
read-only file system and no network, and starts so or not at all; memory, files and processes are
limited in any case.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from pydantic import JsonValue

import grader
from grader.errors import PrerequisiteError
from grader.host.bubblewrap import find_bubblewrap
from grader.host.child import Child, ChildFailed, ChildStart

START_TIMEOUT_S = 180.0
START_ATTEMPTS = 2
"""A machine that is short of memory for a moment is no reason to stop a batch."""
MAX_ANSWER_BYTES = 1024**2
ERRORS = "errors.txt"


class WorkerFailed(Exception):  # noqa: N818 - becomes the reason of an unverified score
    """The process died or took too long; the message says which."""


@dataclass(frozen=True, slots=True)
class ProcessKind:
    """Which process it is."""

    module: str
    """What it runs."""
    name: str
    """As in "the scoring process"."""
    does: str
    """As in "the process that measures it"."""


SCORING = ProcessKind("grader.scoring.process.worker", "scoring", "measures")


class WorkerProcess:
    """One such process, started when first needed and again after it died."""

    def __init__(
        self,
        *,
        memory_bytes: int,
        threads: int,
        contained: bool = True,
        kind: ProcessKind = SCORING,
    ) -> None:
        """Take the limits; nothing is started yet.

        `contained` is False only for a notebook of the operator's own that is run outside any
        sandbox.
        """
        self._kind = kind
        self._memory_bytes = memory_bytes
        self._threads = threads
        self._contained = contained
        self._scratch = tempfile.TemporaryDirectory(prefix=f"grader-{kind.name}-")
        self._child: Child | None = None

    @property
    def scratch(self) -> Path:
        """The one folder in which the process may write; it is removed at the end."""
        return Path(self._scratch.name)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def start(self) -> None:
        """Start the process if it is not running and wait until it is ready.

        Raises SandboxUnavailable without bubblewrap, and PrerequisiteError where it can't be
        started for another reason.
        """
        child = self._child = self._child or Child(self._how(), max_answer_bytes=MAX_ANSWER_BYTES)
        for attempt in range(1, START_ATTEMPTS + 1):
            try:
                child.start(timeout_s=START_TIMEOUT_S)
            except ChildFailed as failure:
                if attempt == START_ATTEMPTS:
                    raise self._cant_start(failure) from None
            except OSError as error:
                raise self._cant_start(error) from None
            else:
                return

    def ask(self, request: dict[str, JsonValue], *, timeout_s: float) -> dict[str, JsonValue]:
        """Send one request and return the answer; raise `WorkerFailed` after killing what doesn't
        answer.
        """
        self.start()
        assert self._child is not None  # noqa: S101 - `start` makes it
        try:
            answer: dict[str, JsonValue] = json.loads(
                self._child.ask(json.dumps(request).encode(), timeout_s=timeout_s)
            )
        except ChildFailed as failure:
            gib = self._memory_bytes / 1024**3
            raise WorkerFailed(
                f"the process that {self._kind.does} it failed: {failure}; a model may take "
                f"{timeout_s:g} s and {gib:g} GiB"
            ) from None
        return answer

    def close(self) -> None:
        """End the process and remove its scratch folder."""
        if self._child is not None:
            self._child.end()
        self._scratch.cleanup()

    def _how(self) -> ChildStart:
        limits = ["--memory-bytes", str(self._memory_bytes), "--threads", str(self._threads)]
        command = [sys.executable, "-s", "-P", "-m", self._kind.module, *limits]
        return ChildStart(
            [*(containment(self.scratch) if self._contained else []), *command],
            _environment(self.scratch, threads=self._threads),
            self.scratch,
            self.scratch / ERRORS,
        )

    def _cant_start(self, error: Exception) -> PrerequisiteError:
        said = ""
        errors = self.scratch / ERRORS
        if errors.is_file():
            lines = errors.read_text("utf-8", "replace").strip().splitlines() or [""]
            said = f" (it said: {lines[-1][:300]})" if lines[-1] else ""
        return PrerequisiteError(
            f"the {self._kind.name} process could not be started: {error}{said}",
            hint=f"`grader doctor` names what is missing; `{sys.executable} -c 'import "
            f"tensorflow'` must work, too",
        )


def containment(scratch: Path) -> list[str]:
    """The bubblewrap command line in front of the process; raises SandboxUnavailable where
    bubblewrap is missing.
    """
    binds = [
        "--ro-bind",
        "/",
        "/",
        "--dev",
        "/dev",
        "--proc",
        "/proc",
        "--bind",
        str(scratch),
        str(scratch),
    ]
    arguments = ["--unshare-all", "--die-with-parent", "--cap-drop", "ALL", "--chdir", str(scratch)]
    return [str(find_bubblewrap()), *binds, *arguments]


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
        "NUMPY_MADVISE_HUGEPAGE": "0",
        "PYTHONDONTWRITEBYTECODE": "1",
    }
