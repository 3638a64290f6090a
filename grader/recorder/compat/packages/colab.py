"""Gives a notebook what it looks for of Google Colab."""

from __future__ import annotations

import sys
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import Any

from ..caller import expects_failure, importing_cell
from ..notes import Notes
from .stubs import Nothing

PREFIX = "google.colab"


class ColabFinder(MetaPathFinder):
    """Asked last of all. A notebook that asks whether it runs on Colab gets a true answer: it
    doesn't.
    """

    def __init__(self, notes: Notes) -> None:
        """Tell `notes` of every use."""
        self._notes = notes

    def find_spec(self, fullname: str, path: Any = None, target: Any = None) -> ModuleSpec | None:
        """A spec for `google.colab` and what is below it."""
        del path, target
        if fullname.startswith(f"{PREFIX}."):
            return (
                ModuleSpec(fullname, _ColabLoader(self._notes), is_package=True)
                if PREFIX in sys.modules
                else None
            )
        frame = importing_cell() if fullname in (PREFIX, "google") else None
        if frame is None or expects_failure(frame):
            return None
        return ModuleSpec(fullname, _ColabLoader(self._notes), is_package=True)


class _ColabLoader(Loader):
    def __init__(self, notes: Notes) -> None:
        self._notes = notes

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        return _Colab(spec.name)

    def exec_module(self, module: ModuleType) -> None:
        module.__dict__.update(CONTENTS.get(module.__name__, {}))
        if module.__name__ == PREFIX:
            self._notes.used(PREFIX, "nothing: files lie beside the notebook")


class _Colab(ModuleType):
    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        full = f"{self.__name__}.{name}"
        if full in CONTENTS:
            __import__(full)
            return sys.modules[full]
        return Nothing(full)


def upload(*_: Any, **__: Any) -> dict[str, bytes]:
    """Nobody is there to choose a file."""
    raise FileNotFoundError(
        "google.colab.files.upload() asks a person for a file, and the grader runs notebooks alone."
        " Load the data with keras.datasets.mnist.load_data() instead."
    )


def show_image(image: Any) -> None:
    """Draw what OpenCV would: blue, green, red."""
    import matplotlib.pyplot as plt

    plt.imshow(image[..., ::-1] if getattr(image, "ndim", 2) == 3 else image, cmap="gray")
    plt.axis("off")
    plt.show()


def do_nothing(*_: Any, **__: Any) -> None:
    """Mount no drive, download no file, ask for no password."""


CONTENTS: dict[str, dict[str, Any]] = {
    f"{PREFIX}.files": {"upload": upload, "download": do_nothing},
    f"{PREFIX}.drive": {"mount": do_nothing, "flush_and_unmount": do_nothing},
    f"{PREFIX}.auth": {"authenticate_user": do_nothing},
    f"{PREFIX}.patches": {"cv2_imshow": show_image},
    f"{PREFIX}.output": {"clear": do_nothing},
    f"{PREFIX}.userdata": {"get": do_nothing},
}
"""What the modules of Colab hold here."""


def install(notes: Notes) -> None:
    """Ask for Colab after all other finders."""
    sys.meta_path.append(ColabFinder(notes))
