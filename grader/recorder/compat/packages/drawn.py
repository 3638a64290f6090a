"""Knows the missing packages that draw what the assignment asks for, and that are therefore not
done without.
"""

from __future__ import annotations

import importlib
import sys
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import Any

from ..caller import expects_failure, importing_cell
from ..notes import Notes
from .stubs import Stub

CONTENTS: dict[str, dict[str, str]] = {
    "scikitplot": {},
    "scikitplot.metrics": {"plot_confusion_matrix": "scikitplot_matrix"},
    "mlxtend": {},
    "mlxtend.plotting": {"plot_confusion_matrix": "mlxtend_matrix"},
    "mlxtend.evaluate": {"confusion_matrix": "mlxtend_counts"},
}
"""Module → its names → functions of `matrices.py`."""
ONLY_DRAWS = ("scikitplot",)
"""Of these anything else is a stub; of the others it is missing."""


class DrawnFinder(MetaPathFinder):
    """Asked last of all."""

    def __init__(self, notes: Notes) -> None:
        """Tell `notes` of every use."""
        self._notes = notes

    def find_spec(self, fullname: str, path: Any = None, target: Any = None) -> ModuleSpec | None:
        """A spec for the modules that are drawn here."""
        del path, target
        package, _, below = fullname.partition(".")
        if fullname not in CONTENTS or (below and package not in sys.modules):
            return None
        frame = importing_cell() if not below else None
        if not below and (frame is None or expects_failure(frame)):
            return None
        self._notes.used(package, "sklearn.metrics.ConfusionMatrixDisplay")
        return ModuleSpec(fullname, _DrawnLoader(), is_package=True)


class _DrawnLoader(Loader):
    def create_module(self, spec: ModuleSpec) -> ModuleType:
        return (
            Stub(spec.name) if spec.name.partition(".")[0] in ONLY_DRAWS else ModuleType(spec.name)
        )

    def exec_module(self, module: ModuleType) -> None:
        matrices = importlib.import_module(f"{__package__}.matrices")
        module.__dict__.update(
            {name: getattr(matrices, own) for name, own in CONTENTS[module.__name__].items()}
        )
        for name in [name for name in CONTENTS if name.startswith(f"{module.__name__}.")]:
            importlib.import_module(name)


def install(notes: Notes) -> None:
    """Ask for these modules after all other finders."""
    sys.meta_path.append(DrawnFinder(notes))
