"""Slots are planned: how many notebooks run at a time, and on which cores."""

import os
import subprocess
import sys
import threading

import pytest

from grader.scheduling import Slot, allowed_cores, plan_slots, slots_that_fit

GIB = 1024**3


@pytest.mark.parametrize(
    ("cores", "available", "slots"),
    [(2, 24 * GIB, 2), (8, 7 * GIB, 3), (8, 64 * GIB, 8), (4, GIB // 4, 1)],
)
def test_slots_are_as_many_as_cores_and_memory_allow(cores, available, slots):
    """Never more than cores, never more than fit into memory, and one at least."""
    assert slots_that_fit(cores, available) == slots


def test_every_core_is_given_out_once():
    """No two slots share a core while there are enough; the first get what is over."""
    assert [slot.cores for slot in plan_slots(2, (0, 1, 2))] == [(0, 2), (1,)]
    assert [slot.cores for slot in plan_slots(1, (4, 5))] == [(4, 5)]


def test_slots_share_where_there_are_too_few_cores():
    """More slots than cores is what somebody asked for."""
    assert [slot.cores for slot in plan_slots(3, (0, 1))] == [(0,), (1,), (0,)]


@pytest.mark.skipif(len(allowed_cores()) < 2, reason="needs two cores")
def test_what_a_slot_starts_stays_on_its_cores():
    """The process that a bound thread starts has the slot's cores, and no other thread is bound."""
    one, seen = allowed_cores()[:1], []

    def start():
        Slot(0, one).bind_this_thread()
        ask = "import os; print(sorted(os.sched_getaffinity(0)))"
        seen.append(
            subprocess.run(
                [sys.executable, "-c", ask], capture_output=True, text=True, check=True
            ).stdout
        )

    thread = threading.Thread(target=start)
    thread.start()
    thread.join()

    assert seen == [f"{list(one)}\n"]
    assert tuple(sorted(os.sched_getaffinity(0))) == allowed_cores()
