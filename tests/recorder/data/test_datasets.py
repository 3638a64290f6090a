"""A notebook gets the assignment's data, under whichever name it asks."""

from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from grader.recorder.data.datasets import install_get_file, install_openml, other_dataset

KERAS = "https://storage.googleapis.com/tensorflow/tf-keras-datasets/"


@pytest.fixture
def served(tmp_path):
    path = tmp_path / "mnist.npz"
    path.write_bytes(b"data")
    return {"mnist.npz": str(path)}


def a_library(served):
    reported = []
    library = SimpleNamespace(
        get_file=lambda *_, **__: "downloaded", fetch_openml=lambda *_, **__: "downloaded"
    )
    install_get_file(library, served, lambda kind, message: reported.append((kind, message)))
    return library, reported


def test_the_assignments_file_is_served(served, tmp_path):
    """Keras' downloader finds it under the name and in the folder that it would have had."""
    library, reported = a_library(served)

    path = library.get_file(
        "mnist.npz", origin=KERAS + "mnist.npz", cache_dir=str(tmp_path / "cache")
    )

    assert path == str(tmp_path / "cache" / "datasets" / "mnist.npz")
    assert Path(path).read_bytes() == b"data"
    assert reported[0][0] == "dataset_served"


@pytest.mark.parametrize(
    ("fname", "origin", "name"),
    [
        ("train-labels-idx1-ubyte.gz", KERAS + "train-labels-idx1-ubyte.gz", "Fashion-MNIST"),
        (
            "cifar-10-batches-py",
            "https://www.cs.toronto.edu/~kriz/cifar-10-python.tar.gz",
            "CIFAR-10",
        ),
        (
            "cifar-100-python",
            "https://www.cs.toronto.edu/~kriz/cifar-100-python.tar.gz",
            "CIFAR-100",
        ),
        ("imdb.npz", KERAS + "imdb.npz", "IMDB reviews"),
    ],
)
def test_other_data_is_refused_by_its_name(served, fname, origin, name):
    """The message says which data it is, that it is not the assignment's, and what is here."""
    library, reported = a_library(served)

    with pytest.raises(OSError, match=f"{name} is not the data of this assignment.*mnist.npz"):
        library.get_file(fname, origin=origin)

    assert [kind for kind, _ in reported] == ["other_dataset"]


def test_a_download_is_refused(served):
    """An unknown file is said not to be here for want of a network."""
    library, reported = a_library(served)

    with pytest.raises(OSError, match="without a network"):
        library.get_file("cats.zip", origin="https://example.org/cats.zip")

    assert reported[0][0] == "download_refused"
    assert other_dataset("cats.zip https://example.org/cats.zip") is None


def test_openml_serves_mnist_alone(tmp_path):
    """`mnist_784` comes in scikit-learn's form; another name is refused."""
    path, rng, reported = tmp_path / "mnist.npz", np.random.default_rng(0), []
    train, test = (
        rng.integers(0, 256, (60_000, 28, 28), np.uint8),
        rng.integers(0, 256, (10_000, 28, 28), np.uint8),
    )
    np.savez(
        path,
        x_train=train,
        y_train=np.arange(60_000) % 10,
        x_test=test,
        y_test=np.arange(10_000) % 10,
    )
    library = SimpleNamespace(fetch_openml=lambda *_, **__: "downloaded")
    install_openml(library, {"mnist.npz": str(path)}, lambda kind, _: reported.append(kind))

    images, labels = library.fetch_openml("mnist_784", version=1, return_X_y=True, as_frame=False)
    with pytest.raises(OSError, match="Fashion-MNIST is not the data of this assignment"):
        library.fetch_openml("Fashion-MNIST")

    assert (images.shape, labels[:3].tolist()) == ((70_000, 784), ["0", "1", "2"])
    assert reported == ["dataset_served", "other_dataset"]
