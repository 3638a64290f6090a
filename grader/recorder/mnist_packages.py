"""How do packages that hand out MNIST work where they are not installed: `tensorflow_datasets`, `mnist`?

Asked last of all, so that an installed package stays what it is. Both hand out the assignment's own images.
"""

from __future__ import annotations

import importlib
import re
import sys
from collections.abc import Callable
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from types import ModuleType, SimpleNamespace
from typing import Any

from .compat.caller import importing_cell

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
        return ModuleSpec(fullname, _Loader(self._path, self._note))


class _Loader(Loader):
    def __init__(self, path: str, note: Note) -> None:
        self._path, self._note = path, note

    def create_module(self, spec: ModuleSpec) -> None:
        del spec

    def exec_module(self, module: ModuleType) -> None:
        images = Images(self._path, self._note, module.__name__)
        names = images.as_mnist() if module.__name__ == "mnist" else images.as_tensorflow_datasets()
        module.__dict__.update(names)


class Images:
    """The assignment's images, handed out as a package would."""

    def __init__(self, path: str, note: Note, package: str) -> None:
        """`package` is told of at the first use."""
        self._path, self._note, self._package, self._told = path, note, package, False

    def as_mnist(self) -> dict[str, Any]:
        """What `import mnist` has: four functions, and the class of `python-mnist` is missing as it would be."""
        return {
            f"{part}_{what}": lambda part=part, key=key: self._array(f"{key}_{part}")
            for part in ("train", "test")
            for what, key in (("images", "x"), ("labels", "y"))
        }

    def as_tensorflow_datasets(self) -> dict[str, Any]:
        """What `import tensorflow_datasets as tfds` is used for."""
        return {
            "Split": SimpleNamespace(TRAIN="train", TEST="test"),
            "builder": self.builder,
            "load": self.load,
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
            self._note("other_dataset", f"The notebook loads {asked}, which is not the data of this assignment.")
            raise OSError(f"{asked} is not the data of this assignment, and is not here: there is mnist.")

        def pipeline(part: Any) -> Any:
            if isinstance(part, (list, tuple)):
                return [pipeline(one) for one in part]
            return self._pipeline(str(part), batch_size=batch_size, as_supervised=as_supervised)

        found = pipeline(split) if split is not None else {part: pipeline(part) for part in ("train", "test")}
        return (found, self._info()) if with_info else found

    def builder(self, name: str, **_: Any) -> SimpleNamespace:
        """`tfds.builder("mnist")`, whose data are prepared already."""
        loaded, info = self.load(name, with_info=True)

        def as_dataset(split: Any = None, **kwargs: Any) -> Any:
            return loaded if split is None and not kwargs else self.load(name, split=split, **kwargs)

        return SimpleNamespace(name="mnist", info=info, as_dataset=as_dataset, download_and_prepare=lambda **_: None)

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
            raise ValueError(f"Unknown split {split!r}: there are train and test, and slices such as train[:80%].")
        part, start, start_percent, stop, stop_percent = found.groups()
        images, labels = self._array(f"x_{part}"), self._array(f"y_{part}")

        def place(number: str | None, percent: str | None) -> int | None:
            return None if number is None else int(number) * len(images) // 100 if percent else int(number)

        chosen = slice(place(start, start_percent), place(stop, stop_percent))
        return images[chosen], labels[chosen]

    def _info(self) -> SimpleNamespace:
        label = SimpleNamespace(num_classes=10, names=[str(digit) for digit in range(10)], int2str=str, str2int=int)
        image = SimpleNamespace(shape=(28, 28, 1))
        splits = {part: SimpleNamespace(num_examples=len(self._array(f"y_{part}"))) for part in ("train", "test")}
        return SimpleNamespace(name="mnist", features={"image": image, "label": label}, splits=splits)

    def _array(self, key: str) -> Any:
        np = importlib.import_module("numpy")
        if not self._told:
            self._told = True
            message = f"The package {self._package} is not installed here; it handed out the assignment's own images."
            self._note("dataset_served", message)
        with np.load(self._path, allow_pickle=False) as arrays:
            return arrays[key]


def install(path: str, note: Note) -> None:
    """Ask for these packages after all other finders."""
    sys.meta_path.append(PackageFinder(path, note))
