"""Holds what the tests of this folder share."""

import ctypes

import psutil
import pytest

SUBREAPER = 36
"""PR_SET_CHILD_SUBREAPER: who is left over becomes this process's child and can be seen."""


@pytest.fixture
def left_over():
    """Tells which processes outlived the one that started them."""
    libc = ctypes.CDLL(None)
    libc.prctl(SUBREAPER, 1, 0, 0, 0)
    before = {process.pid for process in psutil.Process().children(recursive=True)}

    def stray() -> list[list[str]]:
        found = []
        for process in psutil.Process().children(recursive=True):
            try:
                if process.pid not in before and process.status() != psutil.STATUS_ZOMBIE:
                    found.append(process.cmdline())
            except psutil.NoSuchProcess:
                continue
        return found

    yield stray
    libc.prctl(SUBREAPER, 0, 0, 0, 0)
