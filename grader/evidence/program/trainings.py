"""Notes the trainings of a program: calls of `fit`, and loops written by hand."""

from __future__ import annotations

from grader.evidence.program.actions import FitCall, Program
from grader.evidence.program.arguments import without_split
from grader.evidence.program.libraries.saved import SavedModels
from grader.evidence.program.libraries.shapes import described
from grader.evidence.program.values import (
    ArrayValue,
    HistoryValue,
    LossValue,
    ModelValue,
    OptimizerValue,
    Value,
    whole_number,
)
from grader.model.descriptions import CompileInfo, ModelInfo

NAMES_A_STEP = 10
"""To look through so many names takes as long as to follow a statement."""


class TrainingCalls:
    """The trainings of one program, numbered in their order."""

    def __init__(self, program: Program, saved: SavedModels) -> None:
        self._program, self._saved = program, saved
        self._number = 0
        self._by_hand: set[tuple[int, int]] = set()

    def fit(self, model: ModelValue, arguments: list[Value], keywords: dict[str, Value]) -> Value:
        """Follow a call of `fit`."""
        given = {**model.defaults, **keywords}
        epochs = given.get(
            "epochs", given.get("nb_epoch", arguments[3] if len(arguments) > 3 else 1)
        )
        batch_size = given.get("batch_size", arguments[2] if len(arguments) > 2 else None)
        x, y = (
            keywords.get(key, arguments[at] if len(arguments) > at else None)
            for at, key in enumerate("xy")
        )
        split, others = (
            given.get(key, arguments[at] if len(arguments) > at else None)
            for at, key in ((6, "validation_split"), (7, "validation_data"))
        )
        x = without_split(x, split, validated_with=others)
        number = self._note(
            model, model.compiled, whole_number(epochs), whole_number(batch_size), x=x, y=y
        )
        return model if model.fit_returns_model else HistoryValue(number)

    def _note(
        self,
        model: ModelValue,
        compiled: CompileInfo,
        epochs: int | None,
        batch_size: int | None,
        *,
        x: Value = None,
        y: Value = None,
    ) -> int:
        self._number += 1
        self._saved.trained = model
        before = model.fits[-1] if model.fits else None
        model.fits.append(self._number)
        self._program.spend(len(model.layers))
        layers, parameters = described(model.layers)
        info = ModelInfo(model.model_id, model.class_name, layers, parameters, parameters)
        arrays = [value if isinstance(value, ArrayValue) else None for value in (x, y)]
        self._program.actions.append(
            FitCall(
                self._number,
                self._program.cell,
                info,
                compiled,
                epochs,
                batch_size,
                x=arrays[0],
                y=arrays[1],
                goes_on_from=before,
                is_compiled=model.is_compiled or compiled is not model.compiled,
                metrics_known=model.metrics_known,
            )
        )
        return self._number

    def by_hand(self, optimizer: OptimizerValue) -> None:
        """A loop of GradientTape: its model is the latest one that can be seen from here."""
        names = self._program.names()
        self._program.spend(len(names) // NAMES_A_STEP)
        models = [value for value in names.values() if isinstance(value, ModelValue)]
        losses = [value.name for value in names.values() if isinstance(value, LossValue)]
        if models:
            loss = losses[-1] if losses else ""
            self.once_by_hand(
                models[-1], CompileInfo(optimizer.class_name, optimizer.config, loss=loss)
            )

    def once_by_hand(self, model: ModelValue, compiled: CompileInfo) -> None:
        """Note that a cell trains a model by hand, however often it takes a step."""
        place = (self._program.cell, model.model_id)
        if place not in self._by_hand:
            self._by_hand.add(place)
            self._note(model, compiled, None, None)
