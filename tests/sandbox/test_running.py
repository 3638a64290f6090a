"""Runs notebooks for real: what goes on after which failure, and what is kept."""

import math
import sys

import pytest

from grader.errors import SandboxUnavailable
from grader.model.events import EpochFinished
from grader.model.policy import Policy
from grader.model.recording import RunOrder
from grader.sandbox import record
from grader.sandbox.messages.listener import ADAPTER
from tests.sandbox.notebooks import a_submission, an_assignment, run
from tests.sandbox.supervision import LetRun

pytestmark = pytest.mark.usefixtures("kernels")

FIT = """
import numpy as np, keras
model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(2)])
model.compile("sgd", "mse")
history = model.fit(np.full((8, 4), np.inf, "float32"), np.zeros((8, 2), "float32"), epochs=2, verbose=0)
"""


@pytest.fixture(scope="module")
def ordinary(kernels):
    """One kernel that meets the failures of everyday life."""
    return run(
        "undefined_name",
        "import sys, warnings; warnings.warn('take care'); print('to stderr', file=sys.stderr)",
        "sys.exit(1)",
        "exit()",
        "raise SystemExit('done')",
        "input('name? ')",
        "%%bash\necho from a shell; exit 3",
        "raise Exception('\\x1b[31mred\\x1b[0m')",
        "import time; time.sleep(60)",
        "class Odd(BaseException): pass\nraise Odd('odd')",
        "print('here to the end')",
        "6 * 7",
        cell_timeout_s=5,
    )


def test_it_goes_on_after_failing_cells(ordinary):
    """Whatever raises costs its own cell and no other; what would end the kernel, or waits for a
    person, costs nothing.
    """
    assert ordinary.outcomes == [
        *("error", "ok", "ok", "ok", "ok", "ok", "error", "error", "timeout", "error", "ok", "ok")
    ]
    assert ordinary.texts[-2:] == ("here to the end\n", "42")


def test_an_error_is_reported_with_its_name_and_words(ordinary):
    """The report can say what was raised, without a terminal's colours."""
    failed = ordinary.recording.cell_runs

    assert (failed[0].error_name, failed[0].error_message) == (
        "NameError",
        "name 'undefined_name' is not defined",
    )
    assert failed[7].error_message == "red"
    assert "\x1b" not in failed[7].traceback


def test_warnings_are_no_failure(ordinary):
    """What goes to stderr costs nothing."""
    assert ordinary.recording.cell_runs[1].outcome == "ok"
    assert "take care" in ordinary.texts[1]


def test_a_cell_that_runs_too_long_is_interrupted(ordinary):
    """Its outcome names the limit; the cells below it run."""
    hit = ordinary.recording.limits_hit

    assert [(limit.kind, limit.cell) for limit in hit] == [("cell_time", 8)]
    assert ordinary.recording.outcome == "timeout"
    assert ordinary.recording.cell_runs[8].error_name == "KeyboardInterrupt"


def test_the_executed_notebook_is_kept(ordinary):
    """It lies in the recording's folder with the outputs of this run, counts included."""
    assert (ordinary.folder / "executed.ipynb").is_file()
    assert [run.execution_count for run in ordinary.recording.cell_runs] == list(range(1, 13))


def test_a_diverged_loss_survives_on_disk():
    """NaN stays NaN in `events.jsonl`, so that a later regrade sees what the first grading saw."""
    ran = run(FIT, cell_timeout_s=200)

    lines = (ran.folder / "events.jsonl").read_bytes().splitlines()
    epochs = [
        event for event in map(ADAPTER.validate_json, lines) if isinstance(event, EpochFinished)
    ]
    assert ran.outcomes == ["ok"]
    assert len(epochs) == 2
    assert all(not math.isfinite(event.logs["loss"]) for event in epochs)
    assert repr(list(map(ADAPTER.validate_json, lines))) == repr(list(ran.recording.events))


def test_cells_run_in_the_order_that_is_asked_for(tmp_path):
    """The order of the saved execution counts can be followed."""
    submission = a_submission("print(x)", "x = 1")
    order = RunOrder((1, 0), "execution_counts", "")

    recording = record(
        submission,
        Policy(),
        assignment=an_assignment(tmp_path),
        folder=tmp_path,
        supervisor=LetRun(),
        order=order,
    )

    assert [(run.cell, run.outcome) for run in recording.cell_runs] == [(1, "ok"), (0, "ok")]
    assert recording.order == order


def test_unsafe_runs_without_a_sandbox():
    """What one wrote oneself can be run where nothing protects; the recording says that nothing
    did.
    """
    ran = run("import os; print(os.getcwd(), os.path.exists('/etc/passwd'))", "1 / 0", unsafe=True)

    assert ran.outcomes == ["ok", "error"]
    assert "grader-kernel-" in ran.texts[0]
    assert ran.recording.protections == ()


@pytest.mark.parametrize("kernels", ["cold"], indirect=True)
def test_a_sandbox_that_does_not_start_is_the_operators_matter(tmp_path, monkeypatch):
    """What bubblewrap said reaches the operator; no student is told that the kernel died."""
    program = tmp_path / "bwrap"
    program.write_text("#!/bin/sh\necho 'bwrap: Creating new namespace failed' >&2\nexit 1\n")
    program.chmod(0o755)
    monkeypatch.setattr("grader.sandbox.walls.bubblewrap.find_bubblewrap", lambda: program)
    monkeypatch.setattr(sys.modules["grader.sandbox.record"], "require_protection", lambda: ())

    with pytest.raises(
        SandboxUnavailable, match="exit code 1: bwrap: Creating new namespace failed"
    ):
        run("print(1)")


@pytest.mark.parametrize("kernels", ["cold"], indirect=True)
def test_a_program_that_is_missing_is_the_operators_matter(tmp_path, monkeypatch):
    """A bubblewrap that is gone gives an error with a hint, not a traceback of ours."""
    monkeypatch.setattr(
        "grader.sandbox.walls.bubblewrap.find_bubblewrap", lambda: tmp_path / "gone"
    )
    monkeypatch.setattr(sys.modules["grader.sandbox.record"], "require_protection", lambda: ())

    with pytest.raises(SandboxUnavailable, match="could not be started"):
        run("print(1)")


def test_a_fault_of_the_hosts_is_raised():
    """Where our own supervisor fails, the notebook is ended and the fault comes out as it was
    raised.
    """

    class Broken:
        def fit_started(self, event):
            raise RuntimeError("ours")

    with pytest.raises(RuntimeError, match="ours"):
        run(FIT, "import time; time.sleep(100)", supervisor=Broken(), cell_timeout_s=200)


def test_nothing_runs_unwatched(monkeypatch):
    """Where the watchdog itself breaks, the notebook ends at once and the fault comes out."""

    def broken(*_, **__):
        raise RuntimeError("ours")

    monkeypatch.setattr("grader.sandbox.limits.processes.scratch_bytes", broken)

    with pytest.raises(RuntimeError, match="ours"):
        run("import time; time.sleep(50)")
