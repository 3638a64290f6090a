"""Whatever ends the grader ends its notebooks, and nothing stays behind."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil

from tests.sandbox.notebooks import strays

PATIENCE_S = 60
"""How long the system may take to end what was killed; on an idle machine it is a moment."""


def runs_a_kernel(process: psutil.Process) -> bool:
    """Whether it is a kernel, or what contains it; others only try what this machine can."""
    try:
        return any("recorder.start" in word for word in process.cmdline())
    except psutil.Error:
        return False


def tree_with_a_kernel(started: subprocess.Popen) -> list[psutil.Process]:
    """All that was started, once a kernel is among it."""
    deadline, tree = time.monotonic() + PATIENCE_S, []
    while time.monotonic() < deadline and sum(map(runs_a_kernel, tree)) < 3:
        time.sleep(0.1)
        tree = psutil.Process(started.pid).children(recursive=True)
    return tree


def test_an_interrupt_of_the_operator_ends_everything(tmp_path):
    """Ctrl-C ends the run with its whole tree; nothing stays behind."""
    script = tmp_path / "script.py"
    script.write_text(
        "import signal\n"
        "signal.signal(signal.SIGINT, signal.default_int_handler)  # tests in the background "
        "inherit that it is ignored\n"
        "from tests.sandbox.notebooks import run\n"
        "run('import time; time.sleep(100)')\n"
    )
    before = strays()
    command = [sys.executable, str(script)]
    root = Path(__file__).resolve().parents[2]
    started = subprocess.Popen(
        command, cwd=root, env={**os.environ, "PYTHONPATH": str(root)}, stderr=subprocess.PIPE
    )
    tree = tree_with_a_kernel(started)
    started.send_signal(signal.SIGINT)
    started.communicate(timeout=120)
    _, living = psutil.wait_procs(tree, timeout=PATIENCE_S)

    assert len(tree) >= 3
    assert living == []
    assert strays() - before == set()


def test_a_killed_grader_takes_its_notebooks_with_it(tmp_path):
    """Where the grader itself is killed, the system ends the sandbox."""
    script = tmp_path / "script.py"
    script.write_text(
        "from tests.sandbox.notebooks import run\nrun('import time; time.sleep(100)')\n"
    )
    root = Path(__file__).resolve().parents[2]
    environment = {**os.environ, "PYTHONPATH": str(root), "TMPDIR": str(tmp_path)}
    started = subprocess.Popen([sys.executable, str(script)], cwd=root, env=environment)
    tree = tree_with_a_kernel(started)
    started.kill()
    started.wait()
    _, living = psutil.wait_procs(tree, timeout=PATIENCE_S)

    assert len(tree) >= 3
    assert living == []
