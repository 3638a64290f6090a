"""Pipes are read and written for no longer than is allowed."""

import os
import resource
from contextlib import suppress

import pytest

from grader.host.pipes import PipeTimeout, can_be_read, lines_within, write_within

HIGH = 1_500


@pytest.fixture
def pipe():
    ends = os.pipe()
    yield ends
    for end in ends:
        with suppress(OSError):
            os.close(end)


@pytest.mark.parametrize("said", [b"", b"half a li"])
def test_lines_that_do_not_come_end_the_reading(pipe, said):
    """None, or half of one."""
    reader, writer = pipe
    os.write(writer, b"one\ntwo\n" + said)
    lines = lines_within(reader, patience_s=0.05)

    assert [next(lines), next(lines)] == [b"one\n", b"two\n"]
    with pytest.raises(PipeTimeout):
        next(lines)


def test_what_was_said_before_the_end_is_read(pipe):
    """The last line may be unfinished, or have other ends within."""
    reader, writer = pipe
    os.write(writer, b"a\rb\n\nlast")
    os.close(writer)

    assert list(lines_within(reader, patience_s=60)) == [b"a\rb\n", b"\n", b"last"]


def test_what_nobody_reads_is_not_written_for_ever(pipe):
    """A pipe has room for little."""
    with pytest.raises(PipeTimeout):
        write_within(pipe[1], bytes(4 * 1024**2), timeout_s=0.05)


def test_a_pipe_without_a_reader_is_said_at_once(pipe):
    """As the system says it."""
    os.close(pipe[0])

    with pytest.raises(OSError, match="Broken pipe"):
        write_within(pipe[1], b"one", timeout_s=60)


def test_descriptors_may_have_any_number(pipe):
    """`select` refuses those from 1,024 on, which kernels side by side have on a large machine."""
    reader, writer = pipe
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard != resource.RLIM_INFINITY and hard < HIGH + 2:
        pytest.skip("no process may have so many descriptors here")
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, HIGH + 2), hard))
    try:
        os.dup2(reader, HIGH)
        os.dup2(writer, HIGH + 1)
        write_within(HIGH + 1, b"one\n", timeout_s=5)

        assert next(lines_within(HIGH, patience_s=5)) == b"one\n"
        assert not can_be_read(HIGH, within_s=0.01)
    finally:
        os.close(HIGH)
        os.close(HIGH + 1)
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
