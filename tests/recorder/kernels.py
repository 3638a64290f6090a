"""Notebooks of a few cells, run by the sandbox as a student's would be."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import nbformat
import numpy as np

import grader.sandbox
from grader.model.assignment import Assignment
from grader.model.events import Notice
from grader.model.policy import Policy
from grader.model.recording import CellRun, Recording
from grader.model.submission import Cell, Notebook, Student, Submission
from grader.sandbox import WarmKernels, record
from tests.sandbox.notebooks import an_assignment
from tests.sandbox.supervision import LetRun
from tests.shared import SharedProcesses

DATA = """
import keras, numpy as np
(x_train, y_train), (x_test, y_test) = keras.datasets.mnist.load_data()
x_train, x_test = x_train.reshape(-1, 784) / 255.0, x_test.reshape(-1, 784) / 255.0
Y_train, Y_test = keras.utils.to_categorical(y_train, 10), keras.utils.to_categorical(y_test, 10)

def network():
    model = keras.Sequential([keras.Input((784,)), keras.layers.Dense(4), keras.layers.Dense(10, activation="softmax")])
    model.compile(loss="categorical_crossentropy", optimizer="adam", metrics=["accuracy"])
    return model
"""


@dataclass(frozen=True)
class Ran:
    """What running the cells gave."""

    recording: Recording
    folder: Path
    texts: tuple[str, ...]
    """What each cell printed."""
    cells: dict[str, int]
    data: Path
    """The assignment's."""

    def run_of(self, name: str) -> CellRun:
        """How the named cell fared."""
        return self.recording.cell_runs[self.cells[name]]

    def text(self, name: str) -> str:
        """What the named cell printed."""
        return self.texts[self.cells[name]]

    def events(self, name: str, kind: type) -> list:
        """The events of a kind that the named cell sent."""
        count = self.run_of(name).execution_count
        return [
            event
            for event in self.recording.events
            if isinstance(event, kind) and event.execution_count == count
        ]

    def notices(self, kind: str) -> list[str]:
        """Messages of a kind, of all cells."""
        return [
            event.message
            for event in self.recording.events
            if isinstance(event, Notice) and event.kind == kind
        ]

    @property
    def served(self) -> dict[str, np.ndarray]:
        """The assignment's data."""
        with np.load(self.data, allow_pickle=False) as loaded:
            return dict(loaded)

    def arrays(self, event) -> dict[str, np.ndarray]:
        """The arrays beside an event."""
        if event.arrays is None:
            return {}
        with np.load(self.folder / event.arrays, allow_pickle=False) as loaded:
            return dict(loaded)


def run(
    folder: Path,
    cells: dict[str, str],
    policy: Policy | None = None,
    *,
    processes: SharedProcesses | None = None,
) -> Ran:
    """Run the named cells in this order; in a kernel that is forked where `processes` are given,
    whose assignment lies beside the folder.
    """
    notebook = Notebook(
        tuple(
            Cell(place, "code", source.strip("\n")) for place, source in enumerate(cells.values())
        )
    )
    submission = Submission(Student(), "notebook.ipynb", "0" * 64, notebook)
    where, policy = folder / "recording", policy or Policy()
    where.mkdir()
    noise = np.random.default_rng(0).integers(0, 256, (80, 28, 28), dtype=np.uint8)
    place = folder if processes is None else folder.parent / "noise"
    assignment = an_assignment(place, noise)
    with _forked(processes, assignment, policy) as warm:
        recording = record(
            submission,
            policy,
            assignment=assignment,
            folder=where,
            supervisor=LetRun(),
            warm=warm,
        )
    executed = nbformat.read(where / "executed.ipynb", as_version=4)
    texts = tuple(_printed(cell) for cell in executed.cells)
    numbers = {name: place for place, name in enumerate(cells)}
    return Ran(recording, where, texts, numbers, assignment.folder / "data.npz")


@contextmanager
def _forked(
    processes: SharedProcesses | None, assignment: Assignment, policy: Policy
) -> Iterator[WarmKernels | None]:
    if processes is None:
        yield None
        return
    with processes.in_use(), grader.sandbox.WarmKernels(assignment, policy) as warm:
        yield warm


def _printed(cell) -> str:
    """What the cell wrote to its standard output, without the warnings that absl sends there."""
    text = "".join(output.text for output in cell.outputs if output.get("name") == "stdout")
    return "".join(
        line for line in text.splitlines(keepends=True) if not line.startswith("WARNING:")
    )
