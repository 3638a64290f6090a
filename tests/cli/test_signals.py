"""Signals end a command, and what it has begun is put away."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from grader.cli.endings import Signals, Stopped
from tests.hostile.packing import notebook

GRADER = Path(sys.executable).with_name("grader")


@pytest.mark.timeout(180)
@pytest.mark.parametrize(
    ("number", "code"),
    [
        (signal.SIGINT, 130),
        (signal.SIGTERM, 143),
        pytest.param(signal.SIGHUP, 129, marks=pytest.mark.slow),
    ],
)
def test_signals_end_a_check(tmp_path, number, code):
    """Ctrl-C, `kill` and a closed terminal: no traceback, nothing left lying about."""
    (tmp_path / "tmp").mkdir()
    (tmp_path / "long.ipynb").write_bytes(notebook("import time; time.sleep(900)"))
    environment = {**os.environ, "TMPDIR": str(tmp_path / "tmp")}
    command = [GRADER, "check", tmp_path / "long.ipynb", "-a", "digits", "--policy", "full"]

    with subprocess.Popen(command, env=environment, text=True, stderr=subprocess.PIPE) as running:
        running.stderr.readline()
        running.send_signal(number)
        reported = running.stderr.read()

    assert running.returncode == code
    assert reported.endswith("grader: stopped\n")
    assert "Traceback" not in reported
    assert list((tmp_path / "tmp").iterdir()) == []


def test_the_second_signal_disturbs_nothing():
    """What the first one began to put away is put away; only the third ends the program where it
    stands.
    """
    put_away = []
    with Signals():
        try:
            signal.raise_signal(signal.SIGINT)
        except Stopped as stop:
            signal.raise_signal(signal.SIGINT)
            put_away.append(stop.exit_code)

    assert put_away == [130]


def test_a_signal_that_python_dropped_comes_again():
    """What is raised at the end of an object goes nowhere; the program is stopped all the same."""

    class Ending:
        def __del__(self):
            signal.raise_signal(signal.SIGINT)

    with Signals(), pytest.raises(Stopped):  # noqa: PT012 - the signal comes while it sleeps
        doomed = Ending()
        del doomed
        time.sleep(30)


def test_what_nohup_ignores_stays_ignored():
    """A batch that was started in the background lives on when its terminal is closed."""
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        with Signals():
            assert signal.getsignal(signal.SIGHUP) is signal.SIG_IGN
    finally:
        signal.signal(signal.SIGHUP, before)


def test_ctrl_c_while_the_program_still_loads_is_reported_like_any_other():
    """No traceback, and the code that shells expect."""
    code = (
        "import sys\n"
        "class Pressed:\n"
        "    def find_spec(self, name, *_):\n"
        "        if name == 'grader.cli.app':\n"
        "            raise KeyboardInterrupt\n"
        "sys.meta_path.insert(0, Pressed())\n"
        "import grader.cli\n"
    )

    ended = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False, timeout=60
    )

    assert (ended.returncode, ended.stdout, ended.stderr) == (130, "", "grader: stopped\n")
