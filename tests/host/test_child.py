"""A process of ours lives as long as who asks it wants, and no longer."""

import os
import sys
import threading
import time

import psutil
import pytest

from grader.host.bubblewrap import find_bubblewrap
from grader.host.child import Child, ChildFailed, ChildStart

CONTAINED = ("--ro-bind", "/", "/", "--dev", "/dev", "--proc", "/proc", "--die-with-parent")
ECHO = "from grader.host.child import serve; serve(lambda request: request)"


@pytest.fixture
def child():
    """An echo behind bubblewrap, as the scorer and the trainer are."""
    command = [str(find_bubblewrap()), *CONTAINED, sys.executable, "-c", ECHO]
    echo = Child(ChildStart(command, environment=dict(os.environ)), max_answer_bytes=1024)
    yield echo
    echo.end()


def in_a_thread(act):
    """Do it in a thread that ends a moment later, as a notebook's does."""
    thread = threading.Thread(target=lambda: (act(), time.sleep(0.5)))
    thread.start()
    thread.join()


def test_it_outlives_the_thread_that_started_it(child):
    """Linux kills who asked to die with their parent when the parent's thread ends."""
    in_a_thread(lambda: child.start(timeout_s=60))
    number = child.ask(b"one", timeout_s=60)
    time.sleep(0.5)

    assert (number, child.running, child.ask(b"two", timeout_s=60)) == (b"one", True, b"two")


def test_it_is_gone_once_it_was_ended(child):
    """Nobody stays: neither the process nor the thread that it hangs on."""
    before = set(threading.enumerate())
    child.start(timeout_s=60)
    (parent,) = set(threading.enumerate()) - before

    child.end()

    parent.join(60)
    assert not parent.is_alive()
    assert not child.running
    with pytest.raises(ChildFailed, match="not running"):
        child.ask(b"one", timeout_s=60)


def test_what_can_not_be_started_is_said_to_who_asked():
    """Not in a thread that nobody looks at."""
    with pytest.raises(FileNotFoundError):
        Child(ChildStart(["/no/such/program"]), max_answer_bytes=1).start(timeout_s=60)


READY = "import sys, time; out = sys.stdout.buffer; out.write(bytes(8)); out.flush(); "
HALF = "sys.stdin.buffer.read(8); out.write((9).to_bytes(8, 'big') + b'half'); out.flush(); "


@pytest.mark.parametrize(
    ("says", "request_"),
    [("", b"one"), (HALF, b"one"), ("", bytes(4 * 1024**2))],
    ids=["nothing", "half an answer", "nothing, and reads no long request"],
)
def test_a_child_that_hangs_is_ended(says, request_):
    """Who asks is told so once its time is over."""
    command = [sys.executable, "-c", f"{READY}{says}time.sleep(600)"]
    child = Child(ChildStart(command), max_answer_bytes=1024)
    child.start(timeout_s=60)

    with pytest.raises(ChildFailed, match=r"it took longer than 0\.2 s"):
        child.ask(request_, timeout_s=0.2)

    assert not child.running


def test_a_child_that_is_never_ready_is_ended():
    """It hangs while it loads."""
    child = Child(
        ChildStart([sys.executable, "-c", "import time; time.sleep(600)"]), max_answer_bytes=9
    )

    with pytest.raises(ChildFailed, match="took longer"):
        child.start(timeout_s=0.2)

    assert not child.running


def test_a_long_request_arrives_whole():
    """In pieces, as the pipe has room."""
    count = "from grader.host.child import serve; serve(lambda request: str(len(request)).encode())"
    child = Child(ChildStart([sys.executable, "-c", count]), max_answer_bytes=1024)
    child.start(timeout_s=60)

    assert child.ask(bytes(5 * 1024**2 + 3), timeout_s=60) == b"5242883"
    child.end()


LONG = "sys.stdin.buffer.read(8); out.write((10**15).to_bytes(8, 'big') + b'x'); out.flush(); "


def test_an_answer_of_impossible_length_is_not_waited_for():
    """Nor is memory taken for it: what it says of its length is a claim."""
    child = Child(
        ChildStart([sys.executable, "-c", READY + LONG + "time.sleep(60)"]), max_answer_bytes=1024
    )
    child.start(timeout_s=60)

    with pytest.raises(ChildFailed, match="impossible length"):
        child.ask(b"one", timeout_s=60)

    assert not child.running


STARTS = (
    "import subprocess; below = subprocess.Popen(['sleep', '600']); sys.stdin.buffer.read(11); "
)
SAYS = "out.write((8).to_bytes(8, 'big') + below.pid.to_bytes(8, 'big')); out.flush(); "


def test_what_it_started_ends_with_it():
    """It may hold memory or a core that the next one needs."""
    child = Child(
        ChildStart([sys.executable, "-c", READY + STARTS + SAYS + "time.sleep(60)"]),
        max_answer_bytes=1024,
    )
    child.start(timeout_s=60)
    below = int.from_bytes(child.ask(b"one", timeout_s=60), "big")
    assert is_there(below)

    child.end()

    deadline = time.monotonic() + 30
    while is_there(below) and time.monotonic() < deadline:
        time.sleep(0.01)
    assert not is_there(below)


def is_there(number: int) -> bool:
    """Whether the process runs; who is over and was not asked for yet does not."""
    try:
        return psutil.Process(number).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False
