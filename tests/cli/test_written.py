"""What a command is asked to write goes where it was asked for, whatever lies there."""

import os
import stat
import threading

import pytest

from grader.cli.written import write_file, write_pieces


def whole(path, content):
    """Write it as one piece."""
    write_file(path, content)


def in_pieces(path, content):
    """Write it byte by byte."""
    write_pieces(path, [content[at : at + 1] for at in range(len(content))])


@pytest.mark.parametrize("write", [whole, in_pieces])
def test_a_pipe_or_a_device_is_written_to_and_not_replaced(tmp_path, write):
    """Whoever is root replaced /dev/null and /dev/stdout for everybody."""
    pipe, read = tmp_path / "pipe", []
    os.mkfifo(pipe)
    reader = threading.Thread(target=lambda: read.append(pipe.read_bytes()), daemon=True)
    reader.start()

    write(pipe, b"grades")
    reader.join(10)

    assert stat.S_ISFIFO(pipe.lstat().st_mode)
    assert read == [b"grades"]


@pytest.mark.parametrize("write", [whole, in_pieces])
def test_a_link_stays_one_and_a_name_may_be_as_long_as_any(tmp_path, write):
    """The file behind the link is the new one."""
    link, target = tmp_path / "link", tmp_path / ("x" * 250)
    link.symlink_to(target)

    write(link, b"grades")

    assert link.is_symlink()
    assert target.read_bytes() == b"grades"
