"""What a command writes for a moment is gone after it, and after the next one if it was killed."""

import errno
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

from grader.cli.browser import kept_for_a_while
from grader.host import temporary
from grader.host.temporary import PREFIX, YOUNG_S, outside, remove_left, temporary_folder

HOLDS = """
import sys, tempfile
from pathlib import Path
from grader.host.temporary import temporary_folder

with temporary_folder():
    Path(tempfile.mkdtemp(), "rows.npz").touch()
    print(tempfile.gettempdir(), flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def usual(tmp_path, monkeypatch):
    """Where temporary files usually go."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


def aged(folder):
    """The folder, as if it had been made a while ago."""
    then = time.time() - 2 * YOUNG_S
    os.utime(folder, (then, then))
    return folder


def running(usual):
    """Another command, and its folder."""
    command = subprocess.Popen(
        [sys.executable, "-c", HOLDS],
        env={**os.environ, "TMPDIR": str(usual)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    return command, aged(Path(command.stdout.readline().strip()))


def test_everything_temporary_lies_in_one_folder_that_goes(usual):
    """Whatever was forgotten goes with it, and later files go where they usually do."""
    with temporary_folder():
        made = Path(tempfile.mkdtemp())
        assert made.parent.parent == usual
        assert made.parent.stat().st_mode & 0o077 == 0

    assert list(usual.iterdir()) == []
    assert tempfile.gettempdir() == str(usual)


@pytest.mark.parametrize("modules", ["", "import multiprocessing.util as u; u.get_temp_dir()"])
def test_it_goes_at_the_end_of_the_program(tmp_path, modules):
    """Also where multiprocessing keeps a folder of its own in it, of which it says nothing."""
    program = f"""
from grader.host.temporary import temporary_folder
with temporary_folder():
    {modules or "pass"}
"""

    ended = subprocess.run(
        [sys.executable, "-c", program],
        env={**os.environ, "TMPDIR": str(tmp_path)},
        capture_output=True,
        text=True,
        check=True,
    )

    assert ended.stderr == ""
    assert list(tmp_path.iterdir()) == []


def test_what_a_killed_command_left_goes_with_the_next_one(usual):
    """While it runs its folder is its own, however old it is."""
    command, folder = running(usual)

    remove_left()
    held = list(folder.rglob("*.npz"))
    command.kill()
    command.communicate()
    left = list(folder.rglob("*.npz"))
    with temporary_folder():
        pass

    assert len(held) == len(left) == 1
    assert list(usual.iterdir()) == []


def test_what_is_new_may_not_have_its_lock_yet(usual):
    """It is left for a later command."""
    folder = usual / f"{PREFIX}new"
    folder.mkdir()

    remove_left()
    assert folder.is_dir()
    aged(folder)
    remove_left()
    assert not folder.exists()


def test_links_files_and_other_folders_are_nobodys_temporary_folder(usual, tmp_path_factory):
    """A link leads to what somebody else put there."""
    elsewhere = aged(tmp_path_factory.mktemp("elsewhere"))
    (usual / f"{PREFIX}link").symlink_to(elsewhere)
    (usual / f"{PREFIX}file").touch()
    other = usual / "grader-other"
    other.mkdir()
    aged(other)

    remove_left()

    assert elsewhere.is_dir()
    assert other.is_dir()
    assert len(list(usual.iterdir())) == 3


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a folder away")
def test_folders_of_other_users_are_theirs(usual):
    """Root may remove them, and doesn't."""
    folder = usual / f"{PREFIX}theirs"
    folder.mkdir()
    os.chown(folder, 12345, 12345)
    aged(folder)

    remove_left()

    assert folder.is_dir()


def test_without_a_place_for_it_all_is_as_before(monkeypatch, tmp_path):
    """What needs a temporary folder says so; other commands run."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "gone"))

    with temporary_folder():
        ran = True

    assert ran
    assert tempfile.tempdir == str(tmp_path / "gone")


def test_where_it_cannot_be_held_all_is_as_before(usual, monkeypatch):
    """No descriptor is left: a folder that nobody holds would be taken for a killed command's."""

    def refused(*_):
        raise OSError(errno.EMFILE, "Too many open files")

    monkeypatch.setattr(temporary.os, "open", refused)

    with temporary_folder():
        assert tempfile.gettempdir() == str(usual)

    assert list(usual.iterdir()) == []


def test_a_report_that_is_looked_at_later_stays(usual):
    """The browser opens it when the command is over."""
    with temporary_folder():
        report = kept_for_a_while()
        assert outside() == str(usual)

    assert report.parent.parent == usual
    assert report.parent.is_dir()


@pytest.mark.parametrize(
    ("home", "named"),
    [("/dev/null/nobody", None), ("home", None), ("/dev/null/nobody", "/elsewhere")],
)
def test_matplotlib_has_a_place_where_there_is_no_home(usual, monkeypatch, tmp_path, home, named):
    """It warned, and its own folder was gone when it wanted to remove it."""
    monkeypatch.setenv("HOME", str(tmp_path / home))
    for variable in ("XDG_CONFIG_HOME", "XDG_CACHE_HOME", "MPLCONFIGDIR"):
        monkeypatch.delenv(variable, raising=False)
    if named:
        monkeypatch.setenv("MPLCONFIGDIR", named)

    with temporary_folder():
        own = str(Path(tempfile.gettempdir()) / "matplotlib") if home != "home" else None
        assert os.environ.get("MPLCONFIGDIR") == (named or own)
    assert os.environ.get("MPLCONFIGDIR") == named
