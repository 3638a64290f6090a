"""Stands in for packages that hand out MNIST where they are not installed: `tensorflow_datasets`,
`mnist`.

Asked last of all, so that an installed package stays what it is. Both hand out the assignment's own
images.
"""

from __future__ import annotations

import array as array_module
import importlib
import re
import sys
from collections.abc import Callable
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from types import ModuleType, SimpleNamespace
from typing import Any

from ..compat.caller import importing_cell

Note = Callable[[str, str], None]
"""Takes a notice's kind and its message."""
PACKAGES = ("mnist", "tensorflow_datasets")
SLICE = re.compile(r"(train|test)(?:\[(-?\d+)?(%)?:(-?\d+)?(%)?\])?$")
"""`train`, `train[:80%]`, `test[1000:]`."""


class PackageFinder(MetaPathFinder):
    """Gives a stand-in to the student's own code."""

    def __init__(self, path: str, note: Note) -> None:
        """`path` is the npz with the images."""
        self._path, self._note = path, note

    def find_spec(self, fullname: str, path: Any = None, target: Any = None) -> ModuleSpec | None:
        """A spec for the packages that are stood in for."""
        del path, target
        if fullname not in PACKAGES or importing_cell() is None:
            return None
        return ModuleSpec(fullname, _MnistLoader(self._path, self._note))


class _MnistLoader(Loader):
    def __init__(self, path: str, note: Note) -> None:
        self._path, self._note = path, note

    def create_module(self, spec: ModuleSpec) -> None:
        del spec

    def exec_module(self, module: ModuleType) -> None:
        images = Images(self._path, self._note, module.__name__)
        names = images.as_mnist() if module.__name__ == "mnist" else images.as_tensorflow_datasets()
        module.__dict__.update(names)


class MnistFolder:
    """`MNIST("folder")` of the package python-mnist: lists of pixels, and arrays of labels."""

    def __init__(self, array: Callable[[str], Any]) -> None:
        """`array` gives the images and labels by their names in the npz."""
        self._array = array
        self.gz, self.mode = False, "vanilla"

    def load_training(self) -> tuple[Any, Any]:
        """The training half."""
        return self._half("train")

    def load_testing(self) -> tuple[Any, Any]:
        """The held-out half."""
        return self._half("test")

    def _half(self, part: str) -> tuple[Any, Any]:
        images, labels = self._array(f"x_{part}"), self._array(f"y_{part}")
        return images.reshape(len(images), -1).tolist(), array_module.array("B", labels.tolist())


class Images:
    """The assignment's images, handed out as a package would."""

    def __init__(self, path: str, note: Note, package: str) -> None:
        """`package` is reported at its first use."""
        self._path, self._note, self._package, self._noted = path, note, package, False

    def as_mnist(self) -> dict[str, Any]:
        """What `import mnist` has: four functions, and the class of `python-mnist` is missing as it
        would be.
        """
        return {
            f"{part}_{what}": lambda part=part, key=key: self._array(f"{key}_{part}")
            for part in ("train", "test")
            for what, key in (("images", "x"), ("labels", "y"))
        } | {"MNIST": lambda *_, **__: MnistFolder(self._array)}

    def as_tensorflow_datasets(self) -> dict[str, Any]:
        """What `import tensorflow_datasets as tfds` is used for."""
        return {
            "Split": SimpleNamespace(TRAIN="train", TEST="test"),
            "builder": self.builder,
            "load": self.load,
            "as_dataframe": lambda dataset, *_: _table(dataset),
            "show_examples": lambda *_, **__: None,
            "as_numpy": lambda dataset: (
                dataset.as_numpy_iterator() if hasattr(dataset, "as_numpy_iterator") else dataset
            ),
            "disable_progress_bar": lambda: None,
            "enable_progress_bar": lambda: None,
        }

    def load(
        self,
        name: str,
        *,
        split: Any = None,
        batch_size: int | None = None,
        as_supervised: bool = False,
        with_info: bool = False,
        **_: Any,
    ) -> Any:
        """`tfds.load("mnist", …)`: pipelines of images (28, 28, 1) uint8 and labels int64."""
        asked = str(name).split(":")[0].split("/")[0]
        if asked != "mnist":
            self._note(
                "other_dataset",
                f"The notebook loads {asked}, which is not the data of this assignment.",
            )
            raise OSError(
                f"{asked} is not the data of this assignment, and is not here: there is mnist."
            )

        def pipeline(part: Any) -> Any:
            if isinstance(part, (list, tuple)):
                return [pipeline(one) for one in part]
            return self._pipeline(str(part), batch_size=batch_size, as_supervised=as_supervised)

        found = (
            pipeline(split)
            if split is not None
            else {part: pipeline(part) for part in ("train", "test")}
        )
        return (found, self._info()) if with_info else found

    def builder(self, name: str, **_: Any) -> SimpleNamespace:
        """`tfds.builder("mnist")`, whose data are prepared already."""
        loaded, info = self.load(name, with_info=True)

        def as_dataset(split: Any = None, **kwargs: Any) -> Any:
            return (
                loaded if split is None and not kwargs else self.load(name, split=split, **kwargs)
            )

        return SimpleNamespace(
            name="mnist", info=info, as_dataset=as_dataset, download_and_prepare=lambda **_: None
        )

    def _pipeline(self, split: str, *, batch_size: int | None, as_supervised: bool) -> Any:
        tf = importlib.import_module("tensorflow")
        np = importlib.import_module("numpy")
        pieces = [self._part(piece.strip()) for piece in split.split("+")]
        images = np.concatenate([images for images, _ in pieces])[..., None]
        labels = np.concatenate([labels for _, labels in pieces]).astype(np.int64)
        data = (images, labels) if as_supervised else {"image": images, "label": labels}
        if batch_size == -1:
            return tf.nest.map_structure(tf.constant, data)
        dataset = tf.data.Dataset.from_tensor_slices(data)
        return dataset.batch(batch_size) if batch_size else dataset

    def _part(self, split: str) -> tuple[Any, Any]:
        found = SLICE.match(split)
        if found is None:
            raise ValueError(
                f"Unknown split {split!r}: there are train and test, and slices such as "
                f"train[:80%]."
            )
        part, start, start_percent, stop, stop_percent = found.groups()
        images, labels = self._array(f"x_{part}"), self._array(f"y_{part}")

        def place(number: str | None, percent: str | None) -> int | None:
            return (
                None
                if number is None
                else int(number) * len(images) // 100
                if percent
                else int(number)
            )

        chosen = slice(place(start, start_percent), place(stop, stop_percent))
        return images[chosen], labels[chosen]

    def _info(self) -> SimpleNamespace:
        label = SimpleNamespace(
            num_classes=10, names=[str(digit) for digit in range(10)], int2str=str, str2int=int
        )
        image = SimpleNamespace(shape=(28, 28, 1))
        splits = {
            part: SimpleNamespace(num_examples=len(self._array(f"y_{part}")))
            for part in ("train", "test")
        }
        return SimpleNamespace(
            name="mnist", features={"image": image, "label": label}, splits=splits
        )

    def _array(self, key: str) -> Any:
        np = importlib.import_module("numpy")
        if not self._noted:
            self._noted = True
            message = f"{self._package} handed out the assignment's own images."
            self._note("dataset_served", message)
        with np.load(self._path, allow_pickle=False) as arrays:
            return arrays[key]


def _table(dataset: Any) -> Any:
    """Rows of a data set."""
    pandas = importlib.import_module("pandas")
    return pandas.DataFrame(list(dataset.as_numpy_iterator()))


def hooks(path: str, note: Note) -> dict[str, Callable[[ModuleType], None]]:
    """What is done after the import of an installed `tensorflow_datasets`, which would download
    MNIST.
    """

    def teach(package: Any) -> None:
        images = Images(path, note, "tensorflow_datasets")
        for name, function in images.as_tensorflow_datasets().items():
            if name in ("builder", "load"):
                setattr(package, name, function)
            elif name in ("as_dataframe", "show_examples"):
                setattr(package, name, _or(getattr(package, name), function))

    return {"tensorflow_datasets": teach}


def _or(stock: Any, instead: Any) -> Any:
    """What only shows data never fails."""

    def show(*args: Any, **kwargs: Any) -> Any:
        try:
            return stock(*args, **kwargs)
        except Exception:
            return instead(*args, **kwargs)

    return show


def install(path: str, note: Note) -> None:
    """Ask for these packages after all other finders."""
    sys.meta_path.append(PackageFinder(path, note))
