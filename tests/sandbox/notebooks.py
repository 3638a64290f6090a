"""Notebooks made of a few cells, and what running them gave."""

import os
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import nbformat
import numpy as np
import psutil

import grader.sandbox
from grader.model.assignment import Assignment, DatasetSpec
from grader.model.policy import Limits, Policy
from grader.model.recording import Recording
from grader.model.submission import Cell, Notebook, Student, Submission
from grader.sandbox import WarmKernels, record
from tests.sandbox.supervision import LetRun


def a_submission(*sources: str) -> Submission:
    """A submission whose code cells are `sources`."""
    cells = tuple(Cell(place, "code", source) for place, source in enumerate(sources))
    return Submission(Student(), "notebook.ipynb", "0" * 64, Notebook(cells))


def an_assignment(folder: Path, images: np.ndarray | None = None) -> Assignment:
    """An assignment with 80 pictures, orderly ones by default, under the name that Keras'
    downloader asks for.
    """
    folder.mkdir(exist_ok=True)
    data = folder / "data.npz"
    if not data.exists():
        x = np.arange(80 * 784, dtype=np.uint8).reshape(80, 28, 28) if images is None else images
        y = np.arange(80, dtype=np.uint8) % 10
        np.savez(data, x_train=x[:60], y_train=y[:60], x_test=x[60:], y_test=y[60:])
    dataset = DatasetSpec("data.npz", serve_as=("mnist.npz",))
    return Assignment("small", "Small", (), folder, dataset)


@dataclass(frozen=True)
class Ran:
    """A recording, with what a test looks at."""

    recording: Recording
    folder: Path
    texts: tuple[str, ...]
    """What each cell displayed as text."""
    host_growth_bytes: int
    """By how much this process's memory rose at most while the notebook ran."""
    wall_s: float

    @property
    def outcomes(self) -> list[str]:
        """How each cell fared."""
        return [run.outcome for run in self.recording.cell_runs]

    @property
    def limits(self) -> list[str]:
        """The kinds of limits that were hit."""
        return [hit.kind for hit in self.recording.limits_hit]

    @property
    def events(self) -> list[str]:
        """The kinds of events."""
        return [event.event for event in self.recording.events]


class Kernels:
    """Where the kernels of the tests come from: each started cold, or forked by `warm`."""

    warm: WarmKernels | None = None
    assignment: Assignment | None = None

    @classmethod
    @contextmanager
    def forked(cls, folder: Path) -> Iterator[WarmKernels]:
        """From here on kernels are forked."""
        cls.assignment = an_assignment(folder)
        try:
            with grader.sandbox.WarmKernels(cls.assignment, Policy()) as cls.warm:
                run("pass")
                yield cls.warm
        finally:
            cls.warm = cls.assignment = None


def run(
    *sources: str, unsafe: bool = False, supervisor=None, assignment=None, on_cell=None, **limits
) -> Ran:
    """Run cells in a kernel of their own."""
    folder = Path(tempfile.mkdtemp(prefix="recording-"))
    warm = None if unsafe or assignment else Kernels.warm
    assignment = assignment or Kernels.assignment or an_assignment(folder)
    policy = Policy(
        limits=replace(Limits(cell_timeout_s=60, memory_bytes=2 * 1024**3), **limits), unsafe=unsafe
    )
    started = time.monotonic()
    with _Growth() as growth:
        recording = record(
            a_submission(*sources),
            policy,
            assignment=assignment,
            folder=folder,
            supervisor=supervisor or LetRun(),
            on_cell=on_cell,
            warm=warm,
        )
    assert recording.warm == (warm is not None), recording.cold_because
    executed = nbformat.read(folder / "executed.ipynb", as_version=4)
    texts = tuple("".join(map(_text, cell.outputs)) for cell in executed.cells)
    return Ran(recording, folder, texts, growth.bytes, time.monotonic() - started)


def _text(output) -> str:
    match output.output_type:
        case "stream":
            return output.text
        case "error":
            return f"{output.ename}: {output.evalue}"
        case _:
            return output.data.get("text/plain", "")


class _Growth:
    """Watches this process's resident memory."""

    def __enter__(self):
        self._process = psutil.Process(os.getpid())
        self._before = self._peak = self._process.memory_info().rss
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_):
        self._over.set()
        self._thread.join()
        self.bytes = self._peak - self._before

    def _look(self):
        while not self._over.wait(0.02):
            self._peak = max(self._peak, self._process.memory_info().rss)


def strays() -> set[str]:
    """Processes, temporary folders and mounts that the sandbox may have left behind."""
    processes = {
        f"process {process.pid} {process.name()}"
        for process in psutil.Process().children(recursive=True)
        if process.status() != psutil.STATUS_ZOMBIE
    }
    folders = {f"folder {path}" for path in Path(tempfile.gettempdir()).glob("grader-kernel-*")}
    mounts = {
        f"mount {line}"
        for line in Path("/proc/self/mounts").read_text().splitlines()
        if "grader-kernel" in line
    }
    return processes | folders | mounts
