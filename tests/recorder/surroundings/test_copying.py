"""TensorFlow copies files where the system has no `sendfile`."""

import types

import pytest

from grader.recorder.surroundings import copying


class UnimplementedError(Exception):
    """As TensorFlow has it."""


class AlreadyExistsError(Exception):
    """Likewise."""


@pytest.fixture
def module(request):
    """TensorFlow's module, in a system that can't."""

    def refuses(source, target, overwrite=False):
        raise getattr(request, "param", UnimplementedError)

    found = types.SimpleNamespace(_pywrap_file_io=types.SimpleNamespace(CopyFile=refuses))
    copying.install(found)
    return found


@pytest.mark.parametrize("before", ["", "file://"])
def test_what_it_leaves_is_copied(module, tmp_path, before):
    """With its mode, over what it has begun."""
    (tmp_path / "a.sh").write_bytes(b"abc" * 1000)
    (tmp_path / "a.sh").chmod(0o750)
    (tmp_path / "b.sh").write_bytes(b"")

    module._pywrap_file_io.CopyFile(
        f"{before}{tmp_path}/a.sh".encode(), f"{before}{tmp_path}/b.sh".encode(), True
    )

    assert (tmp_path / "b.sh").read_bytes() == b"abc" * 1000
    assert (tmp_path / "b.sh").stat().st_mode & 0o777 == 0o750


@pytest.mark.parametrize("module", [AlreadyExistsError], indirect=True)
def test_what_it_refuses_stays_refused(module, tmp_path):
    """Nothing is written over."""
    (tmp_path / "a").write_text("new")
    (tmp_path / "b").write_text("old")

    with pytest.raises(AlreadyExistsError):
        module._pywrap_file_io.CopyFile(f"{tmp_path}/a".encode(), f"{tmp_path}/b".encode())

    assert (tmp_path / "b").read_text() == "old"


def test_what_is_no_file_here_is_its_own_business(module):
    """A bucket somewhere."""
    with pytest.raises(UnimplementedError):
        module._pywrap_file_io.CopyFile(b"gs://bucket/a", b"b")
