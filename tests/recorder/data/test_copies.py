"""MNIST from files and packages that are not here."""

import importlib
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from grader.recorder.data.copies import install_csv, install_npz
from grader.recorder.data.datasets import install_mldata
from grader.recorder.data.mnist_packages import Images


@pytest.fixture(scope="module")
def npz(tmp_path_factory):
    """As many images as MNIST has, each with its place in its first pixels."""
    path = tmp_path_factory.mktemp("data") / "mnist.npz"
    images = np.zeros((70_000, 28, 28), np.uint8)
    images[:, 0, 0], images[:, 0, 1] = np.arange(70_000) % 256, np.arange(70_000) // 256 % 256
    labels = (np.arange(70_000) % 10).astype(np.uint8)
    np.savez(
        path,
        x_train=images[:60_000],
        y_train=labels[:60_000],
        x_test=images[60_000:],
        y_test=labels[60_000:],
    )
    return str(path)


@pytest.fixture
def reported():
    return []


@pytest.fixture
def library(npz, reported):
    """Stand-ins for pandas and NumPy that are hooked, beside the real ones."""

    def note(kind, message):
        reported.append((kind, message))

    found = SimpleNamespace(read_csv=pd.read_csv, DataFrame=pd.DataFrame, load=np.load)
    install_csv(found, {"mnist.npz": npz}, note)
    install_npz(found, {"mnist.npz": npz}, note)
    return found


@pytest.mark.parametrize(
    ("path", "options", "shape", "names"),
    [
        (
            "/kaggle/input/digit-recognizer/train.csv",
            {},
            (42_000, 785),
            ["label", "pixel0", "pixel783"],
        ),
        ("../input/test.csv", {}, (28_000, 784), ["pixel0", "pixel1", "pixel783"]),
        ("mnist_train.csv", {"nrows": 5}, (5, 785), ["label", "1x1", "28x28"]),
        ("data/mnist_test.csv", {"header": None}, (10_000, 785), [0, 1, 784]),
        (
            "/content/sample_data/mnist_train_small.csv",
            {"header": None},
            (20_000, 785),
            [0, 1, 784],
        ),
        ("sample_data/mnist_test.csv", {}, (9_999, 785), ["0", "96", "0.782"]),
        ("sample_submission.csv", {}, (28_000, 2), ["ImageId", "Label", "Label"]),
    ],
)
def test_csv_files_by_their_names(library, reported, *, path, options, shape, names):
    """Each has the rows, columns and names that the file is known for."""
    frame = library.read_csv(path, **options)

    columns = list(frame.columns)
    assert frame.shape == shape
    assert [columns[0], columns[1], columns[-1]] == names
    assert [kind for kind, _ in reported] == ["dataset_served"]


def test_labels_and_pixels_belong_together(library):
    """Row for row the assignment's own."""
    frame = library.read_csv("train.csv")

    assert frame["label"].iloc[41_999] == 41_999 % 10
    assert frame["pixel0"].iloc[300] + 256 * frame["pixel1"].iloc[300] == 300


def test_a_file_that_is_there_is_read(library, reported, tmp_path):
    """What the student has beside the notebook is the student's."""
    (tmp_path / "train.csv").write_text("label,pixel0\n7,255\n")
    np.savez(tmp_path / "mnist.npz", own=np.ones(3))

    assert library.read_csv(tmp_path / "train.csv").shape == (1, 2)
    assert library.load(tmp_path / "mnist.npz").files == ["own"]
    assert reported == []


def test_other_files_are_missing_as_ever(library, reported):
    """Fashion-MNIST is named, and what nobody knows stays a FileNotFoundError of Python's."""
    with pytest.raises(FileNotFoundError, match="Fashion-MNIST is not the data"):
        library.read_csv("fashion-mnist_train.csv")
    with pytest.raises(FileNotFoundError, match="No such file"):
        library.read_csv("cats.csv")
    with pytest.raises(FileNotFoundError):
        library.load("weights.npz")

    assert [kind for kind, _ in reported] == ["other_dataset"]


def test_an_assignment_about_other_data_serves_no_mnist():
    """There a missing train.csv is missing."""
    library = SimpleNamespace(read_csv=pd.read_csv, DataFrame=pd.DataFrame)
    install_csv(library, {}, lambda *_: None)

    with pytest.raises(FileNotFoundError, match="No such file"):
        library.read_csv("train.csv")


def test_a_misplaced_npz(library, reported):
    """`mnist.npz` is found in whichever folder it was."""
    assert library.load("/kaggle/input/mnist-numpy/mnist.npz")["y_train"].shape == (60_000,)
    assert reported[0][0] == "dataset_served"


def test_mldata_is_sorted_as_it_was(npz, reported):
    """Training images by label, then held-out images by label."""
    datasets = SimpleNamespace()
    install_mldata(datasets, {"mnist.npz": npz}, lambda kind, _: reported.append(kind))

    mnist = datasets.fetch_mldata("MNIST original")

    assert (mnist.data.shape, mnist.target.dtype) == ((70_000, 784), np.float64)
    assert np.all(np.diff(mnist.target[:60_000]) >= 0)
    assert np.all(np.diff(mnist.target[60_000:]) >= 0)
    assert reported == ["compatibility", "dataset_served"]
    with pytest.raises(OSError, match=r"mldata\.org is gone"):
        datasets.fetch_mldata("leukemia")


@pytest.mark.parametrize(
    ("split", "rows"),
    [("train", 60_000), ("train[:80%]", 48_000), ("train[50000:]", 10_000), ("test[-100:]", 100)],
)
def test_splits_of_tensorflow_datasets(npz, split, rows):
    """Parts are cut as their names say."""
    images, labels = Images(npz, lambda *_: None, "tensorflow_datasets")._part(split)

    assert len(images) == len(labels) == rows


def test_an_unknown_split_and_other_data(npz, reported):
    """A split that does not exist is the student's mistake; another data set is named."""
    images = Images(
        npz, lambda kind, message: reported.append((kind, message)), "tensorflow_datasets"
    )

    with pytest.raises(ValueError, match="Unknown split 'validation'"):
        images._part("validation")
    with pytest.raises(OSError, match="cifar10 is not the data of this assignment"):
        images.load("cifar10")
    assert reported == [
        ("other_dataset", "The notebook loads cifar10, which is not the data of this assignment.")
    ]


def test_ways_to_load_from_tensorflow_datasets(npz, monkeypatch):
    """All parts, one, several, with what is known of them, and by way of a builder."""
    images = Images(npz, lambda *_: None, "tensorflow_datasets")
    monkeypatch.setattr(images, "_pipeline", lambda split, **_: split)
    tfds = SimpleNamespace(**images.as_tensorflow_datasets())

    both, info = tfds.load(name="mnist:3.*.*", with_info=True, shuffle_files=True, data_dir=".")
    builder = tfds.builder("mnist")
    builder.download_and_prepare()

    assert both == {"train": "train", "test": "test"}
    assert (info.splits["test"].num_examples, info.features["label"].num_classes) == (10_000, 10)
    assert tfds.load("mnist", split=[tfds.Split.TRAIN, "test[:10%]"]) == ["train", "test[:10%]"]
    assert builder.as_dataset(split="test") == "test"


def test_the_package_mnist(npz, reported):
    """Four functions; the use of the package is reported once."""
    package = Images(npz, lambda kind, _: reported.append(kind), "mnist").as_mnist()

    images, labels = package.pop("MNIST")("folder").load_testing()
    assert (len(images), len(images[0]), len(labels)) == (10_000, 784, 10_000)
    shapes = {name: function().shape for name, function in package.items()}

    assert shapes == {
        "train_images": (60_000, 28, 28), "train_labels": (60_000,), "test_images": (10_000, 28, 28), "test_labels": (10_000,),
    }  # fmt: skip
    assert reported == ["dataset_served"]
    assert importlib.util.find_spec("mnist") is None
