"""The files that MNIST is known by are made of the assignment's images, wherever a notebook looks
for them.
"""

import gzip
import pickle
import struct

import numpy as np
import pytest

from grader.recorder.data import mnist_files

SIDE = 28


@pytest.fixture
def files(tmp_path, monkeypatch):
    """Files made of 30 and 10 images, in a home of their own; `open` as a kernel has it."""
    rng = np.random.default_rng(0)
    arrays = {
        "x_train": rng.integers(0, 256, (30, SIDE, SIDE), dtype=np.uint8),
        "y_train": np.arange(30, dtype=np.uint8) % 10,
        "x_test": rng.integers(0, 256, (10, SIDE, SIDE), dtype=np.uint8),
        "y_test": np.arange(10, dtype=np.uint8),
    }
    np.savez(tmp_path / "mnist.npz", **arrays)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    for owner in ("builtins", "io"):
        monkeypatch.setattr(f"{owner}.open", open)
    monkeypatch.setattr(mnist_files, "VALIDATION", 10)
    reported = []
    made = mnist_files.Files(
        str(tmp_path / "mnist.npz"), lambda kind, message: reported.append(kind)
    )
    mnist_files.install(made)
    return made, arrays, reported


@pytest.mark.parametrize(
    "name",
    [
        "train-images-idx3-ubyte",
        "data/MNIST/train-images.idx3-ubyte",
        "../MNIST_data/train-images-idx3-ubyte.gz",
        "C:\\Users\\anna\\mnist\\train-images.idx3-ubyte",
        "/content/drive/MyDrive/train-images-idx3-ubyte.gz",
    ],
)
def test_images_as_idx(files, name):
    """Raw or packed, with any of the usual marks, in any folder of any system."""
    _, arrays, reported = files

    with open(name, "rb") as file:
        content = file.read()
    content = gzip.decompress(content) if name.endswith(".gz") else content
    assert struct.unpack(">IIII", content[:16]) == (2051, 30, SIDE, SIDE)
    assert content[16:] == arrays["x_train"].tobytes()
    assert reported == ["dataset_served"]


def test_labels_as_idx(files):
    """The held-out half goes by two names."""
    _, arrays, _ = files

    for name in ("t10k-labels-idx1-ubyte.gz", "test-labels.idx1-ubyte.gz"):
        content = gzip.open(name).read()
        assert struct.unpack(">II", content[:8]) == (2049, 10)
        assert content[8:] == arrays["y_test"].tobytes()


def test_the_pickle_of_deeplearning_net(files):
    """Three pairs; pixels from 0 to 1, the last training rows for validation."""
    with gzip.open("mnist.pkl.gz") as file:
        train, validation, test = pickle.load(file, encoding="latin1")

    assert (train[0].shape, validation[0].shape, test[1].shape) == ((20, 784), (10, 784), (10,))
    assert 0.9 < train[0].max() < 1


@pytest.mark.parametrize(
    "name", ["train-images-idx3-ubyte", "notes.txt", "fashion/train-images-idx3-ubyte.gz"]
)
def test_what_is_there_or_is_something_else_stays(files, name, tmp_path, monkeypatch):
    """A file that is there is read, other names are missing as ever, other data are no digits."""
    monkeypatch.chdir(tmp_path)
    if name.startswith("train"):
        (tmp_path / name).write_text("own")
        assert (tmp_path / name).read_text() == "own"
        return

    with pytest.raises(FileNotFoundError):
        open(name)


def test_other_data_under_the_same_names_are_never_digits(files):
    """Keras' downloader asks for Fashion-MNIST by the names of MNIST's files; the address tells."""
    from grader.recorder.data.datasets import _made

    made, _, reported = files
    origin = (
        "https://storage.googleapis.com/tensorflow/tf-keras-datasets/train-labels-idx1-ubyte.gz"
    )

    assert _made("train-labels-idx1-ubyte.gz", origin, made) is None
    assert (
        _made("x", "http://yann.lecun.com/exdb/mnist/train-labels-idx1-ubyte.gz", made) is not None
    )
    assert reported == ["dataset_served"]


def test_writing_makes_nothing(files, tmp_path, monkeypatch):
    """A file that a notebook downloads into is its own."""
    monkeypatch.chdir(tmp_path)
    with open("train-labels-idx1-ubyte", "wb") as file:
        file.write(b"x")

    assert (tmp_path / "train-labels-idx1-ubyte").read_bytes() == b"x"


def test_downloads_are_answered(files, tmp_path, monkeypatch):
    """By urllib and requests, from whatever address the file was fetched."""
    import urllib.request

    import requests
    from requests import sessions

    made, arrays, _ = files
    for owner, name in (
        (urllib.request, "urlopen"),
        (urllib.request, "urlretrieve"),
        (sessions.Session, "request"),
    ):
        monkeypatch.setattr(owner, name, getattr(owner, name))
    hooks = mnist_files.hooks(made)
    hooks["urllib.request"](urllib.request)
    hooks["requests.sessions"](sessions)
    address = "http://yann.lecun.com/exdb/mnist/train-labels-idx1-ubyte.gz"
    monkeypatch.chdir(tmp_path)

    urllib.request.urlretrieve(address, "labels.gz")
    contents = [(tmp_path / "labels.gz").read_bytes(), urllib.request.urlopen(address).read()]
    contents.append(requests.get(address, stream=True).content)
    assert [gzip.decompress(content)[8:] for content in contents] == [
        arrays["y_train"].tobytes()
    ] * 3


def test_numpy_and_matlab_find_them(files, monkeypatch):
    """`np.fromfile`, and the file of mldata.org."""
    from scipy.io import loadmat

    _, arrays, _ = files

    with open("train-labels-idx1-ubyte", "rb") as file:
        assert np.fromfile(file, np.uint8, offset=8).tolist() == arrays["y_train"].tolist()
    matlab = loadmat("data/mnist-original.mat")
    assert (matlab["data"].shape, matlab["label"].shape) == ((784, 40), (1, 40))
