"""Workers that a batch starts on its own machine."""

import os
import signal

import pytest

from grader.batch.cluster.local.processes import signals_wait


def test_an_interrupt_waits_until_everything_has_started():
    """And comes then: what has started is ended in order, and nothing is left behind."""
    done = []

    def start():
        with signals_wait():
            os.kill(os.getpid(), signal.SIGINT)
            done.append("started")

    with pytest.raises(KeyboardInterrupt):
        start()

    assert done == ["started"]
    assert signal.SIGINT not in signal.pthread_sigmask(signal.SIG_BLOCK, [])
