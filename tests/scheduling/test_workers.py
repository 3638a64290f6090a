"""Tasks on several slots."""

import threading
import time
from contextlib import contextmanager

import pytest

from grader.scheduling import Admission, CoreTurns, MemoryNow, Workers, plan_slots
from grader.scheduling.workers import BEGUN_PER_SLOT

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
    barrier = threading.Barrier(2, timeout=60)

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
        return task if task == 1 else gate.wait(60)

    pool = workers(work, jobs=1)
    for _ in pool.run([1, 2, 3]):
        pool.stop()
        break
    gate.set()
    for thread in pool._threads:
        thread.join(60)

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


def test_a_task_that_waits_lends_its_core_to_the_next():
    """On one slot, all three are begun before the first goes on; tools of a further thread are its
    own.
    """
    turns, begun, last = CoreTurns(1, long_s=0.0), [], threading.Event()

    def work(task, number):
        begun.append((task, number))
        if len(begun) == 3:
            last.set()
        with turns.lent():
            assert last.wait(60)
        return task

    pool = Workers(plan_slots(1, (0,)), tools=no_tools, work=work, admission=PLENTY, turns=turns)

    assert sorted(pool.run([1, 2, 3])) == [1, 2, 3]
    assert len({number for _, number in begun}) == 3


def test_what_waits_is_not_more_than_memory_allows():
    """A further task is begun only where memory is left for it."""
    turns, running, most = CoreTurns(1, long_s=0.0), [], []

    def work(task, _):
        running.append(task)
        most.append(len(running))
        with turns.lent():
            time.sleep(0.05)
        running.remove(task)
        return task

    pool = Workers(plan_slots(1, (0,)), tools=no_tools, work=work, admission=NONE_LEFT, turns=turns)

    assert sorted(pool.run([1, 2, 3])) == [1, 2, 3]
    assert max(most) == 1


def test_so_many_are_begun_for_a_slot():
    """However many wait."""
    turns, begun, gate = CoreTurns(1, long_s=0.0), [], threading.Event()

    def work(task, _):
        begun.append(task)
        if len(begun) == BEGUN_PER_SLOT:
            gate.set()
        with turns.lent():
            gate.wait(60)
            time.sleep(0.05)
        return task

    pool = Workers(plan_slots(1, (0,)), tools=no_tools, work=work, admission=PLENTY, turns=turns)

    assert len(list(pool.run(range(9)))) == 9
    assert len(pool._threads) == BEGUN_PER_SLOT
