"""A `fit` beside which code of the notebook's own may run trains in the kernel."""

import functools
import os
import signal
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import pytest

from grader.recorder.compat.caller import is_students_code
from tests.recorder.asking.short import dense, fitted, stands_for

pytestmark = pytest.mark.usefixtures("host_and_stock")


def polls(ended):
    while not ended.is_set():
        ended.wait(0.01)


def goes_on(frame, event, given):
    return None


@contextmanager
def a_thread(waits):
    ended = threading.Event()
    thread = threading.Thread(target=waits, args=(ended,), daemon=True)
    thread.start()
    yield
    ended.set()
    thread.join()


@contextmanager
def a_timer():
    timer = threading.Timer(1000, print)
    timer.daemon = True
    timer.start()
    yield
    timer.cancel()


@contextmanager
def an_alarm():
    before = signal.signal(signal.SIGALRM, goes_on)
    signal.setitimer(signal.ITIMER_REAL, 1000)
    yield
    signal.setitimer(signal.ITIMER_REAL, 0)
    signal.signal(signal.SIGALRM, before)


@contextmanager
def a_trace():
    before = sys.getprofile()
    sys.setprofile(goes_on)
    yield
    sys.setprofile(before)


BESIDE = {
    "a thread that polls": (functools.partial(a_thread, polls), False),
    "a thread that waits": (functools.partial(a_thread, lambda ended: ended.wait()), True),
    "a timer": (a_timer, False),
    "an alarm": (an_alarm, False),
    "a trace": (a_trace, False),
}


@pytest.mark.parametrize("what", BESIDE)
def test_beside_code_of_one_s_own_a_training_is_not_asked_for(what, host, digits, monkeypatch):
    """It could change any step; a thread that waits for another to do something can't."""
    monkeypatch.setenv("HOME", str(Path(__file__).parent))
    beside, is_asked = BESIDE[what]
    model = dense()
    host.answer = stands_for(model)

    with beside():
        fitted(model, digits)

    assert len(host.asked) == is_asked


@pytest.mark.parametrize("waits", ["joins", "waits for a result", "leaves the pool"])
def test_a_training_in_a_thread_is_asked_for_where_the_cell_waits(waits, host, digits, monkeypatch):
    """The cell goes on when the thread has trained."""
    monkeypatch.setenv("HOME", str(Path(__file__).parent))
    model = dense()
    host.answer = stands_for(model)

    if waits == "joins":
        trained = []
        thread = threading.Thread(target=lambda: trained.append(fitted(model, digits)))
        thread.start()
        thread.join()
    else:
        with ThreadPoolExecutor() as pool:
            training = pool.submit(fitted, model, digits)
            if waits == "waits for a result":
                training.result()
        trained = [training.result()]

    assert len(host.asked) == len(trained) == 1


def test_the_standard_library_in_a_home_folder_is_nobodys_own(monkeypatch):
    """There pyenv puts it, with the threads that wait in it."""
    monkeypatch.setenv("HOME", str(Path(os.__file__).parents[2]))

    assert not is_students_code(threading.Thread.join.__code__, vars(threading))
