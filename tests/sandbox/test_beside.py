"""Files that a notebook finds in its working directory: the assignment's, and those handed in with
it.
"""

import contextlib
import dataclasses
import fcntl
import os

import h5py
import nbformat
import numpy as np
import pytest

from grader.model.policy import Policy
from grader.sandbox import WarmKernels, record
from grader.sandbox.kernels import settings as reported
from tests.sandbox.notebooks import a_submission, an_assignment
from tests.sandbox.supervision import LetRun

HELPER = "def doubled(x):\n    return 2 * x\n"
LOOK = """
import os
from helper import doubled
print(doubled(21), open("data/a.csv").read(), open("data/deep/b.csv").read(), open("notes.txt").read(), os.listdir("data/empty"))
"""
WRITE = """
open("data/c.csv", "w").write("of the notebook's own")
open("data/deep/b.csv", "w").write("replaced")
os.remove("big.bin"); open("big.bin", "w").write("mine")
with open("helper.py", "w") as file: file.write("def doubled(x): return 3")
print(open("data/deep/b.csv").read(), open("big.bin").read(), sorted(name for name in os.listdir() if name[0] != "."))
"""


@pytest.fixture
def assignment(tmp_path, monkeypatch):
    """An assignment with a module, a folder of data and one file that is too large to be copied."""
    monkeypatch.setattr(reported, "COPIED_BYTES", 1000)
    (tmp_path / "data" / "deep").mkdir(parents=True)
    (tmp_path / "data" / "empty").mkdir()
    (tmp_path / "data" / "a.csv").write_text("1,2")
    (tmp_path / "data" / "deep" / "b.csv").write_text("3,4")
    (tmp_path / "helper.py").write_text(HELPER)
    (tmp_path / "big.bin").write_bytes(bytes(5000))
    resources = ("helper.py", "data", "big.bin")
    return dataclasses.replace(an_assignment(tmp_path), resources=resources)


def executed(assignment, folder, *sources, beside=(), warm=None, unsafe=False):
    """What each cell printed."""
    folder.mkdir()
    recording = record(
        a_submission(*sources),
        Policy(unsafe=unsafe),
        assignment=assignment,
        folder=folder,
        supervisor=LetRun(),
        beside=beside,
        warm=warm,
    )
    assert [run.error_message for run in recording.cell_runs] == [""] * len(sources)
    assert recording.warm == (warm is not None), recording.cold_because
    cells = nbformat.read(folder / "executed.ipynb", as_version=4).cells
    return ["".join(output.text for output in cell.outputs) for cell in cells], recording


def own_files(tmp_path):
    """What a student handed in with the notebook: a text, and modules that would replace the
    assignment's.
    """
    folder = tmp_path / "handed in"
    (folder / "data").mkdir(parents=True)
    (folder / "notes.txt").write_text("my notes")
    (folder / "helper.py").write_text("def doubled(x): return 'forged'")
    (folder / "out.txt").symlink_to("/etc/passwd")
    os.link(folder / "notes.txt", folder / "again.txt")
    names = ("notes.txt", "helper.py", "out.txt", "again.txt")
    return (*((folder / name, name) for name in names), (folder / "notes.txt", "../escaped.txt"))


@pytest.mark.parametrize("kind", ["cold", "warm", "unsafe"])
def test_they_lie_beside_the_notebook_and_may_be_replaced(assignment, tmp_path, kind):
    """Modules are imported, data read, large files seen; what the notebook writes changes nothing
    but its own copy.
    """
    beside = own_files(tmp_path)
    size = "print(os.path.getsize('big.bin'), open('again.txt').read())"
    notebook = (LOOK, size, WRITE)

    if kind == "warm":
        with WarmKernels(assignment, Policy()) as warm:
            texts, recording = executed(
                assignment, tmp_path / "r", *notebook, beside=beside, warm=warm
            )
    else:
        texts, recording = executed(
            assignment, tmp_path / "r", *notebook, beside=beside, unsafe=kind == "unsafe"
        )

    assert texts[:2] == ["42 1,2 3,4 my notes []\n", "5000 my notes\n"]
    assert texts[2] == "replaced mine ['again.txt', 'big.bin', 'data', 'helper.py', 'notes.txt']\n"
    assert (assignment.folder / "helper.py").read_text() == HELPER
    assert (assignment.folder / "data" / "deep" / "b.csv").read_text() == "3,4"
    assert (assignment.folder / "big.bin").read_bytes() == bytes(5000)
    notices = [
        event.message
        for event in recording.events
        if event.event == "notice" and event.kind == "left_out"
    ]
    assert len(notices) == 1
    assert "helper.py" in notices[0]


def test_the_large_ones_are_shared_read_only(assignment, tmp_path):
    """A file that is not copied can't be written through its link."""
    try_it = (
        "try: open('big.bin', 'r+b').write(b'x')\nexcept OSError as error: print(error.strerror)"
    )

    texts, _ = executed(assignment, tmp_path / "r", try_it)

    assert texts == ["Read-only file system\n"]


@pytest.mark.parametrize("kind", ["cold", "warm"])
def test_a_file_that_another_has_locked_is_read(assignment, tmp_path, kind):
    """Large files of the assignment are the same for all: a notebook that may read one may lock it,
    and HDF5 asks for locks.
    """
    with h5py.File(tmp_path / "big.h5", "w") as file:
        file["x"] = np.zeros(1000)
    shared = dataclasses.replace(assignment, resources=("big.h5",))
    read = "import h5py\nprint(h5py.File('big.h5')['x'].shape)"

    with (tmp_path / "big.h5").open("rb") as locked, contextlib.ExitStack() as open_one:
        fcntl.flock(locked, fcntl.LOCK_EX)
        warm = open_one.enter_context(WarmKernels(shared, Policy())) if kind == "warm" else None
        texts, _ = executed(shared, tmp_path / "r", read, warm=warm)

    assert texts == ["(1000,)\n"]
