"""Workers that a batch starts on its own machine."""

import subprocess
import sys

import pytest

INTERRUPTED = """
import os, signal, threading, time
from grader.host.forking import signals_wait

if {threads}:
    threading.Thread(target=time.sleep, args=(60,), daemon=True).start()
try:
    with signals_wait():
        os.kill(os.getpid(), signal.SIGINT)
        time.sleep(0.2)
        print("started")
except KeyboardInterrupt:
    print("interrupted")
print(signal.SIGINT in signal.pthread_sigmask(signal.SIG_BLOCK, []))
print(signal.getsignal(signal.SIGINT) is signal.default_int_handler)
"""


@pytest.mark.parametrize("threads", [False, True], ids=["alone", "beside_a_thread"])
def test_an_interrupt_waits_until_everything_has_started(threads):
    """And comes then, whichever thread took it: what has started is ended in order, and nothing is
    left behind.
    """
    done = subprocess.run(
        [sys.executable, "-c", INTERRUPTED.format(threads=threads)],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )

    assert done.stdout.split() == ["started", "interrupted", "False", "True"], done.stderr
