"""Keeps models and weights under names that Keras 3 refuses.

Today the ending decides the format. A file is written in today's format, under the very name that
the student gave; what was written like that is read again under that name.
"""

from __future__ import annotations

import functools
import os
import shutil
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from ..notes import Notes

WEIGHTS_ENDINGS = (".weights.h5", ".weights.json")
MODEL_ENDINGS = (".keras", ".h5", ".hdf5")


def install(keras: Any, notes: Notes) -> None:
    """Hook what writes and reads files."""
    import sys

    from keras.src.models.model import Model

    written: dict[str, None] = {}
    keras.callbacks.ModelCheckpoint.__init__ = _any_checkpoint(
        keras.callbacks.ModelCheckpoint.__init__, notes
    )
    Model.save_weights = _saving(
        Model.save_weights, ".weights.h5", WEIGHTS_ENDINGS, written=written, notes=notes
    )
    Model.save = _saving(Model.save, ".keras", MODEL_ENDINGS, written=written, notes=notes)
    Model.load_weights = _telling(
        _loading_weights(Model.load_weights), "weights", written=written, notes=notes
    )
    train: Any = getattr(sys.modules.get("tensorflow"), "train", None)
    if train is not None:
        train.latest_checkpoint = _latest(train.latest_checkpoint, written)
    load = _telling(_loading_model(keras.saving.load_model), "model", written=written, notes=notes)
    save = _saving(keras.saving.save_model, ".keras", MODEL_ENDINGS, written=written, notes=notes)
    for root in ("keras", "keras._tf_keras.keras", "tensorflow.keras"):
        for module in (sys.modules.get(f"{root}.models"), sys.modules.get(f"{root}.saving")):
            if module is not None:
                module.__dict__.update(load_model=load, save_model=save)


def _saving(
    stock: Any, ending: str, accepted: tuple[str, ...], *, written: dict[str, None], notes: Notes
) -> Callable[..., Any]:
    @functools.wraps(stock)
    def save(model: Any, filepath: Any, *args: Any, **kwargs: Any) -> Any:
        path = os.fspath(filepath)
        known = str(Path(path).resolve())
        written.pop(known, None)
        written[known] = None
        if kwargs.pop("save_format", None) is not None:
            notes.used("save_format=…", f"a file name that ends in {ending}")
        if path.endswith(accepted) or kwargs.get("max_shard_size") is not None:
            return stock(model, filepath, *args, **kwargs)
        notes.used(f"saving to {Path(path).name!r}", f"a file name that ends in {ending}")
        target = Path(path.rstrip("/"))
        target.parent.mkdir(parents=True, exist_ok=True)
        with _beside(target, ending) as legal:
            result = stock(model, legal, *args, **kwargs)
            Path(legal).replace(target)
        return result

    return save


def _telling(load: Any, what: str, *, written: dict[str, None], notes: Notes) -> Callable[..., Any]:
    """Tell of files that this kernel did not write: what is in them was not trained here."""

    @functools.wraps(load)
    def tell_and_load(*args: Any, **kwargs: Any) -> Any:
        given = kwargs.get(
            "filepath", next((a for a in args if isinstance(a, (str, os.PathLike))), None)
        )
        path = Path(os.fspath(given)) if isinstance(given, (str, os.PathLike)) else None
        result = load(*args, **kwargs)
        if path is not None and str(path.resolve()) not in written:
            notes.tell(
                "weights_loaded",
                path.name,
                f"The {what} in the file {path.name!r} was loaded, not trained here.",
            )
        return result

    return tell_and_load


def _loading_weights(stock: Any) -> Callable[..., Any]:
    @functools.wraps(stock)
    def load_weights(model: Any, filepath: Any, *args: Any, **kwargs: Any) -> Any:
        path = Path(os.fspath(filepath))
        if path.name.endswith(WEIGHTS_ENDINGS) or not path.is_file() or not _is_of_today(path):
            return stock(model, filepath, *args, **kwargs)
        kwargs.pop("by_name", None)
        with _beside(path, ".weights.h5") as legal:
            shutil.copyfile(path, legal)
            given = stock(model, legal, *args, **kwargs)
        return given if path.suffix in MODEL_ENDINGS else LoadStatus()

    return load_weights


class LoadStatus:
    """What loading gave where a checkpoint had TensorFlow's own format; everything was loaded."""

    def expect_partial(self) -> LoadStatus:
        """Nothing is missing."""
        return self

    assert_consumed = assert_existing_objects_matched = assert_nontrivial_match = expect_partial


def _latest(stock: Any, written: dict[str, None]) -> Callable[..., Any]:
    """`tf.train.latest_checkpoint`: beside TensorFlow's own ones it knows the weights that a
    `ModelCheckpoint` has written into that folder.
    """

    @functools.wraps(stock)
    def latest_checkpoint(checkpoint_dir: Any, *args: Any, **kwargs: Any) -> Any:
        try:
            found = stock(checkpoint_dir, *args, **kwargs)
        except ValueError:  # weights are in the file that TensorFlow keeps a list in
            found = None
        if found is not None:
            return found
        folder = Path(os.fspath(checkpoint_dir))
        own = [Path(each).name for each in written if Path(each).parent == folder.resolve()]
        endings = (*WEIGHTS_ENDINGS, *MODEL_ENDINGS)
        kept = [name for name in own if not name.endswith(endings) and (folder / name).is_file()]
        return str(folder / kept[-1]) if kept else None

    return latest_checkpoint


def _loading_model(stock: Any) -> Callable[..., Any]:
    @functools.wraps(stock)
    def load_model(filepath: Any, *args: Any, **kwargs: Any) -> Any:
        path = Path(os.fspath(filepath))
        if path.suffix == ".keras" or not path.is_file() or not zipfile.is_zipfile(path):
            return stock(filepath, *args, **kwargs)
        with _beside(path, ".keras") as legal:
            shutil.copyfile(path, legal)
            return stock(legal, *args, **kwargs)

    return load_model


def _any_checkpoint(stock: Any, notes: Notes) -> Callable[..., Any]:
    """Let `ModelCheckpoint` start with any name; what it calls then writes any name."""

    @functools.wraps(stock)
    def init(self: Any, filepath: Any, *args: Any, **kwargs: Any) -> None:
        path = os.fspath(filepath)
        if kwargs.pop("period", None) is not None:
            notes.used("ModelCheckpoint(period=…)", "ModelCheckpoint(save_freq='epoch')")
        weights_only = kwargs.get("save_weights_only", args[3] if len(args) > 3 else False)
        ending = ".weights.h5" if weights_only else ".keras"
        legal = path.endswith(".weights.h5" if weights_only else (".keras", ".h5"))
        if not legal:
            notes.used(
                f"ModelCheckpoint({Path(path).name!r})", f"a file name that ends in {ending}"
            )
        stock(self, path if legal else path + ending, *args, **kwargs)
        self.filepath = path

    return init


@contextmanager
def _beside(path: Path, ending: str) -> Iterator[str]:
    """A name that Keras accepts, in a folder of its own on the same disk."""
    folder = tempfile.mkdtemp(prefix=".saving-", dir=path.parent)
    try:
        yield str(Path(folder) / f"file{ending}")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _is_of_today(path: Path) -> bool:
    """Whether the file holds weights as Keras 3 writes them, and not as HDF5 files of Keras 1 and 2
    do.
    """
    import h5py  # type: ignore[import-untyped]

    if not h5py.is_hdf5(path):
        return False
    with h5py.File(path, "r") as file:
        return "layer_names" not in file.attrs and "model_weights" not in file
