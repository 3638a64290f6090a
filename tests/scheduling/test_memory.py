"""One more notebook starts only where there is memory for it."""

import subprocess
import sys

import psutil

from grader.scheduling import Admission, MemoryNow, expected_bytes
from grader.scheduling.memory import EXPECTED_BYTES

GIB = 1024**3


def admits(running, *, available, held):
    admission = Admission(lambda: MemoryNow(available * GIB, held * GIB), expected_bytes=2 * GIB)
    return admission.admits(running)


def test_the_first_one_always_starts():
    """However little memory there is, somebody's notebook is graded."""
    assert admits(0, available=0, held=0)


def test_what_runs_keeps_room_to_grow():
    """What the others have not taken yet is not there for a newcomer."""
    assert not admits(1, available=4, held=0)
    assert admits(1, available=4, held=2)
    assert admits(1, available=5, held=0)


def test_a_newcomer_waits_while_memory_is_scarce():
    """Two gigabytes for itself and one for the host must be left."""
    assert not admits(2, available=2, held=6)


COUNTS_A_CHILD = """
import subprocess, sys
from grader.scheduling import memory_now

before = memory_now()
hold = "import sys; b = bytearray(200 << 20); print(flush=True); sys.stdin.read()"
command = [sys.executable, "-c", hold]
with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as child:
    child.stdout.readline()
    now = memory_now()
    child.communicate()
print(before.held_bytes, now.held_bytes, now.available_bytes)
"""


def test_the_memory_of_what_was_started_counts():
    """A child's memory is held by us. Asked in a process of its own: this one has kernels and a
    scorer of other tests, which grow and shrink meanwhile.
    """
    counted = subprocess.run(
        [sys.executable, "-c", COUNTS_A_CHILD], capture_output=True, text=True, check=True
    )

    before, held, available = map(int, counted.stdout.split())

    assert before == 0
    assert 200 << 20 <= held < 300 << 20
    assert 0 < available <= psutil.virtual_memory().total


def test_what_an_assignment_states_is_expected_by_half():
    """A course that asks for much means it; one that asks for little changes nothing."""
    assert expected_bytes(0) == expected_bytes(3 * GIB) == EXPECTED_BYTES
    assert expected_bytes(12 * GIB) == 6 * GIB
