"""A stack that a fork breaks is found out before a notebook meets it."""

import threading

import pytest

from grader.recorder.start.forking import computes_after_fork


def test_what_comes_back_is_forked():
    """Computing that needs nothing of the parent's threads."""
    assert computes_after_fork(lambda: sum(range(10)))


def test_what_waits_for_a_thread_of_the_parent_is_found_out():
    """The child has a copy of the queue and nobody who fills it, as TensorFlow 2.15 has of its
    pool.
    """
    never = threading.Event()
    worker = threading.Thread(target=never.wait, daemon=True)
    worker.start()

    assert not computes_after_fork(never.wait, patience_s=0.3)

    never.set()
    worker.join()


@pytest.mark.parametrize(
    "failing", [lambda: 1 / 0, lambda: __import__("os").kill(__import__("os").getpid(), 9)]
)
def test_what_fails_there_is_not_forked(failing, capfd):
    """It may fail in a kernel that is started cold, too; then that says so better."""
    assert not computes_after_fork(failing)
