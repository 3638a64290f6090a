"""What a notebook holds of the system's memory beside that of its processes."""

import ctypes
import fcntl
import os
import socket
import subprocess
import sys

import psutil
import pytest

from grader.sandbox.limits import handles, processes

LIBC = ctypes.CDLL(None, use_errno=True)
LIBC.mmap.restype = ctypes.c_void_p
LIBC.mmap.argtypes = (
    *(ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int, ctypes.c_int, ctypes.c_int),
    ctypes.c_long,
)
LIBC.munmap.argtypes = (ctypes.c_void_p, ctypes.c_size_t)
READ_ONLY, READ_AND_WRITE, PRIVATE_ANONYMOUS_UNRESERVED = 1, 3, 0x4022
HUGE = 2 << 20
PAGE = os.sysconf("SC_PAGESIZE")


def mapped(size: int, protection: int) -> int:
    return LIBC.mmap(None, size, protection, PRIVATE_ANONYMOUS_UNRESERVED, -1, 0)


def test_tables_of_pages_that_were_only_read_count():
    """A byte of every two megabytes of nothing takes no page, and a table of 4 kB."""
    own, places = [psutil.Process()], 4_000
    before = processes.memory_bytes(own, enough=1 << 60)
    start = mapped(places * HUGE, READ_ONLY)

    for place in range(start, start + places * HUGE, HUGE):
        ctypes.c_char.from_address(place).value  # noqa: B018 - read for the sake of its page
    after = processes.memory_bytes(own, enough=1 << 60)
    LIBC.munmap(start, places * HUGE)

    assert after - before > 0.8 * places * 4096


@pytest.mark.parametrize("name", [b"VmPTE: none", b"Threads:\t7", b"VmPTE:", b"x\nThreads:\t7"])
def test_what_a_process_is_called_is_not_what_it_has(name):
    """The system's file on a process begins with its name."""
    script = (
        "import ctypes, sys; "
        f"ctypes.CDLL(None).prctl(15, {name!r}, 0, 0, 0); print(flush=True); sys.stdin.read()"
    )
    called = [sys.executable, "-c", script]
    with subprocess.Popen(called, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as child:
        child.stdout.readline()
        own = [psutil.Process(child.pid)]

        assert processes.threads(own) == 1
        assert processes._page_table_bytes(child.pid) >= 4096
        assert processes.memory_bytes(own, enough=1 << 60) > 1 << 20
        child.stdin.close()


def test_locks_count_by_who_holds_them(tmp_path, monkeypatch):
    """Those of this process; nobody else's."""
    monkeypatch.setattr(handles, "LOCKS", 100)
    with (tmp_path / "file").open("w") as file:
        for place in range(300):
            fcntl.lockf(file, fcntl.LOCK_EX, 1, 2 * place)

        assert handles._locks([1, os.getpid()]) == 300
        assert handles.excess([psutil.Process()], allowed=256).startswith("had locked more than")
        assert handles._locks([1]) == 0
    assert handles._locks([os.getpid()]) == 0


def test_mappings_count_where_processes_are_many(monkeypatch):
    """A few can't have too many; of many, some tell what all have."""
    monkeypatch.setattr(handles, "FEW_PROCESSES", 3)
    pid, pieces = os.getpid(), 1_000
    before = handles._mappings_of(pid)
    start = mapped(pieces * PAGE, READ_AND_WRITE)
    for place in range(start, start + pieces * PAGE, 2 * PAGE):
        LIBC.mprotect(ctypes.c_void_p(place), ctypes.c_size_t(PAGE), READ_ONLY)
    after = handles._mappings_of(pid)
    few, many = handles._mappings([pid] * 3), handles._mappings([pid] * 8)
    LIBC.munmap(start, pieces * PAGE)

    assert after - before >= pieces - 1
    assert few == 0
    assert many == 8 * after


def test_an_honest_process_exceeds_nothing():
    """One that has imported what notebooks import."""
    code = "import numpy; print(flush=True); input()"
    with subprocess.Popen(
        [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as child:
        child.stdout.readline()

        assert handles.excess([psutil.Process(child.pid)], allowed=256) == ""
        child.communicate(b"\n")


def test_what_nobody_has_read_of_a_connection_counts():
    """It is no process's memory, whichever end holds it."""
    with socket.create_server(("127.0.0.1", 0)) as service:
        sending = socket.create_connection(service.getsockname())
        receiving, _ = service.accept()
        with sending, receiving:
            sent = sending.send(bytes(50_000))

            assert handles._queued(os.getpid()) >= sent


def test_what_is_no_list_of_connections_holds_nothing(tmp_path, monkeypatch):
    """A process that is gone, and a line that broke off."""
    (tmp_path / "list").write_bytes(b"head\n 0: 0100007F:0016 0100007F:0017 01 00000010:00000F")
    known = handles._connections

    monkeypatch.setattr(handles, "_connections", lambda _: known(str(tmp_path / "list")))
    assert handles._queued(1) == 2 * (0x10 + 0xF)
    monkeypatch.setattr(handles, "_connections", lambda _: known(str(tmp_path / "gone")))
    assert handles._queued(1) == 0
