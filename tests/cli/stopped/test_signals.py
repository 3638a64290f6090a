"""Signals end a command, and what it has begun is put away."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from grader.cli.endings import Signals
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


def in_a_process(code):
    """Run it where a signal that nobody answers ends no test but this one; what became of it."""
    return subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False, timeout=120
    )


def test_the_second_signal_disturbs_nothing():
    """What the first one began to put away is put away; only the third ends the program where it
    stands.
    """
    ended = in_a_process(
        "import signal\n"
        "from grader.cli.endings import Signals, Stopped\n"
        "with Signals():\n"
        "    try:\n"
        "        signal.raise_signal(signal.SIGINT)\n"
        "    except Stopped as stop:\n"
        "        signal.raise_signal(signal.SIGINT)\n"
        "        print('put away', stop.exit_code, flush=True)\n"
        "        signal.raise_signal(signal.SIGINT)\n"
        "    print('went on')\n"
    )

    assert (ended.returncode, ended.stdout) == (130, "put away 130\n"), ended.stderr


def test_a_signal_that_python_dropped_comes_again():
    """What is raised at the end of an object goes nowhere; the program is stopped all the same."""
    ended = in_a_process(
        "import signal, time\n"
        "from grader.cli.endings import Signals, Stopped\n"
        "class Ending:\n"
        "    def __del__(self):\n"
        "        signal.raise_signal(signal.SIGINT)\n"
        "with Signals():\n"
        "    try:\n"
        "        doomed = Ending()\n"
        "        del doomed\n"
        "        print('went on', flush=True)\n"
        "        time.sleep(60)\n"
        "    except Stopped as stop:\n"
        "        print('stopped', stop.exit_code)\n"
    )

    assert ended.stdout == "went on\nstopped 130\n", ended.stderr


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

    ended = in_a_process(code)

    assert (ended.returncode, ended.stdout, ended.stderr) == (130, "", "grader: stopped\n")
