"""What all tests share."""

import signal

import pytest


@pytest.fixture(autouse=True, scope="session")
def started_from_a_terminal():
    """A shell ignores Ctrl-C for what it puts into the background, and `nohup` the closed terminal; children inherit that."""
    asked = {signal.SIGINT: signal.default_int_handler, signal.SIGHUP: signal.SIG_DFL, signal.SIGTERM: signal.SIG_DFL}
    for number, handler in asked.items():
        if signal.getsignal(number) is signal.SIG_IGN:
            signal.signal(number, handler)
