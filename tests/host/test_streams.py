"""What a program prints arrives, whoever started it and whatever streams it was given."""

import fcntl
import os
import struct
import subprocess
import sys
import termios
from pathlib import Path

import pytest

GRADER = Path(sys.executable).with_name("grader")
PRINTS = """
import sys
from grader.host.streams import make_fit
make_fit()
for number in range(60):
    stream = getattr(sys, sys.argv[1])
    stream.write(f"{number:02}" + "ü" * 1_000 + "\\n")
    stream.flush()
"""


LINE = 2_003
"""Bytes; of a page two lines fill a pipe, as what is so short is written whole or not at all."""


def full_or_ended(program, reading):
    """Whether the pipe holds all that it can, or nobody writes any more."""
    held = struct.unpack("i", fcntl.ioctl(reading, termios.FIONREAD, b"\0" * 4))[0]
    return held >= 2 * LINE or program.poll() is not None


@pytest.mark.parametrize("name", ["stdout", "stderr"])
def test_a_full_pipe_that_does_not_block_is_waited_for(name):
    """What it did not take was dropped without a word, and the exit code was 0."""
    reading, writing = os.pipe()
    fcntl.fcntl(writing, fcntl.F_SETPIPE_SZ, 4_096)
    os.set_blocking(writing, False)
    with subprocess.Popen([sys.executable, "-c", PRINTS, name], **{name: writing}) as program:
        os.close(writing)
        while not full_or_ended(program, reading):
            pass
        with os.fdopen(reading, "rb") as stream:
            received = stream.read()

    assert program.returncode == 0
    assert len(received) == 60 * LINE


@pytest.mark.parametrize("closed", ["1>&-", "2>&-", "0<&- 1>&-", "1>&- 2>&-"])
def test_a_closed_stream_is_none_of_our_folders(closed):
    """The lock of the folder for everything temporary got its number: a traceback, and the code for
    a notebook that did not pass.
    """
    line = f"exec {closed}; exec {GRADER} cache info"

    ended = subprocess.run(["sh", "-c", line], capture_output=True, timeout=120, check=False)

    assert ended.returncode == (0 if closed == "2>&-" else 4)
    assert b"Traceback" not in ended.stderr
    if closed in ("1>&-", "0<&- 1>&-"):
        assert b"standard output: can't be written" in ended.stderr
