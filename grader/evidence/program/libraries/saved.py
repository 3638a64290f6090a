"""Follows models that are saved and come back: from a file, as a copy, or as the weights of
another.
"""

from __future__ import annotations

from collections.abc import Sequence

from grader.evidence.program.values import ModelValue, Value

COPIES = ("deepcopy", "copy")
LOADS = ("load_model", "load", "load_weights")
SAVES = ("save", "save_weights")
TAKES = ("load_weights", "set_weights")


class SavedModels:
    """The files of one program that hold models."""

    def __init__(self) -> None:
        self._files: dict[str, ModelValue | None] = {}
        """Which model was saved under which name; None where a callback saves the one that is
        trained.
        """
        self.trained: ModelValue | None = None
        """The model that was trained last."""

    def method(self, model: ModelValue, name: str, arguments: Sequence[Value]) -> ModelValue:
        """Follow a method of a model that saves it, or that gives or takes weights; the model
        stands for its weights.
        """
        first = arguments[0] if arguments else None
        if name in SAVES:
            self._files.update({place: model for place in arguments if isinstance(place, str)})
        elif name in TAKES:
            source = (
                first
                if isinstance(first, ModelValue)
                else self.came_back("load_weights", arguments)
            )
            if source is not None and source is not model:
                model.learn_from(source)
        return model

    def came_back(self, name: str, arguments: Sequence[Value]) -> ModelValue | None:
        """The model that a call gives back, or None."""
        first = arguments[0] if arguments else None
        if name in COPIES and isinstance(first, ModelValue):
            return first
        if name == "ModelCheckpoint" and isinstance(first, str):
            self._files.setdefault(first, None)
        if name in LOADS and isinstance(first, str) and first in self._files:
            return self._files[first] or self.trained
        return None
