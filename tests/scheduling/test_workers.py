"""Tasks on several slots."""

import threading
import time
from contextlib import contextmanager

import pytest

from grader.scheduling import Admission, MemoryNow, Workers, plan_slots

PLENTY = Admission(lambda: MemoryNow(1 << 50, 0))
NONE_LEFT = Admission(lambda: MemoryNow(0, 0))


@contextmanager
def no_tools(slot):
    yield slot.number


def workers(work, *, jobs=2, admission=PLENTY, tools=no_tools):
    return Workers(plan_slots(jobs, (0, 1)), tools=tools, work=work, admission=admission)


def test_every_task_is_done_and_begun_in_order():
    """One slot works them off as they were given."""
    begun = []

    done = list(workers(lambda task, _: begun.append(task) or task * 2, jobs=1).run([3, 1, 2]))

    assert begun == [3, 1, 2]
    assert done == [6, 2, 4]


def test_slots_work_at_the_same_time():
    """Both are in their task together, else the barrier would break."""
    barrier = threading.Barrier(2, timeout=10)

    assert sorted(workers(lambda task, _: (barrier.wait(), task)[1]).run(["a", "b"])) == ["a", "b"]


def test_scarce_memory_makes_one_after_the_other_of_them():
    """Without memory for two, one runs at a time, and all are done."""
    running, most = [], []

    def work(task, _):
        running.append(task)
        most.append(len(running))
        time.sleep(0.05)
        running.remove(task)
        return task

    assert sorted(workers(work, admission=NONE_LEFT).run([1, 2, 3])) == [1, 2, 3]
    assert max(most) == 1


def test_an_error_reaches_who_listens():
    """What concerns all tasks ends the run."""

    def work(task, _):
        raise RuntimeError(task)

    with pytest.raises(RuntimeError, match="one"):
        list(workers(work, jobs=1).run(["one", "two"]))


def test_after_stop_nothing_is_begun():
    """The rest is left for the next time."""
    begun, gate = [], threading.Event()

    def work(task, _):
        begun.append(task)
        return task if task == 1 else gate.wait(10)

    pool = workers(work, jobs=1)
    for _ in pool.run([1, 2, 3]):
        pool.stop()
        break
    gate.set()
    time.sleep(0.2)

    assert 3 not in begun
    assert pool.stopping


def test_each_slot_opens_its_tools_once_and_puts_them_away():
    """What is dear to start is kept from task to task."""
    opened, closed = [], []

    @contextmanager
    def tools(slot):
        opened.append(slot.number)
        yield slot.number
        closed.append(slot.number)

    assert len(list(workers(lambda task, number: number, tools=tools).run(range(10)))) == 10
    assert sorted(opened) == sorted(closed) == [0, 1]
