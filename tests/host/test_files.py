"""Files that are written whole or not at all."""

from __future__ import annotations

import os

import pytest

from grader.host import files


def test_a_file_is_replaced(tmp_path):
    """The new content stands in the old one's place, and nothing lies beside it."""
    path = tmp_path / "grades.csv"
    path.write_text("old")

    files.write_text(path, "new ü \udce9")

    assert path.read_bytes() == "new ü \udce9".encode("utf-8", "surrogatepass")
    assert list(tmp_path.iterdir()) == [path]


def test_what_fails_halfway_leaves_the_old_file(tmp_path, monkeypatch):
    """Where the disk fails before all is written, the old file stays and the half is taken away."""

    def fails(_number):
        raise OSError("no space")

    path = tmp_path / "grades.csv"
    path.write_text("old")
    monkeypatch.setattr(os, "fsync", fails)

    with pytest.raises(OSError, match="no space"):
        files.write_text(path, "new")

    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_the_longest_names_can_be_written(tmp_path):
    """A name as long as the file system allows leaves room for the one that is written first."""
    path = tmp_path / ("n" * 255)

    files.write_bytes(path, b"content")

    assert path.read_bytes() == b"content"


def test_a_file_is_read_as_far_as_it_may_be_long(tmp_path):
    """And no further."""
    path = tmp_path / "file"
    path.write_bytes(b"12345")

    assert files.read_whole(path, most_bytes=5) == b"12345"
    with pytest.raises(OSError, match="larger than 4 bytes"):
        files.read_whole(path, most_bytes=4)


def test_what_is_no_file_is_not_read(tmp_path):
    """A pipe is not waited for; a link to a file is a file."""
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "file").write_bytes(b"1")
    (tmp_path / "link").symlink_to("file")

    assert files.read_whole(tmp_path / "link", most_bytes=9) == b"1"
    for other in (tmp_path / "pipe", "/dev/zero"):
        with pytest.raises(OSError, match="neither a file nor a link to one"):
            files.read_whole(other, most_bytes=9)
