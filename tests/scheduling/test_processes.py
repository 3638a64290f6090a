"""Work without a kernel, on all cores."""

import multiprocessing
import os

import pytest

from grader.scheduling import in_processes


def test_every_item_is_done_once_and_in_order():
    """What comes of each stands where the item stood, and more than one process has worked."""
    met = multiprocessing.get_context("fork").Barrier(2)

    def square(number):
        if number in (0, 20):
            met.wait(60)  # each of the two waits for the other: only two processes come past here
        return number * number, os.getpid()

    squares = in_processes(range(21), square, processes=2)

    assert [square for square, _ in squares] == [number * number for number in range(21)]
    assert len({pid for _, pid in squares}) == 2
    assert os.getpid() not in {pid for _, pid in squares}


def test_a_few_items_are_done_here():
    """A fork costs more than they do."""
    assert in_processes([1, 2, 3], lambda _: os.getpid(), processes=2) == [os.getpid()] * 3


def test_what_a_child_raises_is_raised_here():
    """An error concerns the operator, wherever it happened."""

    def act(number):
        if number == 13:
            raise ValueError("thirteen")

    with pytest.raises(ValueError, match="thirteen"):
        in_processes(range(20), act, processes=2)
