"""What a command is asked to write goes where it was asked for, whatever lies there."""

import os
import stat
import threading
from pathlib import Path

import pytest

from grader.cli.written import write_file, write_pieces
from grader.errors import OutputError


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


def test_two_that_write_one_file_at_a_time_mix_nothing(tmp_path):
    """Both wrote into one hidden file: what was uploaded then was half of each."""
    path = tmp_path / "feedback.zip"

    def with_another_meanwhile():
        yield b"1" * 100_000
        write_pieces(path, [b"2" * 50_000])
        assert path.read_bytes() == b"2" * 50_000
        yield b"1" * 100_000

    write_pieces(path, with_another_meanwhile())

    assert path.read_bytes() == b"1" * 200_000
    assert list(tmp_path.iterdir()) == [path]


def test_what_a_killed_command_left_is_taken_over(tmp_path):
    """It would lie there for ever."""
    path, left = tmp_path / "grades.csv", tmp_path / ".grades.csv.part"
    left.write_text("half of something longer")

    write_file(path, b"grades")

    assert path.read_bytes() == b"grades"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("write", [whole, in_pieces])
def test_a_full_device_is_named_and_stays(write):
    """Nothing is left beside it either."""
    with pytest.raises(OutputError, match="/dev/full: can't be written: No space left"):
        write(Path("/dev/full"), b"grades")

    assert stat.S_ISCHR(Path("/dev/full").stat().st_mode)
    assert not Path("/dev/.full.part").exists()


@pytest.mark.parametrize("write", [whole, in_pieces])
def test_an_old_file_does_not_pass_for_one_that_could_not_be_written(tmp_path, monkeypatch, write):
    """A record of last week is not taken for this week's, of whichever format it is."""
    path = tmp_path / "grades.json"
    path.write_text("last week's")

    def full(_number):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OutputError, match=r"grades\.json: can't be written: No space left"):
        write(path, b"grades")

    assert list(tmp_path.iterdir()) == []
