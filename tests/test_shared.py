"""What tests hand on to one another is there and runs."""

from __future__ import annotations

import socket
from typing import Self

import pytest

from grader.sandbox import WarmKernels
from tests.shared import MOST_KEPT, SharedProcesses


class Zygote(WarmKernels):
    """One without a process: only the socket to it."""

    def __init__(self) -> None:
        self.why_not, (self._control, self.its_end) = "", socket.socketpair(socket.AF_UNIX)
        self.closed = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.closed = True
        self._control.close()


@pytest.fixture
def shared(monkeypatch):
    monkeypatch.setitem(MOST_KEPT, Zygote, 2)
    with SharedProcesses() as shared:
        yield shared


def test_one_that_runs_is_handed_on(shared):
    """Whether or not it has said that it is ready."""
    zygote = Zygote()
    shared.given_back("key", zygote)
    assert shared.taken("key", Zygote) is zygote

    zygote.its_end.send(b"ready")
    shared.given_back("key", zygote)
    assert shared.taken("key", Zygote) is zygote


def test_one_that_has_ended_is_not(shared):
    """A test may have killed it: the next one gets another."""
    ended, running = Zygote(), Zygote()
    for zygote in (ended, running):
        shared.given_back("key", zygote)
    ended.its_end.close()

    assert shared.taken("key", Zygote) is running
    assert ended.closed
    assert shared.taken("key", Zygote) not in (ended, running)


def test_one_for_another_purpose_stays(shared):
    """It is handed on only to who would start the very same."""
    zygote = Zygote()
    shared.given_back("key", zygote)

    assert shared.taken("other", Zygote) is not zygote


def test_one_that_was_started_in_another_folder_stays(shared, tmp_path, monkeypatch):
    """A folder is often named as seen from there: reports were written into another test's."""
    make = shared._lending(Zygote)
    with make() as here:
        first = here._taken()
        assert not first.closed
    monkeypatch.chdir(tmp_path)

    with make() as there:
        assert there._taken() is not first
