"""A disk that takes no more says nothing of what was handed in."""

import resource
from contextlib import contextmanager

import pytest

from grader.errors import OutputError
from grader.intake import collect
from tests.hostile.packing import Entry, notebook, packed

LARGE = notebook(f"# {'x' * 40_000}")


@contextmanager
def no_file_longer_than(size):
    """The system refuses the rest, as a full disk does."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@pytest.mark.parametrize("inside", [False, True], ids=["the class", "one hand-in"])
def test_what_the_disk_does_not_take_is_not_damaged(tmp_path, inside):
    """It had been left out as damaged, for good: what was unpacked was not unpacked again."""
    made = packed(Entry("ann/hw.ipynb", LARGE), Entry("bob/hw.ipynb", notebook("1")))
    source, work = tmp_path / "class.zip", tmp_path / "out" / "intake"
    if inside:
        source = tmp_path / "in"
        source.mkdir()
    (source / "ann.zip" if inside else source).write_bytes(made)

    with (
        no_file_longer_than(8_192),
        pytest.raises(OutputError, match=r"hw\.ipynb: can't be written: File too large"),
    ):
        collect(source, work=work)
    left = list(work.iterdir())
    found = collect(source, work=work)

    assert left == []
    assert not found.problems
    assert "left out" not in repr(found.hand_ins)
    assert any(one.notebook and one.notebook.stat().st_size > 40_000 for one in found.hand_ins)


@pytest.mark.parametrize("size", [0, 100], ids=["the first file", "the list of what is there"])
def test_a_disk_that_is_full_at_once_makes_no_archive_unreadable(tmp_path, size):
    """“Fetch the archive again” would help nobody."""
    source, work = tmp_path / "class.zip", tmp_path / "out" / "intake"
    source.write_bytes(packed(Entry("ann/hw.ipynb", b"{}"), Entry("bob/hw.ipynb", b"{}")))

    with no_file_longer_than(size), pytest.raises(OutputError, match="can't be written"):
        collect(source, work=work)

    assert list(work.iterdir()) == []
