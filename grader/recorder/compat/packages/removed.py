"""Says what is to be written instead, where nothing can stand in."""

from __future__ import annotations

import functools
import sys
from collections.abc import Callable
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec
from typing import Any

from ..caller import expects_failure, importing_cell
from ..notes import Notes

MODULES = {
    "tensorflow.examples.tutorials": "(x_train, y_train), (x_test, y_test) = "
    "keras.datasets.mnist.load_data()",
    "tensorflow.contrib": "what it held is in tf.keras, tf.data, or packages of its own",
    "theano": "the functions of keras.ops",
}
"""Gone modules and everything below them → what to write today."""
STOOD_IN = {
    "ConfigProto": ("compat.v1.ConfigProto", "nothing: memory is not set up by hand"),
    "GPUOptions": ("compat.v1.GPUOptions", "nothing: memory is not set up by hand"),
    "Session": ("compat.v1.Session", "nothing: TensorFlow runs eagerly"),
    "InteractiveSession": ("compat.v1.InteractiveSession", "nothing: TensorFlow runs eagerly"),
    "enable_eager_execution": (
        "compat.v1.enable_eager_execution",
        "nothing: TensorFlow runs eagerly",
    ),
    "logging": ("compat.v1.logging", "tf.get_logger()"),
    "random_normal": ("random.normal", "tf.random.normal"),
    "random_uniform": ("random.uniform", "tf.random.uniform"),
    "set_random_seed": ("random.set_seed", "tf.random.set_seed"),
    "truncated_normal": ("random.truncated_normal", "tf.random.truncated_normal"),
}
"""Names of TensorFlow 1 that still have a meaning → where that is now, and what to write."""
OPTIMIZERS = {
    "AdadeltaOptimizer": "Adadelta",
    "AdagradOptimizer": "Adagrad",
    "AdamOptimizer": "Adam",
    "GradientDescentOptimizer": "SGD",
    "MomentumOptimizer": "SGD",
    "RMSPropOptimizer": "RMSprop",
}
"""Classes of `tf.train` → of `keras.optimizers`."""
GRAPH_ONLY: tuple[str, ...] = (
    "placeholder",
    "get_variable",
    "global_variables_initializer",
    "initialize_all_variables",
    "variable_scope",
)
GRAPH_ONLY += (
    "app",
    "contrib",
    "flags",
    "layers",
    "get_default_graph",
    "reset_default_graph",
    "examples",
)


class RemovedFinder(MetaPathFinder):
    """Asked last of all: raises an ImportError that says what to write today."""

    def __init__(self, notes: Notes) -> None:
        """Tell `notes` of every use."""
        self._notes = notes

    def find_spec(self, fullname: str, path: Any = None, target: Any = None) -> ModuleSpec | None:
        """Never a spec."""
        del path, target
        gone = next(
            (name for name in MODULES if fullname == name or fullname.startswith(f"{name}.")), None
        )
        frame = importing_cell() if gone is not None or fullname == "tensorflow.examples" else None
        if frame is None or expects_failure(frame):
            return None
        gone = gone or "tensorflow.examples.tutorials"
        message = f"{gone} no longer exists. Today: {MODULES[gone]}"
        self._notes.tell("package_missing", gone, message)
        raise ModuleNotFoundError(message, name=fullname)


def hooks(notes: Notes) -> dict[str, Callable[[Any], None]]:
    """What is done after the import of TensorFlow."""
    return {
        "tensorflow": lambda tensorflow: _teach_tensorflow(tensorflow, notes),
        "tensorflow.python.client.session": lambda session: _tell_of_graphs(
            session.BaseSession, notes
        ),
        "tensorflow._api.v2.train": lambda train: _teach_optimizers(train, notes),
    }


def install(notes: Notes) -> None:
    """Ask for removed modules after all other finders."""
    sys.meta_path.append(RemovedFinder(notes))


def _teach_optimizers(train: Any, notes: Notes) -> None:
    """`tf.train.AdamOptimizer` and its like, as early notebooks gave them to Keras."""

    def maker(old: str, new: str) -> Callable[..., Any]:
        def make(learning_rate: Any = None, *args: Any, **kwargs: Any) -> Any:
            import keras

            notes.used(f"tf.train.{old}", f"keras.optimizers.{new}")
            given = {} if learning_rate is None else {"learning_rate": learning_rate}
            if old == "MomentumOptimizer" and args:
                given["momentum"] = args[0]
            known = {
                name: value for name, value in kwargs.items() if name not in ("use_locking", "name")
            }
            return getattr(keras.optimizers, new)(**given, **known)

        make.__name__ = old
        return make

    for old, new in OPTIMIZERS.items():
        if not hasattr(train, old):
            setattr(train, old, maker(old, new))


def _tell_of_graphs(session: Any, notes: Notes) -> None:
    """A graph that is fed with data trains, if anything, what nobody here sees."""
    stock = session.run

    @functools.wraps(stock)
    def run(self: Any, fetches: Any, feed_dict: Any = None, *args: Any, **kwargs: Any) -> Any:
        if feed_dict and sys._getframe(1).f_globals.get("__name__") == "__main__":
            message = (
                "The notebook trains in the graph mode of TensorFlow 1 (tf.Session). Models made "
                "with it are not seen"
                " here; this assignment is marked on models of Keras and scikit-learn."
            )
            notes.tell("other_framework", "tf.Session", message)
        return stock(self, fetches, feed_dict, *args, **kwargs)

    session.run = run


def _teach_tensorflow(tensorflow: Any, notes: Notes) -> None:
    stock = tensorflow.__dict__.get("__getattr__")

    def missing(name: str) -> Any:
        if name in STOOD_IN:
            place, today = STOOD_IN[name]
            found = tensorflow
            for part in place.split("."):
                found = getattr(found, part)
            notes.used(f"tf.{name}", today)
            return found
        if name in GRAPH_ONLY:
            message = (
                f"tf.{name} went with TensorFlow 1. Today models are built with tf.keras, and "
                f"TensorFlow runs eagerly."
            )
            notes.tell("other_framework", f"tf.{name}", message)
            raise AttributeError(message)
        if stock is not None:
            return stock(name)
        raise AttributeError(f"module 'tensorflow' has no attribute {name!r}")

    tensorflow.__dict__["__getattr__"] = missing
