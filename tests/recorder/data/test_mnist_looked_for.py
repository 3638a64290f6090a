"""A notebook that looks for MNIST's files before it reads them finds them, and no other file."""

import glob
import os
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from grader.recorder.data import mnist_files, mnist_looked_for


@pytest.fixture
def looking(tmp_path, monkeypatch):
    """Python's own ways of looking as a kernel has them, in a folder of the student's."""
    images, labels = np.zeros((3, 28, 28), np.uint8), np.arange(3, dtype=np.uint8)
    np.savez(tmp_path / "mnist.npz", x_train=images, y_train=labels, x_test=images, y_test=labels)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    for owner, name in (
        (os.path, "exists"),
        (os.path, "isfile"),
        (Path, "exists"),
        (Path, "is_file"),
        (glob, "glob"),
    ):
        monkeypatch.setattr(owner, name, getattr(owner, name))
    looking = mnist_looked_for.FilesOnDemand(
        mnist_files.Files(str(tmp_path / "mnist.npz"), lambda *_: None)
    )
    looking.install()
    return looking


@pytest.mark.parametrize(
    "look",
    [
        os.path.exists,
        os.path.isfile,
        lambda path: Path(path).exists(),
        lambda path: Path(path).is_file(),
    ],
)
@pytest.mark.parametrize(
    "name", ["data/train-images-idx3-ubyte", "t10k-labels.idx1-ubyte.gz", "mnist-original.mat"]
)
def test_what_is_looked_for_is_there(looking, look, name):
    """However it is asked; whoever then opens, lists or removes it finds a file like any other."""
    look = {"exists": os.path.exists, "isfile": os.path.isfile}.get(look.__name__, look)

    assert look(name)
    assert Path(name).stat().st_size > 0
    os.remove(name)  # noqa: PTH107 - as a notebook does


@pytest.mark.parametrize(
    "name", ["mnist.npz", "train.csv", "mnist.pkl", "model.h5", "fashion/train-images-idx3-ubyte"]
)
def test_what_a_notebook_may_make_itself_is_not_there(looking, name):
    """A cache is made where it is missing, and has the notebook's own form."""
    assert not os.path.exists(name)  # noqa: PTH110 - hooked
    assert not Path(name).exists()


def test_patterns(looking):
    """What is about MNIST's files lays them down; a pattern about anything does not."""
    found = glob.glob  # hooked

    assert found("data/*.gz") == []
    assert sorted(found("data/t10k-*-ubyte")) == [
        "data/t10k-images-idx3-ubyte",
        "data/t10k-labels-idx1-ubyte",
    ]


def test_readers_of_tensorflow(looking):
    """They open files past Python, and addresses of Google's storage; writing is left alone."""
    asked = []

    class FileIO:
        def __init__(self, name, mode="r"):
            asked.append(name)

    module = SimpleNamespace(
        FileIO=FileIO, file_exists=os.path.lexists, file_exists_v2=os.path.lexists
    )
    looking.hooks()["tensorflow.python.lib.io.file_io"](module)

    assert module.file_exists_v2("gs://mnist-public/t10k-images-idx3-ubyte")
    assert not module.file_exists("gs://mnist-public/notes.txt")
    module.FileIO("gs://mnist-public/train-labels-idx1-ubyte", "rb")
    module.FileIO("train-labels-idx1-ubyte", mode="wb")
    assert Path(asked[0]).read_bytes()[:4] == b"\0\0\x08\x01"
    assert asked[1] == "train-labels-idx1-ubyte"
