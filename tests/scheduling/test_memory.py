"""One more notebook starts only where there is memory for it."""

import subprocess
import sys

import psutil

from grader.scheduling import Admission, MemoryNow, expected_bytes, memory_now
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


def test_the_memory_of_what_was_started_counts():
    """A child's memory is held by us."""
    before = memory_now().held_bytes
    hold = "import sys; b = bytearray(200 << 20); print(flush=True); sys.stdin.read()"
    with subprocess.Popen(
        [sys.executable, "-c", hold], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as child:
        child.stdout.readline()

        now = memory_now()

        child.communicate()
    assert now.held_bytes - before > 190 << 20
    assert 0 < now.available_bytes <= psutil.virtual_memory().total


def test_what_an_assignment_states_is_expected_by_half():
    """A course that asks for much means it; one that asks for little changes nothing."""
    assert expected_bytes(0) == expected_bytes(3 * GIB) == EXPECTED_BYTES
    assert expected_bytes(12 * GIB) == 6 * GIB
