"""Folders that were there on the student's machine are made when something is saved into them."""

import io
import os

import pytest

from grader.recorder.surroundings import folders


@pytest.fixture
def hooked(monkeypatch, tmp_path):
    """`open` and its like as a kernel has them, in an empty working directory."""
    for owner, name in (
        ("builtins", "open"),
        ("io", "open"),
        ("os", "mkdir"),
        ("os", "rename"),
        ("os", "replace"),
    ):
        monkeypatch.setattr(f"{owner}.{name}", vars(__import__(owner))[name])
    monkeypatch.chdir(tmp_path)
    folders.install()
    return tmp_path


@pytest.mark.parametrize("mode", ["w", "a", "x", "wb", "w+"])
def test_what_makes_a_file_makes_its_folder(hooked, mode):
    """Every mode that creates."""
    with open("models/best/log", mode):
        pass

    assert (hooked / "models/best/log").is_file()


def test_what_reads_makes_nothing(hooked):
    """A file that is not there stays away, and so does its folder."""
    for mode in ("r", "rb", "r+"):
        with pytest.raises(FileNotFoundError):
            open("data/x.csv", mode)

    assert not (hooked / "data").exists()


def test_paths_of_pathlib_folders_and_moves(hooked):
    """`Path.write_text`, `os.mkdir` of a folder in a missing one, a file moved into one."""
    (hooked / "a/b.txt").write_text("x")
    os.mkdir("c/d")
    os.replace("a/b.txt", "e/f.txt")

    assert io.open("e/f.txt").read() == "x"
    assert (hooked / "c/d").is_dir()


def test_a_missing_source_makes_no_folder(hooked):
    """What can't be moved leaves no trace."""
    with pytest.raises(FileNotFoundError):
        os.rename("nothing", "g/h")

    assert not (hooked / "g").exists()


def test_libraries_with_an_open_of_their_own(hooked):
    """HDF5, pandas, OpenCV, NumPy, matplotlib."""
    import h5py
    import numpy as np
    import pandas as pd

    common = pytest.MonkeyPatch()
    with common.context() as patched:
        patched.setattr(
            "pandas.io.common.check_parent_directory", pd.io.common.check_parent_directory
        )
        patched.setattr(h5py.File, "__init__", h5py.File.__init__)
        made = folders.hooks()
        made["h5py._hl.files"](h5py._hl.files)
        made["pandas.io.common"](pd.io.common)
        h5py.File("one/x.h5", "w").close()
        pd.DataFrame({"a": [1]}).to_csv("two/x.csv")
        np.save("three/x.npy", np.zeros(1))

    assert [(hooked / name).is_dir() for name in ("one", "two", "three")] == [True] * 3
