"""Ctrl-C ends what runs where it waits; what was begun is put away, and nobody complains later."""

import asyncio
import gc
import logging
import signal
import threading

import pytest

from grader.sandbox.stoppable import ended, run_stoppable


class Asked(KeyboardInterrupt):
    """What a program's own answer to a signal raises."""


@pytest.fixture(autouse=True)
def answers():
    """A program that answers by raising."""

    def asked(number, frame):
        raise Asked(number)

    numbers = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    before = {number: signal.signal(number, asked) for number in numbers}
    yield asked
    for number, answer in before.items():
        signal.signal(number, answer)


def press():
    signal.raise_signal(signal.SIGINT)


class Began:
    """Two tasks that use what is closed at the end, and a signal at some point."""

    def __init__(self, strikes):
        self.strikes, self.closed, self.did = strikes, False, []

    async def uses(self):
        if self.strikes == "a task":
            self.strikes = ""
            press()
        while True:
            assert not self.closed
            await asyncio.sleep(0.001)

    async def run(self):
        try:
            await self.begin()
        finally:
            self.did.append("closes")
            self.closed = True
            await asyncio.sleep(0)
            self.did.append("closed")

    async def begin(self):
        tasks = [asyncio.create_task(self.uses())]
        if self.strikes == "between":
            press()
        tasks.append(asyncio.create_task(self.uses()))
        if self.strikes == "the loop":
            asyncio.get_running_loop().call_soon(press)
        if self.strikes == "while it waits for the system":
            threading.Timer(0.05, signal.pthread_kill, (threading.main_thread().ident, 2)).start()
        try:
            await asyncio.sleep(60)
        finally:
            await ended(tasks)
            self.did.append("ended")


@pytest.mark.parametrize(
    "strikes", ["between", "a task", "the loop", "while it waits for the system"]
)
def test_wherever_it_strikes_all_is_put_away(strikes, caplog, answers):
    """In order: the tasks first, then what they use."""
    began = Began(strikes)

    with caplog.at_level(logging.ERROR, "asyncio"):
        with pytest.raises(Asked):
            run_stoppable(began.run())
        gc.collect()

    assert began.did == ["ended", "closes", "closed"]
    assert caplog.records == []
    assert signal.getsignal(signal.SIGINT) is answers


def test_a_signal_while_tasks_are_ended_is_not_lost():
    """The end of such a task is cancelled, too: it must not be taken for the whole's."""
    went_on = []

    async def waits():
        await asyncio.sleep(60)

    async def cells():
        for number in range(3):
            task = asyncio.create_task(waits())
            await asyncio.sleep(0)
            asyncio.get_running_loop().call_soon(press)
            await ended([task])
            went_on.append(number)

    with pytest.raises(Asked):
        run_stoppable(cells())

    assert went_on == []


def test_what_comes_before_the_first_step_ends_it_unbegun(monkeypatch):
    """While asyncio makes its loop."""
    began, run = Began(""), asyncio.run

    def pressed(*given):
        press()
        return run(*given)

    monkeypatch.setattr(asyncio, "run", pressed)
    with pytest.raises(Asked):
        run_stoppable(began.run())

    assert began.did == []


def test_a_second_one_strikes_at_once():
    """Who insists does not wait for what is put away."""

    async def stubborn():
        try:
            press()
            await asyncio.sleep(60)
        finally:
            press()

    with pytest.raises(Asked):
        run_stoppable(stubborn())


def test_without_a_signal_it_is_what_comes_of_it():
    """A result or an error, in whatever thread."""

    async def answers():
        await asyncio.sleep(0)
        return 42

    async def fails():
        raise ValueError

    found = []
    thread = threading.Thread(target=lambda: found.append(run_stoppable(answers())))
    thread.start()
    thread.join()

    assert found == [run_stoppable(answers())] == [42]
    with pytest.raises(ValueError, match=r"^$"):
        run_stoppable(fails())


def test_ending_tasks_tells_what_one_of_them_raised():
    """A task that broke is no task that was cancelled."""

    async def breaks():
        raise RuntimeError("broke")

    async def whole():
        tasks = [asyncio.create_task(breaks()), asyncio.create_task(asyncio.sleep(60))]
        await asyncio.sleep(0)
        await ended(tasks)

    with pytest.raises(RuntimeError, match="broke"):
        run_stoppable(whole())
