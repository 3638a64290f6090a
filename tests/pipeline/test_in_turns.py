"""Several notebooks share a few processes that examine; none of these is asked twice at once."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from grader.pipeline import ExaminedInTurns
from grader.scheduling import allowed_cores, bind_this_thread

NOTEBOOKS, ALL = 6, allowed_cores()
ITS_CORES = "import os; print(sorted(os.sched_getaffinity(0)))"


class Counting:
    """An examination that notes how many calls it answers at a time."""

    def __init__(self, meeting=None):
        self.meeting, self.answered, self.most, self._now = meeting, [], 0, 0
        self.is_open = False

    def __enter__(self):
        self.is_open = True
        return self

    def __exit__(self, *_):
        self.is_open = False

    def order(self, submission):
        self._now += 1
        self.most = max(self.most, self._now)
        if self.meeting is not None:
            self.meeting.wait(timeout=30)
        self.answered.append(submission)
        self._now -= 1
        return f"order of {submission}"

    def gather(self, submission, recording):
        raise ValueError(f"{submission} {recording}")


class Started(Counting):
    """An examination that starts a process, as the real one does with its first notebook."""

    def order(self, submission):
        command = [sys.executable, "-c", ITS_CORES]
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def test_each_call_has_one_of_its_own():
    """As many at a time as there are; every notebook gets its own answer."""
    together = threading.Barrier(2)
    several = [Counting(together), Counting(together)]

    with ExaminedInTurns(several, ALL) as shared, ThreadPoolExecutor(NOTEBOOKS) as threads:
        orders = list(threads.map(shared.order, range(NOTEBOOKS)))

    assert orders == [f"order of {number}" for number in range(NOTEBOOKS)]
    assert [one.most for one in several] == [1, 1]
    assert sorted(several[0].answered + several[1].answered) == list(range(NOTEBOOKS))
    assert not any(one.is_open for one in several)


def test_one_that_fails_is_there_for_the_next():
    """What goes wrong with a notebook costs no other one its turn."""
    with ExaminedInTurns([Counting()], ALL) as shared:
        with pytest.raises(ValueError, match="first recording"):
            shared.gather("first", "recording")

        assert shared.order("second") == "order of second"


@pytest.mark.skipif(len(ALL) < 2, reason="needs two cores")
def test_what_examines_may_use_the_cores_of_every_slot():
    """Whichever notebook it was started for: the next one may run on another core, and would wait
    for the first one's. The thread that asks stays on its own.
    """
    two = ALL[:2]

    def ask(number):
        bind_this_thread(two[number : number + 1])
        return shared.order(number), os.sched_getaffinity(0)

    with ExaminedInTurns([Started()], two) as shared, ThreadPoolExecutor(1) as thread:
        answers = list(thread.map(ask, range(2)))

    assert answers == [(f"{list(two)}\n", {core}) for core in two]
