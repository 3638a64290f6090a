"""No path of the host stands in what is kept of a notebook, whatever it does to be kept."""

import json
import tempfile
from pathlib import Path

import pytest

import grader
from grader.export import public_record
from grader.intake.notebooks import read as reading
from grader.model.policy import Policy
from grader.pipeline import NotebookGrader, load_everything
from grader.pipeline.examination import Examiner, OverBudget
from grader.pipeline.run import EXECUTED, _as_executed
from grader.publishing import report_html
from grader.untrusted.npz import NpzRefused, npz_problem, read_arrays
from tests.hostile.packing import notebook
from tests.sandbox.notebooks import run

PACKAGE = Path(grader.__file__).resolve().parent
TRACES = (
    "1 / 0",
    "import numpy as np\nnp.load('nothing.npz')",
    "from sklearn.neural_network import MLPClassifier\nMLPClassifier().fit([[1], [2]], [1])",
    "import warnings\nwarnings.warn('careful')",
    "%tb",
    "import grader",
    "import recorder",
    "open('/opt/grader/recorder/x', 'w')",
    "import os, sys\nprint(os.getcwd(), sys.argv, dict(os.environ), os.listdir('/run/kernel'))",
    "help(get_ipython().events.trigger)",
    "import inspect\nprint(inspect.getsourcefile(np.load), inspect.stack()[-1])",
    "input('?')\nget_ipython().run_line_magic('run', 'nothing.py')",
    "for _ in range(6):\n    print('\\x01' * 400_000)",
    "raise RuntimeError('\\x01' * 400_000)",
)
"""Cells that have errors, warnings and modules of ours shown."""


def of_the_host(*folders: Path) -> set[str]:
    """Where on this machine things lie that are none of a student's business. Where the libraries
    are installed is seen by whoever runs with them, and may be in the checkout.
    """
    ours = (PACKAGE, *(PACKAGE.parent / name for name in ("templates", "reference", "tests")))
    return {str(folder) for folder in (*ours, Path(tempfile.gettempdir()), *folders)}


def named_in(text: str, places: set[str]) -> set[str]:
    return {place for place in places if place in text}


@pytest.mark.parametrize(
    "content",
    [None, b"", b"\x00\x01", b'{"cells": ' + b"\x01" * 9_000, b"[" * 5_000, b'{"cells": 3}'],
)
def test_an_executed_notebook_that_cannot_be_read_says_why(content, tmp_path, monkeypatch):
    """Cut off, too long, nested or gone: the sentence that a person reads names no folder."""
    monkeypatch.setattr(reading, "MAX_BYTES", 8_000)
    if content is not None:
        (tmp_path / EXECUTED).write_bytes(content)

    with pytest.raises(OverBudget) as raised:
        _as_executed(tmp_path)

    assert "the executed notebook" in str(raised.value)
    assert named_in(str(raised.value), of_the_host(tmp_path)) == set()


@pytest.mark.parametrize("make", [None, Path.mkdir, lambda path: path.write_bytes(b"PK\x03\x04")])
def test_arrays_that_cannot_be_read_say_why(make, tmp_path):
    """They are gone, a folder, or no archive."""
    path = tmp_path / "000001.npz"
    if make is not None:
        make(path)

    with pytest.raises(NpzRefused) as raised:
        read_arrays(path, ["w0000"], max_bytes=1)

    assert named_in(f"{raised.value} {npz_problem(path)}", of_the_host(tmp_path)) == set()


def test_a_fault_of_ours_says_where_in_our_code(tmp_path):
    """Record and report have the traceback, and of its paths what lies in the package."""
    loaded, secret = load_everything("digits"), tmp_path / "other student" / "arrays.npz"
    (tmp_path / "mine.ipynb").write_bytes(notebook("1"))

    class Broken(Examiner):
        def gather(self, submission, recording):
            return secret.read_bytes()

    with NotebookGrader(loaded, Policy("saved")) as notebooks:
        result = notebooks.grade(
            tmp_path / "mine.ipynb",
            folder=tmp_path,
            examination=Broken(loaded),
        )

    record = public_record(result).reason
    assert result.grade.status == "grader_fault"
    assert "grader/pipeline/notebook_grader.py" in record
    assert "arrays.npz" in record
    assert named_in(record, of_the_host(tmp_path)) == set()
    assert named_in(report_html(loaded, result), of_the_host(tmp_path)) == set()


def test_what_a_notebook_shows_names_no_folder_of_the_host():
    """Errors through our hooks, warnings, modules of ours, and 2 MB of control characters."""
    ran = run(*TRACES)

    shown = (ran.folder / EXECUTED).read_text("utf-8") + (ran.folder / "events.jsonl").read_text()
    tracebacks = json.dumps([run.traceback + run.error_message for run in ran.recording.cell_runs])
    assert len(ran.outcomes) == len(TRACES)
    assert named_in(shown + tracebacks, of_the_host(ran.folder)) == set()
